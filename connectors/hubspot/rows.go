package hubspot

import (
	"strconv"
	"strings"

	"salesops/connectors/cell"
	"salesops/connectors/tool"
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

// contact and owner make a name of its parts.
func contact(r tool.Row) {
	if name := r.Join("property_firstname", "property_lastname"); name != "" {
		r.Set("name", record.TextValue(name))
	}
}

func owner(r tool.Row) {
	if name := r.Join("first_name", "last_name"); name != "" {
		r.Set("name", record.TextValue(name))
	}
}

// stage says what a stage means: won where its row says so; closed and not won is lost. A
// table that does not say what is closed has only the probability: 0 is lost.
func stage(r tool.Row) {
	yes := func(header string) bool { b, err := cell.ReadYesNo(r.Text(header)); return err == nil && b }
	outcome := sales.Open
	probability := r.Value("probability")
	switch {
	case yes("closed_won"), r.Text("closed_won") == "" && probability.IsSet() && probability.Number() == 1:
		outcome = sales.Won
	case yes("is_closed"), r.Text("is_closed") == "" && probability.IsSet() && probability.Number() == 0:
		outcome = sales.Lost
	}
	r.Set("outcome", record.TextValue(outcome))
}

// engagement says what was done, and when. kind is the table's; "" when each row says it.
func engagement(kind string) func(tool.Row) {
	return func(r tool.Row) {
		kind := kind
		if kind == "" {
			switch t := strings.ToUpper(r.Text("type")); {
			case t == "":
			case strings.Contains(t, "EMAIL"):
				kind = "email"
			case t == "CALL", t == "MEETING":
				kind = strings.ToLower(t)
			case t == "NOTE", t == "COMMUNICATION":
				kind = strings.ToLower(t)
			default:
				kind = "task"
			}
		}
		if kind != "" {
			r.Set("kind", record.TextValue(kind))
		}
		var start period.Instant
		for _, header := range []string{"start_time", "property_hs_meeting_start_time",
			"property_hs_timestamp", "timestamp"} {
			if at, ok := r.Time(header); ok && start == 0 {
				start = at
				r.Set("start_at", record.InstantValue(at))
			}
		}
		for _, header := range []string{"end_time", "property_hs_meeting_end_time"} {
			if at, ok := r.Time(header); ok && start != 0 && at >= start {
				r.Set("end_at", record.InstantValue(at))
			}
		}
		if ms, err := strconv.ParseInt(r.Text("property_hs_call_duration"), 10, 64); err == nil && start != 0 &&
			ms > 0 && ms < 7*86_400_000 {
			r.Set("end_at", record.InstantValue(start+period.Instant(ms)*1000))
		}
		if status := r.Value("status").Text(); status != "" {
			r.Set("done", record.BoolValue(strings.EqualFold(status, "COMPLETED")))
		}
	}
}

// columnOf are the properties whose column in the object's own table is called otherwise.
var columnOf = map[string]string{"dealstage": "deal_pipeline_stage_id", "pipeline": "deal_pipeline_id",
	"hubspot_owner_id": "property_hubspot_owner_id"}

// properties gives the names in a history of properties as the columns of the object's table.
func properties(header []string) (tool.Frame, error) {
	p := &propertyNames{header: header, name: -1}
	for i, h := range header {
		if strings.EqualFold(h, "name") {
			p.name = i
		}
	}
	return p, nil
}

type propertyNames struct {
	header []string
	name   int
}

// Header is the file's own.
func (p *propertyNames) Header() []string { return p.header }

// Row changes the cell that names the property.
func (p *propertyNames) Row(cells, into []string) ([]string, bool, error) {
	into = append(into, cells...)
	if at := len(into) - len(cells) + p.name; p.name >= 0 && p.name < len(cells) {
		name := strings.ToLower(into[at])
		if column, ok := columnOf[name]; ok {
			into[at] = column
		} else {
			into[at] = "property_" + name
		}
	}
	return into, true, nil
}
