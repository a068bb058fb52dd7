package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"salesops/access"
	"salesops/analytics"
	"salesops/auth"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

const (
	thinkers      = 200 // signed-in users who think between two requests
	thinkTime     = 5 * time.Second
	thinkingTakes = 2 * time.Minute
	hasty         = 50 // users who do not
	hastyTakes    = 30 * time.Second
)

// measureLoad lets many signed-in users work at once, on the medium sample company.
func measureLoad(ctx context.Context, root string, out *report) error {
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
	v, err := visit(ctx, c, dir)
	if err == nil {
		err = errors.Join(loaded(ctx, c, v, out), v.leave(ctx))
	}
	stop()
	if follow := <-ended; !errors.Is(follow, context.Canceled) {
		err = errors.Join(err, follow)
	}
	return err
}

func loaded(ctx context.Context, c *company, v *visitor, out *report) error {
	users, err := signedIn(ctx, c, v, thinkers)
	if err != nil {
		return err
	}
	calm, err := work(ctx, users, thinkingTakes, thinkTime)
	if err != nil {
		return err
	}
	mid, p99 := quantiles(calm.reads)
	out.add(fmt.Sprintf("%d users with %s to think: reading", thinkers, thinkTime),
		fmt.Sprintf("p50 %s, p99 %s, %.0f requests/s", ms(mid), ms(p99), calm.rate),
		"p99 <= 1000 ms", p99 <= time.Second)
	for _, kind := range kinds {
		mid, p99 := quantiles(calm.by[kind.name])
		out.add("  "+kind.name, fmt.Sprintf("p50 %s, p99 %s, %d asked", ms(mid), ms(p99), len(calm.by[kind.name])),
			"", true)
	}
	mid, p99 = quantiles(calm.edits)
	out.add(fmt.Sprintf("%d users with %s to think: edits", thinkers, thinkTime),
		fmt.Sprintf("p50 %s, p99 %s", ms(mid), ms(p99)), "p99 <= 300 ms", p99 <= 300*time.Millisecond)
	fast, err := work(ctx, users[:hasty], hastyTakes, 0)
	if err != nil {
		return err
	}
	out.add(fmt.Sprintf("%d users without a pause", hasty),
		fmt.Sprintf("%.0f requests/s", fast.rate), ">= 150 requests/s",
		fast.rate >= 150)
	lost, err := lostEdits(ctx, users)
	if err != nil {
		return err
	}
	failed := calm.failed + fast.failed
	out.add("failed requests, edits that are lost", fmt.Sprintf("%d, %d", failed, lost), "0, 0", failed+lost == 0)
	_, rss := resident()
	out.add("resident memory under load", fmt.Sprintf("%.2f GB", float64(rss)/1e9), "<= 1 GB", rss <= 1_000_000_000)
	return nil
}

// member is a browser of somebody signed in, with the deals that nobody else edits here.
type member struct {
	client *http.Client
	base   string
	random *rand.Rand
	deals  []string
	edited map[string]string // the last amount that was acknowledged, by deal
}

// signedIn makes new sellers with some deals each, and users for them, most of them reps, and signs them in.
func signedIn(ctx context.Context, c *company, v *visitor, n int) ([]*member, error) {
	const each = 10 // deals of a seller
	var deals []record.ID
	var team record.ID
	if _, err := c.columns.Query(ctx,
		fmt.Sprintf("SELECT id, (SELECT max(id) FROM team_now) FROM deal_end WHERE NOT stub ORDER BY hash(id) "+
			"LIMIT %d", n*each), nil, func(b *analytics.Batch) error {
			for row := range b.Rows() {
				deals, team = append(deals, record.ID(b.Int(0, row))), record.ID(b.Int(1, row))
			}
			return nil
		}); err != nil {
		return nil, err
	}
	if len(deals) < n*each {
		return nil, fmt.Errorf("%d deals are too few for %d users", len(deals), n)
	}
	var users []*member
	for i := range n {
		own := deals[i*each : (i+1)*each]
		m, err := c.hired(ctx, v, i, team, own)
		if err != nil {
			return nil, err
		}
		users = append(users, m)
	}
	return users, c.columns.Await(ctx, c.log.Head())
}

// hired makes one of them.
func (c *company) hired(ctx context.Context, v *visitor, i int, team record.ID, deals []record.ID) (*member, error) {
	person, id := c.log.NewID(), c.log.NewID()
	name := fmt.Sprintf("User %d", i)
	drafts := []record.Draft{{Kind: record.Create, Object: sales.Person, ID: person, Fields: []record.FieldValue{
		{Name: "name", Value: record.TextValue(name)}, {Name: "team", Value: record.RefValue(team)}}}}
	m := &member{base: v.server.URL + "/api/v1", edited: map[string]string{},
		random: rand.New(rand.NewPCG(1, uint64(i)))} //nolint:gosec // repeatable
	for _, deal := range deals {
		drafts = append(drafts, record.Draft{Kind: record.Set, Object: sales.Deal, ID: deal,
			Fields: []record.FieldValue{
				{Name: "owner", Value: record.RefValue(person)}}})
		m.deals = append(m.deals, record.FormatID(sales.Deal, deal))
	}
	if _, err := c.log.Apply(ctx, record.Command{Actor: "bench", Drafts: drafts}); err != nil {
		return nil, err
	}
	role := access.Rep
	switch {
	case i%20 == 19:
		role = access.Administrator
	case i%5 == 4:
		role = access.Leader
	}
	err := v.api.Users.Write(ctx, func(w auth.Writer) error {
		return w.PutUser(auth.User{ID: id, Login: fmt.Sprintf("user%d.%d@example.com", i, id),
			Person: person, Role: role,
			State: auth.Active, CreatedAt: now()})
	})
	if err != nil {
		return nil, err
	}
	s, err := v.api.Auth.Begin(ctx, id, "bench", auth.Origin{Address: "127.0.0.1"})
	m.client = &http.Client{Transport: session{v.cookie, s.Secret}}
	return m, err
}

