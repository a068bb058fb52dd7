package visits

import "salesops/metrics"

// RowSets returns the row sets that read the table.
func RowSets() []*metrics.RowSet {
	table := Table()
	return []*metrics.RowSet{
		// The stays of deals in stages while they were open.
		metrics.TableRows{
			Name: "stage_visit", Table: table, Only: "visit",
			Own:   []string{"stage", "entered_on", "left_on", "left", "first", "advanced", "remembered"},
			Shown: []string{"stage", "entered_on", "left_on"},
		}.RowSet(),
		// The moves of deals from one stage to the next, or to their end.
		metrics.TableRows{
			Name: "stage_move", Table: table, Only: "left",
			Own:   []string{"stage", "entered_on", "left_on", "remembered", "to_stage", "to_outcome", "back", "undone"},
			Shown: []string{"stage", "to_stage", "left_on", "entered_on"},
		}.RowSet(),
		// The path of every deal so far.
		metrics.TableRows{
			Name: "deal_path", Table: table, Only: "latest",
			Own:   []string{"path", "returns", "whole"},
			Shown: []string{"path", "returns"},
		}.RowSet(),
	}
}
