package recordtest

import (
	"testing"

	"salesops/internal/money"
	"salesops/record"
)

func writeAndRead(t *testing.T, w *world) {
	done := w.apply(t, create(place, text("name", "here"), text("phone", "+1 555")))
	here := done.IDs[0]
	done = w.apply(t, create(thing, text("name", "a"), with("size", record.IntValue(-3)), with("good", record.BoolValue(true)),
		with("price", record.MoneyValue(money.Amount{Minor: 1250, Currency: "EUR"})), with("place", record.RefValue(here)), text("email", "a@b.c")))
	id := done.IDs[0]
	if done.First != 2 || done.Last != 2 {
		t.Errorf("done = %+v, want change 2", done)
	}
	w.apply(t, set(thing, id, text("name", "b")))
	r := w.get(t, id)
	if r.Fields["name"].Text() != "b" || r.Fields["email"].Text() != "a@b.c" || r.Fields["price"].Money().Minor != 1250 || r.Fields["place"].Ref() != here || !r.Exists || r.Seq != 3 {
		t.Errorf("record = %+v", r)
	}
	if n := len(w.changes(t)); n != 3 {
		t.Errorf("%d changes, want 3", n)
	}
	w.reopen(t)
	if got := w.get(t, id); got.Fields["name"].Text() != "b" {
		t.Errorf("after reopening: %+v", got)
	}
}
