# yiping: every task is one command. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Four processes keep two cores busy: half of them have browsers, which wait now and then. Each further one spends 12 s
# of processor time on collecting, and builds the cities of the tests once more. A file stays whole, in the order of
# tests/conftest.py.
IN_PARALLEL := -n 4 --dist loadfile --no-loadscope-reorder
export PYTHONUNBUFFERED := 1

.PHONY: help env dev neighbours browser run test checks collected lint types imports javascript declarations bench soak coverage bless shots lock clean

help: ## list the tasks
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@.ci/python "$(PYTHON)" "$(VENV)"

$(VENV)/.runtime: $(BIN)/python requirements.lock pyproject.toml
	@echo "· installing the locked packages into $(VENV) (a minute or less, the first time)"
	@.ci/packages $(VENV) -r requirements.lock
	@.ci/packages $(VENV) --no-deps --editable .
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -c "import dashboard.server.app, dashboard.simulator.building" # compiles what is used
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	@echo "· installing the locked tools for development"
	@.ci/packages $(VENV) -r requirements-dev.lock
	@touch $@

env: $(VENV)/.runtime ## make .venv with the locked packages and .venv/bin/yiping
	@echo "· environment ready: $(BIN)/yiping"

$(VENV)/.provider: $(VENV)/.development tests/identity/requirements.lock
	@echo "· installing the provider of identities that tests sign in at"
	@.ci/provider $(VENV) && touch $@ || echo "· it cannot be had here: its tests are left out" >&2

dev: $(VENV)/.development

neighbours: $(VENV)/.provider ## what tests put beside the server: nginx and a provider of identities
	@.ci/proxy $(VENV)

browser: ## install Chromium and a Chinese font where they are missing
	@.ci/browser

run: env ## build the demo city and serve it; open the printed address
	@$(BIN)/yiping demo

lint: dev
	@echo "· ruff (lint and format) and oxlint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/oxlint --quiet --deny-warnings assets

types: dev
	@echo "· mypy --strict"
	@$(BIN)/mypy

$(VENV)/.javascript: $(VENV)/.development tests/js/package-lock.json
	@echo "· installing the TypeScript compiler (development only)"
	@cd tests/js && ../../$(BIN)/python node.py npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

javascript: $(VENV)/.javascript ## check the browser's modules: their types, then node --test
	@echo "· tsc --checkJs --strict over assets/modules and assets/workers"
	@$(BIN)/python tests/js/node.py node tests/js/node_modules/typescript/bin/tsc -p tests/js/tsconfig.json
	@$(BIN)/python tests/js/node.py node tests/js/node_modules/typescript/bin/tsc -p tests/js/workers/tsconfig.json
	@echo "· node --test"
	@$(BIN)/python tests/js/node.py node --test "tests/js/**/*.test.mjs"

declarations: dev ## write assets/modules/payloads.d.ts anew from the payloads of Python
	@$(BIN)/python -m tests.js.declarations

imports: dev
	@echo "· import contract"
	@$(BIN)/lint-imports --no-cache

$(VENV)/.collected: $(VENV)/.development $(shell find tests -name '*.py')
	@echo "· collecting the tests that have changed, which compiles them once for all processes"
	@.ci/tests $(BIN)/pytest --collect-only --quiet --quiet >/dev/null || true
	@touch $@

collected: $(VENV)/.collected

checks: types lint imports javascript collected

test: dev browser neighbours ## environment, browser, lint, types, import contract, all tests
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target checks
	@echo "· tests"
	@.ci/tests $(BIN)/pytest $(IN_PARALLEL) --durations=20

coverage: dev ## branch coverage of geodata and queries by their own tests, which it makes a fifth slower
	@.ci/tests $(BIN)/pytest $(IN_PARALLEL) --cov --cov-report=term:skip-covered tests/geodata tests/queries

bench: dev browser ## measure: questions, load, placing, page, live city, map
	@$(BIN)/python -m benchmarks

soak: dev browser coverage ## hours: coverage, and the long tests: all published cases, hundreds of kills, thousands of refreshes and histories
	@$(BIN)/pytest $(IN_PARALLEL) -m soak --timeout=7200

bless: dev ## write blessed outputs anew (KPI answers, tree of the house, OpenAPI document); read the diff before you commit it
	@YIPING_BLESS=1 $(BIN)/pytest tests/queries/kpis/test_blessed.py tests/house/test_rooms.py tests/dashboard/api/test_openapi.py

shots: env browser ## photograph the screens for the README, while `make run` serves
	@$(BIN)/python -m benchmarks.pictures.shots
	@$(BIN)/python -m benchmarks.pictures.map_shots
	@$(BIN)/python -m benchmarks.paper.pictures .shots --readme

lock: dev ## resolve the locked versions anew from pyproject.toml
	@$(BIN)/pip-compile --quiet --upgrade --no-header --no-emit-index-url --no-emit-find-links --strip-extras --no-annotate --allow-unsafe pyproject.toml -o requirements.lock
	@$(BIN)/pip-compile --quiet --upgrade --no-header --no-emit-index-url --no-emit-find-links --strip-extras --no-annotate --allow-unsafe --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
