package expr_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"salesops/internal/expr"
	"salesops/internal/money"
	"salesops/internal/period"
)

type schema map[string]expr.Object

// Object implements expr.Schema.
func (s schema) Object(name string) (expr.Object, bool) {
	o, ok := s[name]
	return o, ok
}

// proofSchema returns a schema with two fields of every kind, some behind a reference, and with
// terms of several kinds, also behind the reference.
func proofSchema() schema {
	return schema{
		"row": {
			Name: "row",
			Fields: []expr.Field{
				{Name: "t1", Kind: expr.Text}, {Name: "t2", Kind: expr.Text},
				{Name: "i1", Kind: expr.Int}, {Name: "i2", Kind: expr.Int},
				{Name: "x1", Kind: expr.Number}, {Name: "x2", Kind: expr.Number},
				{Name: "b1", Kind: expr.Bool}, {Name: "b2", Kind: expr.Bool},
				{Name: "d1", Kind: expr.Day}, {Name: "d2", Kind: expr.Day},
				{Name: "at1", Kind: expr.Instant}, {Name: "at2", Kind: expr.Instant},
				{Name: "m1", Kind: expr.Money},
				{Name: "r1", Kind: expr.Ref, RefObject: "other"}, {Name: "r2", Kind: expr.Ref, RefObject: "other"},
			},
			Terms: map[string]string{
				"won":    "t1 == 'won'",
				"closed": "won || t1 == 'lost' || i1 > 5",
				"late":   "d1 + i2 > d2",
				"days":   "d2 - d1",
				"name":   "closed ? t1 : null",
			},
		},
		"other": {
			Name: "other",
			Fields: []expr.Field{
				{Name: "t", Kind: expr.Text}, {Name: "i", Kind: expr.Int}, {Name: "x", Kind: expr.Number},
				{Name: "b", Kind: expr.Bool},
				{Name: "d", Kind: expr.Day}, {Name: "at", Kind: expr.Instant}, {Name: "m", Kind: expr.Money},
				{Name: "r", Kind: expr.Ref, RefObject: "other"},
			},
			Terms: map[string]string{"good": "has(t) && i >= 0", "best": "good && !b"},
		},
	}
}

// proofPaths returns all columns: those of the row and those behind r1.
func proofPaths() []expr.Field {
	paths := proofSchema()["row"].Fields
	for _, f := range proofSchema()["other"].Fields {
		f.Name = "r1." + f.Name
		paths = append(paths, f)
	}
	return paths
}

// proofRates has a rate for dollars and none for yen.
type proofRates struct{}

// Currencies implements expr.Converter.
func (proofRates) Currencies() []string { return []string{"USD", "EUR", "JPY"} }

// Convert implements expr.Converter.
func (proofRates) Convert(a money.Amount, to string, on period.Day) (money.Amount, bool) {
	if to == "JPY" || a.Currency == "JPY" || a.Currency == "" {
		return money.Amount{}, false
	}
	rate := money.Rate(1_100_000_000 + int64(on)%1000)
	b, err := money.Convert(a, rate, to)
	return b, err == nil
}

type generator struct {
	rand *rand.Rand
	// tame says that all fields are set to small values. DuckDB's column statistics then let it
	// simplify more.
	tame bool
}

func pick[T any](g *generator, from ...T) T { return from[g.rand.IntN(len(from))] }

func nastyTexts() []string {
	return []string{
		"", " ", "a", "A", "won", "lost", "Won", "7", "007", "%", "_", "\\", "'", `"`, "$1", "\n", "\x01", "é",
		"e\u0301", "ß", "ẞ", "SS", "ı", "I", "i",
		"Σ", "σ", "ς", "ǅ", "ǆ", "👩‍👩‍👧", "👩", "🇧🇷", "𝔸", "中文", "\u00a0", "\ufeffa", "\U0010ffff", "a\u0000b",
		"ａ", "Ａ", "NULL", "nan",
	}
}

func (g *generator) text() string {
	if g.rand.IntN(4) == 0 {
		return pick(g, nastyTexts()...) + pick(g, nastyTexts()...)
	}
	return pick(g, nastyTexts()...)
}

