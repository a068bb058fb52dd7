package metrics

// Definition is one metric as the catalogue lists it.
type Definition struct {
	Name        string   `json:"name"`
	Version     int      `json:"version"`
	Title       string   `json:"title"` // what it is called
	Question    string   `json:"question"`
	Description string   `json:"description"`
	Kind        string   `json:"kind"` // aggregate, estimate, derived, formula or baseline
	Unit        string   `json:"unit"`
	Better      string   `json:"better"` // up, down or ""
	Over        string   `json:"over,omitempty"`
	On          string   `json:"on,omitempty"`
	Dimensions  []string `json:"dimensions"` // the suggested ones
	// EachBy is the dimension by which a row measures one person, and so another thing than all rows together;
	// "" for most.
	EachBy   string `json:"each_by,omitempty"`
	Headline bool   `json:"headline"`
	Chain    *int   `json:"chain"` // its place among the twelve, 1 to 12
	// Group is what one beside the twelve is about, "" for none, and Place its place there.
	Group    string   `json:"group,omitempty"`
	Place    int      `json:"place,omitempty"`
	Variants []string `json:"variants"`
	Beside   []string `json:"beside"`
	// Needs are codes of what must have been in the log for an answer (evidence.go); a
	// formula's are its own and those of its parts.
	Needs []string `json:"needs"`
	// Formula is how it is computed, in one line.
	Formula string `json:"formula"`
	Also    string `json:"-"`    // what people also call it: only searched for
	Hash    string `json:"hash"` // of Text
	Text    string `json:"-"`    // the file
	Source  string `json:"-"`    // where it came from: built in, or a path
}

// object is the object whose records a metric is made from.
func (m *metric) object() string {
	if m.set != nil {
		return m.set.From[0]
	}
	return m.Over
}

// listed is the object of the records that a number opens to.
func (m *metric) listed() string {
	if m.set != nil {
		return m.set.Opens[0]
	}
	return m.Over
}

// stored is the object whose records the rows of a metric are, or are like: messages name it.
func (m *metric) stored() string {
	if m.set != nil {
		return m.set.Like
	}
	return m.Over
}
