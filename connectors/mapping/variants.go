package mapping

import (
	"slices"
	"strings"

	"salesops/internal/money"
	"salesops/sales"
)

// A header says more than one word of the lists in hints.go: "Opportunity Title", "Value EUR",
// "amount.amountMicros". Its variants are the same header with what only decorates it taken off.

// wraps are the first keys of a path under which programs put the values of a record.
var wraps = []string{"record.", "node.", "fields.", "attributes.", "properties.", "data."}

// unwrapped is a header without what programs wrap around values.
func unwrapped(header string) string {
	for again := true; again; {
		again = false
		for _, w := range wraps {
			if len(header) > len(w) && strings.EqualFold(header[:len(w)], w) {
				header, again = header[len(w):], true
			}
		}
	}
	if inner, ok := strings.CutSuffix(header, ".value"); ok && inner != "" {
		return inner
	}
	return header
}

// generic words say nothing without the word before them: owner.name is not a name here.
var generic = []string{"name", "id", "email", "title", "label", "code", "type", "key", "url", "phone", "status",
	"value", "first_name", "last_name"}

// variants are the words that a header can be looked up by beside its own, and the currency that it
// names.
func (d dialect) variants(header string) (list []string, currency string) {
	header = unwrapped(header)
	add := func(w string) {
		if w = strings.Trim(w, "_"); w != "" && !slices.Contains(list, w) {
			list = append(list, w)
		}
	}
	word := d.words(header)
	bare := header
	if at := strings.LastIndexByte(header, '.'); at >= 0 {
		if last := d.words(header[at+1:]); !slices.Contains(generic, last) {
			add(last)
			bare = header[at+1:]
		}
	}
	if parts := strings.Split(header, "."); len(parts) > 2 {
		add(d.words(strings.Join(parts[len(parts)-2:], ".")))
	}
	if strings.Contains(bare, "%") {
		add(d.words(bare) + "_percent")
	}
	if rest, code := withoutCurrency(bare); code != "" {
		currency = code
		w := d.words(rest)
		add(w)
		add(strings.TrimSuffix(w, "_in"))
		add(strings.TrimSuffix(w, "_em"))
	}
	for _, w := range append([]string{word}, list...) {
		if rest, ok := strings.CutSuffix(w, "_micros"); ok {
			add(rest)
		}
	}
	return slices.DeleteFunc(list, func(w string) bool { return w == word }), currency
}

// withoutCurrency takes a currency off one end of a header: "Value EUR", "Amount (USD)", "Betrag €".
func withoutCurrency(header string) (rest, code string) {
	parts := strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune(" _-()[]/.,:", r) })
	if len(parts) < 2 {
		return header, ""
	}
	signs := map[string]string{"€": "EUR", "£": "GBP", "R$": "BRL", "US$": "USD", "¥": "CNY", "元": "CNY", "₹": "INR"}
	of := func(p string) string {
		if c := signs[p]; c != "" {
			return c
		}
		if len(p) == 3 && strings.ToUpper(p) == p && money.Known(p) || strings.Contains(header, "_"+p) && len(p) == 3 &&
			slices.Contains([]string{"eur", "usd", "gbp", "brl", "chf", "jpy", "cny"}, p) {
			return strings.ToUpper(p)
		}
		return ""
	}
	last := len(parts) - 1
	if c := of(parts[last]); c != "" {
		return strings.Join(parts[:last], " "), c
	}
	if c := of(parts[0]); c != "" {
		return strings.Join(parts[1:], " "), c
	}
	return header, ""
}

// prefixes are what a table's headers repeat of its object.
var prefixes = map[string][]string{
	sales.Deal: {"deal_", "opportunity_", "opp_", "sale_", "negócio_", "negocio_", "oportunidade_", "oportunidad_",
		"opportunité_", "商机", "交易"}, sales.Lead: {"lead_", "prospect_", "线索"},
	sales.Account: {"account_", "company_", "customer_", "client_", "organization_", "cliente_", "empresa_", "客户",
		"公司"}, sales.Contact: {"contact_", "guest_", "attendee_", "participant_", "contato_", "联系人"},
	sales.Person: {"user_", "employee_", "rep_", "seller_", "agent_", "owner_", "salesperson_"}, sales.Team: {"team_"},
	sales.Product:  {"product_", "item_", "产品"},
	sales.DealLine: {"line_", "item_", "line_item_"}, sales.Activity: {"activity_", "task_", "event_", "call_",
		"meeting_"}, sales.Contract: {"contract_", "subscription_", "合同"},
	sales.Order: {"order_", "purchase_", "invoice_", "transaction_", "订单"}, sales.Quota: {"quota_", "target_", "goal_"},
	sales.Cost: {"cost_"}, sales.Split: {"split_", "credit_"},
	sales.Absence: {"absence_", "leave_"}, sales.Rate: {"rate_"},
}

// also says whether a column can be looked up by a word that is not its own.
func (c *column) also(word, object string) bool {
	word = plain(word)
	if slices.ContainsFunc(c.variants, func(w string) bool { return plain(w) == word }) {
		return true
	}
	for _, p := range prefixes[object] {
		for _, w := range append([]string{c.word}, c.variants...) {
			if rest, ok := strings.CutPrefix(w, p); ok && plain(rest) == word {
				return true
			}
		}
	}
	return false
}

// plain is a word without the marks of its letters: many write "inicio" for "início".
func plain(word string) string {
	for i := range len(word) {
		if word[i] >= 0x80 {
			return marks.Replace(word)
		}
	}
	return word
}

var marks = strings.NewReplacer("á", "a", "à", "a", "â", "a", "ã", "a", "é", "e", "ê", "e", "í", "i", "ó", "o",
	"ô", "o", "õ", "o", "ú", "u", "ü", "u", "ç", "c", "ä", "a", "ö", "o", "ß", "ss", "ñ", "n", "è", "e", "ë",
	"e", "î", "i", "ï", "i", "ù", "u", "û", "u", "œ", "oe", "º", "o", "ª", "a")

// inMicros says that a column's amounts are in millionths, by its name.
func (c *column) inMicros() bool { return strings.HasSuffix(c.word, "_micros") && c.isNumber() }
