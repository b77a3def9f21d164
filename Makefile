# Every target works in a fresh clone: what is missing is set up first.
.DEFAULT_GOAL := help
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.12 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

# The tools that load NetBox without a database (mypy's Django plugin, makemigrations --check) find its settings here.
export NETBOX_CONFIGURATION := devstack.netbox_configuration
export PYTHONPATH := $(CURDIR)
# Each of the dozens of processes would compile everything anew, and pytest rewrite the assertions of all modules.
unexport PYTHONDONTWRITEBYTECODE
PARALLEL := --numprocesses 2 --dist loadscope --no-loadscope-reorder

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: environment ## start everything, sync once and stay until Ctrl-C (ONCE=1: print the nodes and end; BROKER=sentinel HOSTS=2)
	@$(BIN)/python -m devstack demo $(if $(ONCE),--once) $(if $(BROKER),--broker $(BROKER)) $(if $(HOSTS),--hosts $(HOSTS))

.PHONY: quick
quick: environment ## run every test that needs no service, in half a minute (ARGS='-k name' chooses)
	@$(BIN)/pytest -p tests.quick -p no:schemathesis --hypothesis-profile quick $(or $(ARGS),--quiet $(PARALLEL))

.PHONY: test
test: environment ## run the tests, with real services and a browser (ARGS='-k name' chooses)
	@$(BIN)/python -m devstack run --browser -- $(BIN)/pytest $(or $(ARGS),-m 'not large' $(PARALLEL))

.PHONY: test-large
test-large: environment ## run the tests that take minutes each
	@$(BIN)/python -m devstack run --browser -- $(BIN)/pytest -m large $(ARGS)

.PHONY: test-backends
test-backends: environment ## run the tests that ask a proxbox-api with an older one, and with PyPI's newest (VERSIONS=...)
	@versions="$(or $(VERSIONS),$$($(BIN)/python -m devstack.proxbox_api_versions))" || exit 1; \
	for version in $$versions; do \
		$(BIN)/python -m devstack run --proxbox-api $$version -- $(BIN)/pytest -p tests.backends $(ARGS) || exit 1; \
	done

# What concerns messages, processes and hosts; the rest knows nothing of the broker.
ON_EACH_BROKER := tests/guarantees/test_killed_processes.py tests/guarantees/test_broken_connections.py \
	tests/guarantees/test_several_hosts.py

.PHONY: test-brokers
test-brokers: environment ## inject the faults with two hosts on Sentinel, and on RabbitMQ (ARGS='-k name' chooses)
	@for broker in sentinel rabbitmq; do \
		$(BIN)/python -m devstack run --broker $$broker --hosts 2 -- $(BIN)/pytest $(ON_EACH_BROKER) $(ARGS) || exit 1; \
	done

.PHONY: test-all
test-all: environment ## run every test, also the large ones, with more examples, other proxbox-apis and brokers, and a short soak
	@$(BIN)/python -m devstack run --browser -- $(BIN)/pytest --hypothesis-profile thorough $(PARALLEL)
	@$(MAKE) --no-print-directory test-backends
	@$(MAKE) --no-print-directory test-brokers
	@$(MAKE) --no-print-directory soak MINUTES=5

.PHONY: lint
lint: environment ## check style, import rules, types, migrations and security
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml netbox_proxbox worker celeryconfig.py
	$(BIN)/python -W ignore::RuntimeWarning -m netbox makemigrations --check --dry-run netbox_proxbox
	@$(MAKE) --no-print-directory audit

.PHONY: audit
audit: environment ## ask PyPI for known holes in the locked packages
	@$(BIN)/python -m devstack.audit

.PHONY: bench
bench: environment ## measure what a sync costs, side by side, against the targets (ARGS='cost pages' chooses)
	@$(BIN)/python -m devstack run -- $(BIN)/python -m tests.bench $(ARGS)

.PHONY: bench-long
bench-long: environment ## 1,000 endpoints on a schedule, each way, in hours (ARGS='--endpoints 10 --nodes 3', or --help)
	@$(BIN)/python -m devstack run -- $(BIN)/python -m tests.bench long $(ARGS)

.PHONY: soak
soak: environment ## break things at random for MINUTES=30 (SEED=n repeats them), and see whether NetBox is right
	@$(BIN)/python -m devstack run -- $(BIN)/python -m tests.soak --minutes $(or $(MINUTES),30) $(if $(SEED),--seed $(SEED))

.PHONY: screenshots
screenshots: environment ## take the pictures of docs/ anew, of the demo's estates
	@$(BIN)/python -m tests.pages

.PHONY: docs
docs: environment ## build the documentation as a site into site/, to be read without a network
	@NO_MKDOCS_2_WARNING=true $(BIN)/mkdocs build

.PHONY: lock
lock: environment ## resolve the newest versions that pyproject.toml allows into requirements/
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	for lock in requirements/proxbox-api*.in; do $(COMPILE) $$lock -o $${lock%.in}.txt || exit 1; done

.PHONY: messages
messages: environment ## collect the texts for translators into netbox_proxbox/locale/ (LOCALE=de begins a language)
	@$(BIN)/python -m devstack.messages $(LOCALE)

.PHONY: release
release: environment ## build what is committed into dist/, so that others get the same bytes, and check all of it
	@$(BIN)/python -m devstack.release

.PHONY: clean
clean: ## remove environments, caches, logs and builds of this folder
	rm -rf .venv .cache .devstack .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist site

.PHONY: environment
environment:
	@sh devstack/environment.sh
