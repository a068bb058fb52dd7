package fault

import (
	"errors"
	"fmt"
	"io"
	"testing"
)

func TestKindSurvivesWrapping(t *testing.T) {
	err := fmt.Errorf("import deals: %w", Conflictf("deal 7 was changed meanwhile: reload it (%w)", io.EOF))
	if got := KindOf(err); got != Conflict {
		t.Errorf("KindOf = %v, want conflict", got)
	}
	if !errors.Is(err, io.EOF) {
		t.Error("the cause is lost")
	}
	if got := KindOf(io.EOF); got != Internal {
		t.Errorf("KindOf(plain error) = %v, want internal", got)
	}
}
