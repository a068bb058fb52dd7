package all_test

import (
	"context"
	"strings"
	"testing"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/internal/problems"
	"salesops/sales"
)

const splitHeader = "Id,OpportunityId,SplitOwnerId,SplitPercentage,SplitTypeId\n"

// TestUnevenSplits: shares that are scaled or filled up are told; those that add up, overlay credit and
// a part of what is here are not.
func TestUnevenSplits(t *testing.T) {
	t.Parallel()
	const type1, overlay = "14A000000000001AAA", "14A000000000002AAA"
	types := "Id,MasterLabel,IsTotalValidated,DeveloperName\n" + type1 + ",Revenue,true,Revenue\n" +
		overlay + ",Help,false,Help\n"
	deals := dirtyHeader
	for _, id := range []string{deal1, deal2, deal3} {
		deals += id + ",A,Prospecting,1,2026-12-01,2026-01-01,,\n"
	}
	split := func(id, deal, user, share, kind string) string {
		return "14900000000000" + id + "AAA," + deal + "," + user + "," + share + "," + kind + "\n"
	}
	first := splitHeader + split("1", deal1, user1, "70", type1) + split("2", deal1, user2, "50", type1) +
		split("3", deal2, user1, "80", type1) + split("4", deal3, user1, "60", type1) + split("5", deal3, user2,
		"40", type1) + split("6", deal3, user2, "40", overlay)
	w := newWorld(t)
	p := problem(t, w.files(map[string]string{"d.csv": deals, "t.csv": types, "s.csv": first}),
		problems.UnevenSplits)
	if p.Count != 2 || p.Of != 3 || len(p.Examples) != 2 || p.Examples[0].Detail != "120 %" ||
		p.Examples[1].Detail != "80 %" || p.Examples[0].Object != "deal" {
		t.Errorf("%+v", p)
	}
	// Later a part alone: deal 3 is whole with what is here, deal 2 becomes whole, deal 1 stays as it is.
	r := w.files(map[string]string{"s.csv": splitHeader + split("4", deal3, user1, "60", type1) + split("7",
		deal2, user2, "20", type1)})
	for _, p := range r.Problems {
		if p.Code == problems.UnevenSplits {
			t.Errorf("%+v", p)
		}
	}
}

// TestRatesMissing: a currency that no rate leads from to the company's is told at the import.
func TestRatesMissing(t *testing.T) {
	t.Parallel()
	text := strings.Replace(dirtyHeader, "\n", ",CurrencyIsoCode\n", 1) + deal1 +
		",A,Prospecting,100,2026-12-01,2026-01-01,,,PLN\n" + deal2 + ",A,Prospecting,100,2026-12-01,2026-01-01,,,PLN\n"
	w := newWorld(t)
	if _, err := sales.ChangeSettings(context.Background(), w.log, "owner",
		map[string]string{"currency": "EUR"}); err != nil {
		t.Fatal(err)
	}
	p := problem(t, w.files(map[string]string{"o.csv": text}), problems.RatesMissing)
	if p.Count != 2 || len(p.Examples) != 1 || p.Examples[0].Name != "PLN/EUR" {
		t.Errorf("%+v", p)
	}
	files := map[string]string{"o.csv": text,
		"CurrencyType.csv": "Id,IsoCode,ConversionRate,IsCorporate\n01L000000000001AAA,PLN,4.2,false\n" +
			"01L000000000002AAA,EUR,1,true\n"}
	for range 2 { // rates that come along, then rates that are here
		for _, p := range w.files(files).Problems {
			if p.Code == problems.RatesMissing {
				t.Errorf("%d files: %+v", len(files), p)
			}
		}
		delete(files, "CurrencyType.csv")
	}
}

// alike is a tool of one more layout that has the columns of another.
type alike struct {
	tool.Tool
	name, object string
}

func (a alike) Name() string { return a.name }

func (a alike) Layouts() []tool.Layout {
	value := func(header, field string) tool.Column {
		return tool.Column{Header: header, Use: tool.Value, Field: field, Kind: tool.Text}
	}
	return []tool.Layout{{Name: "list", Object: a.object, Needs: [][]string{{"Key"}, {"Title"}},
		Columns: []tool.Column{{Header: "Key", Use: tool.ID}, value("Title", "name")}}}
}

// TestLayoutsAlike: a file that fits two layouts equally well is told as read by the first.
func TestLayoutsAlike(t *testing.T) {
	t.Parallel()
	base := all.Tools()[0]
	w := newWorld(t)
	run := func(objects ...string) *connectors.Report {
		o := connectors.Options{Paths: []string{folder(t,
			map[string]string{"some.csv": "Key,Title\n" + deal1 + ",A\n"})}, DryRun: true, SpillDir: t.TempDir(),
			Clock: func() period.Instant { return w.now }}
		for i, object := range objects {
			o.Tools = append(o.Tools, alike{base, []string{"one", "other"}[i], object})
		}
		r, err := connectors.Run(context.Background(), w.log, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	p := problem(t, run(sales.Account, sales.Product), problems.LayoutsAlike)
	if p.Count != 1 || !strings.HasSuffix(told(&p),
		"some.csv: one list, not other list.") {
		t.Errorf("%+v", p)
	}
	for _, p := range run(sales.Account).Problems {
		if p.Code == problems.LayoutsAlike {
			t.Errorf("%+v", p)
		}
	}
}

// TestUnevenAmounts: splits by amount are held against the amount of their deal.
func TestUnevenAmounts(t *testing.T) {
	t.Parallel()
	deals := dirtyHeader + deal1 + ",A,Prospecting,100,2026-12-01,2026-01-01,,\n" + deal2 +
		",B,Prospecting,100,2026-12-01,2026-01-01,,\n"
	splits := "Id,OpportunityId,SplitOwnerId,SplitAmount\n" +
		"149000000000001AAA," + deal1 + "," + user1 + ",60\n149000000000002AAA," + deal1 + "," + user2 +
		",40\n149000000000003AAA," + deal2 + "," + user1 + ",75.5\n"
	p := problem(t, newWorld(t).files(map[string]string{"d.csv": deals, "s.csv": splits}), problems.UnevenSplits)
	if p.Count != 1 || p.Of != 2 || p.Examples[0].Detail != "75.5 %" || p.Examples[0].Name != deal2 &&
		p.Examples[0].Name != "B" {
		t.Errorf("%+v", p)
	}
}
