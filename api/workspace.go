package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
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
}

// Settings are the company's.
type Settings struct {
	Name             string   `json:"name"`
	Zone             string   `json:"zone" example:"Europe/Berlin"`
	FiscalFirstMonth int      `json:"fiscal_first_month" minimum:"1" maximum:"12"`
	WeekStart        string   `json:"week_start" enum:"monday,tuesday,wednesday,thursday,friday,saturday,sunday"`
	Currency         *string  `json:"currency" doc:"ISO 4217 code of reports; null while none is set"`
	OwnDomains       []string `json:"own_domains"`
	WorkingHours     string   `json:"working_hours" example:"mon-fri 09:00-17:00"`
	Rates            []Rate   `json:"rates"`
}

// Rate is an exchange rate from a day on.
type Rate struct {
	From string `json:"from" minLength:"3" maxLength:"3"`
	To   string `json:"to" minLength:"3" maxLength:"3"`
	Day  string `json:"day" format:"date"`
	Rate string `json:"rate" example:"1.0834" doc:"One unit of from in units of to"`
}

// SettingsPatch changes what it names.
type SettingsPatch struct {
	Name             *string   `json:"name,omitempty"`
	Zone             *string   `json:"zone,omitempty"`
	FiscalFirstMonth *int      `json:"fiscal_first_month,omitempty" minimum:"1" maximum:"12"`
	WeekStart        *string   `json:"week_start,omitempty" enum:"monday,tuesday,wednesday,thursday,friday,saturday,sunday"`
	Currency         *string   `json:"currency,omitempty" doc:"Empty for none"`
	OwnDomains       *[]string `json:"own_domains,omitempty"`
	WorkingHours     *string   `json:"working_hours,omitempty"`
	Rates            []Rate    `json:"rates,omitempty" doc:"Rates to add or replace by day"`
}

// FirstLook is what the data says right after an import.
type FirstLook struct {
	AsOf     *string       `json:"as_of"`
	Twelve   []TwelveEntry `json:"twelve"`
	Findings []Finding     `json:"findings" doc:"What moves the numbers most, biggest money first"`
	History  HistorySpan   `json:"history"`
}

// TwelveEntry is one of the twelve metrics.
type TwelveEntry struct {
	Chain     int      `json:"chain" minimum:"1" maximum:"12"`
	Name      string   `json:"name"`
	Answers   bool     `json:"answers"`
	Value     Decimal  `json:"value"`
	Unit      string   `json:"unit"`
	Currency  *string  `json:"currency"`
	N         int64    `json:"n"`
	Low       Decimal  `json:"low"`
	High      Decimal  `json:"high"`
	Reason    string   `json:"reason"`
	Needs     []string `json:"needs" doc:"Codes of what is missing"`
	Available bool     `json:"available" doc:"The metric is in the catalogue"`
}

// Finding is something in the data that moves numbers.
type Finding struct {
	Code     string             `json:"code"`
	Count    int64              `json:"count"`
	Amount   *MoneyValue        `json:"amount,omitempty"`
	Day      *string            `json:"day" format:"date"`
	Metrics  []string           `json:"metrics"`
	Object   string             `json:"object"`
	Records  []string           `json:"records" doc:"Ids of all its records"`
	Parts    map[string]Decimal `json:"parts" doc:"Numbers of its sentence, such as rate_before and rate_now"`
	Days     map[string]string  `json:"days" doc:"Days of its sentence"`
	Sentence string             `json:"sentence" doc:"In English"`
}

// HistorySpan is the time that history is known for.
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

// Me is who asks, and what they look at.
type Me struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	Position int64  `json:"position" doc:"The log's head"`
	Today    string `json:"today" format:"date" doc:"In the company's zone"`
	Empty    bool   `json:"empty" doc:"Nothing was imported or entered yet"`
}

func (a *API) registerWorkspace(api huma.API) {
	huma.Register(api, operation("getSchema", http.MethodGet, "/schema", "workspace", "Objects and fields"), a.getSchema)
	huma.Register(api, operation("getSettings", http.MethodGet, "/settings", "workspace", "Company settings"), a.getSettings)
	huma.Register(api, operation("updateSettings", http.MethodPatch, "/settings", "workspace", "Change company settings"), a.updateSettings)
	huma.Register(api, operation("getFirstLook", http.MethodGet, "/first-look", "workspace", "First look at the data"), a.getFirstLook)
	huma.Register(api, operation("search", http.MethodGet, "/search", "workspace", "Find records by name"), a.search)
	huma.Register(api, operation("getMe", http.MethodGet, "/me", "workspace", "Who asks"), a.getMe)
}

func (a *API) getSchema(ctx context.Context, in *conditional) (*reply[SchemaBody], error) {
	return nil, errNotReady
}

func (a *API) getSettings(ctx context.Context, in *conditional) (*reply[Settings], error) {
	return nil, errNotReady
}

func (a *API) updateSettings(ctx context.Context, in *struct{ Body SettingsPatch }) (*done[Settings], error) {
	return nil, errNotReady
}

func (a *API) getFirstLook(ctx context.Context, in *struct {
	conditional
	AsOf Day `query:"as_of"`
}) (*reply[FirstLook], error) {
	return nil, errNotReady
}

func (a *API) search(ctx context.Context, in *struct {
	conditional
	Query string `query:"q" required:"true" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*reply[SearchResults], error) {
	return nil, errNotReady
}

func (a *API) getMe(ctx context.Context, in *struct{}) (*reply[Me], error) {
	return nil, errNotReady
}
