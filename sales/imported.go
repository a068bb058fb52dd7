package sales

import "salesops/record"

// imported says how an import treats the objects that others refer to, those that refer to them, and those with
// a day that proves them. An object that is not named here, such as a new one, is put together and written last.
// References go round (a person has a team, a team has a leader), so the order does not follow from the fields.
// The ids of records are made in it: a change of it gives other ids.
var imported = map[string]record.Imported{
	Pipeline: {Written: 1, Structural: true, OnlyNames: true},
	Stage:    {Written: 2, Structural: true, OnlyNames: true},
	Team:     {Written: 3, Gathered: 15, Structural: true},
	Person:   {Written: 4, Gathered: 14, Structural: true, Proof: "started_on", OfPeople: true},
	Product:  {Written: 5, Gathered: 13, Structural: true},
	Account:  {Written: 6, Gathered: 12},
	Contact:  {Written: 7, Gathered: 11, OfPeople: true},
	Deal: {Written: 8, Gathered: 10,
		Undated: names("pipeline_created win_rate_created cycle_won_mean")}, // deals are counted by that day
	Lead:     {Written: 9, Gathered: 9, Proof: "converted_at", OfPeople: true},
	DealLine: {Written: 10, Gathered: 8},
	Activity: {Written: 11, Gathered: 7, Proof: "start_at", Undated: names("activities")},

	// On past days these may not have been there yet.
	Contract: {Gathered: 6, Proof: "start_on", Undated: names("customers mrr")},
	Order:    {Gathered: 5, Proof: "ordered_on", Undated: names("ltv_bgnbd")},
	Cost:     {Gathered: 4, Proof: "from_on", Undated: names("cost")},
	Quota:    {Gathered: 3, Proof: "from_on"},
	Absence:  {Gathered: 2, Proof: "from_on"},
	Event:    {Gathered: 1, Proof: "start_at"},
	Holiday:  {Proof: "day"},
	Rate:     {Proof: "day"},
}
