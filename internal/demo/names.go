package demo

import (
	"fmt"
	"strings"
)

const ownDomain = "alderfinch.example"

var firstNames = strings.Fields(
	`Ana Ben Carla Dev Elena Farid Grace Hugo Ines Jonas Kemi Lars Mei Nadia Owen Priya Quentin Rosa Samir Tara
	Umar Vera Wei Ximena Yusuf Zoe Amara Bruno Chen Dalia Emil Fiona Goran Hana Ivo Joana Karim Leila Marco Noor
	Oskar Petra Rui Sofia Tomas Ulla Viktor Wanda Yara Zeno Aiko Bea Caio Dora Enzo Freya Gael Hilde Ida Jun`)

var lastNames = strings.Fields(
	`Abara Almeida Arslan Bauer Berg Blanco Brandt Castro Chandra Costa Dias Dubois Egger Eriksen Faria Fischer Fontes Garcia
	Gomes Haas Hansen Holm Ibarra Ito Jansen Kaya Keller Kim Kovac Laine Lang Lima Lopes Marin Mehta Moreau Mori Nagy
	Neves Novak Okafor Olsen Ortiz Park Pereira Petrov Pinto Quinn Ramos Reis Rossi Sato Schmid Silva Singh Sousa Tanaka
	Torres Udo Vargas Vidal Wagner Weber Wolf Yilmaz Zhang Zimmer`)

var companyFirst = strings.Fields(
	`Amber Arbor Atlas Basalt Beacon Birch Bright Cedar Cobalt Copper Coral Crown Delta Ember Falcon Fern Flint Gale Granite Harbor
	Hazel Helio Indigo Iron Ivory Juniper Keystone Lark Linden Lumen Maple Marble Meridian Mistral Nimbus North Nova Oak Onyx Opal
	Orchid Pearl Pine Prism Quarry Quartz Raven Ridge River Sable Saffron Slate Solar Sparrow Sterling Summit Terra Thistle Topaz Umbra
	Vale Verde Vista Willow Zephyr`)

var companySecond = strings.Fields(
	`Analytics Apparel Automation Biotech Brewing Capital Care Catering Ceramics Chemicals Clinics Components Construction Consulting Dairy
	Design Devices Diagnostics Energy Engineering Farms Finance Foods Freight Furniture Games Gardens Glass Health Hotels Imaging
	Industries Insurance Kitchens Labs Leisure Lighting Logistics Machines Marine Materials Media Metals Mobility Motors Networks
	Optics Packaging Paper Pharma Plastics Power Press Pumps Retail Robotics Security Semiconductors Services Shipping Software
	Solutions Sports Steel Studios Systems Telecom Textiles Tools Toys Transport Travel Ventures Water Wines`)

var companyEnds = []string{"", "", "", " Group", " Ltd", " AG", " Inc", " SA", " GmbH"}

var industries = []string{"Manufacturing", "Software", "Retail", "Healthcare", "Logistics", "Financial services",
	"Energy", "Hospitality"}

var jobTitles = []string{"Head of Operations", "IT Director", "Procurement Manager", "Chief Financial Officer",
	"Operations Analyst", "VP Supply Chain", "Project Lead"}

func (s *sim) personName() string { return pick(s, firstNames) + " " + pick(s, lastNames) }

// companyName is one that no account has yet, with its web domain.
func (s *sim) companyName() (name, domain string) {
	for try := 0; ; try++ {
		first, second := pick(s, companyFirst), pick(s, companySecond)
		stem := first + " " + second
		if try > 3 { // a large company knows more companies than there are words
			stem += fmt.Sprintf(" %d", s.IntN(1_000_000))
		}
		if s.names[stem] {
			continue
		}
		s.names[stem] = true
		return stem + pick(s, companyEnds), strings.ToLower(strings.ReplaceAll(stem, " ", "-")) + ".example"
	}
}

func mailOf(name, domain string) string {
	return strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@" + domain
}
