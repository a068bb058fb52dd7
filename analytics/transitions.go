package analytics

import (
	"context"
	"fmt"

	"salesops/internal/fault"
	"salesops/internal/money"
	"salesops/internal/period"
	"salesops/record"
)

// Reversal is a record whose field once had a value and has another one now.
type Reversal struct {
	ID record.ID
	// At is when the record lost the value.
	At period.Instant
	// Amount is the money field's value until then; nil when it had none.
	Amount *money.Amount
}

// Reversals returns the records of an object that exist at a moment and whose field had value
// before that moment but not at it, for example deals that were won and are lost. Each record
// occurs once, with the last time at which it lost the value. The result is ordered by that time.
// amount is the name of a money field.
func (v *View) Reversals(ctx context.Context, object, field, value, amount string, at When) ([]Reversal, error) {
	l, err := v.layout(object)
	if err != nil {
		return nil, err
	}
	if at.KnownAt != nil {
		return nil, fault.Invalidf("reversals are told as corrected since, not as known on a day")
	}
	for _, name := range []string{field, amount, amount + "_currency"} {
		if _, ok := l.byName[name]; !ok {
			return nil, fault.Invalidf("%s has no field %q", object, name)
		}
	}
	if err := v.open(l, []string{field, amount}); err != nil {
		return nil, err
	}
	args := []any{value}
	bind := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	rows, err := v.Rows(object, []string{"id", field}, at, bind)
	if err != nil {
		return nil, err
	}
	ended := ""
	if at.AsOf != nil {
		ended = " AND eff_to < " + bind(*at.AsOf) + "::BIGINT"
	}
	// present: the records at the moment; had: the last version of each in which the field was value
	text := "WITH present AS (" + rows + "), had AS (" +
		" SELECT id, eff_to, " + Ident(amount) + " AS amount, " + Ident(amount+"_currency") + " AS currency" +
		" FROM " + Ident(l.name(tableVer)) +
		" WHERE NOT stub AND " + Ident(field) + " = $1" + ended +
		" QUALIFY row_number() OVER (PARTITION BY id ORDER BY eff_to DESC) = 1)" +
		" SELECT had.id, had.eff_to, had.amount, had.currency" +
		" FROM had" +
		" JOIN present ON present.id = had.id" +
		" WHERE present." + Ident(field) + " IS DISTINCT FROM $1" +
		" ORDER BY had.eff_to, had.id"
	var out []Reversal
	_, err = v.Query(ctx, text, args, func(b *Batch) error {
		for i := range b.Rows() {
			r := Reversal{ID: record.ID(b.Int(0, i)), At: period.Instant(b.Int(1, i))}
			if !b.Null(2, i) {
				r.Amount = &money.Amount{Minor: b.Int(2, i), Currency: b.Text(3, i)}
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// Namesakes returns the records of an object that share the text of a field with another record,
// ignoring case and blanks around it, ordered by that text.
func (v *View) Namesakes(ctx context.Context, object, field string, at When) ([]record.ID, error) {
	var args []any
	rows, err := v.Rows(object, []string{"id", field}, at, func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	})
	if err != nil {
		return nil, err
	}
	text := "SELECT id" +
		" FROM (SELECT id, lower(trim(" + Ident(field) + ")) AS called," +
		" count(*) OVER (PARTITION BY called) AS sharing" +
		" FROM (" + rows + ") r) s" +
		" WHERE called <> '' AND sharing > 1" +
		" ORDER BY called, id"
	var out []record.ID
	_, err = v.Query(ctx, text, args, func(b *Batch) error {
		for i := range b.Rows() {
			out = append(out, record.ID(b.Int(0, i)))
		}
		return nil
	})
	return out, err
}
