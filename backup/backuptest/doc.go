// Package backuptest is the suite that every engine of backups passes: what is backed up and unpacked into another
// folder is what there was, and what was damaged is refused.
//
// Read Run and Folder first.
package backuptest
