package expr_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"salesops/internal/expr"
)

// TestGoEqualsSQL proves that an expression has the same result in Go and in SQL. It compares
// random typed expressions on random rows: conditions as true, false or unknown, other kinds by
// value. EXPR_PROOF_EXPRESSIONS, EXPR_PROOF_ROWS and EXPR_PROOF_SEED change its size and seed.
func TestGoEqualsSQL(t *testing.T) {
	t.Parallel()
	expressions := setting(t, "EXPR_PROOF_EXPRESSIONS", 400)
	rows := setting(t, "EXPR_PROOF_ROWS", 1000)
	seed := setting(t, "EXPR_PROOF_SEED", 1)
	g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 7))}

	env, err := expr.NewEnv(proofSchema(), "row", expr.Options{Converter: proofRates{}})
	if err != nil {
		t.Fatal(err)
	}
	wild := newWorld(t, g, rows)
	g.tame = true
	worlds := []*world{wild, newWorld(t, g, rows/10)}

	calendars := proofCalendars(t)
	done, refused, checks := 0, 0, 0
	for done < expressions {
		kind := expr.Bool
		if g.rand.IntN(4) == 0 {
			kind = pick(g, expr.Int, expr.Number, expr.Text, expr.Day, expr.Instant, expr.Duration, expr.Ref)
		}
		src := g.gen(kind, 1+g.rand.IntN(5))
		p, err := env.Compile(src, kind)
		if err != nil {
			// The translator is the only part that may refuse a well-typed expression.
			if !strings.Contains(err.Error(), "cannot tell an unset answer") {
				t.Fatalf("%s\n%v", src, err)
			}
			if refused++; refused > expressions {
				t.Fatalf("%d of %d expressions refused", refused, done+refused)
			}
			continue
		}
		done++
		at := expr.Moment{AsOf: g.day(), Calendar: calendars[done%len(calendars)]}
		for _, w := range worlds {
			w.compare(t, p, at)
			checks += len(w.rows)
		}
	}
	t.Logf("%d expressions (%d more refused), %d checks, 0 mismatches", done, refused, checks)
}

// compare evaluates a program on all rows in Go and in SQL.
func (w *world) compare(t *testing.T, p *expr.Program, at expr.Moment) {
	t.Helper()
	got := w.ask(t, p, at)
	for i, row := range w.rows {
		v, state, err := p.Eval(row, at)
		if err != nil {
			t.Fatalf("%s: %v", p.Source(), err)
		}
		checkState(t, p.Source(), p.Null(), state)
		want := shown(v)
		if want != got[i].value {
			t.Fatalf("expression %s\nas of    %s\nrow      %v\nGo       %q\nSQL      %q", p.Source(), at.AsOf,
				row, want, got[i].value)
		}
		if p.Kind() == expr.Bool && ((want == "true") != got[i].matches || (want == "") != got[i].unknown) {
			t.Fatalf("expression %s\nrow      %v\nGo       %q\nfilter   %v\nunknown  %v", p.Source(), row, want,
				got[i].matches, got[i].unknown)
		}
	}
}

// checkState checks the state that Eval returned against Program.Null.
func checkState(t *testing.T, src string, null expr.NullClass, state expr.State) {
	t.Helper()
	if state == expr.NotSet && null&expr.NullUnset == 0 || state == expr.NotKnown && null&expr.NullUnknown == 0 {
		t.Fatalf("%s: state %d, class %d", src, state, null)
	}
}

