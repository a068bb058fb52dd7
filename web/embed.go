package web

import (
	"embed"
	"io/fs"
)

// The all: prefix takes files whose names start with a dot, so that a checkout
// where nothing was built yet (dist holds only .gitkeep) still compiles.
//
//go:embed all:dist
var dist embed.FS

// NoncePlaceholder stands in index.html wherever the response's random nonce
// belongs. Whoever serves the page replaces every occurrence, and names the
// same nonce in the Content-Security-Policy header.
const NoncePlaceholder = "__CSP_NONCE__"

// Dist is the built interface: index.html, and assets/ whose names carry a hash
// of their content. Beside a file that is worth compressing lie its .br and .gz.
// index.html is missing where nothing was built: say "run ./demo" then.
func Dist() fs.FS {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist // cannot happen: the name is constant and valid
	}
	return built
}
