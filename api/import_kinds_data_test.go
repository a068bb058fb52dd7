package api_test

import (
	"testing"

	"github.com/xuri/excelize/v2"
)

// warehouseKinds are tables as a warehouse copies them out of HubSpot.
func warehouseKinds() []kind {
	const (
		deals = "deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,portal_id,property_dealname," +
			"property_amount,property_closedate,property_createdate,_fivetran_synced"
		pipes  = "pipeline_id,_fivetran_deleted,_fivetran_synced,active,display_order,label,created_at,updated_at"
		stages = "_fivetran_deleted,_fivetran_synced,active,closed_won,is_closed,display_order,probability,stage_id," +
			"label,pipeline_id,created_at,updated_at"
		past = "_fivetran_start,deal_id,_fivetran_active,_fivetran_end,_fivetran_synced,date_entered,source," +
			"source_id,value"
	)
	evening := [][2]string{
		{"deal.csv", lines(deals,
			"71,false,a1,done,5,3,Adobe wall,6000,2025-10-01 02:15:00,2025-09-15 17:00:00,2025-10-03 00:00:00",
			"72,false,a1,done,5,3,Ocotillo gate,200,2025-10-01 07:00:00,2025-09-15 18:00:00,2025-10-03 00:00:00",
			"73,false,a1,done,5,3,Walk-in,300,2025-08-06 03:40:00,2025-08-06 03:20:00,2025-10-03 00:00:00")},
		{"deal_pipeline.csv",
			lines(pipes, "a1,false,2025-10-03 00:00:00,true,0,Main,2025-01-01 00:00:00,2025-01-01 00:00:00")},
		{"deal_pipeline_stage.csv", lines(stages,
			"false,2025-10-03 00:00:00,true,false,false,0,0.3,talk,In talks,a1,2025-01-01 00:00:00,2025-01-01 00:00:00",
			"false,2025-10-03 00:00:00,true,true,true,1,1.0,done,Agreed,a1,2025-01-01 00:00:00,2025-01-01 00:00:00")},
	}
	return []kind{
		{
			name:     "times of day in UTC are days of the company",
			settings: map[string]string{"zone": "America/Phoenix", "currency": "USD"},
			sent:     []uploaded{{files: evening, fields: []string{"zone", "UTC"}}},
			answers: []answer{
				{"won_revenue?grain=quarter", "FY2025-Q3: 6300.00 USD, FY2025-Q4: 200.00 USD"},
				{"won_revenue?grain=day&from=2025-09-30&to=2025-10-01",
					"2025-09-30: 6000.00 USD, 2025-10-01: 200.00 USD"},
				{"cycle_won_mean", "10.3333333333"},
			},
		},
		{
			name: "deleted stages keep their names and outcomes", settings: map[string]string{"currency": "EUR"},
			sent: []uploaded{{files: [][2]string{
				{"deal.csv", lines(deals,
					"81,false,pu,4002,,7,Upkeep one,400,2025-11-04 12:00:00,2025-09-02 12:00:00,2026-05-01 01:00:00",
					"82,false,pu,4003,,7,Upkeep two,250,2025-12-11 12:00:00,2025-10-02 12:00:00,2026-05-01 01:00:00",
					"83,false,pf,3004,,7,Fresh one,900,2026-03-29 12:00:00,2026-01-11 12:00:00,2026-05-01 01:00:00",
					"84,false,pf,3002,,7,Fresh two,800,2026-06-29 12:00:00,2026-02-02 12:00:00,2026-05-01 01:00:00")},
				{"deal_pipeline.csv", lines(pipes,
					"pf,false,2026-05-01 01:00:00,true,0,Fresh,2025-01-01 00:00:00,2025-01-01 00:00:00",
					"pu,true,2026-05-01 01:00:00,true,1,Upkeep,2025-01-01 00:00:00,2025-01-01 00:00:00")},
				{"deal_pipeline_stage.csv", lines(stages,
					"false,2026-05-01 01:00:00,true,false,false,0,0.2,3001,Hello,pf,2025-01-01 00:00:00,2025-01-01 "+
						"00:00:00",
					"true,2026-05-01 01:00:00,true,false,false,1,0.5,3002,Visit,pf,2025-01-01 00:00:00,2025-01-01 "+
						"00:00:00",
					"false,2026-05-01 01:00:00,true,true,true,3,1.0,3004,Signed,pf,2025-01-01 00:00:00,2025-01-01 "+
						"00:00:00",
					"true,2026-05-01 01:00:00,true,false,false,0,0.3,4001,Hello,pu,2025-01-01 00:00:00,2025-01-01 "+
						"00:00:00",
					"true,2026-05-01 01:00:00,true,true,true,1,1.0,4002,Signed,pu,2025-01-01 00:00:00,2025-01-01 "+
						"00:00:00",
					"true,2026-05-01 01:00:00,true,false,true,2,0.0,4003,Gone,pu,2025-01-01 00:00:00,2025-01-01 "+
						"00:00:00")},
				{"deal_stage.csv", lines(past,
					"2025-09-02 12:00:00,81,false,2025-11-04 12:00:00,2026-05-01 01:00:00,2025-09-02 "+
						"12:00:00,CRM_UI,u,4001",
					"2025-11-04 12:00:00,81,true,2050-01-01 00:00:00,2026-05-01 01:00:00,2025-11-04 "+
						"12:00:00,CRM_UI,u,4002",
					"2025-10-02 12:00:00,82,false,2025-12-11 12:00:00,2026-05-01 01:00:00,2025-10-02 "+
						"12:00:00,CRM_UI,u,4001",
					"2025-12-11 12:00:00,82,true,2050-01-01 00:00:00,2026-05-01 01:00:00,2025-12-11 "+
						"12:00:00,CRM_UI,u,4003",
					"2026-01-11 12:00:00,83,false,2026-01-21 12:00:00,2026-05-01 01:00:00,2026-01-11 "+
						"12:00:00,CRM_UI,u,3001",
					"2026-01-21 12:00:00,83,false,2026-03-29 12:00:00,2026-05-01 01:00:00,2026-01-21 "+
						"12:00:00,CRM_UI,u,3002",
					"2026-03-29 12:00:00,83,true,2050-01-01 00:00:00,2026-05-01 01:00:00,2026-03-29 "+
						"12:00:00,CRM_UI,u,3004",
					"2026-02-02 12:00:00,84,false,2026-03-16 12:00:00,2026-05-01 01:00:00,2026-02-02 "+
						"12:00:00,CRM_UI,u,3001",
					"2026-03-16 12:00:00,84,true,2050-01-01 00:00:00,2026-05-01 01:00:00,2026-03-16 "+
						"12:00:00,CRM_UI,u,3002")},
			}}},
			answers: []answer{
				{"won_deals?by=pipeline,stage", "Fresh/Signed: 1, Upkeep/Signed: 1"}, {"lost_deals", "1"},
				{"won_revenue", "1300.00 EUR"},
				{"open_deals?by=pipeline,stage&as_of=2026-02-10", "Fresh/Hello: 1, Fresh/Visit: 1"},
				{"open_deals?by=pipeline,stage&as_of=2025-10-10", "Upkeep/Hello: 2"},
				{"won_deals?by=stage", "Signed (Fresh): 1, Signed (Upkeep): 1"},
			},
		},
	}
}

