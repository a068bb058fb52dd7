package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"salesops/connectors"
	"salesops/connectors/mapping"
	"salesops/internal/fault"
)

// MappingSuggestion is a first mapping for some files, with what it was guessed from.
type MappingSuggestion struct {
	Mapping   string            `json:"mapping" doc:"YAML with a comment on every guess; send it back as the part mapping of an import"`
	Outline   MappingOutline    `json:"outline"`
	Tables    []MappingTable    `json:"tables" doc:"The tables of the files, in their order"`
	Questions []MappingQuestion `json:"questions" doc:"What only a person can say; an import refuses until each is decided"`
	Objects   []MappingObject   `json:"objects" doc:"What rows can be, with the fields that columns can be given to"`
}

// MappingOutline is the content of a mapping as a structure.
type MappingOutline struct {
	Source   string         `json:"source" doc:"What ids belong to; empty where the mapping does not say, as all settings"`
	Zone     string         `json:"zone"`
	Currency string         `json:"currency"`
	Dates    string         `json:"dates" enum:"dmy,mdy,ymd,"`
	Numbers  string         `json:"numbers" enum:"comma,point,"`
	Encoding string         `json:"encoding" doc:"Of text files whose bytes do not show it, by its name on the web"`
	Stages   []MappingStage `json:"stages" doc:"In the order of the sale"`
	Entries  []MappingEntry `json:"entries"`
}

// MappingStage is a stage with its outcome.
type MappingStage struct {
	Name    string `json:"name" maxLength:"500"`
	Outcome string `json:"outcome" enum:"open,won,lost"`
}

// MappingEntry says how rows of some files become records of one object.
type MappingEntry struct {
	Files         []string       `json:"files" doc:"Names, with * and ?"`
	Header        []string       `json:"header" doc:"Files that have all these columns"`
	Object        string         `json:"object"`
	Log           bool           `json:"log" doc:"Rows are events of cases; each case is a deal"`
	History       bool           `json:"history" doc:"Rows are earlier states of records"`
	Part          bool           `json:"part" doc:"Rows are only some of the records"`
	ID            []string       `json:"id" doc:"Columns that tell the rows apart; none where no column does"`
	Match         string         `json:"match" enum:"id,external,email,name," doc:"What rows are found by; empty is the ids of the file"`
	Only          string         `json:"only" enum:"create,update," doc:"Empty for both"`
	Joins         []MappingJoin  `json:"joins" doc:"Tables in which the rows look up columns"`
	Fields        []MappingField `json:"fields"`
	Ignored       []string       `json:"ignored" doc:"Columns that are left out"`
	OthersIgnored bool           `json:"others_ignored" doc:"Columns that nothing names are left out; else they become fields of their own"`
	Undecided     []string       `json:"undecided" doc:"Sentences under decide; those of questions are their text"`
}

// MappingJoin is a table in which the rows look up columns.
type MappingJoin struct {
	Name   string       `json:"name" doc:"Its columns are called name.Column"`
	Files  []string     `json:"files" doc:"Names, with * and ?"`
	Header []string     `json:"header" doc:"Files that have all these columns"`
	On     []MappingKey `json:"on"`
	Kept   []string     `json:"kept" doc:"Its columns that become fields of their own"`
}

// MappingKey is a column of the row whose value is looked up in a column of the joined table.
type MappingKey struct {
	Column string `json:"column"`
	In     string `json:"in"`
}

// MappingField says how a field is computed.
type MappingField struct {
	Field    string   `json:"field"`
	Columns  []string `json:"columns"`
	Constant string   `json:"constant" doc:"The same in every row; empty for none"`
	Computed bool     `json:"computed" doc:"From an expression, or moved by days or months: see the YAML"`
	Lookup   string   `json:"lookup" enum:"id,name,create," doc:"Of a reference: by id, by name, or by name and made where it is not there"`
	Format   string   `json:"format" enum:"percent,comma,point,micros,month,quarter,pair_from,pair_to,"`
	Dates    string   `json:"dates" enum:"dmy,mdy,ymd,"`
}

// MappingTable is a table in the files.
type MappingTable struct {
	File    string          `json:"file" doc:"As the mapping names it"`
	Rows    int             `json:"rows"`
	Layout  string          `json:"layout" doc:"The built-in layout that reads it, which needs no mapping; empty for none"`
	Reason  string          `json:"reason" doc:"Why it cannot be read; empty when it can"`
	Object  string          `json:"object" doc:"What its rows seem to be; empty when no object fits"`
	Log     bool            `json:"log" doc:"Each row is an event of a case"`
	Kept    string          `json:"kept" doc:"The kept mapping that reads it; empty where it was guessed"`
	Columns []MappingColumn `json:"columns"`
}

