package mapping

import (
	"salesops/connectors/tool"
	"salesops/sales"
)

var logKeys = []string{"case", "activity", "time", "resource"}

// eventLog reads a plain log (case, activity, time, resource) as three entries: each case
// is a deal whose stage is its latest activity, and each row is an activity of that deal,
// so that an activity that comes twice in a row is two events though the stage stays.
func (m *Mapping) eventLog(r *reader, e *entry, p *pair) {
	columns := map[string]named{}
	for _, k := range r.pairs(p.value, "event_log", logKeys...) {
		columns[k.key] = named{r.text(k.value, k.key), k.value.Line}
	}
	for _, need := range logKeys[:3] {
		if columns[need].name == "" {
			r.fail(p.line,
				"an event log needs %s: write event_log with the columns of case, activity and time, and of resource "+
					"if there is one", need)
			return
		}
	}
	of := func(field, key string) spec {
		return spec{line: columns[key].line, field: field, columns: []named{columns[key]}}
	}
	deal := *e
	deal.object, deal.label, deal.part = sales.Deal, "event log: deal", true
	deal.id = identity{columns: []named{columns["case"]}}
	deal.ignore, deal.all = nil, true
	has := func(field string) bool {
		for _, f := range e.fields {
			if f.field == field {
				return true
			}
		}
		return false
	}
	if !has("name") {
		deal.fields = append(deal.fields, of("name", "case"))
	}
	if !has("created") {
		deal.fields = append(deal.fields, of("created", "time"))
	}

	history := *e
	history.object, history.label, history.role = sales.Deal, "event log: stage history", tool.Snapshot
	history.id, history.dates, history.decide = deal.id, nil, nil
	history.fields = []spec{of("created", "time"), of("stage", "activity")}
	history.ignore, history.all, history.keep = nil, true, nil
	history.log = true
	if !has("close_date") {
		history.fields = append(history.fields, of("close_date", "time"))
	}

	event := *e
	event.object, event.label = sales.Activity, "event log: activity"
	event.id = identity{columns: []named{columns["case"], columns["activity"], columns["time"]}, keep: true}
	event.dates, event.decide, event.keep = nil, nil, nil
	event.fields = []spec{
		of("deal", "case"), of("subject", "activity"), of("start_at", "time"),
		{line: e.line, field: "kind", constant: "event", fixed: true},
		{line: e.line, field: "done", constant: "true", fixed: true},
	}
	if columns["resource"].name != "" {
		owner := of("owner", "resource")
		owner.byName = tool.NameCreate
		event.fields = append(event.fields, owner)
	}
	if r.err != nil {
		return
	}
	m.entries = append(m.entries, &event, &deal, &history)
}