func setting(t *testing.T, name string, fallback int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// shown returns a value as text, in the form of the query below; "" for none.
func shown(v expr.Value) string {
	switch v.Kind() {
	case expr.Text:
		return "t" + v.Text()
	case expr.Int:
		return strconv.FormatInt(v.Int(), 10)
	case expr.Number:
		return strconv.FormatFloat(v.Number()+0, 'g', -1, 64) // + 0 turns minus zero into zero
	case expr.Bool:
		return strconv.FormatBool(v.Bool())
	case expr.Day:
		return strconv.Itoa(int(v.Day()))
	case expr.Instant:
		return strconv.FormatInt(int64(v.Instant()), 10)
	case expr.Duration:
		return strconv.FormatInt(v.Duration(), 10)
	case expr.Ref:
		return strconv.FormatInt(v.Ref(), 10)
	}
	return ""
}

// world holds the random rows in Go and in DuckDB.
type world struct {
	db   *sql.DB
	rows []proofRow
}

type proofRow map[string]expr.Value

// Field implements expr.Record.
func (r proofRow) Field(path string) expr.Value { return r[path] }

func newWorld(t *testing.T, g *generator, rows int) *world {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &world{db: db}
	fields := proofPaths()
	var columns, holes []string
	for _, f := range fields {
		columns = append(columns, fmt.Sprintf("%q %s", f.Name, columnType(f.Kind)))
		if f.Kind == expr.Money {
			columns = append(columns, fmt.Sprintf("%q VARCHAR", f.Name+"!"))
		}
	}
	for i := range len(columns) {
		holes = append(holes, "$"+strconv.Itoa(i+2))
	}
	ctx := context.Background()
	if _, err := db.ExecContext(ctx, "CREATE TABLE r (n INTEGER, "+strings.Join(columns, ", ")+")"); err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO r VALUES ($1, "+strings.Join(holes, ", ")+")")
	if err != nil {
		t.Fatal(err)
	}
	for n := range rows {
		row, args := g.row(fields), []any{n}
		for _, f := range fields {
			args = append(args, bound(row[f.Name], f.Kind)...)
		}
		if _, err := insert.ExecContext(ctx, args...); err != nil {
			t.Fatalf("%v: %v", row, err)
		}
		w.rows = append(w.rows, row)
	}
	if err := insert.Close(); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return w
}

func columnType(k expr.Kind) string {
	switch k {
	case expr.Text:
		return "VARCHAR"
	case expr.Number:
		return "DOUBLE"
	case expr.Bool:
		return "BOOLEAN"
	case expr.Day:
		return "DATE"
	case expr.Instant:
		return "TIMESTAMP"
	}
	return "BIGINT"
}

func bound(v expr.Value, k expr.Kind) []any {
	switch {
	case k == expr.Money && !v.IsSet():
		return []any{nil, nil}
	case k == expr.Money && v.Money().Currency == "":
		return []any{v.Money().Minor, nil}
	case k == expr.Money:
		return []any{v.Money().Minor, v.Money().Currency}
	}
	switch v.Kind() {
	case expr.Text:
		return []any{v.Text()}
	case expr.Int:
		return []any{v.Int()}
	case expr.Number:
		return []any{v.Number()}
	case expr.Bool:
		return []any{v.Bool()}
	case expr.Day:
		return []any{v.Day().Time()}
	case expr.Instant:
		return []any{v.Instant().Time()}
	case expr.Ref:
		return []any{v.Ref()}
	}
	return []any{nil}
}

type answer struct {
	value            string
	matches, unknown bool
}

// ask evaluates a program in DuckDB on every row.
func (w *world) ask(t *testing.T, p *expr.Program, at expr.Moment) []answer {
	t.Helper()
	src := p.Source()
	args := &expr.Args{}
	target := expr.Target{Args: args, Moment: at, Column: func(path string) (expr.Column, error) {
		return expr.Column{SQL: fmt.Sprintf("%q", path), Currency: fmt.Sprintf("%q", path+"!")}, nil
	}}
	f, err := p.SQL(target)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	if f.Null != p.Null() || f.Kind != p.Kind() {
		t.Fatalf("%s: fragment %+v of a program of kind %s, class %d", src, f, p.Kind(), p.Null())
	}
	value := "CAST(" + f.SQL + " AS VARCHAR)"
	switch p.Kind() {
	case expr.Text:
		value = "'t' || " + f.SQL
	case expr.Day:
		value = "CAST(" + f.SQL + " - DATE '1970-01-01' AS VARCHAR)"
	case expr.Instant:
		value = "CAST(epoch_us(" + f.SQL + ") AS VARCHAR)"
	}
	filter, unknown := "true", "false"
	if p.Kind() == expr.Bool {
		if filter, err = p.FilterSQL(target); err != nil {
			t.Fatalf("%s: %v", src, err)
		}
		if unknown, err = p.UnknownSQL(target); err != nil {
			t.Fatalf("%s: %v", src, err)
		}
	}
	query := "SELECT coalesce(" + value + ", ''), coalesce(" + filter + ", false), " + unknown + " FROM r ORDER BY n"
	rows, err := w.db.QueryContext(context.Background(), query, args.Values()...)
	if err != nil {
		t.Fatalf("%s\n%s\n%v", src, query, err)
	}
	defer rows.Close()
	answers := make([]answer, 0, len(w.rows))
	for rows.Next() {
		var a answer
		if err := rows.Scan(&a.value, &a.matches, &a.unknown); err != nil {
			t.Fatal(err)
		}
		if p.Kind() == expr.Number && a.value != "" {
			n, err := strconv.ParseFloat(a.value, 64)
			if err != nil {
				t.Fatal(err)
			}
			a.value = shown(expr.NumberOf(n))
		}
		answers = append(answers, a)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s\n%s\n%v", src, query, err)
	}
	if len(answers) != len(w.rows) {
		t.Fatalf("%s: %d answers", src, len(answers))
	}
	return answers
}

// TestLowerIsTheSameEverywhere compares lower() in Go and DuckDB, which have separate Unicode
// tables.
func TestLowerIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(context.Background(),
		"SELECT i, lower(chr(i::INTEGER)) FROM range(1, 1114112) r(i) WHERE NOT i BETWEEN 55296 AND 57343")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r rune
		var lower string
		if err := rows.Scan(&r, &lower); err != nil {
			t.Fatal(err)
		}
		if lower != strings.ToLower(string(r)) {
			t.Errorf("%U: %q in SQL, %q in Go", r, lower, strings.ToLower(string(r)))
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
