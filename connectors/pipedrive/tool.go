package pipedrive

import (
	"slices"

	"salesops/connectors/tool"
	"salesops/sales"
)

// Tool is Pipedrive. The zero value is ready.
type Tool struct{}

// Name is the default source.
func (Tool) Name() string { return "pipedrive" }

// Title is its name for people.
func (Tool) Title() string { return "Pipedrive" }

// Layouts are the exports and objects that are read.
func (Tool) Layouts() []tool.Layout { return all }

var all = slices.Concat(exports, objects)

// ID takes any word for an id: they are numbers, and newer ones have hyphens. Ids that are made
// of names have spaces.
func (Tool) ID(text string) (string, bool) {
	return tool.WordID(text)
}

// Order is 0: ids of a page of the list do not tell which is older.
func (Tool) Order(string) uint64 { return 0 }

// ObjectOf knows nothing: ids of different objects look alike.
func (Tool) ObjectOf(string) (string, bool) { return "", false }

// Stages says that the two stages which a status makes are an end, and all others are open.
func (Tool) Stages() []tool.Stage {
	return []tool.Stage{
		{Name: "*", Outcome: sales.Open, Sure: true}, {Name: wonStage, Outcome: sales.Won, Sure: true},
		{Name: lostStage, Outcome: sales.Lost, Sure: true},
		{Name: wonID, Outcome: sales.Won, Sure: true}, {Name: lostID, Outcome: sales.Lost, Sure: true},
	}
}

const (
	wonStage  = "Won"
	lostStage = "Lost"
)

// StageOutcome is "": the status tells.
func (Tool) StageOutcome(string, float64) string { return "" }
