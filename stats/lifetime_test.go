package stats_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"salesops/stats"
)

func close4(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %.6f, want %.6f", what, got, want)
	}
}

// left converts the number of survivors per period into tenures.
func left(survivors ...int) []stats.Tenure {
	var out []stats.Tenure
	for i := 1; i < len(survivors); i++ {
		out = append(out, stats.Tenure{Periods: i, Left: true, Count: survivors[i-1] - survivors[i]})
	}
	return append(out, stats.Tenure{Periods: len(survivors) - 1, Count: survivors[len(survivors)-1]})
}

func TestGoldenSBG(t *testing.T) {
	t.Parallel()
	m, fit, err := stats.FitSBG(left(1000, 631, 468, 382, 326))
	if err != nil || !fit.Converged {
		t.Fatalf("%+v, %v", fit, err)
	}
	close4(t, "alpha", m.Alpha, 0.76367, 0.000005)
	close4(t, "beta", m.Beta, 1.29583, 0.000006)
	close4(t, "log-likelihood", fit.LogLikelihood, -1401.559, 0.0005)
	for i, want := range []float64{284.5, 253.7, 229.6, 210.3} {
		close4(t, "survivors", 1000*m.Survival(5+i), want, 0.05)
	}
	close4(t, "lifetime", m.Lifetime(0.1, 0), 3.6211, 0.00005)
	close4(t, "lifetime at the first year's churn", 1.1/(1.1-0.631), 2.345, 0.0005)
}

func TestGoldenSBGSeven(t *testing.T) {
	t.Parallel()
	m, fit, err := stats.FitSBG(left(1000, 869, 743, 653, 593, 551, 517, 491))
	if err != nil || !fit.Converged {
		t.Fatalf("%+v, %v", fit, err)
	}
	close4(t, "alpha", m.Alpha, 0.66809, 0.000006)
	close4(t, "beta", m.Beta, 3.80610, 0.00003)
	for i, want := range []float64{.460, .436, .414, .395, .378} {
		close4(t, "survival", m.Survival(8+i), want, 0.0005)
	}
	close4(t, "residual lifetime", m.Residual(7, 0.1, 0), 7.5296, 0.00005)
	close4(t, "leaving", m.Leaving(3), m.Survival(2)-m.Survival(3), 1e-12)
	close4(t, "lifetime within 3", m.Lifetime(0, 3), 1+m.Survival(1)+m.Survival(2), 1e-12)
	if !math.IsInf(stats.SBG{Alpha: .9, Beta: 2}.Lifetime(0, 0), 1) {
		t.Error("a sum without end has a value")
	}
}

func TestSBGWithoutAMaximum(t *testing.T) {
	t.Parallel()
	if _, fit, err := stats.FitSBG([]stats.Tenure{{Periods: 3, Count: 50}}); err != nil ||
		fit.Converged || fit.Reason.None() {
		t.Errorf("nobody left: %+v, %v", fit, err)
	}
	// The probability of leaving rises with time, which no mix of constant probabilities gives.
	if _, fit, err := stats.FitSBG(left(1000, 950, 700, 200)); err != nil || fit.Converged {
		t.Errorf("rising churn: %+v, %v", fit, err)
	}
	if _, _, err := stats.FitSBG([]stats.Tenure{{Periods: 0, Left: true, Count: 1}}); err == nil {
		t.Error("left in period 0")
	}
}

func TestGoldenBGNBD(t *testing.T) {
	t.Parallel()
	m := stats.BGNBD{R: .243, Alpha: 4.414, A: .793, B: 2.426}
	p := stats.Purchases{Repeats: 2, Last: 30.43, Until: 38.86}
	close4(t, "purchases in 39 weeks", m.ExpectedOf(p, 39), 1.22603, 0.000005)
	close4(t, "alive", m.Alive(p), .72658, 0.000005)
	near := m
	near.A = 1
	after := m
	after.A = 1.0001
	close4(t, "at a = 1", near.ExpectedOf(p, 39), after.ExpectedOf(p, 39), 0.001)
}

func TestGoldenGammaGamma(t *testing.T) {
	t.Parallel()
	m := stats.GammaGamma{P: 6.25, Q: 3.74, V: 15.44}
	close4(t, "value", m.Expected(2, 22.35), 24.6637, 0.00005)
}

// simulated returns customers who behave as the models assume, observed for up to 78 weeks.
func simulated(n int, m stats.BGNBD, g stats.GammaGamma) []stats.Purchases {
	r := rand.New(rand.NewPCG(7, 7))
	gamma := func(shape, rate float64) float64 { // method of G. Marsaglia, W. W. Tsang, 2000
		boost := 1.0
		if shape < 1 {
			boost = math.Pow(r.Float64(), 1/shape)
			shape++
		}
		d := shape - 1.0/3
		for {
			x := r.NormFloat64()
			v := math.Pow(1+x/math.Sqrt(9*d), 3)
			if v > 0 && math.Log(r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
				return boost * d * v / rate
			}
		}
	}
	var out []stats.Purchases
	for range n {
		rate, x, y := gamma(m.R, m.Alpha), gamma(m.A, 1), gamma(m.B, 1)
		drop := x / (x + y)
		p := stats.Purchases{Until: 40 + 38*r.Float64()}
		for at := 0.0; ; {
			at += -math.Log(r.Float64()) / rate
			if at > p.Until {
				break
			}
			p.Repeats, p.Last = p.Repeats+1, at
			if r.Float64() < drop {
				break
			}
		}
		if p.Repeats > 0 {
			nu := gamma(g.Q, g.V)
			p.Mean = gamma(g.P*float64(p.Repeats), nu*float64(p.Repeats))
		}
		out = append(out, p)
	}
	return out
}

