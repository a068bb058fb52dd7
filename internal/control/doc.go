// Package control lets a command talk to the process that holds the data folder, by HTTP over a
// Unix socket in that folder, which only its owner can open. The command line is sent; output and
// exit code come back as they are produced.
//
// The package does not know what commands do and uses no network.
//
// Start with Request, Listen and Run.
package control
