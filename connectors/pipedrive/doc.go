// Package pipedrive knows the files that people export from Pipedrive's lists (deals, people,
// organizations, activities), whose columns have the labels of the screen: "Deal - Title" in a
// full export, "Title" in that of a list view; and its objects as its API gives them.
//
// A deal's status (open, won, lost) stands apart from its stage there. Here a deal that is won
// or lost is in the stage Won or Lost; the stage it was closed in is kept as a field.
//
// Read Tool, then exports.go and objects.go.
package pipedrive
