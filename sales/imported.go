package sales

import "salesops/record"

// imported says how an import treats the objects that others refer to, and those that refer to them. An object
// that is not named here, such as a new one, is put together and written last. References go round (a person
// has a team, a team has a leader), so the order does not follow from the fields. The ids of records are made
// in it: a change of it gives other ids.
var imported = map[string]record.Imported{
	Pipeline: {Written: 1},
	Stage:    {Written: 2},
	Team:     {Written: 3, Gathered: 15},
	Person:   {Written: 4, Gathered: 14, OfPeople: true},
	Product:  {Written: 5, Gathered: 13},
	Account:  {Written: 6, Gathered: 12},
	Contact:  {Written: 7, Gathered: 11, OfPeople: true},
	Deal: {Written: 8, Gathered: 10,
		Undated: names("pipeline_created win_rate_created cycle_won_mean")}, // deals are counted by that day
	Lead:     {Written: 9, Gathered: 9, OfPeople: true},
	DealLine: {Written: 10, Gathered: 8},
	Activity: {Written: 11, Gathered: 7, Undated: names("activities")},

	// On past days these may not have been there yet.
	Contract: {Gathered: 6, Undated: names("customers mrr")},
	Order:    {Gathered: 5, Undated: names("ltv_bgnbd")},
	Cost:     {Gathered: 4, Undated: names("cost")},
	Quota:    {Gathered: 3},
	Absence:  {Gathered: 2},
	Event:    {Gathered: 1},
}
