package stats_test

import (
	"math"
	"strings"
	"testing"

	"salesops/stats"
)

// deals returns the worked example of docs/methods.md: won at 20, 30, 40; lost at 25, 60; open at
// 35, 50, 80, 90, 120.
func deals() []stats.Spell {
	return []stats.Spell{
		{Days: 20, Event: 1}, {Days: 30, Event: 1}, {Days: 40, Event: 1},
		{Days: 25, Event: 2}, {Days: 60, Event: 2},
		{Days: 35}, {Days: 50}, {Days: 80}, {Days: 90}, {Days: 120},
	}
}

func run(t *testing.T, name string, spells []stats.Spell, horizon float64) stats.Result {
	t.Helper()
	e, ok := stats.Estimate(name)
	if !ok {
		t.Fatalf("no estimator %s", name)
	}
	params := map[string]float64{}
	if len(e.Params) > 0 {
		params[stats.Horizon] = horizon
	}
	r, err := e.Run(spells, params)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return r
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %.6f, want %.6f", what, got, want)
	}
}

func TestWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{12, 40, 0.1807, 0.4543},
		{12, 20, 0.3866, 0.7812},
		{19, 20, 0.7639, 0.9911},
		{0, 10, 0, 0.2775},
		{10, 10, 0.7225, 1},
	} {
		in, ok := stats.Wilson(c.k, c.n, 0.95)
		if !ok {
			t.Fatalf("%d of %d has no interval", c.k, c.n)
		}
		near(t, "low", in.Low, c.low, 5e-5)
		near(t, "high", in.High, c.high, 5e-5)
	}
	for _, c := range []struct {
		k, n  int
		level float64
	}{{0, 0, 0.95}, {-1, 5, 0.95}, {6, 5, 0.95}, {1, 5, 0}, {1, 5, 1}, {1, 5, math.NaN()}} {
		if in, ok := stats.Wilson(c.k, c.n, c.level); ok {
			t.Errorf("Wilson(%d, %d, %v) = %v, want none", c.k, c.n, c.level, in)
		}
	}
}

func TestGoldenCurve(t *testing.T) {
	t.Parallel()
	c, err := stats.NewCurve(deals())
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ time, survival float64 }{{20, .9}, {25, .8}, {30, .7}, {40, .583333}, {60, .4375}}
	if len(c.Steps) != len(want) {
		t.Fatalf("got %d steps, want %d", len(c.Steps), len(want))
	}
	for i, w := range want {
		near(t, "time", c.Steps[i].Time, w.time, 0)
		near(t, "survival", c.Steps[i].Survival, w.survival, 1e-6)
	}
}

func TestGoldenEstimates(t *testing.T) {
	t.Parallel()
	near(t, "median", run(t, "km_median", deals(), 0).Value, 60, 0)
	near(t, "rmst", run(t, "rmst", deals(), 90).Value, 60.291667, 1e-6)
	near(t, "incidence", run(t, "incidence", deals(), 90).Value, 0.316667, 1e-6)

	// Treating losses as censored gives the well-known wrong result, which is too high.
	wrong := deals()
	for i := range wrong {
		if wrong[i].Event == stats.Competing {
			wrong[i].Event = stats.Censored
		}
	}
	near(t, "wrong incidence", run(t, "incidence", wrong, 90).Value, 0.34375, 1e-6)
}

// TestPublishedExample uses the aml data (maintained arm) of Miller, Survival Analysis, 1981. R
// survival 3.5, survfit(conf.type = "log-log"), gives median 31 with 13 to NA, and S(13) = 0.818
// with 0.447 to 0.951.
func TestPublishedExample(t *testing.T) {
	t.Parallel()
	aml := []stats.Spell{
		{Days: 9, Event: 1}, {Days: 13, Event: 1}, {Days: 13}, {Days: 18, Event: 1}, {Days: 23, Event: 1},
		{Days: 28}, {Days: 31, Event: 1}, {Days: 34, Event: 1}, {Days: 45}, {Days: 48, Event: 1}, {Days: 161},
	}
	c, err := stats.NewCurve(aml)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "S(13)", c.Steps[1].Survival, 0.8182, 5e-5)
	near(t, "low", c.Steps[1].Low, 0.447, 5e-4)
	near(t, "high", c.Steps[1].High, 0.951, 5e-4)
	near(t, "S(48)", c.Steps[6].Survival, 0.1841, 5e-5)
	if m, ok := c.Median(); !ok || m != 31 {
		t.Errorf("median %v %v, want 31", m, ok)
	}
	r := run(t, "rmst", aml, 60)
	if !r.HasInterval || !(r.Low < r.Value && r.Value < r.High && r.High <= 60) {
		t.Errorf("rmst interval %+v", r)
	}
}

