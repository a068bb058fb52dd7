package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"salesops/api"
	"salesops/connectors/all"
	"salesops/record"
	"salesops/sales"
)

// operationOf is an operation of the document with its address.
type operationOf struct {
	method, path string
	*openapi3.Operation
}

// operations are those of the document, in a fixed order.
func operations(t *testing.T) []operationOf {
	t.Helper()
	text, err := api.Document(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	var out []operationOf
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			out = append(out, operationOf{method, strings.TrimPrefix(path, "/api/v1"), op})
		}
	}
	slices.SortFunc(out, func(a, b operationOf) int {
		return strings.Compare(a.path+" "+a.method, b.path+" "+b.method)
	})
	return out
}

// number returns a number from the environment, or the usual one.
func fromEnvironment(name string, usual int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return usual
}

// TestGeneratedRequests sends requests that are made of the document alone: for each operation some whose values
// fit it, and some with one value that does not. None is an error of the program, and each answer is as the
// document says.
func TestGeneratedRequests(t *testing.T) {
	t.Parallel()
	rounds := fromEnvironment("SALESOPS_REQUESTS", 4)
	seed := uint64(fromEnvironment("SALESOPS_REQUESTS_SEED", 1)) //nolint:gosec // any number is a seed
	w := newWorld(t, all.Tools()...)
	w.fill()
	g := generator{Rand: rand.New(rand.NewPCG(seed, 7)), known: w.knownTexts()} //nolint:gosec // not a secret
	sentAll, answered := 0, map[int]int{}
	for range rounds {
		for _, op := range operations(t) {
			g.wrong = g.IntN(3) - 1 // of three requests one fits; the others may have wrong values
			req := g.request(t, w.server.URL+"/api/v1", op)
			said := req.Method + " " + req.URL.RequestURI()
			if body := g.body; len(body) > 0 {
				said += " " + string(body[:min(len(body), 500)])
			}
			res, err := w.client.Do(req)
			if err != nil {
				t.Errorf("%s: %v", said, err)
				continue
			}
			b, err := io.ReadAll(res.Body)
			w.must(err)
			w.must(res.Body.Close())
			sentAll++
			answered[res.StatusCode/100]++
			if res.StatusCode >= 500 {
				t.Errorf("seed %d: %s: %d %s", seed, said, res.StatusCode, b)
			}
			w.fits(op, req, res, b)
			if res.StatusCode == http.StatusUnauthorized || op.OperationID == "signOut" {
				again, err := w.client.Get(w.server.URL + "/?token=" + w.gate.Token(w.now()))
				w.must(err)
				w.must(again.Body.Close())
			}
		}
	}
	if answered[2]*5 < sentAll || answered[4]*5 < sentAll {
		t.Errorf("of %d requests %v were answered by class: the test asks too little", sentAll, answered)
	}
}

// fits holds an answer against the document, also one without JSON.
func (w *world) fits(op operationOf, req *http.Request, res *http.Response, body []byte) {
	w.t.Helper()
	kind, _, _ := strings.Cut(res.Header.Get("Content-Type"), ";")
	if strings.Contains(kind, "json") {
		w.validate(req, res, body)
		return
	}
	told := op.Responses.Value(strconv.Itoa(res.StatusCode))
	switch {
	case res.StatusCode == http.StatusNotModified:
	case told == nil:
		w.t.Errorf("%s %s answers %d, which the document does not have", req.Method, req.URL, res.StatusCode)
	case kind == "" && len(body) == 0 && len(told.Value.Content) == 0:
	case told.Value.Content[kind] == nil:
		w.t.Errorf("%s %s answers %q, which the document does not have", req.Method, req.URL, kind)
	}
}