// MappingColumn is a column with a sample of its values.
type MappingColumn struct {
	Name     string         `json:"name"`
	Holds    string         `json:"holds" enum:"text,number,date,yes_no,nothing"`
	Filled   int            `json:"filled" doc:"Rows that have a value"`
	Samples  []string       `json:"samples" doc:"The first few different values"`
	Currency string         `json:"currency" doc:"That the header or the values name; empty for none"`
	Loader   bool           `json:"loader" doc:"Written by a loader; says nothing of the business"`
	Stages   []MappingStage `json:"stages" doc:"Its values as stages, in the order of the sale as far as words tell it; none where they are many"`
}

// MappingQuestion is a question that only a person can answer.
type MappingQuestion struct {
	Ask     string   `json:"ask" enum:"dates,numbers,outcomes,order,state,taken,months,rates_from,rates_way,rates_day,owner"`
	File    string   `json:"file"`
	Column  string   `json:"column" doc:"Empty where it is about none"`
	Example string   `json:"example" doc:"A value that can be read two ways, or the guess to be confirmed"`
	Values  []string `json:"values" doc:"The stages it is about"`
	Text    string   `json:"text" doc:"The sentence under decide, in English"`
}

// MappingObject is an object that the rows of a table can become.
type MappingObject struct {
	Name   string               `json:"name"`
	Title  string               `json:"title" doc:"The field that names a record"`
	Email  bool                 `json:"email" doc:"Records can be found by an e-mail"`
	Fields []MappingObjectField `json:"fields"`
}

// MappingObjectField is a field that a column can be assigned to.
type MappingObjectField struct {
	Name string `json:"name"`
	Kind string `json:"kind" enum:"text,whole,number,percent,money,day,time,yes_no,record"`
	Of   string `json:"of" doc:"The object that it points to; empty for other kinds"`
}

// MappingRevision asks for changes to a mapping.
type MappingRevision struct {
	Mapping string          `json:"mapping" maxLength:"1048576" doc:"YAML"`
	Changes []MappingChange `json:"changes" maxItems:"500" doc:"None only reads it"`
}

// MappingChange is one choice in a form.
type MappingChange struct {
	What   string         `json:"what" enum:"setting,stages,field,id,own,ignore,format,lookup,match,only,decided,taken,months,constant,leave_out" doc:"setting: name (source, zone, currency, dates, numbers, encoding) is value. field: column name becomes field value and nothing else. id: column name tells rows apart. own: column name is kept as a field of its own. ignore: column name is left out. format: of field name. lookup: reference name is found by id, name or create. match, only: as in an import. decided: the sentence value was decided. taken: the table was taken on day value. months: a row holds value months. constant: field name is value in every row. leave_out: file name is not imported"`
	Entry  int            `json:"entry,omitempty" minimum:"0" doc:"Which of the outline's entries, from 0"`
	Name   string         `json:"name,omitempty" maxLength:"2000"`
	Value  string         `json:"value,omitempty" maxLength:"2000" doc:"Empty takes a setting away"`
	Stages []MappingStage `json:"stages,omitempty" maxItems:"500" doc:"In place of those that the mapping has"`
}

// MappingRevised is a mapping after changes.
type MappingRevised struct {
	Mapping string         `json:"mapping" doc:"YAML; comments stay"`
	Outline MappingOutline `json:"outline"`
}

func (a *API) registerSuggestions(api huma.API) {
	suggest := operation("suggestMapping", http.MethodPost, "/imports/suggest", "imports",
		"Guess what the columns of files mean; nothing is imported")
	huma.Register(api, suggest, a.suggestMapping)
	body := uploadBody()
	form := body.Content["multipart/form-data"].Schema.Properties
	form["as"] = &huma.Schema{Type: huma.TypeString,
		Description: `What the rows of a file are, in place of the guess: {"file": "list.csv", "object": "lead"}. With the part mapping, only what it says of this file is guessed anew`}
	api.OpenAPI().Paths[suggest.Path].Post.RequestBody = body
	huma.Register(api, operation("reviseMapping", http.MethodPost, "/imports/mapping", "imports",
		"Change a mapping as a form does, or read what it says; nothing is kept"), a.reviseMapping)
}

// suggestMapping reads uploaded files and writes a mapping for them. The files are removed before it answers.
func (a *API) suggestMapping(ctx context.Context, in *upload) (*done[MappingSuggestion], error) {
	form, err := a.receive(ctx, in)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, err := a.suggestion(ctx, form)
	if err = errors.Join(err, os.RemoveAll(form.folder)); err != nil {
		return nil, a.problem(ctx, withoutDir(err, form.dir))
	}
	return &done[MappingSuggestion]{out}, nil
}

func (a *API) suggestion(ctx context.Context, form importForm) (out MappingSuggestion, err error) {
	kept, err := a.mappings().List()
	if err != nil {
		return out, err
	}
	wanted := mapping.Wanted{Source: form.Source, Otherwise: "upload", File: form.as.File, Object: form.as.Object,
		Before: form.text, Kept: kept}
	s, err := mapping.Propose(ctx, connectors.Options{Paths: []string{form.dir}, Tools: a.Tools,
		Encoding: form.Encoding, SpillDir: form.dir}, wanted)
	if err != nil {
		return out, err
	}
	out = MappingSuggestion{Mapping: s.Text, Tables: tablesOf(s), Questions: questionsOf(s.Questions),
		Objects: mappingObjects()}
	out.Outline, err = outlineOf(s.Text)
	return out, err
}

