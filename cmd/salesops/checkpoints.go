package main

import (
	"context"
	"time"

	"salesops/checkpoint"
	"salesops/record"
)

// checkpointEvery is how often a served folder notes where its log ends. It is also noted when a folder is closed.
const checkpointEvery = time.Hour

// checkpoints are those of a data folder. The second list is in the folder of backups.
func (s *session) checkpoints(dir string) *checkpoint.Keeper {
	return &checkpoint.Keeper{Dir: dir, Outside: backupsOf(dir), Clock: s.now}
}

// noteCheckpoint notes where the log ends. A list that cannot be written stops nothing.
func (w *workspace) noteCheckpoint(ctx context.Context) {
	end, err := w.log.End(ctx)
	if err == nil {
		err = w.checkpoints.Note(end.Seq, end.Hash)
	}
	if err != nil {
		w.logger.Warn("no checkpoint of the log was noted", "error", err)
	}
}

// warnOfCheckpoints says when the log is not the one that was noted. Commands go on: what is there can be read, and
// verify says more.
func (w *workspace) warnOfCheckpoints(ctx context.Context) {
	r, err := checkpoint.Check(ctx, w.log, w.checkpoints.Lists()...)
	if err != nil {
		w.logger.Warn("the checkpoints of the log were not read", "error", err)
	}
	for _, problem := range r.Problems {
		w.logger.Warn("the log is not as it was noted: run salesops verify", "checkpoint", problem)
	}
}

// noteRestored notes in the lists that the log in the folder fresh, which will be dir, is that of a backup. The lists
// of dir go on in fresh.
func (s *session) noteRestored(ctx context.Context, dir, fresh string) error {
	k := s.checkpoints(dir)
	k.Dir = fresh
	if err := k.Inherit(dir); err != nil {
		return err
	}
	var end record.Head
	err := s.backups(nil).Within(ctx, fresh, func(log *record.Log) (err error) {
		end, err = log.End(ctx)
		return err
	})
	if err != nil {
		return err
	}
	return k.NoteRestored(end.Seq, end.Hash)
}
