// Package audit keeps who did what that is no change of a record: signing in, being refused,
// exporting, making a backup. Events are changes of the log (object audit_event), so the
// chain covers them; settings, imports and erasures are changes already and are read from
// there. Nothing else can write an event: the object is reserved.
//
// An event holds no secret: what a person typed is bounded and stripped of control
// characters, and an account or address is a personal value that erasure removes.
//
// It does not decide who may do what. Read Event, Trail and Read first.
package audit
