# Homerule: `make run` and `make test` are all a newcomer needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?=
BIN := .venv/bin

help:            ## Show what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*##/\t/' | expand -t 12

setup: .venv/compiled ## Set up what the hub needs, and start nothing

run: .venv/compiled ## Set up what is needed and start the hub (the demo house, as shipped)
	@$(BIN)/homerule run $(ARGS)

# What one worker compiles is there for the others and for what they start, so it is written down.
test: .venv/dev .venv/compiled ## Set up what the tests need and run them all
	@scripts/test-needs
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $$(($$(nproc) + 1)) --dist loadscope --no-loadscope-reorder $(ARGS)

check: .venv/dev ## Format, lint, types, import contracts and the shipped household files
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/homerule check --config config

prove: .venv/dev ## Prove the promises: model, random histories, kills, power cuts (half an hour)
	@scripts/test-needs
	@$(BIN)/python -m proofs $(ARGS)

bench: .venv/dev .venv/compiled ## Measure speed and memory beside a bare MQTT responder
	@scripts/test-needs broker
	@$(BIN)/python -m tests.bench $(ARGS)

quality: .venv/dev ## Measure the page: its budgets, Lighthouse, other browsers, what fifty phones cost
	@scripts/test-needs
	@scripts/quality-needs
	@$(BIN)/python -m tests.quality $(ARGS)

fmt: .venv/dev   ## Format the code
	@$(BIN)/ruff format -q .
	@$(BIN)/ruff check --fix -q .

lock:            ## Write the lock files anew (needs uv)
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header \
	  --no-emit-index-url --no-annotate --extra tryout pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-header \
	  --no-emit-index-url --no-annotate --extra tryout --extra esphome --extra hue --extra test --extra dev pyproject.toml requirements/build.in \
	  -c requirements/run.txt -o requirements/dev.txt

clean:           ## Remove what was set up (the state of the house stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

.venv/run: pyproject.toml requirements/run.txt
	@PYTHON=$(PYTHON) scripts/setup run

.venv/dev: pyproject.toml requirements/dev.txt
	@PYTHON=$(PYTHON) scripts/setup dev

# A service may not write to its own folder, and would compile all of it at each start.
.venv/compiled: .venv/run $(shell find hub devices rules -name '*.py')
	@$(BIN)/python -m compileall -q hub devices rules
	@touch $@

.PHONY: help setup run test check prove bench quality fmt lock clean
