# Every target is a step of tools/run or a script of tools/: ./test, CI and make
# cannot disagree. make is a convenience; ./demo and ./test do without it.
.DEFAULT_GOAL := help
.PHONY: help setup demo test build check verify generate e2e bench fuzz explore clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## find or install what building and testing needs
	tools/setup --with-browser --with-tests

demo: ## build everything and start the product on loopback
	./demo

test: ## every check, as CI runs them
	./test

build: ## bin/salesops, one self-contained file
	tools/setup
	tools/build web go

check: ## format, lint, layout and unit tests: before each commit
	tools/setup --with-tests
	QUICK=1 tools/run format vet lint layout unit web

verify: ## regenerate generated files and compare
	tools/setup
	tools/run generated

generate: ## write generated files anew: api/openapi.json and the web client's types
	tools/setup
	tools/generate

e2e: ## the built binary, driven by a real browser
	tools/setup --with-browser
	tools/run build e2e

bench: ## speed on a generated company of 500,000 deals; writes docs/performance.md
	tools/setup --with-bench
	tools/run bench

fuzz: ## each fuzz target for FUZZTIME (default 30s)
	tools/setup
	tools/run fuzz

explore: ## property tests from random seeds, ROUNDS times (default 5)
	tools/setup
	tools/run explore

clean: ## remove what was built; .tools and data folders stay
	rm -rf bin web/dist/assets web/dist/index.html .tools/results
