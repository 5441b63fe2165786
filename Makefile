# Everything is set up inside the clone: the environment lies in .venv/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.synced
DESK := out/desk/desk.db

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup bundle demo desk test lint soak bench docs clean

help:  ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) bundle  ## make the environment in .venv/

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(STAMP): $(BIN)/uv pyproject.toml uv.lock
	UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --frozen --inexact --quiet --compile-bytecode
	$(BIN)/python -m compileall -q src
	@touch $@

bundle: $(STAMP)  ## bundle the scripts of the desk with npm, where something changed
	@$(BIN)/python hatch_build.py

demo: $(STAMP)  ## build the example register into a release and write its report
	$(BIN)/waqia demo --out out/demo

desk: bundle $(DESK)  ## start the desk on a register made from the examples
	$(BIN)/waqia serve $(DESK)

$(DESK): | $(STAMP)
	rm -rf $(@D)
	mkdir -p $(@D)
	$(BIN)/waqia register init $@ --codebook pakistan --title "Security incidents in Pakistan"
	$(BIN)/waqia register import examples/pakistan/accounts.csv -r $@ --as waqia
	$(BIN)/waqia register confirm -r $@ --reason "reviewed for the example" \
	  $$($(BIN)/waqia register list $@ --limit 120 --format csv | tail -n +2 | cut -d, -f1) >/dev/null
	$(BIN)/waqia read examples/news --into $@

# what is compiled once is found by every worker and command that a test starts
test: export PYTHONDONTWRITEBYTECODE =
test: lint bundle  ## run all checks and tests
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

soak: $(STAMP)  ## kill 200 writers of a register on each database, try 200 random courses of acts
	WAQIA_SOAK_MINUTES=$${WAQIA_SOAK_MINUTES:-10} $(BIN)/python -m pytest tests/register/test_reliability.py tests/register/test_verifying.py

bench: $(STAMP)  ## measure speed and memory, print the table
	$(BIN)/python -m bench

docs: $(STAMP)  ## write the generated reference pages again
	$(BIN)/python docs/generate.py

clean:  ## remove the environment and everything written
	rm -rf $(VENV) out dist frontend/node_modules src/waqia/web/static/built .pytest_cache .mypy_cache .ruff_cache
