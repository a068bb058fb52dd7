// Package unseen finds the characters of a text that a reader does not see but that change what is seen: control
// characters and those that turn the direction of what follows. With them a name can look like another one, end a
// line of a log, or move a terminal's cursor.
//
// Tabs and line ends are no such characters, nor are the marks of one character (U+200E, U+200F) that languages
// written from right to left need.
//
// Start with In.
package unseen
