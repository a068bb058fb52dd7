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
	// EachBy is the dimension by which each row measures one person, and so something else than the total; ""
	// for most metrics.
	EachBy   string `json:"each_by,omitempty"`
	Headline bool   `json:"headline"`
	Chain    *int   `json:"chain"` // its place among the twelve, 1 to 12
	// Group is the subject of a metric that is not one of the twelve ("" for those), and Place its place in the
	// group.
	Group    string   `json:"group,omitempty"`
	Place    int      `json:"place,omitempty"`
	Variants []string `json:"variants"`
	Beside   []string `json:"beside"`
	// Needs are the codes of the evidence that the log must have for an answer (evidence.go), for a formula
	// including those of its parts.
	Needs []string `json:"needs"`
	// Formula is how it is computed, in one line.
	Formula string `json:"formula"`
	Also    string `json:"-"`    // other names, for searches
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

// listed returns the object of the records to which a number opens.
func (m *metric) listed() string {
	if m.set != nil {
		return m.set.Opens[0]
	}
	return m.Over
}

// stored returns the object whose records the rows are, or are like. Messages name it.
func (m *metric) stored() string {
	if m.set != nil {
		return m.set.Like
	}
	return m.Over
}
