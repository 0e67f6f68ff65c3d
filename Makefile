# make demo   the reference sitting, its deliberation rendered and signed
# make run    the application with that demonstration
# make test   lint, then every test on SQLite, then on PostgreSQL what depends on the database
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
PYTEST_WORKERS ?= auto
PYTEST_ARGS ?=

# Relative on purpose: the folder's own path may hold spaces, which make cannot quote in a target.
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
TEST_READY := $(VENV)/.test-ready
DEMO_READY := var/.demo-ready
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint constraints.txt
PYTEST := $(BIN)/python -m pytest --numprocesses $(PYTEST_WORKERS) --dist worksteal
# The environment of somebody's own installation must not reach the tests. What Python compiles is kept: a container
# often asks for the contrary, and each process would then compile every module, and pytest every test, once more.
CLEAN_ENV := env -u DATABASE_URL -u DATA_DIR -u DJANGO_SETTINGS_MODULE -u PYTHONDONTWRITEBYTECODE
LINT_ENV := $(CLEAN_ENV) DJANGO_SETTINGS_MODULE=config.settings.test

.PHONY: help
help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

.PHONY: packages-run packages-test packages-office
packages-run:
	@PYTHON="$(PYTHON)" .ci/debian-packages run
packages-test:
	@PYTHON="$(PYTHON)" .ci/debian-packages run test
packages-office:
	@PYTHON="$(PYTHON)" .ci/debian-packages run office

$(RUN_READY): pyproject.toml constraints.txt | packages-run
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus est nécessaire." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(PIP) pip setuptools
	$(PIP) --no-build-isolation --editable .
	touch $@

$(TEST_READY): $(RUN_READY)
	$(PIP) --no-build-isolation --editable '.[test,dev]'
	touch $@

.PHONY: demo
demo: packages-run $(RUN_READY)
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py demo
	@touch $(DEMO_READY)

$(DEMO_READY):
	@$(MAKE) --no-print-directory demo

# The worker sends what waits (convocations): it starts beside the server and stops with it.
.PHONY: run
run: packages-run $(RUN_READY) $(DEMO_READY)
	$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py db_worker --no-reload --verbosity 0 & worker=$$!; \
	trap 'kill $$worker 2>/dev/null || true; wait $$worker 2>/dev/null || true' EXIT INT TERM; \
	DJANGO_RUNSERVER_HIDE_WARNING=true $(BIN)/python manage.py runserver $(PORT)

.PHONY: lint
lint: $(TEST_READY)
	@echo 'ruff, djlint, lint-imports, makemigrations --check, and mypy beside them: the longest of all'
	@$(LINT_ENV) $(BIN)/mypy & types=$$!; \
	trap 'kill $$types 2>/dev/null || true' EXIT; \
	$(BIN)/ruff check . && \
	$(BIN)/ruff format --check . && \
	$(BIN)/djlint --quiet --lint templates && \
	$(BIN)/lint-imports && \
	$(LINT_ENV) $(BIN)/python manage.py makemigrations --check --dry-run && \
	wait $$types

.PHONY: test test-sqlite test-postgresql test-office
test: packages-test lint test-sqlite test-postgresql

test-sqlite: packages-test $(TEST_READY)
	$(CLEAN_ENV) $(PYTEST) -m "not office" $(PYTEST_ARGS)

# The server is thrown away whole: dropping each database could meet the last request of a closed browser.
test-postgresql: packages-test $(TEST_READY)
	$(CLEAN_ENV) .ci/with-postgresql $(PYTEST) -m "not office" --database-only --reuse-db $(PYTEST_ARGS)

test-office: packages-office $(TEST_READY)
	$(CLEAN_ENV) $(PYTEST) -m office $(PYTEST_ARGS)

.PHONY: bench
bench: packages-test packages-office $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/render.py

.PHONY: bench-law
bench-law: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/engine.py
	$(CLEAN_ENV) $(BIN)/python benchmarks/false_alarms.py

# The minutes of a sitting of 69 members, about twenty pages, beside WeasyPrint as it comes and Typst.
.PHONY: bench-minutes
bench-minutes: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/minutes.py

# How well the acts of earlier years are read, on real papers in five layouts.
.PHONY: bench-past
bench-past: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/past.py

# What each page costs when the archive is ten times larger.
.PHONY: bench-archive
bench-archive: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/archive.py

# A register of 100, 200 and 400 pages, beside one WeasyPrint document and Typst.
.PHONY: bench-register
bench-register: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/register.py

# What the check page costs, beside pyHanko's own validation.
.PHONY: bench-checking
bench-checking: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python -W ignore benchmarks/checking.py

# Signed files changed by chance, given to the check: fails when one is taken for sound. HOSTILE_ARGS="--minutes 60".
.PHONY: bench-hostile
bench-hostile: $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python -W ignore -m benchmarks.hostile_signed $(HOSTILE_ARGS)

# Our signing beside bare pyHanko, at the same level, with servers on loopback.
.PHONY: bench-signing
bench-signing: packages-test $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/signing.py

# The small faults of the domain that no test sees: long, outside of the tests, on the last commit.
.PHONY: mutants
mutants: packages-test $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python benchmarks/mutants.py

.PHONY: clean
clean:
	rm -rf $(VENV) conforme.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: picture
picture: packages-test demo
	mkdir -p docs/images
	pdftoppm -singlefile -f 1 -l 1 -r 90 -png var/demo/deliberation-2023-57.pdf docs/images/deliberation-2023-57

# Every page of every document of a great sitting, its register and its pack, and of the three ready looks, in var/papers.
.PHONY: papers
papers: packages-test $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python docs/papers.py $(PAPERS)

# Every page at two widths, in var/screenshots; those of the guide in docs/images/guide.
.PHONY: screenshots
screenshots: packages-test $(TEST_READY)
	$(CLEAN_ENV) $(BIN)/python docs/screenshots.py $(PAGES)