func TestTooLittleIsAnAnswer(t *testing.T) {
	t.Parallel()
	open := []stats.Spell{{Days: 10}, {Days: 20}}
	for _, c := range []struct {
		name, estimate string
		spells         []stats.Spell
		horizon        float64
		reason         string
	}{
		{"empty median", "km_median", nil, 0, "nothing to estimate"},
		{"empty rmst", "rmst", nil, 90, "nothing to estimate"},
		{"empty incidence", "incidence", nil, 90, "nothing to estimate"},
		{"all open", "km_median", open, 0, "median is not reached: fewer than half have ended by day 20"},
		{"horizon too far", "rmst", open, 90,
			"nothing is observed beyond day 20, which is short of the horizon of 90 days"},
		{"horizon too far", "incidence", open, 20.5, "short of the horizon of 20.5 days"},
		{"nobody seen at the start", "rmst", []stats.Spell{{Days: 50, Event: 1, Entry: 10}},
			30, "nothing is observed beyond day 0"},
		{"a gap in sight", "incidence", []stats.Spell{{Days: 5}, {Days: 50, Event: 1, Entry: 10}},
			30, "nothing is observed beyond day 5"},
	} {
		r := run(t, c.estimate, c.spells, c.horizon)
		if r.OK || r.Value != 0 || r.HasInterval || !strings.Contains(r.Reason.Text, c.reason) {
			t.Errorf("%s: %+v, want reason %q", c.name, r, c.reason)
		}
	}
}

func TestEdges(t *testing.T) {
	t.Parallel()
	open := []stats.Spell{{Days: 10}, {Days: 20}}
	near(t, "rmst of all open at the last look", run(t, "rmst", open, 20).Value, 20, 0)
	if r := run(t, "incidence", open, 20); !r.OK || r.Value != 0 || r.HasInterval {
		t.Errorf("incidence of all open: %+v", r)
	}
	// Everything has ended, so the curve is known at all later times.
	done := []stats.Spell{{Days: 10, Event: 1}, {Days: 20, Event: 2}}
	near(t, "rmst", run(t, "rmst", done, 90).Value, 15, 1e-12)
	near(t, "incidence", run(t, "incidence", done, 90).Value, 0.5, 1e-12)
	near(t, "median", run(t, "km_median", done, 0).Value, 10, 0)
	// An end on the first day counts, also several of them.
	near(t, "same-day median", run(t, "km_median", []stats.Spell{{Event: 1}, {Event: 1}, {Days: 9, Event: 1}}, 0).Value,
		0, 0)
	// Tie: the end is first and the censored spell was still at risk, so the share is 1 - 1/2.
	c, err := stats.NewCurve([]stats.Spell{{Days: 5, Event: 1}, {Days: 5}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "tie", c.Steps[0].Survival, 0.5, 0)
	// Left truncation: the late entrant is not at risk at 5.
	c, err = stats.NewCurve([]stats.Spell{{Days: 5, Event: 1}, {Days: 9, Event: 1}, {Days: 12, Event: 1, Entry: 5}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "truncated", c.Steps[0].Survival, 0.5, 0)
	near(t, "truncated", c.Steps[1].Survival, 0.25, 0)
	if s, ok := c.At(100); !ok || s != 0 {
		t.Errorf("after the last end: %v %v", s, ok)
	}
	if _, ok := c.At(math.NaN()); ok {
		t.Error("a curve is not known at NaN")
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		spell stats.Spell
		want  string
	}{
		{stats.Spell{Days: -1}, "cannot be negative"},
		{stats.Spell{Days: 1, Entry: -1}, "cannot be negative"},
		{stats.Spell{Days: math.NaN()}, "finite"},
		{stats.Spell{Days: math.Inf(1)}, "finite"},
		{stats.Spell{Days: 5, Entry: 5}, "before the end"},
		{stats.Spell{Days: 5, Event: 3}, "must be 0, 1 or 2"},
	} {
		_, err := stats.NewCurve([]stats.Spell{{Days: 3}, c.spell})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "spell 2") {
			t.Errorf("%+v: %v, want %q", c.spell, err, c.want)
		}
	}
	rmst, _ := stats.Estimate("rmst")
	for _, params := range []map[string]float64{nil, {"horizon": 0}, {"horizon": math.NaN()}, {"horizon": math.Inf(1)},
		{"horizon": 9, "x": 1}} {
		if _, err := rmst.Run(deals(), params); err == nil {
			t.Errorf("rmst took %v", params)
		}
	}
	if _, ok := stats.Estimate("mean"); ok {
		t.Error("an unknown estimate was found")
	}
	if _, err := (stats.Estimator{}).Run(deals(), nil); err == nil {
		t.Error("a zero estimator ran")
	}
}
