# The menu. `make help` prints it. Needs Python >= 3.11, Node >= 20.19 and make.
# Every step is skipped when its inputs did not change: stamps carry a checksum of them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The first Python that is new enough, or the one you name: make PYTHON=python3.12 run
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; exit; }; \
	done; echo python3)
FIELDWARD_PORT ?= 8000
export FIELDWARD_PORT

BIN := .venv/bin
NPM := npm --prefix pwa --no-fund --no-audit --loglevel=error
prerequisites = command -v $(PYTHON) >/dev/null || { \
	echo 'Fieldward needs Python 3.11 or newer; none was found. Name one: make PYTHON=…' >&2; exit 1; }; \
	$(PYTHON) scripts/check_prerequisites.py
checksum = $(shell cat $(1) 2>/dev/null | cksum | cut -d ' ' -f 1)

ENV_STAMP := .venv/.stamps/run-$(call checksum,requirements-build.lock requirements.lock pyproject.toml)
DEV_STAMP := .venv/.stamps/dev-$(call checksum,requirements-dev.lock pyproject.toml)
NODE_STAMP := pwa/node_modules/.stamp-$(call checksum,pwa/package-lock.json)
PEERS := benchmarks/peers
PEERS_STAMP := $(PEERS)/node_modules/.stamp-$(call checksum,$(PEERS)/package-lock.json)
PWA_SOURCES := $(shell find pwa/src pwa/public pwa/build pwa/*.html pwa/*.ts pwa/*.js pwa/*.json \
	-type f ! -name '*.test.ts' 2>/dev/null | LC_ALL=C sort)
DIST_STAMP := pwa/dist/.stamp-$(call checksum,$(PWA_SOURCES))
FONT := server/papers/fonts/NotoSansSC_400Regular.ttf

.PHONY: help
help: ## show this menu
	@awk -F ':.*## ' '/^[a-z0-9%-]+:.*## / {sub("%", "NAME", $$1); printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- environments ---------------------------------------------------------------------------

$(ENV_STAMP):
	@$(prerequisites)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-build.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@mkdir -p $(@D) && rm -f $(@D)/run-* && touch $@

$(DEV_STAMP): $(ENV_STAMP)
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements-dev.lock
	@ln -sf ../../pwa/node_modules/.bin/pyright $(BIN)/pyright
	@rm -f $(@D)/dev-* && touch $@

# Not `npm ci`: it refuses a lock that was resolved where some other platform's optional package
# was out of reach. `install --no-save` keeps to the lock as strictly and never writes it.
$(NODE_STAMP):
	@$(prerequisites)
	@$(NPM) install --no-save
	@touch $@

$(PEERS_STAMP):
	@$(prerequisites)
	@npm --prefix $(PEERS) --no-fund --no-audit --loglevel=error install --no-save
	@touch $@

$(DIST_STAMP): $(NODE_STAMP)
	@$(NPM) run --silent build
	@touch $@

$(FONT): $(NODE_STAMP)
	@$(PYTHON) -m scripts.place_font
	@touch $@

.PHONY: install
install: $(ENV_STAMP) $(DEV_STAMP) $(NODE_STAMP) ## everything for work on the code: .venv and pwa/node_modules

.PHONY: build
build: $(DIST_STAMP) $(FONT) ## the app for browsers, in pwa/dist, and the font of papers

# --- run ------------------------------------------------------------------------------------

.PHONY: run
run: $(ENV_STAMP) $(DIST_STAMP) $(FONT) ## the demo on 127.0.0.1:8000 (FIELDWARD_PORT=… for another port)
	@$(BIN)/fieldward migrate
	@$(BIN)/fieldward demo --if-empty
	@exec $(BIN)/fieldward serve

.PHONY: migrate
migrate: $(ENV_STAMP) ## bring the database to the newest tables
	@$(BIN)/fieldward migrate

.PHONY: demo
demo: $(ENV_STAMP) ## load the demo firm
	@$(BIN)/fieldward migrate
	@$(BIN)/fieldward demo

# --- judge ----------------------------------------------------------------------------------

# Two at a time: neither half keeps two cores busy by itself.
.PHONY: check check-python check-app
check: install ## lint, format, types, and the app's unit tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-python check-app

check-python:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright

check-app:
	@$(NPM) run --silent lint
	@$(NPM) run --silent check
	@$(NPM) run --silent test

.PHONY: test suite
test: install build browser ## everything: check, and beside it the whole suite, browser tests included
	@$(MAKE) --no-print-directory --jobs=3 suite check-python check-app

# Three workers on two cores: a browser test waits for pages for half of its time. Files in the
# order of their folders: the longest, which are those of the browser, are not left for the end.
suite: install build browser
	@$(BIN)/pytest -n 3 --dist loadscope --no-loadscope-reorder

.PHONY: e2e
e2e: install build browser ## only the browser tests
	@$(BIN)/pytest tests/e2e

HISTORIES ?= 200
SEED ?= 1
ENGINE ?= sqlite
MUTANTS ?=
.PHONY: simulate
simulate: install ## seeded histories: make simulate HISTORIES=200 SEED=1 ENGINE=sqlite, or MUTANTS=1
	@$(BIN)/python -m tests.simulation --seed $(SEED) --engine $(ENGINE) \
		$(if $(MUTANTS),--mutants,--histories $(HISTORIES)) \
		$(if $(and $(MUTANTS),$(filter-out file,$(origin HISTORIES))),--histories $(HISTORIES))

.PHONY: campaign
campaign: install build browser ## what takes longer than a test: histories, appends, kills
	@$(BIN)/python -m tests.campaign

MINUTES ?= 60
.PHONY: soak
soak: install build browser ## the campaign on seeds nobody has run, into its ledger: make soak MINUTES=60
	@$(BIN)/python -m tests.campaign.soak --minutes $(MINUTES)

PERSONALITY ?= basement
.PHONY: drill
drill: $(ENV_STAMP) ## a bad network before a server on :8000: make drill PERSONALITY=basement
	@exec $(BIN)/fieldward drill --personality $(PERSONALITY) --to http://127.0.0.1:$(FIELDWARD_PORT)

.PHONY: browser
browser: install
	@$(BIN)/python -m scripts.install_browser

.PHONY: bench
bench: install build ## every benchmark: a table, and benchmarks/out/NAME.json
	@for each in benchmarks/[a-z]*.py; do \
		$(BIN)/python -m benchmarks.$$(basename $$each .py) || exit 1; done

.PHONY: bench-sync
bench-sync: install build $(PEERS_STAMP) ## bytes and times of a sync, ours and those of six libraries
	@$(BIN)/python -m benchmarks.sync
	@$(BIN)/python -m benchmarks.peers

bench-%: install build ## one benchmark by its name: make bench-geo
	@$(BIN)/python -m benchmarks.$*

# --- write ----------------------------------------------------------------------------------

.PHONY: format
format: install ## put code into its form
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(NPM) run --silent format

.PHONY: contract
contract: $(ENV_STAMP) ## write pwa/src/contract/ anew from Python
	@$(BIN)/python -m scripts.generate_contract

.PHONY: icons
icons: $(ENV_STAMP) ## draw the app's icons anew
	@$(BIN)/python -m scripts.draw_icons

.PHONY: screenshots
screenshots: install build browser ## every screen of the demo as a picture, in screenshots/
	@$(BIN)/python -m scripts.screenshots

.PHONY: lock
lock: $(ENV_STAMP) ## resolve the lock files anew, with hashes and without addresses
	@$(BIN)/python -m scripts.lock

.PHONY: wheel
wheel: install build ## a wheel with the app inside, in dist/
	@$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist .

.PHONY: clean
clean: ## remove what was built and installed, never your data
	rm -rf .venv pwa/node_modules $(PEERS)/node_modules pwa/dist $(dir $(FONT)) dist build .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