func (g *generator) int() int64 {
	return pick(g, 0, 1, -1, 2, 5, 7, 10, 100, math.MaxInt64, math.MinInt64, math.MinInt64+1, math.MaxInt64-1,
		math.MaxInt32, math.MinInt32, 1<<53+1,
		g.rand.Int64N(20)-10, g.rand.Int64N(100_000), int64(g.rand.Uint64()))
}

func (g *generator) number() float64 {
	return pick(g, 0, math.Copysign(0, -1), 1, -1, 0.1, 0.2, 0.3, 2.5, 7, 1e-300, 1e300, -1e300, math.MaxFloat64,
		math.SmallestNonzeroFloat64, 1<<53, 1<<53+2,
		g.rand.NormFloat64()*100)
}

func (g *generator) day() period.Day {
	return pick(g, period.DayOf(2026, 3, 7), period.DayOf(2026, 3, 8), period.DayOf(2024, 2, 29),
		0, period.MinDay, period.MaxDay,
		period.DayOf(2026, 1, 1)+period.Day(g.rand.IntN(60)))
}

func (g *generator) instant() period.Instant {
	return pick(g, period.Beginning, period.Forever, 0, -1, 1,
		period.InstantOf(period.DayOf(2026, 3, 7).Time())+period.Instant(g.rand.Int64N(3*86_400_000_000)))
}

func (g *generator) money() money.Amount {
	return money.Amount{Minor: pick(g, 0, 1, -1, 100_000, 99_999, math.MaxInt64, math.MinInt64, g.rand.Int64N(300_000)),
		Currency: pick(g, "EUR", "EUR", "USD", "JPY", "GBP", "")}
}

func (g *generator) row(fields []expr.Field) proofRow {
	row := proofRow{}
	for _, f := range fields {
		_, behind, hop := strings.Cut(f.Name, ".")
		// no record, so all its fields are unset
		if !g.tame && g.rand.IntN(5) == 0 || hop && behind != "" && !row["r1"].IsSet() {
			continue
		}
		switch f.Kind {
		case expr.Text:
			row[f.Name] = expr.TextOf(g.text())
		case expr.Int:
			row[f.Name] = expr.IntOf(g.int())
			if g.tame {
				row[f.Name] = expr.IntOf(g.rand.Int64N(10))
			}
		case expr.Number:
			row[f.Name] = expr.NumberOf(g.number())
		case expr.Bool:
			row[f.Name] = expr.BoolOf(g.rand.IntN(2) == 0)
		case expr.Day:
			row[f.Name] = expr.DayOf(g.day())
		case expr.Instant:
			row[f.Name] = expr.InstantOf(g.instant())
		case expr.Money:
			row[f.Name] = expr.MoneyOf(g.money())
		case expr.Ref:
			row[f.Name] = expr.RefOf(g.rand.Int64N(3) + 1)
		}
	}
	return row
}

func (g *generator) field(k expr.Kind) string {
	var names []string
	for _, f := range proofPaths() {
		if f.Kind == k {
			names = append(names, f.Name)
		}
	}
	return pick(g, names...)
}

