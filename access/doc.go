// Package access decides who may see which records and fields, and who may do what. It is for the
// doors (api): they ask it once for each request and hand its scopes on. It knows no route, no
// session and no SQL: who somebody is, is told by package auth; a scope is applied by record and
// analytics.
//
// Read Role (what a role permits), Policy (what that comes to for one person, with teams and shares
// as they are now) and Asker (the result).
package access
