// Package disk tells how much room is left on the disk of a folder, and how much of it is kept free.
//
// A database that meets the end of the disk in the middle of a write may have to be opened again, so
// writers stop before. So do those of files beside it, which must not take the room that it needs: see Writer.
package disk
