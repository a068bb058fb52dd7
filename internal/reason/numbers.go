package reason

// numbers says why a metric has no value, and why a record does not count in one.
var numbers = map[string]string{}
