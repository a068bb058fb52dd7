// Package hubspot knows what people download from HubSpot's lists of deals, contacts, companies and
// users, and the tables that a data warehouse makes of HubSpot: companies, contacts,
// deals and what they refer to, pipelines and stages, owners and teams, engagements, the
// history of properties and stages, and merges. What the product has no object for (tickets,
// campaigns, forms, lists) is counted and set aside.
//
// Read Tool, then exports.go and layouts.go.
package hubspot