// knownTexts are ids and words that mean something in the world.
func (w *world) knownTexts() []string {
	deal, person := record.FormatID(sales.Deal, w.ids["Alpha"]), record.FormatID(sales.Person, w.ids["Ann"])
	out := []string{"deal", "person", "account", "win_rate", "open_pipeline", "me", "user_1", "1", "2026-03-31",
		"2026-Q1", "owner", "-amount", "amount", `amount > 10 && owner == "x"`, "source == 'Web'", "quarter", "month",
		"2026-03-01T00:00:00Z", "EUR", "csv", "xlsx", "text/csv", "name", "Alpha", deal, person,
		record.FormatID(sales.Account, w.ids["Acme"]), "team:" + person, "person:" + person, "rep", "administrator"}
	r := w.ask("GET", "/metrics/win_rate", nil)
	var answer struct {
		Receipt string `json:"receipt"`
	}
	r.json(w.t, &answer)
	return append(out, answer.Receipt)
}

// hostile are texts that programs stumble over.
var hostile = []string{"", " ", "\x00", "a\x00b", "\n", "a\r\nSet-Cookie: x=1", "\x1b[31m", "\u202egnp.exe", "\ufeff",
	"\xff\xfe", "'", `"`, "'; DROP TABLE log; --", "%", "%00", "%s%n", "../../etc/passwd", "..", ".", "/", "\\",
	"<script>", "{{7*7}}", "${x}", "=1+1", "9223372036854775808", "-9223372036854775808", "1e400", "NaN", "-0",
	"0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "true", "null", "[]", "{}", "𝕏", "e\u0301",
	"record_zzzzzzzzzzzzz", "deal_", "deal_zzzzzzzzzzzzz", "(((((((((((((((((((((((((((((((", "a.b.c.d", "amount ==",
	strings.Repeat("a", 3000), strings.Repeat("(", 2000), strings.Repeat("!", 1500) + "true"}

// generator makes requests. wrong is how many values may be wrong; below 1: none.
type generator struct {
	*rand.Rand
	known []string
	wrong int
	body  []byte
}

func (g *generator) errs() bool {
	if g.wrong < 1 || g.IntN(3) > 0 {
		return false
	}
	return true
}

