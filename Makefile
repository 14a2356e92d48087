# The two commands a newcomer needs: `make run` and `make test`. Everything is installed into .venv.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOCK_VENV := .venv-lock
HOST ?= 127.0.0.1
PORT ?= 8000
# SIGKILLs of `make torture`; at least three in every named step.
KILLS ?= 200
# The first Python 3.11 found; set it to use another one, such as PYTHON=python3.12.
PYTHON ?= $(shell for p in python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo "$$p" && break; done)
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run check format test torture journeys bench eval screenshots lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  \1	/'

setup: $(STAMP) ## make .venv and install what the locks name (again only when they change)

# --no-compile: modules are compiled when first imported; compiling all of them takes a minute.
$(STAMP): pyproject.toml requirements.lock requirements-data.txt
	@test -n "$(PYTHON)" || { echo "make setup: no Python 3.11 found as python3.11, python3 or python" >&2; exit 1; }
	@echo "Installing into $(VENV); this takes a few minutes the first time."
	@"$(PYTHON)" -m venv $(VENV) || { echo "make setup: no environment could be made; on Debian install python3-venv" >&2; exit 1; }
	$(PIP) --no-compile --require-hashes -r requirements.lock
	$(PIP) --no-compile --require-hashes --no-deps -r requirements-data.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

run: setup ## ingest the sample corpus and serve it on http://127.0.0.1:8000
	$(BIN)/guidepost ingest ingest/sample
	$(BIN)/guidepost serve --host $(HOST) --port $(PORT)

check: setup ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup ## rewrite the files as check wants them, as far as a tool can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: check ## check, then all tests, those in a real browser included
	@chromium=$$(tests/e2e/ensure_chromium.sh $(BIN)/python) && \
	echo "CHROMIUM=$$chromium $(BIN)/pytest" && \
	CHROMIUM="$$chromium" $(BIN)/pytest

torture: setup ## the long tests: kills, floods, many readers; minutes each
	TORTURE_KILLS=$(KILLS) $(BIN)/pytest -m torture -o log_cli=true --log-cli-level=INFO tests

# Named from here, so that the corpus has one fingerprint on every machine and the baseline holds.
eval: setup ## every suite and control on the sample corpus, against the baseline; the report is in runs/
	$(BIN)/guidepost ingest ingest/sample --index .bench/sample
	$(BIN)/guidepost eval run --index .bench/sample --gate evals/baselines/sample.jsonl

bench: setup ## start, latency, rate and memory of /ask, beside a plain LangChain and Chroma retrieval
	$(BIN)/python -m evals.bench

journeys: setup ## every journey of a visitor at each of 24 settings, with axe; ten minutes
	@chromium=$$(tests/e2e/ensure_chromium.sh $(BIN)/python) && \
	CHROMIUM="$$chromium" $(BIN)/pytest -q --all-settings tests/e2e/test_journeys_*.py

screenshots: setup ## pictures of the chat at each size, mode and theme, to look at; in screenshots/
	@chromium=$$(tests/e2e/ensure_chromium.sh $(BIN)/python) && \
	CHROMIUM="$$chromium" $(BIN)/pytest -q --screenshots=screenshots tests/e2e/test_screenshots.py

# requirements-data.txt keeps its comments; to move one of its packages, change the version there first.
lock: ## resolve the newest allowed releases and rewrite the locks with hashes
	@test -n "$(PYTHON)" || { echo "make lock: no Python 3.11 found as python3.11, python3 or python" >&2; exit 1; }
	"$(PYTHON)" -m venv $(LOCK_VENV)
	$(LOCK_VENV)/bin/python -m pip --disable-pip-version-check install --quiet uv
	$(LOCK_VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --group dev \
		--generate-hashes --no-annotate --no-header --output-file requirements.lock pyproject.toml
	{ grep '^#' requirements-data.txt; grep -oE '^[a-z][^ ]+==[^ ]+' requirements-data.txt | \
		$(LOCK_VENV)/bin/uv pip compile --quiet --python-version 3.11 --no-deps --generate-hashes \
		--no-annotate --no-header -; } > $(LOCK_VENV)/data.txt
	mv $(LOCK_VENV)/data.txt requirements-data.txt

clean: ## remove the environments and the tools' caches; the index stays
	rm -rf $(VENV) $(LOCK_VENV) build *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
