// Package control lets a command speak to the process that holds the data folder: HTTP over
// a Unix socket inside that folder, which only its owner can open. The command's line goes
// over, its output and exit code come back as they are made.
//
// It does not know what any command does, and there is no network in it.
//
// Read Request, Listen and Run first.
package control
