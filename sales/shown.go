package sales

import (
	"strings"

	"salesops/record"
)

// shown lists, by object, the fields that lists, cards and searches show at first. A field that is not named
// here, such as a new one, can be added to each list. An object that is not named shows its first fields.
var shown = map[string]record.Shown{
	Deal: {Columns: names("amount stage close_date owner account outcome created_at"),
		Figure: "amount", Facts: names("stage close_date owner"),
		Apart: names("account stage"), Found: 1, Content: true},
	Account: {Columns: names("type industry city country owner created_at"),
		Facts: names("industry city country owner"), Apart: names("city"), Found: 2, Content: true},
	Contact: {Columns: names("account job_title email phone owner"),
		Facts: names("account job_title owner"), Apart: names("account job_title"), Found: 3, Content: true},
	Lead: {Columns: names("company status source owner converted converted_at created_at"),
		Facts: names("company status source owner"), Apart: names("company job_title"), Found: 4, Content: true},
	Person: {Columns: names("team manager job_title sells active"),
		Facts: names("team manager job_title"), Apart: names("job_title"), Found: 5, Content: true},
	Product: {Found: 6, Content: true},
	Team:    {Found: 7},
	Activity: {Columns: names("kind owner account deal start_at status"),
		Facts: names("kind status start_at owner"), Content: true},
	DealLine: {Figure: "total", Facts: names("deal product quantity")},
	Stage:    {Figure: "probability", Facts: names("pipeline outcome position")},
	Contract: {Figure: "value", Facts: names("account start_on end_on owner"), Content: true},
	Order:    {Figure: "amount", Facts: names("account ordered_on channel"), Content: true},
	Cost:     {Figure: "amount", Facts: names("kind from_on to_on"), Content: true},
	Quota:    {Figure: "amount", Facts: names("person from_on to_on"), Content: true},
	Event:    {Facts: names("start_at type owner"), Content: true},
	Split:    {Figure: "share", Facts: names("person deal split_type")},
}

// names splits a list of fields at its spaces.
func names(fields string) []string { return strings.Fields(fields) }
