package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"salesops/access"
	"salesops/analytics"
	"salesops/auth"
	"salesops/metrics"
	"salesops/record"
)

// SchemaBody are the objects and their fields.
type SchemaBody struct {
	Objects []ObjectInfo `json:"objects"`
}

// ObjectInfo is one object.
type ObjectInfo struct {
	Name   string        `json:"name"`
	Label  string        `json:"label"`
	Title  string        `json:"title" doc:"The field that names a record"`
	People bool          `json:"people" doc:"Its records are people, whose personal values can be erased"`
	Fields []SchemaField `json:"fields"`
}

// SchemaField is one field of an object.
type SchemaField struct {
	Name      string  `json:"name"`
	Label     string  `json:"label"`
	Kind      string  `json:"kind" enum:"text,int,number,bool,day,instant,money,ref"`
	RefObject *string `json:"ref_object"`
	Personal  bool    `json:"personal"`
	Required  bool    `json:"required"`
	Custom    bool    `json:"custom"`
	Column    int     `json:"column" doc:"Its place among the columns with which a list begins, from 1; 0 for none"`
	Fact      int     `json:"fact" doc:"Its place where there is room for few fields, from 1; 0 for none"`
	Figure    bool    `json:"figure" doc:"The number to show first where there is room for few"`
}

// FirstLook is what is known of the data right after an import.
type FirstLook struct {
	AsOf     *string       `json:"as_of"`
	Twelve   []TwelveEntry `json:"twelve"`
	Findings []Finding     `json:"findings" doc:"What moves the numbers most, biggest money first"`
	History  HistorySpan   `json:"history"`
}

// TwelveEntry is one of the twelve metrics.
type TwelveEntry struct {
	Chain       int               `json:"chain" minimum:"1" maximum:"12"`
	Name        string            `json:"name"`
	Answers     bool              `json:"answers"`
	Value       Decimal           `json:"value"`
	Unit        string            `json:"unit"`
	Currency    *string           `json:"currency"`
	N           int64             `json:"n"`
	From        *string           `json:"from" format:"date" doc:"The days that it is about; null: all time"`
	To          *string           `json:"to" format:"date" doc:"Included"`
	Flags       []string          `json:"flags" doc:"As of the rows of an answer"`
	Low         Decimal           `json:"low"`
	High        Decimal           `json:"high"`
	Interval    *Interval         `json:"interval,omitempty" doc:"What low and high are; only with them"`
	Reason      string            `json:"reason"`
	ReasonCode  ReasonCode        `json:"reason_code,omitempty" doc:"The reason as a code"`
	ReasonParts map[string]string `json:"reason_parts,omitempty" doc:"What belongs into its sentence, by name"`
	Needs       []string          `json:"needs" doc:"Codes of what is missing"`
	Available   bool              `json:"available" doc:"The metric is in the catalogue"`
}

// Finding is a problem in the data that changes numbers.
type Finding struct {
	Code     string             `json:"code"`
	Said     []string           `json:"said" doc:"The sentences that say it, by name"`
	Parts    map[string]string  `json:"parts,omitempty" doc:"What belongs into its sentences, by name"`
	Count    int64              `json:"count"`
	Of       int64              `json:"of" doc:"Records looked at; 0 when there is no such number"`
	Amount   *MoneyValue        `json:"amount,omitempty"`
	Day      *string            `json:"day" format:"date"`
	Metrics  []string           `json:"metrics" doc:"Metrics it moves"`
	Object   string             `json:"object"`
	Records  []string           `json:"records" doc:"Ids of its records, at most 500; count says how many there are"`
	Rates    map[string]Decimal `json:"rates" doc:"Win rates before and now, where it moved one"`
	Sentence string             `json:"sentence" doc:"In English"`
}

// HistorySpan is the time for which history is known.
type HistorySpan struct {
	Since *string `json:"since" format:"date"`
	Until string  `json:"until" format:"date"`
}

// SearchResults are records whose name matches.
type SearchResults struct {
	Results []SearchHit `json:"results"`
}

