package sales

// Terms are the named conditions of an object, as expressions over its fields: what a
// metric file may call won or open without saying how it is stored.
func Terms(object string) map[string]string {
	switch object {
	case Deal:
		return map[string]string{
			"won":    "outcome == 'won'",
			"lost":   "outcome == 'lost'",
			"closed": "outcome == 'won' || outcome == 'lost'",
			"open":   "!(outcome == 'won' || outcome == 'lost')", // without an outcome it is open
			// closed_on is a column beside the fields: close_date while closed, else unset.
		}
	case Lead:
		return map[string]string{"reached_deal": "has(converted_deal)"}
	}
	return map[string]string{}
}
