package reason

// requests says why something that was asked for was refused.
var requests = map[string]string{}
