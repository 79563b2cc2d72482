# What people type here. Everything sets itself up first.
.PHONY: help run test quick nightly chaos bench bench-media bench-certificates lock docs
SHELL := /bin/bash
BIN := .venv/bin

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

run: ## set up what is missing, then serve the academy with demo data on port 8000
	@bin/setup run
	@$(BIN)/academy up

test: ## all that CI checks: lint, types, tests on SQLite and PostgreSQL, browser journeys, a fresh clone
	@bin/setup test
	@bin/check all

quick: ## the fast part of `make test`, under two minutes
	@bin/setup test
	@bin/check quick

nightly: ## the long tests: kills and cuts by the dozen, several machines, every odd recording rendered
	@bin/setup test
	@$(BIN)/pytest -m nightly --ignore=tests/browser -p no:randomly
	@$(BIN)/pytest -m nightly -p no:randomly tests/browser # a process of its own: its browser holds the event loop

chaos: ## a class of 200 answers 20,000 questions over bad lines while its server is killed ten times; DATABASE=postgresql
	@bin/setup test
	@$(BIN)/python -m tests.start.class_chaos $(DATABASE)

bench: ## figures as ratios measured in one run; JSON=file writes them as JSON too, ONLY=save_answer measures that page alone
	@bin/setup test
	@$(BIN)/python -m bench $(if $(JSON),--json $(JSON)) $(if $(ONLY),--only $(ONLY))
	@$(if $(ONLY),true,$(BIN)/python -m bench.roster && $(BIN)/python -m bench.exporting) # a roster and a CSV of their own

bench-media: ## what recordings cost from upload to playback, beside baselines; JSON=file writes the figures too
	@bin/setup test
	@$(BIN)/python -m bench.media $(if $(JSON),--json $(JSON))

bench-certificates: ## what certificates cost from typesetting to signature, and an audit of the record log
	@bin/setup test
	@for one in certificates credentials issuing record_log; do $(BIN)/python -m bench.$$one || exit 1; done

docs: ## print the generated pages of docs/ anew
	@bin/setup run
	@$(BIN)/academy docs

lock: ## resolve the dependencies of pyproject.toml anew
	@bin/setup test
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra captions --extra test -c requirements/run.lock pyproject.toml -o requirements/test.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra captions -c requirements/test.lock pyproject.toml -o requirements/captions.lock
