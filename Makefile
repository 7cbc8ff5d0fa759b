# make help lists the targets. Needs git, make and Python 3.11 or later; everything else is installed into .venv.
PYTHON ?= python3
MUNICIPALITY ?= dalfsen
SEED := $(or $(SEED),$(shell date +%s))
VENV := .venv
BIN := $(VENV)/bin
NOTEBOOKS := $(wildcard notebooks/*.ipynb notebooks/*/*.ipynb)
ENVIRONMENT := tools/environment.py requirements-build.lock pyproject.toml
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11

# uv trusts the certificates that this machine trusts, as pip does
export UV_SYSTEM_CERTS ?= true

.DEFAULT_GOAL := help
.PHONY: help report test nightly lint bench cluster lab format hooks lock sample clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' Makefile | sort | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

report: $(VENV)/report.installed ## make the report of MUNICIPALITY (default dalfsen) from what is in data/raw
	$(BIN)/ivp report $(MUNICIPALITY)

test: lint ## run everything that must hold: what make lint does, and all tests
	$(BIN)/python tools/browser.py
	$(BIN)/pytest

nightly: $(VENV)/test.installed ## try the readers on 20,000 damaged files, new ones each time (SEED=… repeats a night), and attack 1,000 matrices
	@echo "SEED=$(SEED)"
	IVP_NIGHTLY=1 $(BIN)/pytest -m "fuzz or attack" --hypothesis-seed=$(SEED) --dist load

lint: $(VENV)/test.installed ## run the quick checks: nothing in git that must not be, formatting, lint, notebooks without outputs, types, import contracts
	$(BIN)/python tools/commit_check.py
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(if $(NOTEBOOKS),$(BIN)/nbstripout --verify $(NOTEBOOKS))
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/report.installed ## measure how fast notebooks run, beside other ways; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

cluster: $(VENV)/report.installed ## add Dask, for ivp run --scheduler and for workers on other machines
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode -c requirements-test.lock --no-build-isolation -e '.[cluster]'

lab: $(VENV)/report.installed ## open JupyterLab in the environment
	$(BIN)/jupyter lab notebooks/explore/start.ipynb

sample: $(VENV)/report.installed ## write the synthetic sample deliveries anew
	$(BIN)/ivp sample $(MUNICIPALITY)

format: $(VENV)/test.installed ## format code and notebooks, strip outputs of notebooks
	$(if $(NOTEBOOKS),$(BIN)/nbstripout $(NOTEBOOKS))
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

hooks: ## check what is about to be committed, and run make lint, before every commit
	@hook="$$(git rev-parse --git-path hooks/pre-commit)"; \
	if [ -e "$$hook" ] && ! cmp -s tools/pre-commit "$$hook"; then echo "$$hook exists already; remove it first" >&2; exit 1; fi; \
	mkdir -p "$$(dirname "$$hook")" && cp tools/pre-commit "$$hook" && echo "what must not be in git is refused, and make lint runs, before every commit"

lock: $(VENV)/report.installed ## resolve the dependencies of pyproject.toml anew
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	$(COMPILE) -c requirements-test.lock requirements-build.in -o requirements-build.lock

clean: ## remove the environment, processed data and reports
	rm -rf $(VENV) data/processed/*/ reports/*/

$(VENV)/report.installed: requirements.lock $(ENVIRONMENT)
	$(PYTHON) tools/environment.py $(VENV) requirements.lock
	@touch $@

# the test lock holds all of the other one
$(VENV)/test.installed: requirements-test.lock $(ENVIRONMENT)
	$(PYTHON) tools/environment.py $(VENV) requirements-test.lock
	@touch $(VENV)/report.installed $@
