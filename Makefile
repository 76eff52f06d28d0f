# `make demo` and `make test` are all a newcomer types; each makes .venv first.
# PYTHON picks an interpreter; otherwise the first of these that is 3.11, 3.12 or 3.13.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
PYTHON ?= $(or $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done),python3)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test soak setup check bench docs clean

# The environment is made again whenever pyproject.toml changes.
.venv/.runtime: pyproject.toml
	@echo "Making .venv with $(PYTHON): a few minutes the first time."
	@$(PYTHON) -c '$(FITS)' || { echo "variorum needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/.tests: .venv/.runtime
	$(BIN)/pip install --quiet --editable '.[test,check]'
	@touch $@

setup: .venv/.tests

demo: .venv/.runtime
	@$(BIN)/python examples/demo.py

test: .venv/.tests
	@tests/java.sh
	@tests/chromium.sh
	$(BIN)/python -m pytest -n 2

# What takes minutes (40 on a busy machine of two cores): crashes by the dozen, long fuzzing, large inputs.
soak: .venv/.tests
	@tests/java.sh
	$(BIN)/python -m pytest -n 2 -m soak
	VARIORUM_FUZZ=2000 $(BIN)/python -m pytest -n 2 tests/test_fuzz.py

check: .venv/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/make.py --check

bench: .venv/.tests
	for b in benchmarks/*.py; do PYTHONPATH=. $(BIN)/python $$b || exit 1; done

docs: .venv/.tests
	$(BIN)/python docs/make.py

clean:
	rm -rf .venv out
