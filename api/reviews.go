package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"salesops/connectors"
	"salesops/record"
	"salesops/sales"
)

// Review is a field whose source has another value than an edit made here.
type Review struct {
	Key     string      `json:"key" doc:"To decide by" example:"deal_8f3kq2:amount"`
	Object  string      `json:"object"`
	ID      string      `json:"id"`
	Name    string      `json:"name" doc:"The record's title"`
	Field   string      `json:"field"`
	Label   string      `json:"label" doc:"The field's own label"`
	Kind    string      `json:"kind" enum:"text,int,number,bool,day,instant,money,ref"`
	InForce string      `json:"in_force" enum:"here,source" doc:"Whose value counts now"`
	Here    ReviewClaim `json:"here"`
	Source  ReviewClaim `json:"source"`
}

// ReviewClaim is the value of one side.
type ReviewClaim struct {
	Value FieldValue `json:"value"`
	Who   string     `json:"who" doc:"The actor that edited, or the name of the source"`
	By    string     `json:"by" doc:"The name of who edited; empty for a source, and for one that is no person of the records"`
	Mine  bool       `json:"mine" doc:"Who asks edited"`
	At    string     `json:"at" format:"date-time" doc:"When it was so there"`
	Seq   int64      `json:"seq" doc:"The change that says it"`
}

// ReviewList is a page of undecided reviews, those of the newest import first.
type ReviewList struct {
	Reviews    []Review `json:"reviews"`
	Total      int      `json:"total"`
	NextCursor *string  `json:"next_cursor" doc:"Ask for the next page with it; null on the last"`
}

// ReviewDecision settles differences.
type ReviewDecision struct {
	Keys []string `json:"keys,omitempty" maxItems:"5000" doc:"Which ones"`
	All  bool     `json:"all,omitempty" doc:"Every one that is not decided"`
	Take string   `json:"take" enum:"here,source" doc:"Whose value is to count: the edit made here, or the source's"`
}

// ReviewsDecided is the result of a decision.
type ReviewsDecided struct {
	Decided int   `json:"decided"`
	Seq     int64 `json:"seq" doc:"Log position of the last change"`
}

func (a *API) registerReviews(api huma.API) {
	huma.Register(api, operation("listReviews", http.MethodGet, "/reviews", "imports",
		"Fields for which a source says something else than an edit made here"),
		func(ctx context.Context, in *struct {
			Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
			Cursor string `query:"cursor" maxLength:"2000"`
		}) (*done[ReviewList], error) {
			list, err := a.Reviews(ctx, in.Limit, in.Cursor)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			return &done[ReviewList]{list}, nil
		})
	huma.Register(api, operation("decideReviews", http.MethodPost, "/reviews", "imports",
		"Take the source's values or keep those edited here"),
		func(ctx context.Context, in *struct{ Body ReviewDecision }) (*done[ReviewsDecided], error) {
			out, err := a.DecideReviews(ctx, in.Body)
			if err != nil {
				return nil, a.problem(ctx, err)
			}
			return &done[ReviewsDecided]{out}, nil
		})
}

// Reviews returns undecided reviews after a cursor, at most limit; 0 means all.
func (a *API) Reviews(ctx context.Context, limit int, cursor string) (ReviewList, error) {
	open, err := connectors.Reviews(ctx, a.Log, a.scope(ctx))
	if err != nil {
		return ReviewList{}, err
	}
	out := ReviewList{Reviews: []Review{}, Total: len(open)}
	if open, err = reviewsAfter(open, cursor); err != nil {
		return out, err
	}
	if limit > 0 && limit < len(open) {
		open = open[:limit]
		next := reviewCursor(&open[limit-1])
		out.NextCursor = &next
	}
	ids := make([]record.ID, len(open))
	var values []map[string]record.Value
	for i := range open {
		r := &open[i]
		ids[i] = r.ID
		values = append(values, map[string]record.Value{"here": r.Value(&r.Here), "source": r.Value(&r.Source)})
	}
	editors := slices.Clone(values)
	for i := range open {
		if by := personOf(open[i].Here.Actor); by != 0 {
			editors = append(editors, map[string]record.Value{"": record.RefValue(by)})
		}
	}
	names, err := a.names(ctx, editors...)
	if err != nil {
		return out, err
	}
	states, err := a.Log.States(ctx, a.scope(ctx), ids)
	if err != nil {
		return out, err
	}
	for i := range open {
		r := &open[i]
		to := refersTo(a.Log.Schema(), r.Object, r.Field)
		review := Review{
			Key: r.Key, Object: r.Object, ID: record.FormatID(r.Object, r.ID), Name: a.title(states[r.ID]),
			Field: r.Field, Label: r.Field, InForce: r.InForce,
			Here: ReviewClaim{Value: valueOf(values[i]["here"], to, names), Who: string(r.Here.Actor),
				By: names[personOf(r.Here.Actor)].Name, Mine: r.Here.Actor == actor(ctx),
				At: r.Here.EffectiveAt.String(), Seq: int64(r.Here.Seq)},
			Source: ReviewClaim{Value: valueOf(values[i]["source"], to, names), Who: r.Source.Source,
				At: r.Source.EffectiveAt.String(), Seq: int64(r.Source.Seq)},
		}
		if o, ok := a.Log.Schema().Object(r.Object); ok {
			if f, ok := o.Field(r.Field); ok {
				review.Label, review.Kind = f.Label, f.Kind.String()
			}
		}
		if r.Object == sales.Rate && r.Field == "rate" { // what is kept counts minor units
			review.Label, review.Kind = "Rate", record.Text.String()
			review.Here.Value, review.Source.Value = rateValue(states[r.ID],
				values[i]["here"]), rateValue(states[r.ID], values[i]["source"])
		}
		out.Reviews = append(out.Reviews, review)
	}
	return out, nil
}

// reviewCursor is a position in the list that remains valid when the review at it is decided.
func reviewCursor(r *connectors.Review) string {
	return record.FormatID(sales.Import, r.Import) + "/" + r.Key
}

func reviewsAfter(open []connectors.Review, cursor string) ([]connectors.Review, error) {
	if cursor == "" {
		return open, nil
	}
	in, key, _ := strings.Cut(cursor, "/")
	object, id, err := record.ParseID(in)
	if err != nil || object != sales.Import || key == "" {
		return nil, invalidf("this is no cursor: take next_cursor of the last page, or start without one")
	}
	return slices.DeleteFunc(open, func(r connectors.Review) bool {
		return r.Import > id || r.Import == id && r.Key <= key
	}), nil
}

// DecideReviews takes the source's values or keeps those edited here, as an edit of the asker.
func (a *API) DecideReviews(ctx context.Context, d ReviewDecision) (ReviewsDecided, error) {
	if len(d.Keys) == 0 && !d.All {
		return ReviewsDecided{}, invalidf("nothing was chosen: name keys, or say all")
	}
	n, last, err := connectors.Decide(ctx, a.Log, a.scope(ctx), actor(ctx), d.Keys, d.All,
		d.Take == "source", a.Clock())
	if err != nil {
		return ReviewsDecided{}, err
	}
	a.visible(ctx, last)
	return ReviewsDecided{Decided: n, Seq: int64(max(last, 0))}, nil
}
