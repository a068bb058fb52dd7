package metrics

import (
	"errors"
	"io/fs"
	"path"

	"go.yaml.in/yaml/v3"
)

const (
	mostText  = 1 << 20 // bytes of a metric file
	mostNodes = 20_000  // keys and values of one, with its aliases expanded
)

// readText returns the text of a metric file. Folders, pipes, devices and broken links are wrong files; opening
// some of them would block forever.
func readText(dir fs.FS, folder, name string) ([]byte, error) {
	source := path.Join(folder, name)
	info, err := fs.Stat(dir, name)
	switch {
	case err != nil:
		return nil, badFile(source, 0, "it cannot be read: %w", cause(err))
	case !info.Mode().IsRegular():
		return nil, badFile(source, 0, "it is no file: a metric is written in a file of its own")
	case info.Size() > mostText:
		return nil, badFile(source, 0, "it is larger than 1 MB: a metric needs a page")
	}
	text, err := fs.ReadFile(dir, name)
	if err != nil {
		return nil, badFile(source, 0, "it cannot be read: %w", cause(err))
	}
	return text, nil
}

// cause returns an error without the path, which the message has already.
func cause(err error) error {
	var on *fs.PathError
	if errors.As(err, &on) {
		return on.Err
	}
	return err
}

// fits reports whether a text has at most a number of nodes with its aliases expanded. An alias inside its own
// target has infinitely many.
func fits(n *yaml.Node, left *int) bool {
	if *left--; *left < 0 {
		return false
	}
	if n.Kind == yaml.AliasNode {
		return fits(n.Alias, left)
	}
	for _, c := range n.Content {
		if !fits(c, left) {
			return false
		}
	}
	return true
}

// tagged returns the first value that begins with ! outside quotes. YAML reads that as the name of a type, so a
// condition such as !won would be lost.
func tagged(n *yaml.Node) *yaml.Node {
	if n.Style&yaml.TaggedStyle != 0 {
		return n
	}
	for _, c := range n.Content {
		if found := tagged(c); found != nil {
			return found
		}
	}
	return nil
}
