// Package all lists the tools that are built in: a new one is its folder and one line here.
package all
