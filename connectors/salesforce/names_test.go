package salesforce

import "testing"

func TestUnmarked(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{"Active__c": "Active", "SLA__C": "SLA",
		"Topic_c": "Topic_c", "Name": "Name"} {
		if got := (Tool{}).Unmarked(header); got != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
}

func TestForecastCategory(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"BestCase": "Best Case", "best case": "Best Case", "Upside": "Best Case", "MostLikely": "Most Likely",
		"Forecast": "Commit", "OMITTED": "Omitted", "Closed": "Closed", "pipeline": "Pipeline",
		"closed won": "", "": "",
	} {
		if got := (Tool{}).ForecastCategory(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
