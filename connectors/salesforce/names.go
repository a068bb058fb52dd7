package salesforce

import "strings"

// Unmarked takes the ending __c off, which the names of a company's own fields have.
func (Tool) Unmarked(header string) string {
	return strings.TrimSuffix(strings.TrimSuffix(header, "__c"), "__C")
}

// Prefixes are those of the packages for non-profits.
func (Tool) Prefixes() []string { return []string{"npe01_", "npe03_", "npsp_"} }

// ForecastCategory takes "BestCase" and "Best Case" for one, and the words of other releases for theirs.
func (Tool) ForecastCategory(text string) string {
	switch strings.ToLower(strings.ReplaceAll(text, " ", "")) {
	case "bestcase", "upside":
		return "Best Case"
	case "mostlikely":
		return "Most Likely"
	case "commit", "forecast":
		return "Commit"
	case "pipeline":
		return "Pipeline"
	case "omitted":
		return "Omitted"
	case "closed":
		return "Closed"
	}
	return ""
}
