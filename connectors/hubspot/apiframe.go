package hubspot

import (
	"encoding/json"
	"slices"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/record"
)

// property is the name of the property that a column holds, and what of it: "" is the value,
// "versions" its history. ok is false for a column that is no property.
func property(header string) (name, what string, ok bool) {
	switch {
	case strings.HasPrefix(header, "propertiesWithHistory."):
		return strings.TrimPrefix(header, "propertiesWithHistory."), "versions", true
	case strings.HasPrefix(header, "properties."):
		name = strings.TrimPrefix(header, "properties.")
	case strings.HasPrefix(header, "property_") && strings.Contains(header, "."):
		name = strings.TrimPrefix(header, "property_")
	default:
		return "", "", false
	}
	if cut := strings.IndexByte(name, '.'); cut >= 0 {
		name, what = name[:cut], name[cut+1:]
		if what == "value" {
			what = ""
		}
	}
	return name, what, true
}

// apiFrame makes the columns of a warehouse out of an object of the API.
type apiFrame struct {
	header  []string
	cells   []apiCell
	account [2][]int // columns of associations: lists of objects, lists of ids
	contact [2][]int
	id      []int
	created []int
	changed []int
	gone    int // archivedAt; -1
}

// apiCell is one cell: of a column, or, where that is missing or empty, the newest of a history.
type apiCell struct{ column, history int }

func newAPIFrame(header []string, id string, ids []string) *apiFrame {
	f := &apiFrame{gone: -1}
	at := map[string]int{} // property → index in cells
	for i, h := range header {
		name, what, ok := property(h)
		switch {
		case ok && what == "", ok && what == "versions":
			if h = "property_" + strings.ToLower(name); what == "" && name == "hs_merged_object_ids" {
				h = "property_hs_merged_object_ids"
			}
			k, have := at[h]
			if !have {
				k = len(f.cells)
				at[h] = k
				f.header, f.cells = append(f.header, h), append(f.cells, apiCell{-1, -1})
			}
			if what == "" {
				f.cells[k].column = i
			} else {
				f.cells[k].history = i
			}
		case ok: // when and by whom the value was entered: its history tells
		case slices.Contains(ids, h):
			f.id = append(f.id, i)
		case h == "createdAt":
			f.created = append(f.created, i)
		case h == "updatedAt":
			f.changed = append(f.changed, i)
		case h == "archivedAt":
			f.gone = i
		case strings.EqualFold(h, "mergedObjectIds"), strings.EqualFold(h, "merged-vids"):
			f.header, f.cells = append(f.header, "property_hs_merged_object_ids"), append(f.cells, apiCell{i, -1})
		case strings.HasPrefix(h, "associations"):
			f.association(h, i)
		default:
			f.header, f.cells = append(f.header, h), append(f.cells, apiCell{i, -1})
		}
	}
	f.header = append(f.header, id, "created (of the object)", "modified (of the object)",
		"account (of the associations)", "contact (of the associations)")
	return f
}

func (f *apiFrame) association(h string, i int) {
	low := strings.ToLower(h)
	ids := 0
	if strings.HasSuffix(low, "ids") {
		ids = 1
	}
	switch {
	case strings.Contains(low, "compan"):
		f.account[ids] = append(f.account[ids], i)
	case strings.Contains(low, "contact"), strings.Contains(low, "associatedvids"):
		f.contact[ids] = append(f.contact[ids], i)
	}
	if strings.Contains(low, "associatedvids") {
		f.contact[1] = append(f.contact[1], i)
	}
}

// Header names the cells.
func (f *apiFrame) Header() []string { return f.header }

// Row makes the cells of one object.
func (f *apiFrame) Row(cells, into []string) ([]string, bool, error) {
	for _, c := range f.cells {
		s := ""
		if c.column >= 0 {
			s = cells[c.column]
		}
		if c.history >= 0 && s == "" {
			if all := versions(cells[c.history]); len(all) > 0 {
				s = all[0].Value.text()
			}
		}
		into = append(into, s)
	}
	first := func(columns []int) string {
		for _, i := range columns {
			if cells[i] != "" {
				return cells[i]
			}
		}
		return ""
	}
	changed := first(f.changed)
	if f.gone >= 0 && cells[f.gone] != "" {
		changed = cells[f.gone] // the last thing that happened to it
	}
	into = append(into, first(f.id), first(f.created), changed)
	for _, from := range [][2][]int{f.account, f.contact} {
		id := associated(first(from[0]))
		if id == "" {
			id, _, _ = strings.Cut(first(from[1]), ";")
		}
		into = append(into, id)
	}
	return into, true, nil
}

// plainText is a value in JSON that may be a text, a number or nothing.
type plainText string

func (p *plainText) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(p))
	}
	if s := string(b); s != "null" {
		*p = plainText(s)
	}
	return nil
}

func (p plainText) text() string { return string(p) }

// version is one value that a property had.
type version struct {
	Value     plainText `json:"value"`
	Timestamp plainText `json:"timestamp"`
}

// versions reads the history in a cell; nil when it is none.
func versions(cell string) []version {
	var all []version
	if cell == "" || json.Unmarshal([]byte(cell), &all) != nil {
		return nil
	}
	return all
}

// associated is the record that counts of a list of associations: the primary one, else the first.
func associated(cell string) string {
	var all []struct {
		ID   plainText `json:"id"`
		To   plainText `json:"toObjectId"`
		Type string    `json:"type"`
	}
	if cell == "" || json.Unmarshal([]byte(cell), &all) != nil || len(all) == 0 {
		return ""
	}
	best := all[0]
	for _, a := range all {
		if a.Type != "" && !strings.HasSuffix(a.Type, "_unlabeled") {
			best = a
			break
		}
	}
	if best.ID == "" {
		return best.To.text()
	}
	return best.ID.text()
}

// ownerFrame adds an owner's team: the primary one of a list.
type ownerFrame struct {
	header []string
	teams  int
}

func newOwnerFrame(header []string) *ownerFrame {
	return &ownerFrame{append(slices.Clone(header), "team (of teams)", "team name (of teams)"),
		slices.Index(header, "teams")}
}

// Header names the cells.
func (f *ownerFrame) Header() []string { return f.header }

// Row makes the cells of one owner.
func (f *ownerFrame) Row(cells, into []string) ([]string, bool, error) {
	var teams []struct {
		ID      plainText `json:"id"`
		Name    string    `json:"name"`
		Primary bool      `json:"primary"`
	}
	into = append(into, cells...)
	if f.teams < 0 || f.teams >= len(cells) ||
		json.Unmarshal([]byte(cells[f.teams]), &teams) != nil || len(teams) == 0 {
		return append(into, "", ""), true, nil
	}
	best := teams[0]
	for _, t := range teams {
		if t.Primary {
			best = t
			break
		}
	}
	if at := len(into) - len(cells) + f.teams; at < len(into) {
		into[at] = "" // kept as the team
	}
	return append(into, best.ID.text(), best.Name), true, nil
}

// apiOwner makes a name of its parts. An owner that is archived has left.
func apiOwner(r tool.Row) {
	if name := r.Join("firstName", "lastName"); name != "" {
		r.Set("name", record.TextValue(name))
	}
	if gone, err := cell.ReadYesNo(r.Text("archived")); err == nil {
		r.Set("active", record.BoolValue(!gone))
	}
}
