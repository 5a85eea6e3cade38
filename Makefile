# make run   - the whole office on this machine, from nothing to a served page
# make test  - every check and test, with everything they need
#
# Needs Python 3.11 or newer and make; everything else is installed into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check clean

run: $(VENV)/.run-ready
	@$(BIN)/python app.py

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The browser first: a run that cannot finish should say so at once.
check: $(VENV)/.test-ready
	$(BIN)/python tests/browser/install_chromium.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/.run-ready: requirements.txt constraints.txt | $(VENV)/bin/python
	$(PIP) install --constraint constraints.txt --requirement requirements.txt
	@touch $@

$(VENV)/.test-ready: requirements-dev.txt $(VENV)/.run-ready
	$(PIP) install --constraint constraints.txt --requirement requirements-dev.txt
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	    [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || \
	    { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
