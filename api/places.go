package api

import (
	"path/filepath"
	"regexp"
	"strings"
)

// places are the folders of the machine that the program works in. Sentences for the log and the command line name
// them, answers do not: they tell the asker nothing, and an attacker where things lie.
type places struct{ found *regexp.Regexp }

func placesOf(folders ...string) places {
	var known []string
	for _, folder := range folders {
		if filepath.IsAbs(folder) && filepath.Clean(folder) != string(filepath.Separator) {
			known = append(known, regexp.QuoteMeta(filepath.Clean(folder)))
		}
	}
	if len(known) == 0 {
		return places{}
	}
	// a path ends where a sentence may go on; what follows a space in a name is left, and names no folder
	return places{regexp.MustCompile(`(?:` + strings.Join(known, "|") + `)(?:[/\\][^\s"'“”:;,()]*|\b)`)}
}

// without returns a text in which a path beneath one of the folders is its last name.
func (p places) without(text string) string {
	if p.found == nil {
		return text
	}
	return p.found.ReplaceAllStringFunc(text, filepath.Base)
}

// clear takes the paths out of a problem.
func (p places) clear(of *Problem) {
	of.Detail = p.without(of.Detail)
	of.ReasonParts = each(of.ReasonParts, p.without)
	for i := range of.Errors {
		of.Errors[i].Message = p.without(of.Errors[i].Message)
	}
}

// each returns the parts of a sentence as change makes them.
func each(parts map[string]string, change func(string) string) map[string]string {
	if parts == nil {
		return nil
	}
	out := make(map[string]string, len(parts))
	for name, text := range parts {
		out[name] = change(text)
	}
	return out
}

// places are those of the workspace; backups may lie elsewhere.
func (a *API) places() places {
	folders := []string{a.Dir}
	if a.Backups != nil {
		folders = append(folders, a.Backups.Folder, a.Backups.Dir)
	}
	return placesOf(folders...)
}
