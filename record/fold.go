package record

// Fold is the state of one record at a moment, from its changes in any order.
func Fold(changes []Change, at At) Record { return Record{} }
