package hubspot

import (
	"slices"
	"strings"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Tool is HubSpot. The zero value is ready.
type Tool struct{}

// Name is the default source.
func (Tool) Name() string { return "hubspot" }

// Title is its name for people.
func (Tool) Title() string { return "HubSpot" }

// StageEntered reads the name of a property that holds the time of entering a stage, which ends with the
// stage's id: hs_v2_date_entered_closedlost.
func (Tool) StageEntered(header string) string {
	for _, mark := range []string{"hs_v2_date_entered_", "hs_date_entered_"} {
		if _, id, ok := strings.Cut(strings.ToLower(header), mark); ok {
			return id
		}
	}
	return ""
}

// Prefixes are those that loaders put before the names of properties.
func (Tool) Prefixes() []string { return []string{"property_hs_", "property_"} }

// Layouts are the tables that are read, and those that are known and set aside.
func (Tool) Layouts() []tool.Layout { return all }

var all = slices.Concat(exports, api, objects, vocabulary, engagements(), links, histories, aside)

// ID takes any word for an id: most are numbers, those of pipelines and stages may be words.
// Ids that are made of names have spaces.
func (Tool) ID(text string) (string, bool) {
	return tool.WordID(text)
}

// Order is 0: ids do not tell which is older.
func (Tool) Order(string) uint64 { return 0 }

// ObjectOf knows nothing: ids of different objects look alike.
func (Tool) ObjectOf(string) (string, bool) { return "", false }

// Stages are those of a new account, by name and by id. A table of stages goes before them.
func (Tool) Stages() []tool.Stage { return stages }

var stages = shipped()

// StageOutcome knows the one forecast category that says more than a stage's row or name.
func (Tool) StageOutcome(category string, _ float64) string {
	if strings.EqualFold(category, "closed won") {
		return sales.Won
	}
	return ""
}
