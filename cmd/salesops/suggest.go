package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"salesops/connectors"
	"salesops/connectors/all"
	"salesops/connectors/mapping"
	"salesops/connectors/own"
	"salesops/internal/fault"
)

// suggest writes a first mapping for the files; nothing is imported.
func (c *importCommand) suggest(ctx context.Context, s *session, paths []string) error {
	if files, ok := own.Recognise(paths); ok {
		s.say(
			fmt.Sprintf(
				"%s is an export of this product: it needs no mapping, `salesops import %s --data NEW_FOLDER` reads "+
					"it back whole", filepath.Dir(files[0]), quoted(c.Path[0])))
		return nil
	}
	data := s.path(s.data)
	if s.shop != nil {
		data = s.shop.dir
	}
	kept, err := mapping.Store{Data: data}.List()
	if err != nil {
		return err
	}
	suggested, err := mapping.Propose(ctx, connectors.Options{Paths: paths, Called: called(paths), Tools: all.Tools(),
		Encoding: c.Encoding}, mapping.Wanted{Source: c.Source, Otherwise: sourceOf(paths[0]), Kept: kept})
	if err != nil {
		return err
	}
	text := suggested.Text
	if c.Mapping == "" {
		_, err := fmt.Fprint(s.stdout, text)
		return err
	}
	// A file is not overwritten, because somebody may have edited it.
	f, err := os.OpenFile(s.path(c.Mapping), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		if os.IsExist(err) {
			return fault.Invalidf("%s exists already: give --mapping a new name", c.Mapping)
		}
		return fault.Invalidf("the mapping %s cannot be written: %w", c.Mapping, err)
	}
	_, err = f.WriteString(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("write the mapping %s: %w", c.Mapping, err)
	}
	s.say(fmt.Sprintf("%s is written: read its comments, then run the import with --mapping %s --dry-run",
		c.Mapping, quoted(c.Mapping)))
	return nil
}

// sourceOf names the system after the folder or file of the export.
func sourceOf(path string) string {
	name := filepath.Base(path)
	if abs, err := filepath.Abs(path); err == nil {
		name = filepath.Base(abs)
	}
	name = strings.TrimSuffix(name, filepath.Ext(name))
	if name == "" || name == string(filepath.Separator) {
		return "mapping"
	}
	return name[:min(len(name), 100)]
}
