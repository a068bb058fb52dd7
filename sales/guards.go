package sales

import "salesops/record"

// Guards are the rules of the vocabulary, for record.Options.
func Guards() []record.Guard { return nil }