// TestFitsFindWhatWasPlanted fits 25,000 simulated customers and logs the time it takes.
func TestFitsFindWhatWasPlanted(t *testing.T) {
	planted := stats.BGNBD{R: .55, Alpha: 10.5, A: .8, B: 2.5}
	worth := stats.GammaGamma{P: 6.25, Q: 3.74, V: 15.44}
	seen := simulated(25_000, planted, worth)
	start := time.Now()
	m, fit, err := stats.FitBGNBD(seen)
	if err != nil || !fit.Converged {
		t.Fatalf("%+v, %v", fit, err)
	}
	g, second, err := stats.FitGammaGamma(seen)
	if err != nil || !second.Converged {
		t.Fatalf("%+v, %v", second, err)
	}
	t.Logf("%s for %d and %d evaluations: %+v %+v", time.Since(start), fit.Evaluations, second.Evaluations, m, g)
	close4(t, "r", m.R, planted.R, .05)
	close4(t, "alpha", m.Alpha, planted.Alpha, 1)
	close4(t, "purchases in a year", m.Expected(52), planted.Expected(52), .05*planted.Expected(52))
	got, ok := g.Mean()
	want, _ := worth.Mean()
	if !ok {
		t.Fatal("no mean")
	}
	close4(t, "mean value", got, want, .03*want)
	r, ok := stats.Correlation(seen)
	if !ok || math.Abs(r) > .05 {
		t.Errorf("correlation %v, %v", r, ok)
	}
}

// TestCountsWeigh fits the same customers one by one and joined with a Count.
func TestCountsWeigh(t *testing.T) {
	t.Parallel()
	few := simulated(400, stats.BGNBD{R: .6, Alpha: 8, A: .9, B: 2.5}, stats.GammaGamma{P: 5, Q: 4, V: 20})
	var thrice []stats.Purchases
	for i := range few {
		few[i].Count = 3
		one := few[i]
		one.Count = 0
		thrice = append(thrice, one, one, one)
	}
	a, fa, err := stats.FitBGNBD(few)
	if err != nil {
		t.Fatal(err)
	}
	b, fb, err := stats.FitBGNBD(thrice)
	if err != nil {
		t.Fatal(err)
	}
	close4(t, "log-likelihood", fa.LogLikelihood, fb.LogLikelihood, 1e-4)
	close4(t, "r", a.R, b.R, 1e-3)
	ga, _, err := stats.FitGammaGamma(few)
	if err != nil {
		t.Fatal(err)
	}
	gb, _, err := stats.FitGammaGamma(thrice)
	if err != nil {
		t.Fatal(err)
	}
	close4(t, "q", ga.Q, gb.Q, 1e-2)
}

func TestTooLittleToFit(t *testing.T) {
	t.Parallel()
	if _, fit, err := stats.FitBGNBD([]stats.Purchases{{Until: 10}}); err != nil || fit.Converged || fit.Reason.None() {
		t.Errorf("%+v, %v", fit, err)
	}
	if _, _, err := stats.FitBGNBD([]stats.Purchases{{Repeats: 1, Last: 11, Until: 10}}); err == nil {
		t.Error("a purchase after the end")
	}
	if _, fit, err := stats.FitGammaGamma([]stats.Purchases{{Repeats: 1, Last: 1, Until: 2, Mean: 3}}); err != nil ||
		fit.Converged {
		t.Errorf("%+v, %v", fit, err)
	}
	if _, ok := stats.Correlation([]stats.Purchases{{Repeats: 1, Until: 1, Mean: 1}}); ok {
		t.Error("a correlation of one")
	}
}

// TestWorthIsTheMeanOfTheCustomers compares Worth with the mean of what the models give per
// customer.
func TestWorthIsTheMeanOfTheCustomers(t *testing.T) {
	t.Parallel()
	seen := simulated(600, stats.BGNBD{R: .6, Alpha: 8, A: .9, B: 2.5}, stats.GammaGamma{P: 5, Q: 4, V: 20})
	for i := range seen {
		seen[i].Count = i%3 + 1
	}
	w, err := stats.ExpectWorth(seen, 52)
	if err != nil || !w.Reason.None() {
		t.Fatalf("%+v, %v", w, err)
	}
	var n, purchases, alive, value float64
	for _, p := range seen {
		c, next := float64(p.Count), w.Buying.ExpectedOf(p, 52)
		n += c
		purchases += c * next
		alive += c * w.Buying.Alive(p)
		value += c * next * w.Spending.Expected(p.Repeats, p.Mean)
	}
	close4(t, "customers", float64(w.Customers), n, 0)
	close4(t, "purchases", w.Purchases, purchases/n, 1e-9)
	close4(t, "alive", w.Alive, alive/n, 1e-9)
	close4(t, "value", w.Value, value/n, 1e-6)
}

// TestWorthNeedsHowOftenAndHowMuchApart expects a refusal when number and value of purchases are
// correlated, positively or negatively.
func TestWorthNeedsHowOftenAndHowMuchApart(t *testing.T) {
	t.Parallel()
	for _, way := range []float64{1, -.8} {
		seen := simulated(600, stats.BGNBD{R: .6, Alpha: 8, A: .9, B: 2.5}, stats.GammaGamma{P: 2, Q: 4, V: 20})
		for i := range seen {
			if seen[i].Repeats > 0 {
				seen[i].Mean *= math.Pow(float64(seen[i].Repeats), way)
			}
		}
		w, err := stats.ExpectWorth(seen, 52)
		if err != nil || math.Abs(w.Correlation) < .3 {
			t.Fatalf("planted %+.1f, found %v: %v", way, w.Correlation, err)
		}
		if w.Reason.Code != "worth_depends" {
			t.Errorf("with a correlation of %.2f: %q", w.Correlation, w.Reason.Code)
		}
	}
}
