package timeuse_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"salesops/internal/period"
	"salesops/timeuse"
)

const hour = int64(3_600_000_000)

var monday = period.DayOf(2026, time.March, 2).Start(time.UTC)

func at(h float64) period.Instant { return minute(int(h * 60)) }

func minute(m int) period.Instant { return monday + period.Instant(m)*60_000_000 }

// A day of 8 hours with an overlap, a declined meeting, and a buyer into the evening.
func TestGoldenDay(t *testing.T) {
	rules := timeuse.Rules{OwnDomains: []string{"own.example"}, Domains: map[string]bool{"buyer.example": true}}
	buyer, own := []string{"me@own.example", "ann@buyer.example"}, []string{"me@own.example", "bob@own.example"}
	events := []timeuse.Event{
		{ID: 1, Start: at(9), End: at(10), Title: "Weekly", Attendees: own},
		{ID: 2, Start: at(10), End: at(11.5), Title: "Demo", Attendees: buyer},
		{ID: 3, Start: at(11), End: at(12), Title: "Planning", Attendees: own},
		{ID: 4, Start: at(13), End: at(14), Title: "Call", Attendees: buyer, Declined: true},
		{ID: 5, Start: at(14), End: at(16), Title: "Prospecting"},
		{ID: 6, Start: at(17.5), End: at(19), Title: "Dinner demo", Attendees: buyer},
	}
	u := timeuse.Sweep([]timeuse.Span{{at(9), at(12)}, {at(13), at(18)}}, events, classified(rules, events))
	for name, c := range map[string]struct{ got, want int64 }{
		"work": {u.Work, 8 * hour}, "strict": {u.Strict(), 2 * hour}, "broad": {u.Broad(), 4 * hour},
		"internal": {u.By[timeuse.Internal], hour * 3 / 2}, "unclassified": {u.Work - u.Classified(), hour * 5 / 2},
		"after hours": {u.AfterHours, hour},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v h, want %v h", name, float64(c.got)/float64(hour), float64(c.want)/float64(hour))
		}
	}
	if strict, broad := float64(u.Strict())/float64(u.Work), float64(u.Broad())/float64(u.Work); strict != .25 ||
		broad != .5 {
		t.Errorf("strict %v, broad %v", strict, broad)
	}
	if share := float64(u.Classified()) / float64(u.Work); share != .6875 {
		t.Errorf("classified share %v", share)
	}
}

func classified(r timeuse.Rules, events []timeuse.Event) []timeuse.Verdict {
	verdicts := make([]timeuse.Verdict, len(events))
	for i := range events {
		verdicts[i] = r.Classify(events[i])
	}
	return verdicts
}

