// Package web holds the browser interface: the sources under src, and the built
// files under dist, which are embedded into the program.
//
// It is not for computing: every number on a page comes from the API, and the
// browser only words and draws it. It serves nothing by itself; api does that.
//
// Read Dist and NoncePlaceholder first, then src/app/router.tsx.
package web
