package metrics

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"salesops/internal/fault"
	"salesops/internal/period"
	"salesops/internal/reason"
	"salesops/record"
)

// receipt has everything on which an answer depends, in a form that fits into a link. Its first member is the
// version of this form.
type receipt struct {
	Form     int         `json:"r"`
	Metric   string      `json:"m"`
	Version  int         `json:"v"`
	Hash     string      `json:"h"`
	Position record.Seq  `json:"p"`
	Today    period.Day  `json:"t"`
	From     *period.Day `json:"f,omitempty"`
	To       *period.Day `json:"u,omitempty"`
	Grain    string      `json:"g,omitempty"`
	By       []string    `json:"b,omitempty"`
	Where    []string    `json:"w,omitempty"`
	Compare  string      `json:"c,omitempty"`
	AsOf     *period.Day `json:"a,omitempty"`
	KnownAt  *period.Day `json:"k,omitempty"`
	Org      string      `json:"o,omitempty"`
	Currency string      `json:"y,omitempty"`
	Whose    string      `json:"s,omitempty"`
	// ToDate is set in receipts whose unfinished periods were compared to date.
	ToDate bool `json:"d,omitempty"`
}

const receiptForm = 1

func makeReceipt(r *request, m *metric, position record.Seq) (string, error) {
	q := r.q
	return receipt{
		Form: receiptForm, Metric: m.Name, Version: m.Version, Hash: m.hash, Position: position, Today: r.today,
		From: q.From, To: q.To, Grain: string(q.Grain), By: q.By, Where: q.Where, Compare: q.Compare,
		AsOf: q.AsOf, KnownAt: q.KnownAt, Org: q.Org, Currency: q.Currency, Whose: q.Whose,
		ToDate: q.Compare != "" && !q.Whole,
	}.text()
}

func (rc receipt) text() (string, error) {
	text, err := json.Marshal(rc)
	return base64.RawURLEncoding.EncodeToString(text), err
}

// readReceipt reads a receipt, or a whole link that ends in one.
func readReceipt(text string) (receipt, error) {
	var rc receipt
	text = strings.TrimSpace(text)
	if end := strings.IndexAny(text, "?#"); end >= 0 {
		text = text[:end]
	}
	text = text[strings.LastIndex(text, "/")+1:]
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(raw, &rc)
	}
	if err != nil || rc.Metric == "" || rc.Position < 0 {
		return rc, fault.Because(fault.Invalid, reason.Of("receipt_wrong"))
	}
	if rc.Form != receiptForm {
		return rc, fault.Invalidf("this receipt was written by another version of the product (form %d)", rc.Form)
	}
	return rc, nil
}

// Question returns the question and the definition of a receipt. An unknown definition is refused, as by
// Replay.
func (e *Engine) Question(text string) (Query, Definition, error) {
	rc, err := readReceipt(text)
	if err != nil {
		return Query{}, Definition{}, err
	}
	m, err := e.catalog.find(rc.Metric, rc.Version, rc.Hash)
	if err != nil {
		return Query{}, Definition{}, err
	}
	return rc.query(), m.definition(), nil
}

func (rc receipt) query() Query {
	return Query{
		Metric: rc.Metric, Version: rc.Version, From: rc.From, To: rc.To, Grain: period.Grain(rc.Grain),
		By: rc.By, Where: rc.Where, Compare: rc.Compare, AsOf: rc.AsOf, KnownAt: rc.KnownAt,
		Position: rc.Position, Org: rc.Org, Currency: rc.Currency, Today: rc.Today, Whose: rc.Whose,
		Whole: rc.Compare != "" && !rc.ToDate,
	}
}
