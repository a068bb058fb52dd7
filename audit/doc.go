// Package audit records what people do that changes no record: sign-ins, refusals, exports,
// backups. Events are changes of the object audit_event in the log, so the hash chain covers them.
// The object is reserved, so no other code can write events. Settings, imports and erasures are
// changes already and are read from the log.
//
// An event contains no secrets. Text that a person typed is shortened, and its control characters
// are written as signs that are seen. An account or address is a personal value, which an erasure removes.
//
// The package does not decide who may do what. Start with Event, Trail and Read.
package audit
