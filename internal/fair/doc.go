// Package fair shares a number of places among those who wait for them. Askers are served in turn, so somebody with one
// question does not wait for all the questions of a page that somebody else opened.
package fair
