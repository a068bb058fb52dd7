// Command bench measures the product on a generated company and prints ratios taken in
// one run: each metric against hand-written DuckDB SQL and against PostgreSQL with
// sensible indexes, time travel against brute force, writes, imports, rebuilds, size
// and memory. `make bench` runs it; the generated export is kept between runs.
//
// It is not a test: nothing in it passes or fails by the clock, it prints what it saw
// beside the bar.
package main
