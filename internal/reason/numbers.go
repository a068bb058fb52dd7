package reason

// numbers are the messages about a metric without a value, and about a record that does not count
// in a metric.
var numbers = map[string]string{
	// a value
	"not_enough_data": "not enough data: {why}",
	"currencies_mixed": "the amounts are in several currencies ({currencies}): choose one to report in with " +
		"--currency, or set the company's currency",
	"rule":              "{count} of {of} {noun} {says}",
	"formula_rule":      "{says}",
	"rate_missing":      "no amount has an exchange rate into {currency}",
	"values_missing":    "none of {count} {noun} has the values it is computed from",
	"none_there":        "there are no {noun}",
	"period_over":       "the period ended on {day}: ask as of a day within it",
	"period_ahead":      "the period has not begun",
	"whose_empty":       "{whose} has no {noun}",
	"evidence_missing":  "not known: the data has no {what}",
	"before_data":       "not known: the data begins on {day}",
	"part_of_data":      "not comparable: the data begins on {day}, within the period",
	"after_data":        "not known: the data ends on {day}",
	"none_to_compute":   "there are no {noun} to compute it from",
	"none_to_divide_by": "there are no {noun} to divide by",
	"none_known":        "there are no {noun} to divide by: {why}",
	"too_few":           "{count} {noun}, and fewer than {floor} say nothing",
	"fewer_than_needed": "fewer rows than it takes",
	"adds_up_to_zero":   "the {noun} it is divided by add up to 0",
	"pace_unbounded":    "it is a pace and needs a period: add --from and --to, or --grain",
	"margin_unset":      "the company's gross margin is not set: set it as a share, such as gross_margin=0.8",
	"lag_unknown":       "the lag is {metric}, and it has no value",
	"lag_impossible":    "the lag is {metric}, and {days} days are none to go back",
	"baseline_short":    "a baseline is the mean of {periods} complete periods, and there are {count}",

	// a formula
	"part_unknown":      "{metric} has no value",
	"part_zero":         "{metric} is zero",
	"divisor_zero":      "what is divided by is zero",
	"sellers_ownerless": "no deal of {deals} has an owner, and nobody is marked as a rep",
	"sellers_none":      "nobody is marked as a rep, and there are no deals",
	"presence_unknown":  "{what} need each rep's first and last day; nobody is marked as a rep",
	"presence_endless":  "{what} need a period: add --from and --to, or --grain",

	// an estimate
	"spells_none":        "there is nothing to estimate from",
	"median_not_reached": "the median is not reached: fewer than half have ended by day {day}, the last one observed",
	"horizon_too_far":    "nothing is observed beyond day {day}, which is short of the horizon of {horizon} days",
	"model_not_fitted":   "the model of lifetimes cannot be fitted: {why}",
	"fit_no_maximum":     "the likelihood has no maximum that could be found",
	"fit_beyond_limits": "the best parameters lie beyond all limits: customers differ too little, or there are " +
		"too few, to tell them apart",
	"fit_not_ended":        "no maximum was reached after {evaluations} evaluations",
	"nobody_left":          "nobody has left yet",
	"purchases_not_fitted": "the model of purchases cannot be fitted: {why}",
	"worth_unbounded":      "the amounts of purchases differ so much that they have no mean",
	"worth_depends": "how often customers buy and for how much go together (correlation {correlation}), and " +
		"the model takes them to be independent",
	"nobody_bought": "nobody has bought twice",
	"few_bought":    "fewer than two customers have bought twice for an amount",

	// a record that does not count
	"record_rule":         "{says}",
	"record_without_rate": "has no exchange rate for its day",
	"record_lacks_value":  "lacks a value that the number is computed from",
	"record_ends_first":   "ends before it begins",
}
