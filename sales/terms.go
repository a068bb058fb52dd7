package sales

// Terms returns the named conditions of an object, as expressions over its fields. A metric file uses them
// (won, open) and need not know how an outcome is stored.
func Terms(object string) map[string]string {
	switch object {
	case Deal:
		return map[string]string{
			"won":    "outcome == 'won'",
			"lost":   "outcome == 'lost'",
			"closed": "outcome == 'won' || outcome == 'lost'",
			"open":   "!(outcome == 'won' || outcome == 'lost')", // a deal without an outcome is open
			// closed_on is a column beside the fields: close_date while closed, else unset.
		}
	case Lead:
		return map[string]string{"reached_deal": "has(converted_deal)"}
	}
	return map[string]string{}
}
