package main

import (
	"os/exec"
	"strings"
	"testing"
)

// The program is one file for machines that may have no time zones: it brings its own, and
// would otherwise refuse the company's zone there.
func TestZonesAreInTheProgram(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	if !strings.Contains("\n"+string(out), "\ntime/tzdata\n") {
		t.Error("time/tzdata is not linked into the program")
	}
}
