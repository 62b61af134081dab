# Sociable. Two commands do all the set-up: `make site` and `make test`.
# Each target is a line or two over python, so that all of it can be done without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := sample/harbour-notes.wordpress.xml --blog harbour-notes --about sample/about.md --media sample/media

UNCHANGED := import json, sys; state = json.load(sys.stdin)['state']; \
	state == 'unchanged' or sys.exit('content/archive/harbour-notes is not what sample/ gives: import the sample again ($(SAMPLE))')

.PHONY: site serve check test publish clean
.DEFAULT_GOAL := site

site: $(VENV)/site
	@$(BIN)/python scripts/import_wordpress.py $(SAMPLE) --dry-run --strict --json | $(BIN)/python -c "$(UNCHANGED)"
	@$(BIN)/python -m pelican content -o output -s pelicanconf.py
	@echo "The site is in output/. To look at it: make serve, and open http://127.0.0.1:8000/"

serve: $(VENV)/site
	@$(BIN)/python scripts/serve.py

check: $(VENV)/dev
	@$(BIN)/python tests/everything.py --quick

test: $(VENV)/dev
	@$(BIN)/python tests/everything.py

publish: $(VENV)/site
	$(BIN)/python -m pelican content -o output -s publishconf.py

clean:
	rm -rf output .cache $(VENV)

$(VENV)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: install Python 3.11 or newer, or say which to use with make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) is too old: Sociable needs 3.11 or newer. Install it, or say which to use with make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: install it (Debian and Ubuntu: apt install python3-venv)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/site: $(VENV)/python requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev: $(VENV)/site requirements-dev.txt tests/checkers/package-lock.json
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@if command -v npm >/dev/null; then npm ci --prefix tests/checkers --ignore-scripts --silent --no-audit --no-fund; fi
	@touch $@
