# Two commands do everything: `make run` and `make test`. Each sets up what it needs; nothing else must be installed by hand.
PY ?= python3
BIN := .venv/bin
export DAGSTER_HOME := $(CURDIR)
export PYTHONUTF8 := 1

.PHONY: run ui catalogue quality test check lock lexicon torture

run: .venv/.run-ready          ## read raw/, fill the ledger, fold, publish
	@$(BIN)/bridgepower run

ui: .venv/.run-ready           ## the Dagster UI on http://127.0.0.1:3000
	@$(BIN)/dagster dev --workspace workspace.yaml

catalogue: .venv/.run-ready    ## the catalogue on http://127.0.0.1:8000
	@test -e catalogue/index.html || $(BIN)/bridgepower run
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory catalogue

quality: .venv/.run-ready      ## how well the annotated corpus is read: figures, and a report with the errors in .quality/
	@$(BIN)/bridgepower quality

test: .venv/.dev-ready         ## the whole test suite
	@$(BIN)/pytest

check: .venv/.dev-ready        ## lint, format, strict types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lexicon: .venv/.dev-ready      ## inflect the lexicon and compile the grammar anew
	@$(BIN)/python -m pipeline.extraction.build

torture: .venv/.dev-ready      ## kill, fill, flip: what the tests do in small, at length
	@$(BIN)/python -m benchmarks.torture_ledger
	@$(BIN)/python -m benchmarks.torture_release
	@$(BIN)/python -m benchmarks.torture_projections
	@$(BIN)/python -m benchmarks.torture_run

lock:                          ## resolve the dependencies of pyproject.toml anew
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.11 --group build -o requirements.lock pyproject.toml
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.11 --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml

.venv/bin/uv:
	@$(PY) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": try make run PY=python3.11")'
	@$(PY) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check "$$(grep -o "^uv==[0-9.]*" requirements.lock)"

.venv/.run-ready: .venv/bin/uv requirements.lock pyproject.toml
	@echo "installing the locked dependencies into .venv (about half a minute, once)"
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements.lock --compile-bytecode
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q pipeline schemas
	@$(BIN)/python -m pipeline.catalogue.pages
	@touch $@

.venv/.dev-ready: .venv/.run-ready requirements-dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock --compile-bytecode
	@touch $@
