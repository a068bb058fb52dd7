// Package planning says what people are to win and whether they did: quotas, cut to the periods of a
// question, and the won deals that are credited to the people who carry them.
//
// It decides no target and writes nothing. docs/methods.md, Quotas, has the definitions. Read Quotas,
// then quotaSQL.
package planning
