// Package mailpit runs Mailpit, a real mail server that delivers to nobody and shows what it
// took, for the tests of what sends mail (tests only). tools/setup --with-tests builds it.
//
// Read Start first.
package mailpit
