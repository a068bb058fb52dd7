package main

import (
	"context"

	"salesops/api"
)

type openapiCommand struct{}

func (*openapiCommand) use() (folderUse, error) { return noFolder, nil }

func (*openapiCommand) run(ctx context.Context, s *session) error {
	document, err := api.Document(ctx, "1")
	if err != nil {
		return err
	}
	_, err = s.stdout.Write(document)
	return err
}