// literal returns a literal of a kind that has literals.
func (g *generator) literal(k expr.Kind) string {
	switch k {
	case expr.Text:
		return celText(g.text())
	case expr.Int:
		return strconv.FormatInt(g.int(), 10)
	case expr.Number:
		s := strconv.FormatFloat(g.number(), 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	case expr.Bool:
		return pick(g, "true", "false")
	case expr.Day:
		return fmt.Sprintf("day(%q)", g.day())
	case expr.Instant:
		return fmt.Sprintf("timestamp(%q)", g.instant())
	case expr.Duration:
		return fmt.Sprintf("duration(%q)", pick(g, "0s", "36h", "-1ms", "1us", "24h", "2400000h"))
	case expr.Money:
		return "money(" + pick(g, `"1000.00 EUR"`, `"0.01 USD"`, `"-0.01 EUR"`, `"1500 JPY"`, `"10"`,
			`"92233720368547758.07 EUR"`, `"1000 GBP"`) + ")"
	}
	return g.field(k)
}

// celText returns a text literal in which every character is preserved.
func celText(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range s {
		if r >= ' ' && r < 127 && r != '\'' && r != '\\' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// gen returns a random expression of a kind.
func (g *generator) gen(k expr.Kind, depth int) string {
	if depth <= 0 {
		return g.leaf(k)
	}
	sub := func(k expr.Kind) string { return g.gen(k, depth-1-g.rand.IntN(2)) }
	if k != expr.Duration && g.rand.IntN(10) == 0 {
		if g.rand.IntN(4) == 0 && k != expr.Bool {
			return fmt.Sprintf("(%s ? %s : null)", sub(expr.Bool), g.field(k))
		}
		return fmt.Sprintf("(%s ? %s : %s)", sub(expr.Bool), sub(k), sub(k))
	}
	switch k {
	case expr.Bool:
		return g.condition(depth, sub)
	case expr.Int:
		switch g.rand.IntN(8) {
		case 0:
			return "(-(" + sub(k) + "))"
		case 1:
			return "size(" + sub(expr.Text) + ")"
		case 2:
			return "(" + sub(expr.Day) + " - " + sub(expr.Day) + ")"
		}
		return "(" + sub(k) + pick(g, " + ", " - ", " * ") + sub(k) + ")"
	case expr.Number:
		if g.rand.IntN(8) == 0 {
			return "(-(" + sub(k) + "))"
		}
		return "(" + sub(k) + pick(g, " + ", " - ", " * ", " / ", " / ") + sub(k) + ")"
	case expr.Text:
		return sub(k) + ".lower()"
	case expr.Day:
		return "(" + sub(k) + pick(g, " + ", " - ") + sub(expr.Int) + ")"
	case expr.Duration:
		return "(" + sub(expr.Instant) + " - " + sub(expr.Instant) + ")"
	}
	return g.leaf(k)
}

func (g *generator) leaf(k expr.Kind) string {
	switch n := g.rand.IntN(10); {
	case n == 0 && k == expr.Bool:
		return pick(g, "won", "closed", "late", "r1.good", "r1.best")
	case n == 0 && k == expr.Int:
		return "days"
	case n == 0 && k == expr.Text:
		return "name"
	case n == 0 && k == expr.Day:
		return pick(g, "as_of", "start_of('day')", "start_of('week', -3)", "start_of('month', 1)",
			"start_of('quarter')", "start_of('year', -1000)")
	case n < 4 && k != expr.Ref, k == expr.Duration:
		return g.literal(k)
	}
	return g.field(k)
}

func (g *generator) condition(depth int, sub func(expr.Kind) string) string {
	anyKind := []expr.Kind{expr.Text, expr.Int, expr.Number, expr.Day, expr.Instant}
	switch g.rand.IntN(14) {
	case 0, 1:
		return "(" + sub(expr.Bool) + " && " + sub(expr.Bool) + ")"
	case 2, 3:
		return "(" + sub(expr.Bool) + " || " + sub(expr.Bool) + ")"
	case 4:
		return "!" + sub(expr.Bool)
	case 5, 6:
		k := pick(g, append(anyKind, expr.Bool, expr.Ref, expr.Duration)...)
		return "(" + sub(k) + pick(g, " == ", " != ") + sub(k) + ")"
	case 7, 8:
		k := pick(g, append(anyKind, expr.Duration)...)
		return "(" + sub(k) + pick(g, " < ", " <= ", " > ", " >= ") + sub(k) + ")"
	case 9:
		k := pick(g, append(anyKind, expr.Bool)...)
		list := []string{g.literal(k)}
		for g.rand.IntN(3) > 0 && len(list) < 6 {
			list = append(list, g.literal(k))
		}
		return "(" + sub(k) + " in [" + strings.Join(list, ", ") + "])"
	case 10:
		return sub(expr.Text) + pick(g, ".startsWith(", ".endsWith(", ".contains(") + sub(expr.Text) + ")"
	case 11:
		sides := []string{g.field(expr.Money), g.literal(expr.Money)}
		g.rand.Shuffle(2, func(i, j int) { sides[i], sides[j] = sides[j], sides[i] })
		return "(" + sides[0] + pick(g, " < ", " <= ", " > ", " >= ", " == ", " != ") + sides[1] + ")"
	case 12:
		f := g.field(pick(g, append(anyKind, expr.Bool, expr.Ref, expr.Money)...))
		return pick(g, "has("+f+")", "("+f+" == null)", "("+f+" != null)", "(null != "+f+")")
	}
	return g.leaf(expr.Bool)
}
