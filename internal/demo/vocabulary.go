package demo

import (
	"salesops/internal/period"
	"salesops/record"
	"salesops/sales"
)

type product struct {
	id    record.ID
	name  string
	price int64 // list price in cents of USD
	// Beside the first product, which every deal has: how often it is sold with it and its
	// weight in the amount (the first weighs 1), on the first day and more each year.
	often, oftener, weight, heavier float64
}

type pipeline struct {
	id        record.ID
	stages    []stage
	won, lost record.ID
}

type stage struct {
	id          record.ID
	name        string
	median      float64 // days
	pass        float64 // chance to go on; else lost
	probability float64
	category    string
}

// The new-business pipeline: its odds multiply to about 27 of 100.
var newBusiness = []stage{
	{name: "Discovery", median: 7, pass: .70, probability: .1, category: "Pipeline"},
	{name: "Qualification", median: 9, pass: .75, probability: .2, category: "Pipeline"},
	{name: "Solution", median: 12, pass: .75, probability: .4, category: "BestCase"},
	{name: bottleneck, median: 30, pass: .85, probability: .6, category: "BestCase"},
	{name: "Negotiation", median: 6, pass: .80, probability: .8, category: "Commit"},
}

const bottleneck = "Legal review"

// The pipeline for customers who buy more.
var expansion = []stage{
	{name: "Identified", median: 10, pass: .75, probability: .3, category: "Pipeline"},
	{name: "Proposed", median: 14, pass: .70, probability: .6, category: "BestCase"},
}

// vocabulary makes products, pipelines and stages.
func (s *sim) vocabulary(at period.Instant) {
	for _, p := range []product{
		{name: "Core platform", price: 1_200_00},
		{name: "Analytics add-on", price: 480_00, often: .10, oftener: .25, weight: .15, heavier: .20},
		{name: "Integration pack", price: 2_500_00, often: .40, oftener: -.08, weight: .25},
		{name: "Premium support", price: 3_600_00, often: .30, weight: .2},
	} {
		family := "Subscriptions"
		if p.name == "Integration pack" {
			family = "Services"
		}
		p.id = s.out.create(sales.Product, at, text("name", p.name), text("family", family), flag("active", true),
			amount("list_price", p.price, "USD"))
		s.products = append(s.products, p)
	}
	for i, name := range []string{"Revenue", "Overlay"} {
		s.splits[i] = s.out.create(sales.SplitType, at, text("name", name), flag("totals", i == 0))
	}
	for i, line := range []struct {
		name   string
		stages []stage
	}{{"New business", newBusiness}, {"Expansion", expansion}} {
		id := s.out.create(sales.Pipeline, at, text("name", line.name), whole("position", int64(i+1)))
		p := pipeline{id: id}
		for k, st := range line.stages {
			st.id = s.out.create(sales.Stage, at, text("name", st.name), ref("pipeline", id),
				whole("position", int64(k+1)),
				text("outcome", sales.Open), number("probability", st.probability),
				text("forecast_category", st.category), whole("age_limit_days", int64(2*st.median)))
			p.stages = append(p.stages, st)
		}
		after := int64(len(line.stages) + 1)
		p.won = s.out.create(sales.Stage, at, text("name", "Closed Won"), ref("pipeline", id), whole("position", after),
			text("outcome", sales.Won), number("probability", 1), text("forecast_category", "Closed"))
		p.lost = s.out.create(sales.Stage, at, text("name", "Closed Lost"), ref("pipeline", id),
			whole("position", after+1),
			text("outcome", sales.Lost), number("probability", 0), text("forecast_category", "Omitted"))
		s.pipelines[i] = p
	}
}
