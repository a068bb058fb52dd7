package own_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"salesops/connectors/own"
	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/record"
	"salesops/sales"
)

// FuzzLoad: whatever the bytes, a file is no export, is read, or is refused with a reason: it
// is looked at before anybody knows where it comes from.
func FuzzLoad(f *testing.F) {
	log := openLog(f)
	apply(f, log, record.Command{Actor: "owner",
		Drafts: []record.Draft{{Kind: record.Create, Object: sales.Deal, External: "006A", Fields: []record.FieldValue{
			set("name", record.TextValue("=1+1")),
			set("amount", record.MoneyValue(money.Amount{Minor: -123456, Currency: "KWD"})),
			set("close_date", record.DayValue(today))}}}})
	for _, format := range []string{own.CSV, own.Parquet} {
		dir := filepath.Join(f.TempDir(), "out")
		if _, err := own.Write(context.Background(), log, record.Everything(), dir, format, nil); err != nil {
			f.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "deal."+format))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(format == own.Parquet, b)
		f.Add(format == own.Parquet, b[:len(b)/2])
	}
	f.Fuzz(func(t *testing.T, parquet bool, b []byte) {
		file := filepath.Join(t.TempDir(), "deal.csv")
		if parquet {
			file = filepath.Join(t.TempDir(), "deal.parquet")
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		files, ok := own.Recognise([]string{file})
		if !ok {
			return
		}
		if _, err := own.Load(t.Context(), openLog(t), files, nil); err != nil && fault.KindOf(err) != fault.Invalid {
			t.Fatalf("%v: %v", fault.KindOf(err), err)
		}
	})
}