// session sends a request with a session's cookie.
type session struct{ name, secret string }

func (s session) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.AddCookie(&http.Cookie{Name: s.name, Value: s.secret})
	return connections.RoundTrip(r)
}

var connections = &http.Transport{MaxIdleConnsPerHost: 2 * thinkers}

// kinds are what users ask, by how often in a hundred.
var kinds = []struct {
	name  string
	share int
	path  func(u *member) string
}{
	{"lists", 40, func(u *member) string {
		return pick(u, "/records/deal?limit=50", "/records/deal?limit=50&sort=-amount", "/records/account?limit=50",
			"/records/deal?limit=50&where=outcome%20%3D%3D%20%22open%22", "/records/contact?limit=50&sort=name")
	}},
	{"one record", 20, func(u *member) string { return "/records/deal/" + pick(u, u.deals...) }},
	{"key metrics", 15, func(*member) string {
		quarter := period.Calendar{}.PeriodOf(now().Day(time.UTC), period.Quarter)
		return fmt.Sprintf("/key-metrics?grain=quarter&compare=previous&from=%s&to=%s", quarter.From, quarter.To-1)
	}},
	{"one metric", 10, func(u *member) string {
		return "/metrics/" + pick(u, "win_rate", "won_revenue", "open_pipeline", "cycle_won_median") +
			pick(u, "", "?by=owner", "?by=team")
	}},
	{"search", 5, func(u *member) string { return "/search?q=" + pick(u, "an", "mar", "sol", "north", "acme") }},
}

func pick(u *member, from ...string) string { return from[u.random.IntN(len(from))] }

// worked is what a time of work measured.
type worked struct {
	mu     sync.Mutex
	reads  []time.Duration
	edits  []time.Duration
	by     map[string][]time.Duration
	failed int
	first  error
	rate   float64 // requests per second
}

// work lets the users ask for a time. A failed request is counted; the first one is shown.
func work(ctx context.Context, users []*member, takes, think time.Duration) (*worked, error) {
	w := &worked{by: map[string][]time.Duration{}}
	begun := time.Now()
	until := begun.Add(takes)
	var running sync.WaitGroup
	for i, u := range users {
		running.Go(func() {
			time.Sleep(think * time.Duration(i) / time.Duration(len(users))) // not all at once
			for time.Now().Before(until) && ctx.Err() == nil {
				w.note(u.act(ctx))
				if think > 0 {
					time.Sleep(think/2 + time.Duration(u.random.Int64N(int64(think))))
				}
			}
		})
	}
	running.Wait()
	if w.first != nil {
		fmt.Println("the first failed request:", w.first)
	}
	w.rate = float64(len(w.reads)+len(w.edits)) / time.Since(begun).Seconds()
	return w, ctx.Err()
}

func (w *worked) note(kind string, took time.Duration, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err != nil:
		w.failed++
		if w.first == nil {
			w.first = err
		}
	case kind == "edit":
		w.edits = append(w.edits, took)
	default:
		w.reads, w.by[kind] = append(w.reads, took), append(w.by[kind], took)
	}
}

// act sends one request, of a kind by its share; what is left of a hundred are edits.
func (u *member) act(ctx context.Context) (kind string, took time.Duration, err error) {
	n := u.random.IntN(100)
	begun := time.Now()
	for _, k := range kinds {
		if n < k.share && (k.name != "one record" || len(u.deals) > 0) {
			_, err := u.send(ctx, http.MethodGet, k.path(u), nil)
			return k.name, time.Since(begun), err
		}
		n -= k.share
	}
	if len(u.deals) == 0 {
		_, err := u.send(ctx, http.MethodGet, "/me", nil)
		return "lists", time.Since(begun), err
	}
	deal := pick(u, u.deals...)
	amount := fmt.Sprintf("%d.00", 1000+u.random.IntN(100_000))
	fields := map[string]any{"next_step": amount}
	if u.random.IntN(3) == 0 { // what many numbers rest on
		fields["amount"] = amount
	}
	body, err := json.Marshal(map[string]any{"fields": fields})
	if err != nil {
		return "edit", 0, err
	}
	_, err = u.send(ctx, http.MethodPatch, "/records/deal/"+deal, body)
	if err == nil {
		u.edited[deal] = amount
	}
	return "edit", time.Since(begun), err
}

func (u *member) send(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, u.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := u.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 400 {
		err = fmt.Errorf("%s %s: %s: %s", method, path, response.Status, answer)
	}
	return answer, err
}

// lostEdits counts deals that do not have what was acknowledged last.
func lostEdits(ctx context.Context, users []*member) (lost int, err error) {
	for _, u := range users {
		for deal, want := range u.edited {
			answer, err := u.send(ctx, http.MethodGet, "/records/deal/"+deal, nil)
			if err != nil {
				return lost, err
			}
			var r struct {
				Fields map[string]any `json:"fields"`
			}
			if err := json.Unmarshal(answer, &r); err != nil {
				return lost, err
			}
			if r.Fields["next_step"] != want {
				lost++
			}
		}
	}
	return lost, nil
}
