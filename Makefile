# One command each; `make help` lists them. Everything is installed into .venv, nothing outside the folder but programs
# the tests run: Chromium, Firefox, nginx, Node, Java.
.DEFAULT_GOAL := help
.PHONY: help guide canary release forms site build check test soak lint demo serve live bench reading lock shots pictures clean \
  chromium firefox vnu clients

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
SITE ?= site
export NO_MKDOCS_2_WARNING := 1

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

site: build serve ## Set up, check, build and serve the site on 127.0.0.1:8000

build: check ## The same without serving, into site/
	$(BIN)/mkdocs build --strict --site-dir $(SITE)
	@echo "Built: $(SITE)/"

check: .venv/site ## Check every YAML file in curricula/
	$(BIN)/norprem check

serve: .venv/site ## Serve what is built (SITE=folder, PORT=number)
	$(BIN)/norprem serve $(SITE) --port $(PORT)

live: .venv/site ## Serve while you write: pages and YAML reload by themselves
	$(BIN)/mkdocs serve --livereload --dev-addr 127.0.0.1:$(PORT)

demo: .venv/site ## Build the site from 300 made-up courses, marked as such on every page, into site-demo/
	$(BIN)/python -m tests.demo .cache/demo
	NORPREM_CURRICULA=.cache/demo NORPREM_DEMO=true $(BIN)/mkdocs build --strict --site-dir site-demo
	@echo "Built: site-demo/ (look at it with: make serve SITE=site-demo)"

test: .venv/dev chromium firefox vnu clients ## Run every test, browsers and calendar programs included
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

soak: .venv/dev clients ## Make 1,000 random edits and compare what calendar programs hold (takes several minutes)
	$(BIN)/python -m pytest tests/sync/soak.py

lint: .venv/dev ## Check style, types, YAML layout, workflows and the data itself
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/yamllint --strict curricula .github mkdocs.yml
	$(BIN)/norprem check
	$(BIN)/norprem forms --check
	$(BIN)/zizmor --offline --quiet .github
	sh .github/lint/install.sh .cache/lint
	node .github/lint/run.mjs .cache/lint .github/workflows/*.yml

forms: .venv/site ## Write the issue forms from what is asked and from the closed lists
	$(BIN)/norprem forms

canary: .cache/canary/ready ## Build the site with MkDocs and with ProperDocs, and fail where they differ
	rm -rf .cache/canary/mkdocs .cache/canary/properdocs
	.cache/canary/bin/mkdocs build --strict --quiet --site-dir .cache/canary/mkdocs
	.cache/canary/bin/properdocs build --strict --quiet --config-file mkdocs.yml --site-dir .cache/canary/properdocs
	diff --recursive --brief .cache/canary/mkdocs .cache/canary/properdocs
	@echo "MkDocs and ProperDocs make the same site."

release: .venv/site ## Check as a release, build, and write the archives of a release into dist/
	$(BIN)/norprem check --release
	$(BIN)/mkdocs build --strict --site-dir $(SITE)
	$(BIN)/norprem release --site $(SITE) --to dist

bench: .venv/dev ## Measure checks and builds as ratios, into tests/bench/results.md
	$(BIN)/python -m tests.bench

shots: .venv/dev chromium ## Draw every kind of page into site-shots/ and take its layout as the tests' reference
	$(BIN)/python -m tests.browser.shots

pictures: .venv/dev chromium ## Draw the pictures of README.md
	$(BIN)/python -m tests.browser.shots pictures

reading: .venv/dev chromium ## Measure what pages cost their readers, into tests/bench/reading.md (takes half an hour)
	sh tests/bench/install.sh .cache/reading
	$(BIN)/python -m tests.bench.reading

guide: .venv/dev chromium ## Draw the pictures of the pages below bidra/ from real runs of the commands
	$(BIN)/python -m tests.browser.guide

lock: .venv/dev ## Refresh the locked dependencies
	for group in site dev sync canary; do $(BIN)/uv pip compile pyproject.toml --group $$group --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-annotate --upgrade --quiet --output-file requirements/$$group.txt; done

clean: ## Remove everything that was made
	rm -rf .venv .cache dist site site-demo site-shots .mypy_cache .ruff_cache .pytest_cache .hypothesis

chromium: .venv/dev
	sh tests/browser/install-chromium.sh $(BIN)/playwright

firefox:
	sh tests/browser/install-firefox.sh

vnu:
	sh tests/site/install-vnu.sh .cache/vnu

clients: .cache/clients/ready
	sh tests/sync/install.sh .cache/node

# Calendar programs have an environment of their own: one of the libraries they need replaces another that ours may need.
.cache/clients/ready: requirements/sync.txt
	$(PYTHON) -m venv --clear .cache/clients
	.cache/clients/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	touch $@

.cache/canary/ready: requirements/canary.txt pyproject.toml
	$(PYTHON) -m venv --clear .cache/canary
	.cache/canary/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	.cache/canary/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	touch $@

.venv/site: requirements/site.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/site.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	touch $@

.venv/dev: requirements/dev.txt .venv/site
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	touch $@
