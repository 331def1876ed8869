# make run     serve the portal with its demonstration content (PORT=8000, HOST=127.0.0.1)
# make test    run every test on SQLite and PostgreSQL
# make check   lint, types, imports, migrations, translations, settings for production
# make bench     measure the search with 100,000 texts; lists, feeds and the API with 100,000 releases
# make screenshots   pictures of every page, for people to look at, into var/screenshots/

PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST PYTHON

.PHONY: help run env env-dev test bench screenshots check format messages lock clean

help:
	@sed -n 's/^# make/make/p' Makefile

run: env
	@scripts/run

env:
	@scripts/env requirements.txt

env-dev:
	@scripts/env requirements-dev.txt

test: env-dev
	@scripts/test $(ARGS)

# Pictures of every template into var/screenshots/ for people to look at, and anew those in docs/images/.
screenshots: env-dev
	@.venv/bin/python -m pytest tests/browser/screenshots.py

# The databases it fills stay in var/bench/; BENCH="--subject search --texts 3000" measures less.
bench: env
	@scripts/bench $(BENCH)

check: env-dev
	@scripts/check

# Put code and templates into the form that `make check` wants.
format: env-dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	find templates -name '*.html' -print0 | xargs -0 --no-run-if-empty .venv/bin/djade --target-version 5.2

# Collect the messages of code and templates into locale/ (needs GNU gettext).
messages: env-dev
	.venv/bin/python manage.py makemessages

# Write the lock files after a change of the *.in files; `make lock UPGRADE=--upgrade` takes newer versions.
# Needs uv.
LOCK = UV_PYTHON_DOWNLOADS=never uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-header --no-annotate $(UPGRADE)
lock:
	$(LOCK) requirements.in --output-file requirements.txt
	$(LOCK) --constraint requirements.txt requirements-dev.in --output-file requirements-dev.txt

# Removes the virtual environment and collected static files; the database and uploads in var/ stay.
clean:
	rm -rf .venv var/static var/static.stamp