// mappedKinds are tables that no layout knows.
func mappedKinds() []kind {
	const (
		depot = "source: depot\ncurrency: EUR\nstages: {Sold: won, Missed: lost}\nfiles:\n  - {file: \"*.csv\", " +
			"object: deal, id: Key, fields: {name: Item, stage: Phase, amount: Price, created: Begin, close_date: " +
			"End}}\n"
		plan = "source: plan\ncurrency: EUR\nfiles:\n" +
			"  - {file: targets.csv, object: quota, id: Key, fields: {person: {column: Rep, by: name}, amount: Goal, " +
			"from_on: Starts, to_on: {column: Starts, plus_months: 3, minus_days: 1}, created: {constant: " +
			"2026-01-01}}}\n" +
			"  - {file: staff.csv, object: person, id: none, fields: {name: Rep, started_on: Joined}}\n" +
			"  - {file: sold.csv, object: deal, id: No, fields: {name: No, owner: {column: Rep, by: name}, stage: " +
			"{constant: Won}, amount: Worth, close_date: Day, created: Start}}\n" +
			"stages: {Won: won}\n"
	)
	table := func(rows ...string) [][2]string {
		return [][2]string{{"items.csv", lines(append([]string{"Key,Item,Phase,Price,Begin,End"}, rows...)...)}}
	}
	leads := table("L1,Porch,Won,100,2026-01-03,2026-02-01")
	leads[0][0], leads[0][1] = "leads.csv", lines("Key,Title,Buyer,Rep,Phase,Worth,Opened,Done",
		"L1,Porch,Elder Co,Kim,Won,100,2026-01-03,2026-02-01", "L2,Ramp,False,Kim,Won,200,2026-01-04,2026-02-02",
		"L3,Stair,N/A,#N/A,Won,400,2026-01-05,2026-02-03", "L4,Door,Elder Co,null,New,600,2026-01-06,FALSE",
		"L5,Step,Oak Co,Kim,New,FALSE,2026-01-06,FALSE")
	unclear := [][2]string{{"verkauf.csv", lines("Key;Item;Phase;Price;Begin;End",
		"1;Mast;Sold;4.750;2026-01-05;2026-02-01", "2;Segel;Sold;3.000;2026-01-06;2026-02-02",
		"3;Anker;Sold;350;2026-01-07;2026-02-03")}}
	micros := [][2]string{{"opportunities.json", `{"data":{"opportunities":[` +
		`{"id":"o-1","name":"Sluice","amount":{"amountMicros":4000000000,"currencyCode":"USD"},"closeDate":"2026-02-10T00:00:00.000Z","stage":"CUSTOMER","createdAt":"2026-01-05T09:12:33.123Z","updatedAt":"2026-02-10T10:00:00.000Z","deletedAt":null},` +
		`{"id":"o-2","name":"Weir","amount":{"amountMicros":250000,"currencyCode":"USD"},"closeDate":"2026-02-11T00:00:00.000Z","stage":"CUSTOMER","createdAt":"2026-01-06T09:12:33.123Z","updatedAt":"2026-02-11T10:00:00.000Z","deletedAt":null},` +
		`{"id":"o-3","name":"Dyke","amount":{"amountMicros":700000000,"currencyCode":"USD"},"closeDate":"2026-02-12T00:00:00.000Z","stage":"CUSTOMER","createdAt":"2026-01-07T09:12:33.123Z","updatedAt":"2026-02-12T10:00:00.000Z","deletedAt":"2026-03-03T08:00:00.000Z"}]}}`}}
	quotas := [][2]string{
		{"targets.csv", lines("Key,Rep,Starts,Goal", "k1,Rui,2026-01-01,60000", "k2,Mei,2026-01-01,60000",
			"k3,Rui,2026-04-01,62000", "k4,Mei,2026-04-01,62000")},
		{"staff.csv", lines("Rep,Joined", "Rui,2025-01-01", "Mei,2026-02-15")},
		{"sold.csv", lines("No,Rep,Worth,Day,Start", "1,Rui,60000,2026-01-20,2025-12-01",
			"2,Mei,30000,2026-03-20,2026-02-20", "3,Mei,500,2026-04-01,2026-02-20")},
	}
	const (
		quarter = "from=2026-01-01&to=2026-03-31"
		march   = "from=2026-03-01&to=2026-03-31"
		half    = "from=2026-01-01&to=2026-06-30"
	)
	return []kind{
		{
			name: "days that are none are rejected",
			sent: []uploaded{{files: table("K1,Crate,Sold,900,02/05/2025,10/11/2025",
				"K2,Barrel,Sold,50,03/05/2025,09/28/2025", "K3,Sack,Sold,60,31/04/2025,11/11/2025",
				"K4,Pallet,Missed,70,03/05/2025,30/02/2025", "K5,Box,Sold,80,03/05/2025,00/11/2025"),
				fields: []string{"mapping", depot, "dates", "dmy"}, rejects: 4,
				says: map[string]string{"rejected_rows": `line 3, column End: "09/28/2025" is not a day of the calendar`}}},
			answers: []answer{{"won_revenue?grain=month", "2025-11: 900.00 EUR"}, {"/deal", "Crate"}},
		},
		{
			name: "days in two orders are asked", sent: []uploaded{
				{files: table("K1,Crate,Sold,900,02/05/2025,10/11/2025", "K2,Barrel,Sold,50,03/05/2025,09/28/2025",
					"K3,Sack,Sold,60,21/04/2025,11/11/2025", "K4,Pallet,Missed,70,03/05/2025,29/11/2025"),
					fields: []string{"mapping", depot}, refused: "can be day/month/year or month/day/year"},
				{files: table("K1,Crate,Sold,900,02/05/2025,10/11/2025", "K2,Barrel,Sold,50,03/05/2025,31/11/2025"),
					fields: []string{"mapping", depot}, refused: "can be day/month/year or month/day/year"},
			},
			answers: []answer{{"/deal", ""}},
		},
		{
			name: "numbers in two writings are asked", sent: []uploaded{
				{files: unclear, fields: []string{"mapping", depot}, refused: `"4.750" can be 4750 or 4.75`},
				{files: unclear, fields: []string{"mapping", depot, "numbers", "comma"}},
			},
			answers: []answer{{"won_revenue", "8100.00 EUR"}},
		},
		{
			name: "one column shows how numbers are written",
			sent: []uploaded{{files: [][2]string{{"verkauf.csv",
				lines("Key;Item;Phase;Price;Begin;End", "1;Mast;Sold;745,99;2026-01-05;2026-02-01",
					"2;Segel;Sold;1.000;2026-01-06;2026-02-02",
					"3;Anker;Sold;3.000.000,5;2026-01-07;2026-02-03", "4;Ruder;Sold;-1,00;2026-01-07;2026-02-03")}},
				fields: []string{"mapping", depot}}},
			answers: []answer{{"won_revenue", "3001745.49 EUR"}},
		},
		{
			name: "words for nothing are empty cells",
			sent: []uploaded{{files: leads,
				fields: []string{"mapping",
					"source: house\ncurrency: EUR\nstages: {New: open, Won: won}\nfiles:\n  - {file: leads.csv, " +
						"object: deal, id: Key, fields: {name: Title, account: {column: Buyer, by: name}, owner: " +
						"{column: Rep, by: name}, stage: Phase, amount: Worth, created: Opened, close_date: Done}}\n"},
				says: map[string]string{"empty_words": "hold a word for nothing"}}},
			answers: []answer{{"/deal", "Door, Porch, Ramp, Stair, Step"}, {"/account", "Elder Co, Oak Co"},
				{"/person", "Kim"}, {"new_customers", "1"}, {"open_pipeline", "600.00 EUR"}, {"open_deals", "2"}},
		},
		{
			name: "a mapping meets ids of 15 and 18 characters",
			sent: []uploaded{{files: [][2]string{
				{"Opportunity.csv", lines("Id,Name,OwnerId,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon",
					"0067a00000QwErTAAV,Mill,0057a00000InRoTAAV,Closed "+
						"Won,7000,2026-02-10,2026-01-02T10:00:00.000Z,true,true")},
				{"roster.csv", lines("User ID,Full Name,Start", "0057a00000InRoT,Ines Roth,2025-01-01")},
			}, fields: []string{"mapping",
				"source: salesforce\nfiles:\n  - {file: roster.csv, object: person, id: User ID, fields: {name: Full " +
					"Name, started_on: Start, created: Start}}\n"}}},
			answers: []answer{{"won_revenue?by=owner", "Ines Roth: 7000.00"}, {"/person", "Ines Roth"}},
		},
		{
			name: "a quota with a first day and a length",
			sent: []uploaded{{files: quotas, fields: []string{"mapping", plan}}},
			answers: []answer{
				{"quota?" + quarter, "90000.00 EUR"}, {"quota_attainment?" + quarter, "1.0000000000"},
				{"quota_attainment_team?" + quarter, "1.0000000000 EUR"},
				{"quota?" + march, "41333.34 EUR"}, {"quota_attainment?" + march, "0.5000000000"},
				{"quota?" + half, "214000.00 EUR"}, {"quota_attainment_team?" + half, "0.422897196262 EUR"},
			},
		},
		{
			name: "a nested list by its suggestion", sent: []uploaded{{files: micros, suggest: true}},
			answers: []answer{{"won_revenue?as_of=2026-02-20", "4700.25 USD"},
				{"won_revenue?as_of=2026-03-03", "4000.25 USD"}, {"won_revenue", "4000.25 USD"}},
		},
		{
			name: "a nested list with millionths and a time of deletion",
			sent: []uploaded{{files: micros,
				fields: []string{"mapping",
					"source: twenty\nstages: {CUSTOMER: won}\nfiles:\n  - {file: opportunities.json*, object: deal, " +
						"id: id, fields: {name: name, stage: stage, amount: {column: amount.amountMicros, format: " +
						"micros}, currency: amount.currencyCode, close_date: closeDate, created: createdAt, " +
						"modified: updatedAt, deleted: deletedAt}}\n"}}},
			answers: []answer{{"won_revenue?as_of=2026-02-20", "4700.25 USD"},
				{"won_revenue?as_of=2026-03-03", "4000.25 USD"}, {"won_revenue", "4000.25 USD"}},
		},
	}
}

