// Package jobs does work later, once, and again after a crash: a durable queue beside the change log.
//
// A job is a row in the log's store. Whoever adds one hands over a kind and its arguments; a Runner takes it when
// its turn has come, under a lease, and calls the function that is registered for the kind. What the job writes
// and that it is done are one commit of the log (Run.End), so its effect is there exactly once whatever happens
// to the process. A run whose lease was lost writes nothing more: every write of a run asks the log whether the
// lease still holds (Run.Held). A function may be called several times, so what it writes before its end must be
// the same when it is written again.
//
// Of the jobs of one key one runs at a time. A run that fails is tried again later, each time after twice as
// long, until its attempts are used up. A schedule is a job that leaves the next one behind when it ends; runs
// that were missed while no process ran are made up for by one.
//
// The clock is the log's, and timers are handed in. Arguments are kept as they are and hold no secrets. It does
// not know what any job is for. Read Job, Queue and Runner first.
package jobs
