package api

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"salesops/record"
)

// An answer depends on a log position, the day (ages and unfinished periods change with it), what the asker may
// see, the program and its metric files. The ETag consists of these; the question is in the address.
func (a *API) etag(ctx context.Context, position record.Seq) (string, error) {
	day, err := a.today(ctx)
	if err != nil {
		return "", err
	}
	sees := sha256.Sum256([]byte(a.scope(ctx).String()))
	return fmt.Sprintf(`"position-%d-%s-%s-%s-%x"`, position, day, a.Version, a.Engine.Mark(), sees[:6]), nil
}

// fresh returns the headers of an answer computed at position.
func (a *API) fresh(ctx context.Context, position record.Seq) (Positioned, error) {
	tag, err := a.etag(ctx, position)
	if err != nil {
		return Positioned{}, a.problem(ctx, err)
	}
	return Positioned{ETag: tag, Position: int64(position), Cache: "private, no-cache"}, nil
}

// freshAnswer gives the head of an answer. One that a job refreshes is not what the log says now, so no later request
// may find it unchanged.
func (a *API) freshAnswer(ctx context.Context, position record.Seq, refreshing bool) (Positioned, error) {
	if !refreshing {
		return a.fresh(ctx, position)
	}
	head, err := a.fresh(ctx, -1)
	head.Position = int64(position)
	return head, err
}

// unchanged answers 304 when the asker's copy was computed at position. It is called before anything is
// computed.
func (a *API) unchanged(ctx context.Context, in Conditional, position record.Seq) error {
	if in.IfNoneMatch == "" {
		return nil
	}
	head, err := a.fresh(ctx, position)
	if err != nil {
		return err
	}
	for tag := range strings.SplitSeq(in.IfNoneMatch, ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == head.ETag {
			return huma.ErrorWithHeaders(huma.Status304NotModified(), http.Header{
				"Etag": {head.ETag}, "X-Position": {fmt.Sprint(head.Position)}, "Cache-Control": {head.Cache},
			})
		}
	}
	return nil
}
