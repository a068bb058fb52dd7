package hubspot

import (
	"slices"
	"strings"

	"salesops/connectors"
)

// Tool is HubSpot. The zero value is ready.
type Tool struct{}

// Name is the default source.
func (Tool) Name() string { return "hubspot" }

// Layouts are the tables that are read, and those that are known and set aside.
func (Tool) Layouts() []connectors.Layout { return all }

var all = slices.Concat(objects, vocabulary, engagements(), links, histories, aside)

// ID takes any word for an id: most are numbers, those of pipelines and stages may be words.
func (Tool) ID(text string) (string, bool) {
	text = strings.TrimSpace(text)
	return text, text != "" && len(text) <= 255 && !strings.ContainsAny(text, " \t\r\n\x00")
}

// Order is 0: ids do not tell which is older.
func (Tool) Order(string) uint64 { return 0 }

// ObjectOf knows nothing: ids of different objects look alike.
func (Tool) ObjectOf(string) (string, bool) { return "", false }

// Stages has none: they come with their table.
func (Tool) Stages() []connectors.Stage { return nil }

// StageOutcome is "": a stage's own row says what it means.
func (Tool) StageOutcome(string, float64) string { return "" }