func (g *generator) request(t *testing.T, base string, op operationOf) *http.Request {
	t.Helper()
	path, query, header := op.path, url.Values{}, http.Header{}
	for _, ref := range op.Parameters {
		p := ref.Value
		if !p.Required && g.IntN(3) > 0 {
			continue
		}
		text := g.text(p.Name, p.Schema.Value)
		switch p.In {
		case "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", strings.ReplaceAll(url.PathEscape(text), ".", "%2E"))
		case "query":
			query.Add(p.Name, text)
		case "header":
			if !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c >= 0x7f }) { // no client sends it
				header.Set(p.Name, text)
			}
		}
	}
	g.body = nil
	if op.RequestBody != nil {
		content := op.RequestBody.Value.Content
		if form := content["multipart/form-data"]; form != nil {
			header.Set("Content-Type", "multipart/form-data; boundary=xyz")
			g.body = g.form()
		} else {
			header.Set("Content-Type", "application/json")
			g.body = g.document(content["application/json"].Schema.Value)
		}
	}
	at := base + path
	if len(query) > 0 {
		at += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(t.Context(), op.method, at, bytes.NewReader(g.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header
	return req
}

// text makes the text of a parameter.
func (g *generator) text(name string, s *openapi3.Schema) string {
	if g.errs() {
		return hostile[g.IntN(len(hostile))]
	}
	switch {
	case len(s.Enum) > 0:
		return fmt.Sprint(s.Enum[g.IntN(len(s.Enum))])
	case s.Type.Is("array"):
		return g.text(name, s.Items.Value)
	case s.Type.Is("string"):
		if fitting := g.forName(name); fitting != "" && g.IntN(4) > 0 {
			return fitting
		}
		return g.known[g.IntN(len(g.known))]
	}
	v := g.value(name, s, 0)
	if v == nil {
		return ""
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// forName is a text that a parameter of this name usually has.
func (g *generator) forName(name string) string {
	likely := map[string][]string{
		"object": {"deal", "deal", "person", "account", "activity"}, "name": {"win_rate", "open_pipeline", "new_arr"},
		"as_of": {"2026-03-31"}, "known_at": {"2026-03-31"}, "day": {"2026-03-31"}, "today": {"2026-03-31"},
		"from": {"2026-01-01"}, "to": {"2026-03-31"}, "grain": {"month", "quarter"}, "by": {"owner", "source"},
		"where": {"amount > 10.0", "source == 'Web'"}, "sort": {"amount", "-amount", "close_date"}, "q": {"alpha"},
		"currency": {"EUR"}, "cursor": {"", "x"}, "receipt": {g.known[len(g.known)-1]}, "whose": {"me", ""},
		"id": g.known[24:27], "Accept": {"text/csv", "application/json"},
	}[name]
	if len(likely) == 0 {
		return ""
	}
	return likely[g.IntN(len(likely))]
}

// document is a JSON body; sometimes not even that.
func (g *generator) document(s *openapi3.Schema) []byte {
	if g.errs() && g.IntN(3) == 0 {
		return []byte([]string{"", "{", "null", "[]", `"x"`, "{}{}", "\x00", `{"a":` + strings.Repeat("[", 2000) + "}",
			`{"fields":{"fields":{}}}`, `{"":""}`, "\xff"}[g.IntN(11)])
	}
	b, err := json.Marshal(g.value("", s, 0))
	if err != nil {
		return []byte("{}")
	}
	return b
}

func (g *generator) value(name string, s *openapi3.Schema, depth int) any {
	if g.errs() {
		return []any{nil, true, 0, -1, 1.5, 1e300, "", hostile[g.IntN(len(hostile))], []any{}, []any{nil},
			map[string]any{}, map[string]any{"id": 1, "seq": 2}}[g.IntN(12)]
	}
	switch {
	case depth > 8:
		return nil
	case len(s.Enum) > 0:
		return s.Enum[g.IntN(len(s.Enum))]
	case len(s.OneOf) > 0:
		return g.value(name, s.OneOf[g.IntN(len(s.OneOf))].Value, depth+1)
	case s.Type == nil:
		return []any{nil, "text", 3, true, "2026-01-31",
			map[string]any{"amount": "12.50", "currency": "EUR"}}[g.IntN(6)]
	case s.Type.Includes("object"):
		out := map[string]any{}
		for _, key := range sortedKeys(s.Properties) {
			if slices.Contains(s.Required, key) || g.IntN(2) == 0 {
				out[key] = g.value(key, s.Properties[key].Value, depth+1)
			}
		}
		if more := s.AdditionalProperties.Schema; more != nil {
			for _, key := range []string{"name", "amount", "next_step", "close_date", "owner", "stage"}[:g.IntN(6)] {
				out[key] = g.value(key, more.Value, depth+1)
			}
		}
		return out
	case s.Type.Includes("array"):
		out := []any{}
		for range g.IntN(3) {
			out = append(out, g.value(name, s.Items.Value, depth+1))
		}
		return out
	case s.Type.Includes("integer"):
		return []int64{0, 1, 2, 3, 10, 50}[g.IntN(6)]
	case s.Type.Includes("number"):
		return g.Float64() * 100
	case s.Type.Includes("boolean"):
		return g.IntN(2) == 0
	case s.Type.Includes("string"):
		return g.known[g.IntN(len(g.known))]
	}
	return nil
}

func sortedKeys[T any](of map[string]T) []string {
	var keys []string
	for k := range of {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// form is a body of several parts, named and filled as a browser would, or as none would.
func (g *generator) form() []byte {
	var b bytes.Buffer
	pick := func(from ...string) string {
		if g.errs() {
			return hostile[g.IntN(len(hostile))]
		}
		return from[g.IntN(len(from))]
	}
	for range 1 + g.IntN(3) {
		name := pick("files", "files", "files", "dates", "source", "mapping", "as")
		fmt.Fprintf(&b, "--xyz\r\nContent-Disposition: form-data; name=\"%s\"", name)
		if name == "files" {
			fmt.Fprintf(&b, "; filename=\"%s\"", pick("Opportunity.csv", "a.xlsx", "b.json", "c.zip"))
		}
		fmt.Fprintf(&b, "\r\n\r\n%s\r\n",
			pick("Id,Name\n1,x\n", "Id,Name,StageName,CloseDate\n006000000000001,I,P,2026-03-01\n",
				"[]", "dmy", "crm"))
	}
	if !g.errs() {
		b.WriteString("--xyz--\r\n")
	}
	return b.Bytes()
}
