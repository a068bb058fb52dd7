// Command salesops has flags, configuration and wiring by hand. It is the only package that knows the engines,
// and the only one that reads the clock.
//
// Read main.go (a command line from end to end), folder.go (who holds the data folder) and
// workspace.go (what an open folder is) first.
package main
