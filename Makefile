# One door for each task. `make run` and `make test` set everything up on a fresh machine.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help run test quick check lock clean

help:  ## Show what can be done.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

run: $(STAMP)  ## Set up, create the database, load the documented cases, serve on 127.0.0.1:8000.
	$(BIN)/remanso serve

test: $(STAMP)  ## Set up and pass every test.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/remanso rules check
	$(BIN)/pytest -n 2

quick: $(STAMP)  ## Pass the everyday tests: all but the slow ones.
	$(BIN)/remanso rules check
	$(BIN)/pytest -n 2 -m "not slow"

check: test

lock: ## Renew requirements.lock from pyproject.toml.
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --extra dev --extra spark --extra bench --extra telemetry --generate-hashes --no-header --python-version 3.11 -o requirements.lock pyproject.toml

clean:  ## Remove the environment and the local database.
	rm -rf $(VENV) .run