// SearchHit is one record found.
type SearchHit struct {
	Object string `json:"object"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// Me is the asker, and the workspace that they look at.
type Me struct {
	Name     string   `json:"name"`
	Role     RoleName `json:"role"`
	May      []string `json:"may" enum:"users,people,settings,metrics,import,export,undo,audit,backup,pay" doc:"Abilities of the role"`
	Writes   []string `json:"writes" doc:"Objects of which the asker may write some record"`
	Masked   []string `json:"masked" doc:"Fields that the asker does not see, as object.field"`
	Version  string   `json:"version"`
	Position int64    `json:"position" doc:"The log's head"`
	Today    string   `json:"today" format:"date" doc:"In the company's zone"`
	Empty    bool     `json:"empty" doc:"Nothing was imported or entered yet"`
	Data     *DataAge `json:"data,omitempty" doc:"How old the data is; left out before the first import"`
}

// DataAge says where the newest data came from, and how recent it is.
type DataAge struct {
	Source     string  `json:"source" doc:"The source's name, such as salesforce; empty where the import did not name one" example:"salesforce"`
	Summary    string  `json:"summary" doc:"The last import in words; empty for who may not open it"`
	ImportedAt string  `json:"imported_at" format:"date-time"`
	Import     *string `json:"import" doc:"Its batch; null for who may not open it"`
	Newest     *string `json:"newest" format:"date" doc:"The day on which the newest record was created in its source"`
}

func (a *API) registerWorkspace(api huma.API) {
	huma.Register(api, operation("getSchema", http.MethodGet, "/schema", "workspace", "Objects and fields"),
		a.getSchema)
	huma.Register(api, operation("getSettings", http.MethodGet, "/settings", "workspace", "Company settings"),
		a.getSettings)
	huma.Register(api, operation("getPeriods", http.MethodGet, "/periods", "workspace",
		"Periods by name: this quarter, last year …"), a.getPeriods)
	change := operation("updateSettings", http.MethodPatch, "/settings", "workspace", "Change company settings")
	change.Metadata = map[string]any{metaScope: auth.ScopeAdmin}
	huma.Register(api, needing(change, access.Settings), a.updateSettings)
	huma.Register(api, operation("getFirstLook", http.MethodGet, "/first-look", "workspace", "First look at the data"),
		a.getFirstLook)
	huma.Register(api, operation("search", http.MethodGet, "/search", "workspace", "Find records by name"), a.search)
	huma.Register(api, operation("getMe", http.MethodGet, "/me", "workspace", "Who asks"), a.getMe)
}

func (a *API) getSchema(ctx context.Context, in *Conditional) (*reply[SchemaBody], error) {
	position := a.Log.Head()
	if err := a.unchanged(ctx, *in, position); err != nil {
		return nil, err
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	body := SchemaBody{Objects: []ObjectInfo{}}
	schema := a.Log.Schema()
	sees := a.scope(ctx)
	for _, name := range schema.Names() {
		o, ok := schema.Object(name)
		if !ok {
			continue
		}
		info := ObjectInfo{Name: o.Name, Label: o.Label, Title: o.Title, People: o.Imported.OfPeople,
			Fields: []SchemaField{}}
		columns, facts := o.Columns(), o.Facts()
		for _, f := range o.Fields {
			if !f.Retired && !sees.Masks(name, f.Name) {
				info.Fields = append(info.Fields, SchemaField{
					Name: f.Name, Label: f.Label, Kind: f.Kind.String(), RefObject: textOrNull(f.Object),
					Personal: f.Personal, Required: f.Required, Custom: f.Custom,
					Column: slices.Index(columns, f.Name) + 1, Fact: slices.Index(facts, f.Name) + 1,
					Figure: f.Name == o.Shown.Figure,
				})
			}
		}
		body.Objects = append(body.Objects, info)
	}
	return &reply[SchemaBody]{head, body}, nil
}

func (a *API) search(ctx context.Context, in *struct {
	Conditional
	Query string `query:"q" required:"true" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*reply[SearchResults], error) {
	position := a.Columns.Position()
	if err := a.unchanged(ctx, in.Conditional, position); err != nil {
		return nil, err
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return nil, err
	}
	body := SearchResults{Results: []SearchHit{}}
	for _, o := range a.Log.Schema().Searched() {
		if len(body.Results) == in.Limit || strings.TrimSpace(in.Query) == "" {
			break
		}
		set, err := a.Engine.List(ctx, a.scope(ctx),
			metrics.ListQuery{Object: o.Name, Search: in.Query, Limit: in.Limit - len(body.Results)})
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		for _, r := range set.Records {
			body.Results = append(body.Results,
				SearchHit{Object: o.Name, ID: r.ID, Title: r.Title, Detail: hitDetail(o, valuesOf(r.Fields))})
		}
	}
	return &reply[SearchResults]{head, body}, nil
}

// hitDetail returns a text that distinguishes records with the same name.
func hitDetail(o *record.Object, fields map[string]FieldValue) string {
	var parts []string
	for _, name := range o.Shown.Apart {
		if text := FieldTexts(fields[name])[0]; text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts[:min(2, len(parts))], ", ")
}

func (a *API) getMe(ctx context.Context, _ *struct{}) (*reply[Me], error) {
	today, err := a.today(ctx)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	head, err := a.fresh(ctx, a.Log.Head())
	if err != nil {
		return nil, err
	}
	by := asker(ctx)
	body := Me{Name: nameOf(ctx), Role: RoleName{ID: by.Role.ID, Name: by.Role.Name}, May: texts(by.Role.Abilities),
		Writes: a.writes(by), Masked: a.maskedFrom(by), Version: a.Version,
		Position: int64(a.Log.Head()), Today: today.String()}
	if body.Empty, err = a.empty(ctx); analytics.IsRenewal(err) { // every page needs the rest
		return &reply[Me]{Positioned{Position: head.Position, Cache: "no-store"}, body}, nil
	} else if err != nil {
		return nil, a.problem(ctx, err)
	}
	if body.Data, err = a.dataAge(ctx, today); err != nil {
		return nil, a.problem(ctx, err)
	}
	return &reply[Me]{head, body}, nil
}
