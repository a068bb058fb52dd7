package salesops_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"testing"

	"salesops/sales"
)

// everythingCallers may read without a limit. Every other reader is given a scope by whoever asks.
var everythingCallers = map[string]string{
	"access/compile.go":   "a role that reads or writes the records of everybody",
	"access/hierarchy.go": "whoever belongs where decides what others see",
	"access/own.go":       "the roles themselves, which no scope shows",
	"access/policy.go":    "who owns the data folder",
	"access/share.go":     "the shares themselves, which no scope shows",
	"analytics/follow.go": "the follower: columns hold every record, a View hides what a scope does not " +
		"show",
	"api/data_age.go":                 "everybody is told whether there is data and how old it is",
	"api/metric_refresh.go":           "a job computes an answer for the scope that its question had",
	"api/users.go":                    "the person of a new user is found by mail address, whoever owns what",
	"auth/auth.go":                    "who signs in has a person, before there is a scope",
	"auth/users.go":                   "whoever manages users sees whom they stand for",
	"backup/backuptest/run.go":        "the suite of backups",
	"bench/metrics.go":                "measures the whole company",
	"cmd/salesops/workspace.go":       "a command: whoever may read the folder",
	"connectors/own/read.go":          "a folder is read into an empty log only",
	"connectors/prior.go":             "an import meets every record, else it would create hidden ones twice",
	"erasure/plan.go":                 "an erasure reaches every record that names the person",
	"internal/demo/make.go":           "the sample company is written into an empty log only",
	"internal/jobs/jobstest/world.go": "the suite of the jobs",
	"metrics/sync.go":                 "the definitions of metrics, which everybody sees",
	"record/scope.go":                 "one constructor is made of the other",
	"record/recordtest/scope.go":      "the suite of the log",
	"record/recordtest/world.go":      "the suite of the log",
	"record/undo.go":                  "an undo takes back what was done, whole; who may undo is decided before",
	"sales/settings_change.go":        "the company's settings, which everybody sees",
}

// unlimited are the constructors of scopes that hide no record.
var unlimited = []string{"Everything", "AllRecords"}

// TestEverythingIsAskedForByFew: the scopes that hide no record come from two constructors, and each file that
// calls one has a reason.
func TestEverythingIsAskedForByFew(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	for _, s := range readSources(t) {
		if s.test {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch fun := call.Fun.(type) {
			case *ast.SelectorExpr:
				if x, ok := fun.X.(*ast.Ident); !ok || x.Name != "record" ||
					!slices.Contains(unlimited, fun.Sel.Name) {
					return true
				}
			case *ast.Ident:
				if s.folder != "record" || !slices.Contains(unlimited, fun.Name) {
					return true
				}
			default:
				return true
			}
			found[s.path] = true
			if everythingCallers[s.path] == "" {
				t.Errorf(
					"%s: asks for everything: take the scope of whoever asks, or give a reason in layout_scope_test.go",
					s.at(call))
			}
			return true
		})
	}
	for file := range everythingCallers {
		if !found[file] {
			t.Errorf("layout_scope_test.go allows %s everything, and it does not ask for it", file)
		}
	}
}

// TestTablesOfObjectsAreReadThroughAView: only package analytics names the tables that hold records; a statement
// elsewhere gets them from a View, under a scope.
func TestTablesOfObjectsAreReadThroughAView(t *testing.T) {
	t.Parallel()
	names := "("
	for i, o := range sales.Objects() {
		if i > 0 {
			names += "|"
		}
		names += regexp.QuoteMeta(o.Name)
	}
	table := regexp.MustCompile(`\b` + names + `)_(now|end|ver|past)\b|^"?_(now|end|ver|past)"?$`)
	readers := append([]string{"api", "cmd/salesops"}, readLayout(t).lists[listSQL]...)
	makers := []string{"analytics", "bench"} // bench compares with statements written by hand
	for _, s := range readSources(t) {
		if s.test || !slices.Contains(readers, s.folder) || slices.Contains(makers, s.folder) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, ok := literal(lit); ok && table.MatchString(text) {
				t.Errorf("%s: names a table of records: take it from analytics.View", s.at(lit))
			}
			return true
		})
	}
}
