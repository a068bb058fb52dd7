# Sourced by every script: puts the private tools first on PATH and sets what
# each Go build of this project needs. ROOT is the repository's folder.
TOOLS=$ROOT/.tools
for dir in "$TOOLS/bin" "$TOOLS/go/bin" "$TOOLS/node_modules/.bin" "$TOOLS/node_modules/node-bin"; do
	if [ -d "$dir" ]; then PATH=$dir:$PATH; fi
done
export PATH

# duckdb_arrow: result sets leave DuckDB as Arrow, in columns instead of row by row.
# The rest is what one self-contained program needs; vet, lint and tests use it
# too, so that all but the race detector's build share what was compiled.
export GOFLAGS="-buildvcs=false -trimpath -tags=duckdb_arrow,osusergo,netgo"
# Each test binary has DuckDB inside: linking them is most of the work of a test run, and mold
# takes a third of the processor time for it.
if printf 'int main(void) { return 0; }\n' | cc -fuse-ld=mold -x c - -o /dev/null 2>/dev/null; then
	export GOFLAGS="$GOFLAGS '-ldflags=-s -extldflags=-fuse-ld=mold'"
fi
export GOTOOLCHAIN=local
export CGO_ENABLED=1

# A company's own certificate authority is among the system's certificates, where Go looks;
# Node has a list of its own and must be told of them.
for certificates in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem; do
	if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r "$certificates" ]; then
		export NODE_EXTRA_CA_CERTS=$certificates
	fi
done

# say TEXT…: one line to the person who waits.
say() { printf '%s\n' "$*"; }

# version_at_least HAVE WANT: true when dotted version HAVE >= WANT.
version_at_least() {
	printf '%s\n%s\n' "$2" "$1" | awk -F. '
		NR == 1 { for (i = 1; i <= 3; i++) want[i] = $i + 0 }
		NR == 2 { for (i = 1; i <= 3; i++) {
			if ($i + 0 > want[i]) exit 0
			if ($i + 0 < want[i]) exit 1
		} }'
}

# find_chromium: prints the browser that the browser tests drive.
find_chromium() {
	for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
		if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then
			command -v "$candidate"
			return 0
		fi
	done
	return 1
}

# tree_hash PATH…: one hash over the names and contents of all files below.
tree_hash() {
	find "$@" -type f 2>/dev/null | LC_ALL=C sort | while IFS= read -r file; do
		cksum "$file"
	done | cksum | awk '{ print $1 "-" $2 }'
}
