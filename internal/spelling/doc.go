// Package spelling says how far two words are apart, for hints such as "did you mean close_date?".
//
// It knows no words: whoever gives a hint decides which words there are, whether capitals count and how near is near
// enough.
//
// Read first: Distance.
package spelling