// exportKinds are files that a layout knows.
func exportKinds() []kind {
	const deals = "Id,IsDeleted,Name,AccountId,StageName,Amount,CloseDate,CreatedDate,LastModifiedDate,IsClosed,IsWon"
	merged := func(account, master, day string) [][2]string {
		deleted, of := "false", "0015g00000QBBBBAA2"
		if master != "" {
			deleted = "true"
		}
		if account != "" {
			of = account
		}
		return [][2]string{
			{"Account.csv", lines("Id,IsDeleted,MasterRecordId,Name,Industry,CreatedDate,LastModifiedDate",
				"0015g00000QAAAAAA1,false,,Tarn Mills,Textiles,2025-02-01T09:00:00.000Z,2025-02-01T09:00:00.000Z",
				"0015g00000QBBBBAA2,"+deleted+","+master+
					",Tarn Mills Ltd,Textiles,2026-01-02T09:00:00.000Z,"+day+"T09:00:00.000Z")},
			{"Opportunity.csv", lines(deals,
				"0065g00000Q00001AA,false,Looms,0015g00000QAAAAAA1,Closed "+
					"Won,400,2025-05-10,2025-03-01T09:00:00.000Z,2025-05-10T09:00:00.000Z,true,true",
				"0065g00000Q00002AA,false,Spindles,"+of+
					",Closed Won,700,2026-02-12,2026-01-03T09:00:00.000Z,2026-02-12T09:00:00.000Z,true,true")},
		}
	}
	return []kind{
		{
			name: "ids of 15 and 18 characters, and ids that differ in case",
			sent: []uploaded{
				{files: [][2]string{{"Account.csv",
					lines("Id,Name,CreatedDate", "0015g00000RrSs2AAF,Lamp House,2025-01-01T10:00:00.000Z",
						"0015g00000rRsS2AAK,Wick House,2025-01-02T10:00:00.000Z")}, {"Opportunity.csv", lines(deals,
					"0065g00000MnOpQAAV,false,Lamp A,0015g00000RrSs2AAF,Closed "+
						"Won,500,2026-02-10,2026-01-02T10:00:00.000Z,2026-02-10T10:00:00.000Z,true,true",
					"0065g00000mNoPqAAK,false,Lamp B,0015g00000rRsS2AAK,Closed "+
						"Won,700,2026-02-11,2026-01-03T10:00:00.000Z,2026-02-11T10:00:00.000Z,true,true",
					"0065g00000TuVw9AAF,false,Lamp "+
						"C,0015g00000RrSs2AAF,Negotiation,900,2026-05-11,2026-01-04T10:00:00.000Z,"+
						"2026-02-12T10:00:00.000Z,false,false")}}},
				{files: [][2]string{{"report.csv",
					lines(
						`"Opportunity ID","Opportunity Name","Account ID","Account Name","Stage","Amount","Close Date","Created Date"`,
						`"0065g00000MnOpQ","Lamp A","0015g00000RrSs2","Lamp House","Closed Won","550","2026-02-10","2026-01-02"`, `"0065g00000mNoPq","Lamp B","0015g00000rRsS2","Wick House","Closed Won","700","2026-02-11","2026-01-03"`,
						`"0065g00000TuVw9","Lamp C","0015g00000RrSs2","Lamp House","Closed Won","900","2026-03-11","2026-01-04"`)}}},
			},
			answers: []answer{{"/deal", "Lamp A, Lamp B, Lamp C"}, {"/account", "Lamp House, Wick House"},
				{"won_revenue?by=account", "Lamp House: 1450.00, Wick House: 700.00"}},
		},
		{
			name:     "a merged account, deals that name the one that stays",
			settings: map[string]string{"currency": "GBP"},
			sent: []uploaded{{files: merged("", "", "2026-01-02")},
				{files: merged("0015g00000QAAAAAA1", "0015g00000QAAAAAA1", "2026-03-20")}},
			answers: []answer{{"new_customers?from=2026-01-01&to=2026-03-31", "0"},
				{"won_revenue?by=account", "Tarn Mills: 1100.00 GBP"}},
		},
		{
			name:     "a merged account, deals that name the one that is gone",
			settings: map[string]string{"currency": "GBP"},
			sent:     []uploaded{{files: merged("", "0015g00000QAAAAAA1", "2026-03-20")}},
			answers: []answer{{"new_customers?from=2026-01-01&to=2026-03-31", "0"},
				{"won_revenue?by=account", "Tarn Mills: 1100.00 GBP"}},
		},
		{
			name: "credit is shared by splits; overlay is apart",
			sent: []uploaded{{files: [][2]string{
				{"Opportunity.csv",
					lines("Id,Name,OwnerId,StageName,Amount,CloseDate,CreatedDate,IsClosed,IsWon,IsSplit",
						"006A00000000011AAA,Harbour,005A00000000011AAA,Closed "+
							"Won,5000,2026-03-10,2025-12-01T09:00:00.000Z,true,true,true",
						"006A00000000012AAA,Quay,005A00000000012AAA,Closed "+
							"Won,1000,2026-03-11,2025-12-01T09:00:00.000Z,true,true,false")},
				{"OpportunitySplit.csv",
					lines(
						"Id,OpportunityId,SplitOwnerId,SplitPercentage,SplitAmount,SplitTypeId,SplitNote,CreatedDate,"+
							"IsDeleted",
						"149A00000000011AAA,006A00000000011AAA,005A00000000011AAA,70,3500,REV,,"+
							"2026-03-10T09:00:00.000Z,false",
						"149A00000000012AAA,006A00000000011AAA,005A00000000012AAA,30,1500,REV,,"+
							"2026-03-10T09:00:00.000Z,false",
						"149A00000000013AAA,006A00000000011AAA,005A00000000013AAA,100,5000,OVR,overlay,"+
							"2026-03-10T09:00:00.000Z,false")},
				{"User.csv", lines("Id,Name,Username,IsActive,CreatedDate",
					"005A00000000011AAA,Rui,rui@seller.example,true,2024-01-01T09:00:00.000Z",
					"005A00000000012AAA,Mei,mei@seller.example,true,2024-01-01T09:00:00.000Z",
					"005A00000000013AAA,Kai,kai@seller.example,true,2024-01-01T09:00:00.000Z")},
			}}},
			answers: []answer{{"won_revenue?by=owner", "Mei: 2500.00, Rui: 3500.00"}, {"won_revenue", "6000.00"}},
		},
		{
			name: "the status of a reopened deal decides",
			sent: []uploaded{{files: [][2]string{{"deals.csv", lines(
				"Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Status,Deal - Stage,Deal - "+
					"Pipeline,Deal - Owner,Deal - Organization,Deal - Deal created,Deal - Update time,Deal - Won "+
					"time,Deal - Lost time,Deal - Deal closed on,Deal - Lost reason,Deal - Expected close date",
				"1,First sign,100,EUR,Lost,Offer,Main,Ida N,Pier BV,2026-02-05 09:00:00,2026-03-01 "+
					"10:00:00,,2026-03-01 10:00:00,2026-03-01 10:00:00,price,2026-04-30",
				"2,Second sign,300,EUR,Open,Talks,Main,Ida N,Pier BV,2026-02-06 09:00:00,2026-04-02 "+
					"10:00:00,,2026-03-10 10:00:00,2026-03-10 10:00:00,no budget,2026-07-31",
				"3,Third sign,800,EUR,Won,Offer,Main,Ida N,Mole NV,2026-02-07 09:00:00,2026-04-05 "+
					"10:00:00,2026-04-05 10:00:00,2026-03-12 10:00:00,2026-04-05 10:00:00,timing,2026-05-31",
				"4,Fourth sign,40,EUR,Open,Offer,Main,Ida N,Mole NV,2026-02-09 09:00:00,2026-03-20 "+
					"10:00:00,2026-03-14 10:00:00,,2026-03-14 10:00:00,,2026-06-30",
				"5,Fifth sign,7,EUR,Deleted,Offer,Main,Ida N,Mole NV,2026-02-08 09:00:00,2026-03-20 "+
					"10:00:00,,,,,2026-05-31")}}}},
			answers: []answer{{"open_pipeline", "340.00 EUR"}, {"open_deals", "2"}, {"won_revenue", "800.00 EUR"},
				{"won_deals", "1"}, {"lost_deals", "1"}, {"/deal", "First sign, Fourth sign, Second sign, Third sign"}},
		},
		{
			name: "days on which a stage was entered are history, also of one nobody is in",
			sent: []uploaded{{files: [][2]string{{"deals.csv", lines(
				`Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Last Modified Date,"Date entered ""Qualified To Buy (Sales)""","Date entered ""Contract Sent (Sales)""","Date entered ""Closed Won (Sales)""","Date entered ""Closed Lost (Sales)"""`,
				"501,Back again,Contract Sent,Sales,700,2026-07-31 12:00,2026-01-05 09:00,2026-03-02 "+
					"15:00,2026-01-05 09:00,2026-03-01 10:00,,2026-02-09 10:00",
				"502,Second thoughts,Closed Won,Sales,900,2026-03-20 12:00,2026-01-07 09:00,2026-03-20 "+
					"12:00,2026-01-07 09:00,2026-01-25 10:00,2026-03-20 12:00,2026-02-11 10:00")}}}},
			answers: []answer{
				{"open_deals?as_of=2026-02-15", "0"}, {"lost_deals?as_of=2026-02-15", "2"},
				{"open_pipeline?as_of=2026-03-05", "700.00"}, {"lost_deals?as_of=2026-03-05", "1"},
				{"open_pipeline", "700.00"}, {"won_revenue", "900.00"}, {"lost_deals", "0"},
			},
		},
		{
			name:     "messages of a tap: the last record counts, a deletion has its day",
			settings: map[string]string{"currency": "USD"},
			sent: []uploaded{{files: [][2]string{{"tap.jsonl", lines(
				`{"type":"SCHEMA","stream":"deals","key_properties":["dealId"],"schema":{"type":"object"}}`,
				`{"type":"RECORD","stream":"deals","record":{"dealId":71,"isDeleted":false,"property_dealname":{"value":"Mill"},"property_amount":{"value":"8000"},"property_dealstage":{"value":"closedwon"},"property_closedate":{"value":"1772409600000"},"property_createdate":{"value":"1767571200000"}},"time_extracted":"2026-05-01T00:00:00Z"}`,
				`{"type":"RECORD","stream":"deals","record":{"dealId":72,"isDeleted":false,"property_dealname":{"value":"Dam"},"property_amount":{"value":"90"},"property_dealstage":{"value":"closedlost"},"property_closedate":{"value":"1772496000000"},"property_createdate":{"value":"1767657600000"}},"time_extracted":"2026-05-01T00:00:00Z"}`,
				`{"type":"STATE","value":{"bookmarks":{}}}`,
				`{"type":"RECORD","stream":"deals","record":{"dealId":71,"isDeleted":true,"property_dealname":{"value":"Mill"},"property_amount":{"value":"8000"},"property_dealstage":{"value":"closedwon"},"property_closedate":{"value":"1772409600000"},"property_createdate":{"value":"1767571200000"}},"time_extracted":"2026-05-02T00:00:00Z"}`)}}}},
			answers: []answer{{"won_revenue?as_of=2026-05-01", "8000.00 USD"},
				{"won_revenue?as_of=2026-05-02", "0.00 USD"}, {"won_revenue", "0.00 USD"}, {"lost_deals", "1"}},
		},
		{
			name: "a calendar whose meeting is taken out, moved and put over a change of the clocks",
			settings: map[string]string{"zone": "Europe/Berlin", "working_hours": "mon-fri 08:00-18:00",
				"own_domains": "vendor.example"},
			sent: []uploaded{{files: [][2]string{{"Contact.csv",
				lines("Id,LastName,Email,AccountId", "003000000000021AAA,Ito,ito@client.example,")}}},
				{files: [][2]string{{"lena.ics", lines("BEGIN:VCALENDAR",
					"BEGIN:VEVENT", "UID:weekly@vendor.example", "DTSTART;TZID=Europe/Berlin:20260316T160000",
					"DTEND;TZID=Europe/Berlin:20260316T170000", "RRULE:FREQ=WEEKLY;COUNT=4",
					"EXDATE:20260323T150000Z", "SUMMARY:Roll-out", "ORGANIZER:mailto:lena@vendor.example",
					"ATTENDEE:mailto:lena@vendor.example", "ATTENDEE:mailto:ito@client.example", "END:VEVENT",
					"BEGIN:VEVENT", "UID:weekly@vendor.example", "RECURRENCE-ID;TZID=Europe/Berlin:20260330T160000",
					"DTSTART;TZID=Europe/Berlin:20260331T090000",
					"DTEND;TZID=Europe/Berlin:20260331T110000", "SUMMARY:Roll-out, longer",
					"ORGANIZER:mailto:lena@vendor.example", "ATTENDEE:mailto:ito@client.example",
					"END:VEVENT", "END:VCALENDAR")}}}},
			answers: []answer{{"/calendar_event", "Roll-out, Roll-out, Roll-out, longer"},
				{"/calendar_event start_at,end_at",
					"2026-03-16T15:00:00Z 2026-03-16T16:00:00Z, 2026-03-31T07:00:00Z 2026-03-31T09:00:00Z, " +
						"2026-04-06T14:00:00Z 2026-04-06T15:00:00Z"},
				{"selling_time?from=2026-03-16&to=2026-04-06", "0.0250000000"}},
		},
	}
}

