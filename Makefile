# make demo         a first look: the bundled dossier, loaded and asked
# make test         the tests; both servers when ACTORGRAPH_TEST_NEO4J is set
# make neo4j-test   the tests on both servers, with a Neo4j started for them
# make check        the four lines of CONTRIBUTING: format, lint, types, tests
# make bench        the benchmarks

PYTHON ?= python3
PYTEST ?=
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test neo4j-test check bench

demo: .venv/installed
	@$(BIN)/actorgraph demo

test: .venv/installed-dev
	@test -n "$$ACTORGRAPH_TEST_NEO4J" || echo "The Neo4j half is skipped: ACTORGRAPH_TEST_NEO4J is not set. To have it: make neo4j-test"
	@$(BIN)/pytest $(PYTEST)

neo4j-test: .venv/installed-dev
	@settings=$$($(BIN)/python tests/neo4j/server.py start) && eval "$$settings" && \
	trap '$(BIN)/python tests/neo4j/server.py stop' EXIT && trap 'exit 130' INT TERM && \
	$(MAKE) --no-print-directory test

check: .venv/installed-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(MAKE) --no-print-directory test

bench: .venv/installed-dev
	@$(BIN)/python -m bench

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("actorgraph needs Python 3.11 or later; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-dev: pyproject.toml | .venv/installed
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@
