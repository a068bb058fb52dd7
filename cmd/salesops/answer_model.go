package main

import (
	"fmt"
	"io"
	"strings"

	"salesops/api"
	"salesops/internal/figures"
)

// printModels describes the models behind estimates of purchases: what else they expect, their parameters, and
// whether the search for them ended.
func printModels(w io.Writer, a api.Answer) error {
	for _, r := range a.Rows {
		if r.Model == nil {
			continue
		}
		var of []string
		for _, d := range a.Dimensions {
			of = append(of, r.By[d].Name)
		}
		if r.Label != nil {
			of = append(of, *r.Label)
		}
		title := "Model"
		if len(of) > 0 {
			title += " of " + strings.Join(of, ", ")
		}
		if _, err := fmt.Fprintf(w, "\n%s: %s\n", title, modelWords(r.Model)); err != nil {
			return err
		}
		for _, f := range r.Model.Fits {
			if _, err := fmt.Fprintf(w, "  %s\n", fitWords(f)); err != nil {
				return err
			}
		}
	}
	return nil
}

func modelWords(m *api.Model) string {
	parts := []string{fmt.Sprintf("%s customers, %s of them bought again", figures.Count(m.Customers),
		figures.Count(m.Repeating))}
	if m.Purchases.Text != "" {
		parts = append(parts, fmt.Sprintf("%s purchases expected of each in %s days", m.Purchases.Text, m.Horizon.Text),
			figure("share", m.Alive, nil)+" will buy again")
	}
	if m.Correlation.Text != "" {
		parts = append(parts, "correlation of how often and for how much "+m.Correlation.Text)
	}
	return strings.Join(parts, ", ")
}

func fitWords(f api.ModelFit) string {
	name := map[string]string{"bg_nbd": "BG/NBD", "gamma_gamma": "Gamma-Gamma"}[f.Name]
	var parts []string
	for _, p := range f.Parameters {
		parts = append(parts, p.Name+" "+p.Value.Text)
	}
	how := "not converged"
	if f.Converged {
		how = "converged"
	}
	if f.LogLikelihood.Text != "" {
		parts = append(parts, "log-likelihood "+f.LogLikelihood.Text)
	}
	return name + ": " +
		strings.Join(append(parts, fmt.Sprintf("%s after %s evaluations", how, figures.Count(f.Evaluations))), ", ")
}
