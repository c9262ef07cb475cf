# Everything is done by these targets; `make` alone lists them. Works with GNU make 3.81 (macOS).

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export HOST ?= 127.0.0.1
export PORT ?= 8050

# The first Python that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
BUILT := data/warehouse/.built
STATIC := data/warehouse/.static

# Folders are listed too, so that a file that goes is noticed as well as one that changes.
BUILD_FROM := $(shell find data/catalogue data/observations 2>/dev/null) \
	$(shell find pipelines data/queries -type f -not -path '*/__pycache__/*' 2>/dev/null) \
	$(wildcard data/*.py data/contracts/*.py)
STATIC_FROM := $(shell find assets data/catalogue/outlines 2>/dev/null) \
	layouts/static.py layouts/suites.py layouts/webfonts.py layouts/icons.py layouts/theme.py

# Browser tests use a Chromium of the system. CHROMIUM=/path/to/it chooses one.
MAC_CHROME ?= /Applications/Google Chrome.app/Contents/MacOS/Google Chrome
find_chromium = found="$${CHROMIUM:-$$(command -v chromium || command -v chromium-browser || \
	command -v google-chrome || { [ -x "$(MAC_CHROME)" ] && echo "$(MAC_CHROME)"; } || true)}"

.PHONY: help run build serve test lint format bench browser dev clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## */	/' | expand -t 10

run: build serve  ## build what has changed, then serve on http://$HOST:$PORT (127.0.0.1:8050)

build: $(BUILT) $(STATIC)  ## build the warehouse and the static files, when something changed

serve: $(RUNTIME)
	@echo "Serving on http://$(HOST):$(PORT) (stop with Ctrl+C)"
	@exec $(VENV)/bin/gunicorn -c gunicorn.conf.py app:server

test: dev browser build lint  ## check style, types, directions, and run every test
	@$(find_chromium); CHROMIUM="$$found" \
		$(PY) -m pytest -n auto --maxprocesses=4 --dist worksteal

lint: $(DEV)  ## check style, formatting, types, and who may import whom
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports

format: $(DEV)  ## put the code into the house format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: dev build  ## measure build, server, callbacks and first chart; print a table of medians
	@$(find_chromium); CHROMIUM="$$found" $(PY) -m bench

clean:  ## remove the environment, the built releases and the caches
	rm -rf $(VENV) data/warehouse .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

dev: $(DEV)

$(PY):
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or later is needed; install it, or say make PYTHON=/path/to/python3"; \
		exit 1; fi
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make environments. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV): requirements.txt requirements-dev.txt $(RUNTIME)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(BUILT): $(BUILD_FROM) $(RUNTIME)
	$(PY) -m pipelines build
	@mkdir -p $(@D) && touch $@

$(STATIC): $(STATIC_FROM) $(RUNTIME)
	$(PY) -m layouts.static
	@mkdir -p $(@D) && touch $@

browser:
	@$(find_chromium); \
	if [ -n "$$found" ]; then exit 0; fi; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium for the browser tests"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium fonts-noto-core; \
	else \
		echo "The browser tests need Chromium or Google Chrome, and none was found."; \
		echo "  Debian, Ubuntu:  sudo apt-get install chromium fonts-noto-core"; \
		echo "  macOS:           install Google Chrome, or: brew install --cask chromium"; \
		echo "  elsewhere:       make test CHROMIUM=/path/to/chromium"; \
		exit 1; \
	fi
