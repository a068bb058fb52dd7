// Package salesforce knows the files that Salesforce exports with API names: Data Export,
// Data Loader, Workbench, and what others have saved from them; the tables that a data
// warehouse makes of the same objects; and reports, which have the labels of the screen. It says which columns make
// which object, what ids look like, and which stages a new org has; connectors does the rest.
//
// Read Tool, then layouts.go, warehouse.go and reports.go.
package salesforce
