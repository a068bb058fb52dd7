package metrics_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"salesops/metrics"
	"salesops/metrics/rowsets"
	"salesops/record"
	"salesops/sales"
)

// TestWordsAreNotTheDefinition changes one thing of a file at a time.
func TestWordsAreNotTheDefinition(t *testing.T) {
	t.Parallel()
	hash := func(text string) string {
		t.Helper()
		c, err := metrics.Load(rowsets.All(), own("big.yaml", text))
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Get("big_deals", 0)
		if err != nil {
			t.Fatal(err)
		}
		return d.Hash
	}
	whole := strings.TrimSpace(meaningful) + "\n"
	for _, c := range []struct {
		from, to string
		same     bool
	}{
		{"question: How many", "question: Tell me how many", true},
		{"description: Deals", "description: All deals", true},
		{"one: big deal", "one: large deal", true},
		{"say: {one: has no", "say: {one: is without an", true},
		{"beside: [won_deals]", "beside: [lost_deals]", true},
		{"n: 1", "n: 1 # one of them", true},
		{"over: deal\n", "over: 'deal' # quoted\n", true},
		{"1000 EUR", "5 EUR", false},
		{"on: closed_on", "on: created_on", false},
		{"floor: 1", "floor: 2", false},
		{"dimensions: [owner]", "dimensions: [owner, team]", false},
		{"above: 0.5", "above: 0.4", false},
		{"needs: [deals]", "needs: [deals, owners]", false},
		{"version: 1", "version: 2", false},
	} {
		changed := strings.Replace(whole, c.from, c.to, 1)
		if changed == whole {
			t.Fatalf("there is no %q", c.from)
		}
		if same := hash(changed) == hash(whole); same != c.same {
			t.Errorf("%s → %s: the same definition is %v", c.from, c.to, same)
		}
	}
}

const meaningful = `
name: big_deals
version: 1
question: How many big deals did we win?
description: Deals above the limit.
kind: aggregate
over: deal
noun: {one: big deal, many: big deals}
on: closed_on
where: won && amount > money("1000 EUR")
measure: count
unit: count
better: up
floor: 1
guards:
  - {code: bare, act: note, rows: '!has(owner)', above: 0.5, say: {one: has no owner, many: have no owner}}
dimensions: [owner]
beside: [won_deals]
needs: [deals]
example:
  rows:
    deal: [{outcome: won, close_date: 2026-02-03, amount: 2000 EUR}]
  want:
    - {value: "1", n: 1}
empty:
  want:
    - {value: "0"}
edge:
  want:
    - {value: "0"}
`

// TestReceiptsOutliveWords keeps a definition as earlier versions of the product kept it, by a hash
// of its whole text, and asks a receipt of that time after the words have changed.
func TestReceiptsOutliveWords(t *testing.T) {
	t.Parallel()
	d := newDefined(t)
	sum := sha256.Sum256([]byte(meaningful))
	once := hex.EncodeToString(sum[:8])
	if _, err := d.log.Apply(t.Context(), record.Command{Actor: "owner", Drafts: []record.Draft{{
		Kind: record.Create, Object: sales.Metric, External: "big_deals#" + once, Fields: []record.FieldValue{
			{Name: "name", Value: record.TextValue("big_deals")}, {Name: "version", Value: record.IntValue(1)},
			{Name: "hash", Value: record.TextValue(once)}, {Name: "text", Value: record.TextValue(meaningful)},
		}}}}); err != nil {
		t.Fatal(err)
	}
	_, first := d.begin(meaningful)
	head := d.log.Head()
	e, second := d.begin(strings.NewReplacer("How many", "Of what size", "one: big deal",
		"one: large deal").Replace(meaningful))
	if d.log.Head() != head {
		t.Errorf("other words were kept as %d definitions", d.log.Head()-head)
	}
	old := withHash(t, first.Receipt, once)
	for name, receipt := range map[string]string{"of its text": old, "of its meaning": first.Receipt} {
		if _, err := e.Replay(t.Context(), record.Everything(), receipt); err != nil {
			t.Errorf("a receipt with the hash %s: %v", name, err)
		}
		x, err := e.Explain(t.Context(), record.Everything(), receipt, second.Receipt)
		if err != nil {
			t.Fatal(err)
		}
		if x.First.Definition.Hash != x.Second.Definition.Hash {
			t.Errorf("a receipt with the hash %s is told as of another definition", name)
		}
	}
	e, second = d.begin(strings.Replace(meaningful, "1000 EUR", "5 EUR", 1))
	x, err := e.Explain(t.Context(), record.Everything(), old, second.Receipt)
	if err != nil || x.First.Definition.Hash == x.Second.Definition.Hash {
		t.Errorf("another limit is the same definition, %v", err)
	}
}

// withHash is a receipt that names its definition by another hash.
func withHash(t *testing.T, receipt, hash string) string {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(receipt)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]any{}
	if err := json.Unmarshal(raw, &fields); err != nil {
		t.Fatal(err)
	}
	fields["h"] = hash
	if raw, err = json.Marshal(fields); err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}
