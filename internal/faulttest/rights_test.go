package faulttest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// These tests fail where they cannot run, and say what to do.
const runAsRoot = `run it so:
    sudo -E env "PATH=$PATH" tools/run build faults`

// smallDisk mounts a disk of the given size in memory and returns its folder and a
// function that makes it larger.
func smallDisk(t *testing.T, megabytes int) (folder string, enlarge func(megabytes int)) {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Fatal("a full disk is made by mounting a small one, which needs Linux and root; " + runAsRoot)
	}
	folder = filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	mount := func(options string) {
		t.Helper()
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options,
			"tmpfs", folder).CombinedOutput(); err != nil {
			t.Fatalf("mount a small disk: %v: %s; %s", err, out, runAsRoot)
		}
	}
	mount(fmt.Sprintf("size=%dm,mode=0700", megabytes))
	t.Cleanup(func() {
		if out, err := exec.Command("umount", folder).CombinedOutput(); err != nil {
			t.Errorf("umount %s: %v: %s; held by %v", folder, err, out, heldBelow(folder))
			_ = exec.Command("umount", "-l", folder).Run()
		}
	})
	return folder, func(megabytes int) {
		t.Helper()
		mount(fmt.Sprintf("remount,size=%dm", megabytes))
	}
}

// heldBelow lists the files in a folder that this process has not closed.
func heldBelow(folder string) []string {
	var held []string
	descriptors, _ := filepath.Glob("/proc/self/fd/*")
	for _, d := range descriptors {
		if target, err := os.Readlink(d); err == nil && strings.HasPrefix(target, folder) {
			held = append(held, target)
		}
	}
	return held
}

// failingSync is the wrapper that makes fsync and fdatasync fail with EIO, the ones that
// strace's when= expression selects: 3 is the third, 3+ the third and all after it. strace
// counts in each thread of the program for itself. Which syncs failed stands in the file.
func failingSync(t *testing.T, when string) (wrapper []string, file string) {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if runtime.GOOS != "linux" || err != nil {
		t.Fatal("a failing disk is made with strace on Linux; run: apt-get update && apt-get install -y strace")
	}
	// may it trace at all? Containers often forbid it.
	if out, err := exec.Command(strace, "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Fatalf("strace may not trace here (%v: %s); allow ptrace, or %s",
			err, strings.TrimSpace(string(out)), runAsRoot)
	}
	file = filepath.Join(t.TempDir(), "strace")
	return []string{
		strace, "-f", "-qq", "-y", "-o", file,
		"-e", "trace=fsync,fdatasync",
		"-e", "inject=fsync,fdatasync:error=EIO:when=" + when,
	}, file
}

// failed says whether a sync of a file whose path ends so was made to fail.
func failed(t *testing.T, file, suffix string) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "(INJECTED)") && strings.Contains(line, suffix+">)") {
			return true
		}
	}
	return false
}