// workbookKinds are sheets of Excel.
func workbookKinds(t *testing.T) []kind {
	report := []any{"Opportunity Name", "Account Name", "Stage", "Amount", "Close Date", "Created Date"}
	deal := []any{"Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date",
		"Create Date", "Deal owner"}
	row := func(name string, amount int, below ...[]any) [][]any {
		return append([][]any{report, {name, "Arbor", "Closed Won", amount, dayCell("2026-01-21"),
			dayCell("2025-12-02")}}, below...)
	}
	grouped := typedWorkbook(t, [][]any{
		{"Opportunity Owner", "Opportunity Name", "Account Name", "Stage", "Amount", "Close Date", "Created Date"},
		{"Nia Falk", "Ridge", "Arbor", "Closed Won", 1500, dayCell("2026-01-21"), dayCell("2025-12-02")},
		{nil, "Slope", "Arbor", "Closed Won", 400, dayCell("2026-02-04"), dayCell("2025-12-10")},
		{nil, "Crest", "Brook", "Closed Lost", 900, dayCell("2026-02-09"), dayCell("2026-01-05")},
		{"Subtotal", nil, nil, nil, 2800}, {"Count", 3},
		{"Tomas Berg", "Delta", "Cedar", "Closed Won", 5000, dayCell("2026-03-02"), dayCell("2026-01-03")},
		{nil, "Inlet", "Cedar", "Closed Won", 250, dayCell("2026-03-10"), dayCell("2026-01-21")},
		{"Subtotal", nil, nil, nil, 5250}, {"Count", 2}, {"Total", nil, nil, nil, 8050}, {"Count", 5},
		{}, {"Confidential - for the board alone"},
	}, func(f *excelize.File) error {
		if err := f.MergeCell("Sheet1", "A2", "A4"); err != nil {
			return err
		}
		return f.MergeCell("Sheet1", "A7", "A8")
	})
	old := typedWorkbook(t, [][]any{deal,
		{601, "Basalt", "Closed Won", "Sales Pipeline", 1200, dayCell("2026-02-27"), dayCell("2026-01-05"), "Una Voss"},
		{602, "Gneiss", "Closed Won", "Sales Pipeline", 50, 44634, 44606, "Una Voss"},
	}, func(f *excelize.File) error {
		on := true
		return f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &on})
	})
	hidden := typedWorkbook(t, [][]any{deal,
		{601, "Basalt", "Closed Won", "Sales Pipeline", 1200, dayCell("2026-02-27"), dayCell("2026-01-05"), "Una Voss"},
		{602, "Gneiss", "Closed Won", "Sales Pipeline", 50, dayCell("2026-02-27"), dayCell("2026-01-05"), "Una Voss"},
	}, func(f *excelize.File) error { return f.SetRowVisible("Sheet1", 3, false) })
	return []kind{
		{
			name: "a grouped report", settings: map[string]string{"currency": "EUR"},
			sent: []uploaded{{files: [][2]string{{"grouped.xlsx", grouped}}}},
			answers: []answer{
				{"/deal", "Crest, Delta, Inlet, Ridge, Slope"}, {"/person", "Nia Falk, Tomas Berg"},
				{"won_revenue?by=owner", "Nia Falk: 1900.00 EUR, Tomas Berg: 5250.00 EUR"},
				{"lost_deals", "1"}, {"revenue_per_rep?from=2026-01-01&to=2026-03-31", "3575.000000 EUR"},
			},
		},
		{
			name: "short sheets with totals and notes", sent: []uploaded{
				{files: [][2]string{{"total.xlsx",
					typedWorkbook(t, row("Ridge", 1500, []any{"Total", nil, nil, 1500}), nil)}}},
				{files: [][2]string{{"note.xlsx",
					typedWorkbook(t, row("Slope", 400, nil, []any{"Confidential Information - Do Not Distribute"}),
						nil)}}},
				{files: [][2]string{{"free.xlsx",
					typedWorkbook(t, row("Crest", 20, nil, []any{"For the board alone"}), nil)}}},
			},
			answers: []answer{{"/deal", "Crest, Ridge, Slope"}, {"won_revenue", "1920.00"}},
		},
		{
			name: "a workbook that counts days from 1904", sent: []uploaded{{files: [][2]string{{"old.xlsx", old}}}},
			answers: []answer{{"won_revenue?grain=day&from=2026-03-15&to=2026-03-16",
				"2026-03-15: 50.00, 2026-03-16: 0.00"}, {"won_revenue?from=2026-02-27&to=2026-02-27", "1200.00"},
				{"cycle_won_mean", "40.5"}},
		},
		{
			name: "hidden rows count and are told",
			sent: []uploaded{{files: [][2]string{{"hidden.xlsx", hidden}},
				says: map[string]string{"hidden_rows": "1 row is hidden in the sheet"}}},
			answers: []answer{{"won_revenue", "1250.00"}, {"/deal", "Basalt, Gneiss"}},
		},
	}
}
