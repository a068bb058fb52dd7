package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"salesops/metrics"
)

// ReceiptQuestion is the question of a receipt: everything on which its answer depends.
type ReceiptQuestion struct {
	Metric      string   `json:"metric"`
	Version     int      `json:"version"`
	Hash        string   `json:"hash" doc:"Of the definition the receipt was made with"`
	Formula     string   `json:"formula" doc:"In one line"`
	Description string   `json:"description"`
	Over        string   `json:"over" doc:"The object it is computed over"`
	On          string   `json:"on" doc:"The day field that places a record in a period"`
	From        *string  `json:"from" format:"date"`
	To          *string  `json:"to" format:"date"`
	Grain       string   `json:"grain" doc:"Empty for one period"`
	By          []string `json:"by"`
	Where       []string `json:"where"`
	Whose       string   `json:"whose" doc:"The id of the team or person it is limited to; empty for everybody"`
	Compare     string   `json:"compare" doc:"Empty for none"`
	Whole       bool     `json:"whole" doc:"Compared with the whole of the other period, not to date"`
	AsOf        *string  `json:"as_of" format:"date"`
	KnownAt     *string  `json:"known_at" format:"date"`
	Org         string   `json:"org"`
	Currency    string   `json:"currency"`
	Today       string   `json:"today" format:"date" doc:"The day it was asked on"`
	Position    int64    `json:"position" doc:"Only the log up to here"`
}

func (a *API) registerReceipts(api huma.API) {
	huma.Register(api, operation("getReceiptQuestion", http.MethodGet, "/receipts/{receipt}/question", "metrics",
		"What a receipt asks"), a.getReceiptQuestion)
}

func (a *API) getReceiptQuestion(ctx context.Context, in *struct {
	Receipt string `path:"receipt" maxLength:"8000"`
}) (*done[ReceiptQuestion], error) {
	q, d, err := a.Engine.Question(in.Receipt)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &done[ReceiptQuestion]{QuestionOf(q, d)}, nil
}

// QuestionOf converts the question of a receipt to its JSON form.
func QuestionOf(q metrics.Query, d metrics.Definition) ReceiptQuestion {
	return ReceiptQuestion{
		Metric: d.Name, Version: d.Version, Hash: d.Hash, Formula: d.Formula,
		Description: d.Description, Over: d.Over, On: d.On,
		From: dayText(q.From), To: dayText(q.To), Grain: string(q.Grain), By: list(q.By), Where: list(q.Where),
		Whose: q.Whose, Compare: q.Compare, Whole: q.Whole,
		AsOf: dayText(q.AsOf), KnownAt: dayText(q.KnownAt), Org: q.Org, Currency: q.Currency, Today: q.Today.String(),
		Position: int64(q.Position),
	}
}
