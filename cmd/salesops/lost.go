package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"salesops/internal/fault"
)

// checkLost refuses a folder whose database is gone or empty while the columns that were made from it are there. It
// would be taken for a new company, and the columns, the last trace of the data, would be made anew.
func checkLost(dir string) error {
	is := "gone"
	switch info, err := os.Stat(filepath.Join(dir, truthName)); {
	case err == nil && info.Size() > 0:
		return nil
	case err == nil:
		is = "empty"
	case !errors.Is(err, fs.ErrNotExist):
		return folderError(dir, err)
	}
	switch info, err := os.Stat(filepath.Join(dir, columnsName)); {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0:
		return nil
	case err != nil:
		return folderError(dir, err)
	}
	return fault.Invalidf(
		"%s, which holds the data, is %s, but %s was made from it: `salesops restore FILE --replace --data "+
			"%s` brings back a backup; to begin anew, use another folder", truthName, is, columnsName, dir)
}
