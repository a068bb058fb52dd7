// Package timeuse says where working hours go: calendar events become classes with the
// reason for each, and a sweep over a day counts every minute once.
//
// It knows neither records nor SQL: events and hours in, minutes out. docs/methods.md has the
// definitions. Read classify.go for the rules and sweep.go for the counting.
package timeuse
