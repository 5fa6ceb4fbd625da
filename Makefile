# The commands of the project; `make` alone lists them. Every one sets up what it needs first and says nothing where that is done.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
SERVE ?= yes
ARGS ?=

python := .venv/bin/python
export PYTHON PORT

.DEFAULT_GOAL := help
.PHONY: help demo test check faults bench soak pictures setup test-setup lock clean

help: ## List the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-17s %s\n", $$1, $$2 }'

demo: setup ## Load the demonstration data, write the Durham PDF, serve on localhost (SERVE=no: do not serve; PORT=8000)
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py load_demo
ifneq ($(SERVE),no)
	@$(python) manage.py work & worker=$$!; trap 'kill $$worker 2>/dev/null' EXIT INT TERM; \
		$(python) manage.py runserver --noreload localhost:$(PORT)
endif

# Here and not in tests/conftest.py: pytest-django reads the settings before any conftest.
test soak: export CASEMARK_ENV = test

test: test-setup ## Run the tests (ARGS="-k durham": options for pytest; DATABASE_URL: on PostgreSQL)
	@$(python) -m pytest $(ARGS)

check: setup ## Check style, types, templates, migrations and the production settings
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@CASEMARK_ENV=demo $(python) -m mypy
	@$(python) -m djhtml --check --tabwidth 2 templates
	@$(python) manage.py makemigrations --check --dry-run
	@config/setup/check-deploy.sh

faults: test-setup ## Put deliberate faults into a copy of the code and see the tests named for each notice (ARGS="--only 1,5")
	@$(python) -m tests.faults $(ARGS)

bench: test-setup ## Measure speed and memory beside a comparison
	@$(python) -m tests.bench

soak: test-setup ## Run the tests with the long ones in full
	@CASEMARK_SOAK=full $(python) -m pytest $(ARGS)

pictures: test-setup ## Make the README's pictures again
	@$(python) -m tests.pictures

setup: ## Install and build what the demo needs
	@config/setup/system.sh demo
	@config/setup/python.sh
	@config/setup/frontend.sh

test-setup: setup
	@config/setup/system.sh tests

lock: setup ## Pin the packages again after a change of the .in files or package.json (ARGS=--upgrade: at their newest)
	@config/setup/lock.sh $(ARGS)

clean: ## Remove what was installed and built; the data under var/ stays
	rm -rf .venv build node_modules
