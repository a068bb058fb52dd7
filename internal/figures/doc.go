// Package figures writes numbers as people read them: thousands apart, rounded for the eye, with
// their unit. It takes decimals as texts and rounds them exactly; no number becomes a float.
//
// It is not for what a program reads: JSON, CSV and receipts have all digits. The browser has its
// own formatter, because there a number follows the language of the page.
//
// Read first: Value, Grouped, Several.
package figures
