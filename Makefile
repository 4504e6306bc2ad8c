# newretail: `make demo` to see it, `make test` to check it. `make help` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8000
DATA ?= data/demo$(if $(CHAIN),-$(CHAIN))
TEST_DATA ?= var/test
PYTEST ?= -n 2 --dist loadfile --no-loadscope-reorder

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"
STAMP := .venv/.installed
FRONTS := newretail/fronts/dist/.built
WEB_SOURCES := $(shell find web -name node_modules -prune -o -type f ! -name openapi.json -print 2>/dev/null)

# Options of the demo, given as make variables: make demo PORT=9000 RESET=1 CATALOGUE=file.tsv.gz NO_CITY=1 SPEED=10
demo_options = --port $(PORT) --data $(DATA) \
	$(if $(CHAIN),--chain $(CHAIN)) $(if $(RESET),--reset) $(if $(NO_CITY),--no-city) $(if $(HOST),--host $(HOST)) \
	$(if $(CATALOGUE),--catalogue "$(CATALOGUE)") $(if $(SPEED),--speed $(SPEED)) $(if $(ORDERS),--orders $(ORDERS))

.PHONY: demo test test-fast audit check lint types contracts web-check web api-types screens bench lock clean help

demo: $(STAMP) $(FRONTS) ## the whole store on this machine (CHAIN=seoul, PORT, RESET=1, CATALOGUE=FILE, NO_CITY=1, SPEED, ORDERS, HOST, DATA)
	@exec $(BIN)/newretail demo $(demo_options)

test: check $(FRONTS) ## everything that CI checks
	@$(BIN)/python -m tests.browser.chromium
	NEWRETAIL_DATA=$(TEST_DATA) $(BIN)/newretail db run -- $(BIN)/pytest $(PYTEST)

test-fast: $(STAMP) $(FRONTS) ## the tests that need no browser and start no demo (ROOM=ordering for one room)
	NEWRETAIL_DATA=$(TEST_DATA) $(BIN)/newretail db run -- $(BIN)/pytest $(PYTEST) \
		--ignore=tests/browser --ignore=tests/demo -m 'not demo and not races' $(if $(ROOM),tests/$(ROOM))

audit: $(STAMP) $(FRONTS) ## known weaknesses of the packages we use, Python's and npm's; needs their advisory services
	@$(BIN)/python -m tests.audit_packages

check: lint types contracts web-check ## style, types, who may import whom, and the fronts' own tests

lint: $(STAMP) ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## types
	$(BIN)/mypy

contracts: $(STAMP) ## the floors of the house
	$(BIN)/lint-imports

web-check: $(STAMP) $(FRONTS) ## the fronts: style, types and unit tests
	$(BIN)/python web/build/fronts.py lint
	$(BIN)/python web/build/fronts.py check
	$(BIN)/python web/build/fronts.py test

web: $(FRONTS) ## the browser fronts, built from web/

api-types: $(STAMP) $(FRONTS) ## the API's types for the fronts, after the API changed
	$(BIN)/newretail openapi web/openapi.json
	$(BIN)/python web/build/fronts.py api

screens: $(STAMP) $(FRONTS) ## pictures of every screen into docs/screens
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.screens

bench: $(STAMP) $(FRONTS) ## the measurements of docs/benchmarks.md; python -m bench.attack, overload, soak, upgrade by themselves
	$(BIN)/python -m bench

lock: $(STAMP) ## requirements.lock anew, after pyproject.toml changed (UPGRADE=1: the newest of everything)
	$(BIN)/uv pip compile pyproject.toml --extra dev $(LOCK) $(if $(UPGRADE),--upgrade) -o requirements.lock
	$(BIN)/uv pip compile web/build/node.in $(LOCK) $(if $(UPGRADE),--upgrade) -o web/build/node.lock

clean: ## remove what tools leave behind; keeps .venv and data
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find newretail twin tests bench -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The environment: made once, brought up to date when what it is made of changes, never removed from here.
# Every package is the one whose hash stands in requirements.lock; tests/architecture/test_lock.py holds it to pyproject.toml.
$(STAMP): pyproject.toml requirements.lock
	@test -x $(BIN)/python || { \
		for candidate in $(PYTHON) python3.11 python3 python3.12 python3.13; do \
			if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$candidate; break; fi; \
		done; \
		test -n "$$found" || { echo "newretail needs Python 3.11 or newer (make PYTHON=/path/to/python)"; exit 1; }; \
		"$$found" -m venv .venv || { echo "the 'venv' module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }; \
	}
	@echo "installing what newretail needs into .venv (a minute or two; later starts skip this)"
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

# The fronts: built again when anything in web/ changed. Node is the machine's, else one from PyPI in the environment.
$(FRONTS): $(STAMP) $(WEB_SOURCES)
	@echo "building the browser fronts (half a minute at first)"
	@$(BIN)/python -c 'import sys; sys.path.insert(0, "web/build"); import fronts; fronts.find_node()' 2>/dev/null || \
		$(PIP) --no-deps --require-hashes -r web/build/node.lock
	@$(BIN)/python web/build/fronts.py
	@touch $@
