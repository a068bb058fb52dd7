package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"salesops/analytics"
	"salesops/api"
	"salesops/internal/demo"
	"salesops/internal/period"
	"salesops/metrics"
	"salesops/record"
	"salesops/sales"
)

// measurePages asks a server what pages ask, on the medium sample company: the key metrics, one
// record by its id.
func measurePages(ctx context.Context, root string, out *report) error {
	dir := filepath.Join(root, "sample")
	c, err := open(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { _ = c.close() }() // measured and gone
	if err := furnish(ctx, c, dir); err != nil {
		return err
	}
	if _, err := c.columns.CatchUp(ctx); err != nil {
		return err
	}
	following, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- c.columns.Run(following) }()
	err = errors.Join(measureKeyMetrics(ctx, c, dir, out), measureRecords(ctx, c, dir, out), measureBuyers(ctx, c, out))
	stop()
	if follow := <-ended; !errors.Is(follow, context.Canceled) {
		err = errors.Join(err, follow)
	}
	return err
}

// furnish makes the sample company where it is not there yet.
func furnish(ctx context.Context, c *company, dir string) error {
	done := filepath.Join(dir, "complete")
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	fmt.Println("making the sample company")
	if _, err := demo.Make(ctx, c.log,
		demo.Options{Seed: 1, Size: demo.Medium, Today: now().Day(time.UTC)}); err != nil {
		return err
	}
	return os.WriteFile(done, nil, 0o600)
}

// visitor is a browser that was let in, and the server that it asks.
type visitor struct {
	server *httptest.Server
	client *http.Client
	api    *api.API
	cookie string             // the name of the cookie with the session
	stop   context.CancelFunc // ends what the API does in the background
}

func visit(ctx context.Context, c *company, dir string) (*visitor, error) {
	engine, err := engineOn(c.columns, metrics.Options{})
	if err != nil {
		return nil, err
	}
	v := &visitor{}
	serving, stop := context.WithCancel(ctx)
	v.stop = stop
	start := time.Now()
	if v.api, err = api.New(serving, api.Workspace{Dir: dir, Log: c.log, Columns: c.columns, Engine: engine, Clock: now,
		Elapsed: func() time.Duration { return time.Since(start) }, Version: "bench", Users: c.db.Auth()}); err != nil {
		return nil, err
	}
	gate := api.NewGate("0")
	v.server = httptest.NewServer(v.api.Handler(gate))
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	v.client = &http.Client{Jar: jar}
	if _, err = v.get(ctx, "/?token="+gate.Token(now())); err != nil {
		return nil, err
	}
	at, err := url.Parse(v.server.URL)
	if err != nil {
		return nil, err
	}
	for _, c := range jar.Cookies(at) {
		v.cookie = c.Name
	}
	return v, nil
}

func (v *visitor) leave(ctx context.Context) error {
	v.server.Close()
	v.stop()
	return v.api.Close(ctx)
}

func (v *visitor) get(ctx context.Context, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, v.server.URL+path, nil)
	if err != nil {
		return nil, err
	}
	response, err := v.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %s", path, response.Status, body)
	}
	return body, err
}

// measureKeyMetrics asks for all of them in one request: with nothing computed before, after a
// deal was edited, and with nothing changed since.
func measureKeyMetrics(ctx context.Context, c *company, dir string, out *report) error {
	const path = "/api/v1/key-metrics?grain=quarter&compare=previous"
	this := now().Day(time.UTC)
	quarter := period.Calendar{}.PeriodOf(this, period.Quarter)
	ask := fmt.Sprintf("%s&from=%s&to=%s", path, quarter.From, quarter.To-1)
	deal, err := anyDeal(ctx, c)
	if err != nil {
		return err
	}
	type timing struct {
		took []time.Duration
		used time.Duration
	}
	var cold, edited, unchanged timing
	for i := range 7 {
		v, err := visit(ctx, c, dir)
		if err != nil {
			return err
		}
		timed := func(into *timing) error {
			begin, before := time.Now(), processor()
			_, err := v.get(ctx, ask)
			into.took, into.used = append(into.took, time.Since(begin)), into.used+processor()-before
			return err
		}
		if err := timed(&cold); err != nil {
			return err
		}
		for range 5 {
			if err := timed(&unchanged); err != nil {
				return err
			}
		}
		done, err := c.log.Apply(ctx, setAmount(deal, int64(i)))
		if err == nil {
			err = c.columns.Await(ctx, done[0].Last)
		}
		if err != nil {
			return err
		}
		if err := timed(&edited); err != nil {
			return err
		}
		if err := v.leave(ctx); err != nil {
			return err
		}
	}
	for _, one := range []struct {
		name string
		timing
		bar time.Duration
	}{{"cold", cold, 150 * time.Millisecond}, {"after an edit of a deal", edited, 150 * time.Millisecond},
		{"unchanged", unchanged, 30 * time.Millisecond}} {
		mid, p99 := quantiles(one.took)
		out.add("key metrics in one request, "+one.name, fmt.Sprintf("p50 %s, p99 %s, %s of CPU", ms(mid), ms(p99),
			ms(one.used/time.Duration(len(one.took)))), "<= "+ms(one.bar), mid <= one.bar)
	}
	return nil
}

// measureRecords asks for single records and counts the processor time of asking and answering.
func measureRecords(ctx context.Context, c *company, dir string, out *report) error {
	v, err := visit(ctx, c, dir)
	if err != nil {
		return err
	}
	defer func() { _ = v.leave(ctx) }() // it answered
	for _, object := range []string{sales.Deal, sales.Account, sales.Person} {
		var ids []record.ID
		if _, err := c.columns.Query(ctx, "SELECT id FROM "+object+"_now ORDER BY hash(id) LIMIT 100",
			nil, func(b *analytics.Batch) error {
				for row := range b.Rows() {
					ids = append(ids, record.ID(b.Int(0, row)))
				}
				return nil
			}); err != nil {
			return err
		}
		var took []time.Duration
		before := processor()
		for _, id := range ids {
			begin := time.Now()
			if _, err := v.get(ctx, "/api/v1/records/"+object+"/"+record.FormatID(object, id)); err != nil {
				return err
			}
			took = append(took, time.Since(begin))
		}
		spent := (processor() - before) / time.Duration(len(ids))
		mid, p99 := quantiles(took)
		out.add("one "+object+" by id", fmt.Sprintf("%s of CPU, p50 %s, p99 %s", ms(spent), ms(mid), ms(p99)),
			"<= 5 ms of CPU", spent <= 5*time.Millisecond)
	}
	return nil
}

// measureBuyers fits the model of what customers buy, beside the statement that collects what it is fitted to.
func measureBuyers(ctx context.Context, c *company, out *report) error {
	const purchases = "SELECT account, count(*), min(closed_on), max(closed_on), sum(amount) FROM deal_end" +
		" WHERE NOT stub AND outcome = 'won' AND account IS NOT NULL AND amount > 0 GROUP BY account"
	fit, collect, err := compared(7, func() error {
		_, err := c.engine.Ask(ctx, everything, metrics.Query{Metric: "ltv_bgnbd"})
		return err
	}, func() error {
		_, err := c.columns.Query(ctx, purchases, nil, func(*analytics.Batch) error { return nil })
		return err
	})
	if err == nil {
		out.add("metric ltv_bgnbd", fmt.Sprintf("%s, collecting the purchases by hand %s", ms(fit), ms(collect)),
			"", true)
	}
	return err
}
