# make help lists the targets. Needs git, make and Python 3.11 or later; everything else is installed into .venv.
PYTHON ?= python3
MUNICIPALITY ?= dalfsen
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
SOURCE_FILES := pyproject.toml README.md

.DEFAULT_GOAL := help
.PHONY: help report test lab lint format lock sample clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

report: $(VENV)/report.installed ## make the report of MUNICIPALITY (default dalfsen) from what is in data/raw
	$(BIN)/ivp report $(MUNICIPALITY)

test: $(VENV)/test.installed ## run everything that must hold: formatting, lint, types, import contracts, all tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/browser.py
	$(BIN)/pytest

lab: $(VENV)/report.installed ## open JupyterLab in the environment
	$(BIN)/jupyter lab notebooks/explore/start.ipynb

sample: $(VENV)/report.installed ## write the synthetic sample deliveries anew
	$(BIN)/ivp sample $(MUNICIPALITY)

format: $(VENV)/test.installed ## format code and notebooks, strip outputs of notebooks
	$(BIN)/nbstripout notebooks/*.ipynb notebooks/explore/*.ipynb
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/uv.installed ## resolve the dependencies of pyproject.toml anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --extra test pyproject.toml -o requirements-test.lock

clean: ## remove the environment, processed data and reports
	rm -rf $(VENV) data/processed reports/*/

$(VENV)/uv.installed:
	$(PYTHON) tools/environment.py $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/report.installed: requirements.lock $(SOURCE_FILES) | $(VENV)/uv.installed
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --require-hashes --compile-bytecode -r requirements.lock
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/test.installed: requirements-test.lock $(VENV)/report.installed
	VIRTUAL_ENV=$(abspath $(VENV)) $(BIN)/uv pip install --quiet --require-hashes --compile-bytecode -r requirements-test.lock
	@touch $@
