# Everything happens in .venv, which `make setup` makes from hash-locked requirements.
# PYTHON may name any Python 3.11 or newer.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
STUDY  ?= asean-demo

.PHONY: help setup semantic demo test lint bench bench-simulation docs reference pictures lock clean

help:
	@echo "make demo    set everything up and run the default study ($(STUDY)/)"
	@echo "make test    set everything up and run every check"
	@echo "make setup   set everything up; leaves $(BIN)/rantau"
	@echo "make semantic  add the sentence model for suggestions of codes (84 MB, optional)"
	@echo "make bench   measure the claims of speed; bench-simulation: those of the simulation alone"
	@echo "make docs    build the documentation into docs/_build"
	@echo "make reference  write the pages of commands and of the API again, from the program"
	@echo "make pictures  take the pictures of the tutorial again (needs Chromium)"
	@echo "make lock    resolve the requirements again"

setup: $(STAMP)

$(STAMP): requirements/dev.txt pyproject.toml scripts/setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup.sh
	@touch $@

semantic: setup
	$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --require-hashes -r requirements/semantic.txt

demo: setup
	@$(BIN)/rantau demo "$(STUDY)"

test: setup
	@echo "== ruff" && $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "== mypy" && $(BIN)/mypy
	@echo "== pytest" && $(BIN)/pytest tests -n auto -q $(PYTEST_ARGS)
	@echo "== the examples of docs/, each page in its order" && $(BIN)/pytest docs -q -n auto --dist loadfile

lint: setup
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench: setup
	$(BIN)/python -m benchmarks

bench-simulation: setup
	$(BIN)/python -m benchmarks simulation

docs: setup
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/docs.txt
	$(BIN)/sphinx-build -W -q docs docs/_build

reference: setup
	$(BIN)/python scripts/make_reference.py

pictures: setup
	$(BIN)/python scripts/screenshots.py

lock: setup
	$(BIN)/python scripts/lock.py

clean:
	rm -rf $(VENV) docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