func (a *API) reviseMapping(ctx context.Context, in *struct{ Body MappingRevision }) (*done[MappingRevised], error) {
	var changes []mapping.Change
	for _, c := range in.Body.Changes {
		changes = append(changes, mapping.Change{What: mapping.What(c.What), Entry: c.Entry, Name: c.Name,
			Value: c.Value, Stages: stageLines(c.Stages)})
	}
	out := MappingRevised{Mapping: in.Body.Mapping}
	var err error
	if len(changes) > 0 { // otherwise the text is unchanged
		out.Mapping, err = mapping.Revise(in.Body.Mapping, changes...)
	}
	if err == nil {
		out.Outline, err = outlineOf(out.Mapping)
	}
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[MappingRevised]{out}, nil
}

func stageLines(list []MappingStage) []mapping.StageLine {
	var out []mapping.StageLine
	for _, s := range list {
		out = append(out, mapping.StageLine(s))
	}
	return out
}

func outlineOf(text string) (MappingOutline, error) {
	m, err := mapping.Parse("mapping", []byte(text))
	if err != nil {
		return MappingOutline{}, err
	}
	o := m.Outline()
	out := MappingOutline{Source: o.Source, Zone: o.Zone, Currency: o.Currency, Dates: o.Dates, Numbers: o.Numbers,
		Encoding: o.Encoding, Stages: []MappingStage{}, Entries: []MappingEntry{}}
	for _, s := range o.Stages {
		out.Stages = append(out.Stages, MappingStage(s))
	}
	for _, e := range o.Entries {
		entry := MappingEntry{
			Files: some(e.Files), Header: some(e.Header), Object: e.Object, Log: e.Log, History: e.History,
			Part: e.Part, ID: some(e.ID),
			Match: e.Match, Only: e.Only, Joins: []MappingJoin{}, Fields: []MappingField{}, Ignored: some(e.Ignored),
			OthersIgnored: e.OthersIgnored, Undecided: some(e.Undecided),
		}
		for _, j := range e.Joins {
			joined := MappingJoin{Name: j.Name, Files: some(j.Files), Header: some(j.Header),
				On: []MappingKey{}, Kept: some(j.Kept)}
			for _, on := range j.On {
				joined.On = append(joined.On, MappingKey(on))
			}
			entry.Joins = append(entry.Joins, joined)
		}
		for _, f := range e.Fields {
			entry.Fields = append(entry.Fields,
				MappingField{f.Field, some(f.Columns), f.Constant, f.Computed, f.Lookup, f.Format, f.Dates})
		}
		out.Entries = append(out.Entries, entry)
	}
	return out, nil
}

// some returns a list that is not null in JSON.
func some(list []string) []string { return append([]string{}, list...) }

func tablesOf(s mapping.Suggestion) []MappingTable {
	out := []MappingTable{}
	for _, t := range s.Tables {
		table := MappingTable{File: t.File, Rows: t.Rows, Layout: t.Layout, Reason: t.Reason, Object: t.Object,
			Log: t.Log, Kept: t.Kept, Columns: []MappingColumn{}}
		for _, c := range t.Columns {
			column := MappingColumn{c.Name, c.Holds, c.Filled, some(c.Samples), c.Currency, c.Loader, []MappingStage{}}
			for _, s := range c.Stages {
				column.Stages = append(column.Stages, MappingStage(s))
			}
			table.Columns = append(table.Columns, column)
		}
		out = append(out, table)
	}
	return out
}

func questionsOf(list []mapping.Question) []MappingQuestion {
	out := []MappingQuestion{}
	for _, q := range list {
		out = append(out, MappingQuestion{string(q.Ask), q.File, q.Column, q.Example, some(q.Values), q.Text})
	}
	return out
}

func mappingObjects() []MappingObject {
	var out []MappingObject
	for _, o := range mapping.Objects() {
		object := MappingObject{Name: o.Name, Title: o.Title, Email: o.Email, Fields: []MappingObjectField{}}
		for _, f := range o.Fields {
			object.Fields = append(object.Fields, MappingObjectField(f))
		}
		out = append(out, object)
	}
	return out
}

// asked returns what a person said the rows of a file are.
type asked struct {
	File   string `json:"file"`
	Object string `json:"object"`
}

func (f *importForm) setAs(value string) error {
	if err := json.Unmarshal([]byte(value), &f.as); err != nil || f.as.File == "" {
		return fault.Invalidf(`as must name a file and what its rows are, as in {"file": "list.csv", "object": "lead"}`)
	}
	if !slices.ContainsFunc(mapping.Objects(), func(o mapping.Object) bool { return o.Name == f.as.Object }) {
		return fault.Invalidf("the rows of a table cannot be %q", f.as.Object)
	}
	return nil
}
