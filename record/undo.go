package record

import "context"

// PreviewUndo says what Undo would do, writing nothing.
func (l *Log) PreviewUndo(ctx context.Context, seq Seq) (UndoReport, error) {
	return UndoReport{}, errNotBuilt
}

// Undo takes back one change, or, when seq created a record that other changes name as
// their cause (an import), that whole batch.
func (l *Log) Undo(ctx context.Context, actor Actor, seq Seq) (UndoReport, error) {
	return UndoReport{}, errNotBuilt
}
