// Package planning computes what people are to win and what they won: quotas, divided into the periods of a
// question, and the won deals that are credited to the people with quotas.
//
// It sets no target and writes nothing. docs/methods.md, Quotas, has the definitions. Read Quotas, then
// quotaSQL.
package planning