func TestClassify(t *testing.T) {
	rules := timeuse.Rules{
		OwnDomains: []string{"own.example"}, Domains: map[string]bool{"buyer.example": true, "gmail.com": true},
		Addresses: map[string]bool{"carol@gmail.com": true},
	}
	for _, c := range []struct {
		name   string
		event  timeuse.Event
		class  timeuse.Class
		reason timeuse.Reason
	}{
		{"an account's domain", timeuse.Event{Attendees: []string{"x@buyer.example"}},
			timeuse.Buyer, timeuse.KnownBuyer},
		{"a contact's free mail", timeuse.Event{Attendees: []string{"Carol@Gmail.com"}},
			timeuse.Buyer, timeuse.KnownBuyer},
		{"a stranger's free mail", timeuse.Event{Attendees: []string{"dave@gmail.com"}},
			timeuse.Unknown, timeuse.NoRule},
		{"a stranger on a deal", timeuse.Event{Attendees: []string{"eve@else.example"}, Linked: true},
			timeuse.Buyer, timeuse.Linked},
		{"colleagues", timeuse.Event{Attendees: []string{"a@own.example", "b@sub.own.example"}},
			timeuse.Internal, timeuse.OwnPeople},
		{"alone", timeuse.Event{Attendees: []string{"a@own.example"}}, timeuse.Unknown, timeuse.NoRule},
		{"a word of the title", timeuse.Event{Title: "Prep: Acme"}, timeuse.Preparation, timeuse.TitleWord},
		{"not within a word", timeuse.Event{Title: "Repairing preps"}, timeuse.Unknown, timeuse.NoRule},
		{"within a date", timeuse.Event{Title: "Offer 2021-1-15"}, timeuse.Unknown, timeuse.NoRule},
		{"within a cry", timeuse.Event{Title: "Gooooooal"}, timeuse.Unknown, timeuse.NoRule},
		{"a second time, whole", timeuse.Event{Title: "Preps and prep"}, timeuse.Preparation, timeuse.TitleWord},
		{"Portuguese", timeuse.Event{Title: "Prospecção"}, timeuse.Prospecting, timeuse.TitleWord},
		{"Chinese", timeuse.Event{Title: "部门周会"}, timeuse.Internal, timeuse.TitleWord},
		{"focus time", timeuse.Event{Type: "focus"}, timeuse.Preparation, timeuse.CalendarType},
		{"corrected", timeuse.Event{Title: "Lunch", Correction: timeuse.Buyer}, timeuse.Buyer, timeuse.Corrected},
		{"free", timeuse.Event{Free: true}, timeuse.Unknown, timeuse.Free},
		{"all day", timeuse.Event{AllDay: true, Title: "Trade fair"}, timeuse.Unknown, timeuse.AllDay},
		{"away all day", timeuse.Event{AllDay: true, Title: "Vacation"}, timeuse.Unknown, timeuse.OutOfOffice},
		{"declined", timeuse.Event{Declined: true, Attendees: []string{"x@buyer.example"}},
			timeuse.Unknown, timeuse.Declined},
		{"cancelled", timeuse.Event{Cancelled: true}, timeuse.Unknown, timeuse.Cancelled},
	} {
		c.event.Start, c.event.End = at(9), at(10)
		if got := rules.Classify(c.event); got.Class != c.class || got.Reason != c.reason {
			t.Errorf("%s: %v, %s; want %v, %s", c.name, got.Class, got.Reason, c.class, c.reason)
		}
	}
	if got := rules.Classify(timeuse.Event{Start: at(10), End: at(10)}); got.Reason != timeuse.NoLength || got.Counts {
		t.Errorf("an event without length: %+v", got)
	}
}

// Against a count minute by minute.
func TestSweepCountsEveryMinuteOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		work := []timeuse.Span{{at(9), at(12)}, {at(13), at(18)}}
		var events []timeuse.Event
		var verdicts []timeuse.Verdict
		for i := range rapid.IntRange(0, 12).Draw(t, "events") {
			from := rapid.IntRange(7*60, 20*60).Draw(t, "from")
			to := from + rapid.IntRange(1, 240).Draw(t, "length")
			events = append(events, timeuse.Event{ID: int64(i + 1), Start: minute(from), End: minute(to)})
			v := timeuse.Verdict{Class: timeuse.Class(rapid.IntRange(0, 5).Draw(t, "class")), Counts: true}
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
				v = timeuse.Verdict{Away: true}
			case 1:
				v.Counts = false
			}
			verdicts = append(verdicts, v)
		}
		got := timeuse.Sweep(work, events, verdicts)
		var want timeuse.Use
		const minute = period.Instant(60_000_000)
		for m := at(0); m < at(24); m += minute {
			working := m >= at(9) && m < at(12) || m >= at(13) && m < at(18)
			class, any, away := timeuse.Unknown, false, false
			for i := range events {
				if events[i].Start <= m && m < events[i].End {
					away = away || verdicts[i].Away
					if verdicts[i].Counts {
						any, class = true, max(class, verdicts[i].Class)
					}
				}
			}
			switch {
			case away && working:
				want.Away += int64(minute)
			case away:
			case working:
				want.Work += int64(minute)
				if any {
					want.By[class] += int64(minute)
				}
			case any && class == timeuse.Buyer:
				want.AfterHours += int64(minute)
			}
		}
		pieces := int64(0)
		for _, p := range got.Pieces {
			if p.Class == timeuse.Buyer && !p.AfterHours {
				pieces += int64(p.To - p.From)
			}
		}
		if got.Work != want.Work || got.Away != want.Away || got.By != want.By || got.AfterHours != want.AfterHours ||
			pieces != got.Strict() {
			t.Fatalf("got %+v\nwant %+v", got, want)
		}
	})
}

func TestParseClass(t *testing.T) {
	for _, name := range strings.Fields("private internal preparation prospecting buyer") {
		if c, ok := timeuse.ParseClass(strings.ToUpper(name)); !ok || c.String() != name {
			t.Errorf("%s reads as %v, %v", name, c, ok)
		}
	}
	if _, ok := timeuse.ParseClass("unknown"); ok {
		t.Error("unknown is no correction")
	}
}
