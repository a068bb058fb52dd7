// Package accesstest makes random organisations, and says in plain words who sees what in them: the oracle against
// which package access is held, and every door of the API.
//
// Read first: Company, Company.Covers.
package accesstest
