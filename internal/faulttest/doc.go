// Package faulttest proves what the log promises when the machine lets it down: a process
// killed at any moment, a full disk, a disk that fails to sync. Nothing acknowledged may be
// lost, no number may be skipped, and after a failure nothing more may be acknowledged.
//
// It holds tests only. Two kinds of process are tormented: a small writer (this test program
// started again, see writer_test.go), which says exactly what was acknowledged, and the
// built program itself, named by SALESOPS_BINARY.
//
// The tests need Linux, root (to mount a small disk) and strace (to make fsync fail). Without
// them they fail and print the line to run, because skipped tests would pass for checked ones. Read
// writer_test.go, kill_test.go and import_test.go first.
package faulttest
