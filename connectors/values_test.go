package connectors

import (
	"path/filepath"
	"regexp"
	"testing"

	"salesops/connectors/tool"
	"salesops/record"
)

func TestSorterSpills(t *testing.T) {
	t.Parallel()
	s := newSorter(filepath.Join(t.TempDir(), "spill")) // nobody makes it beforehand
	s.budget = 2000
	defer s.close()
	const n = 1000
	for i := range n {
		if err := s.add(sortKey{uint64(i * 7919 % n / 2), 0, 0}, []byte{byte(i >> 8), byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.runs) < 2 {
		t.Fatalf("%d runs: nothing was spilled", len(s.runs))
	}
	var before sortKey
	last, count := map[sortKey]int{}, 0
	err := s.each(func(k sortKey, data []byte) error {
		if k.compare(before) < 0 {
			t.Fatalf("%v follows %v", k, before)
		}
		i := int(data[0])<<8 | int(data[1])
		if had, ok := last[k]; ok && had > i {
			t.Fatalf("equal keys came as %d, %d", had, i)
		}
		before, last[k] = k, i
		count++
		return nil
	})
	if err != nil || count != n {
		t.Errorf("%d items, %v", count, err)
	}
}

var snake = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func TestFieldNames(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Opportunity Lifecycle (Days)": "opportunity_lifecycle_days", "Active": "active",
		"NumberofLocations": "numberof_locations",
		"BillingPostalCode": "billing_postal_code", "Account.Owner.Name": "account_owner_name",
		"2nd Email": "x_2nd_email", "产品": "x", "SLA": "sla",
	} {
		if got := fieldName(header); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func FuzzFieldName(f *testing.F) {
	f.Add("Opportunity Lifecycle (Days)")
	f.Add("__c")
	f.Fuzz(func(t *testing.T, s string) {
		if got := fieldName(s); !snake.MatchString(got) || len(got) > 60 {
			t.Fatalf("%q gives the field name %q", s, got)
		}
	})
}

// FuzzUnpack: a damaged temporary file is an error, not a crash.
func FuzzUnpack(f *testing.F) {
	n := newNames()
	p := packer{names: n}
	v, _ := record.NumberValue(0.5)
	f.Add(bytesOf(p.facts(&facts{role: tool.Current, stage: "x",
		fields: []record.FieldValue{{Name: "a", Value: v}, {Name: "b", Value: record.TextValue("t")}}})))
	f.Add(bytesOf(p.facts(&facts{role: tool.FieldDiff, hasBefore: true, before: record.BoolValue(true),
		fields: []record.FieldValue{{Name: "a", Value: record.RefValue(3)}}})))
	f.Fuzz(func(t *testing.T, b []byte) {
		u := unpacker{names: n}
		_, _ = u.facts(b)
	})
}

func bytesOf(b []byte) []byte { return append([]byte(nil), b...) }
