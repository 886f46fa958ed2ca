# Every command a person needs. `make help` lists them.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
SUM = $(shell cat pyproject.toml requirements/$(1).txt | cksum | cut -d' ' -f1)
RUN_STAMP := .venv/.runs-$(call SUM,run)
DEV_STAMP := .venv/.develops-$(call SUM,dev)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help setup run test check types rules format bench histories clean
.DEFAULT_GOAL := help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEV_STAMP) ## install what is needed into .venv; quick when nothing changed
	@$(BIN)/python -m rumahrakyat.config.catalogues compile >/dev/null

$(RUN_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@rm -f .venv/.runs-* && touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@rm -f .venv/.develops-* && touch $@

run: $(RUN_STAMP) ## open the demo in a browser at http://127.0.0.1:PORT/ (PORT=8000)
	@exec $(BIN)/rumahrakyat serve --demo --port $(PORT)

test: setup ## run all tests
	@$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

check: types rules ## run the linters, the type checker and the other checks that need no running product

types: setup
	$(BIN)/mypy

rules: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m rumahrakyat.config.catalogues check
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run --settings rumahrakyat.config.settings

format: setup ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup ## measure intake and pages; rewrites docs/performance.md
	@$(BIN)/python -m bench $(ARGS)

histories: setup ## judge 100,000 random histories of cases by machine, oracle and product (docs/fair-clocks.md)
	@$(BIN)/rumahrakyat simulate-duty --histories 100000 $(ARGS)

clean: ## remove what setup and the tools made in this folder
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src -name '*.mo' -delete
