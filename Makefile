SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help up down status test packages typecheck lint build synth check deploy bench faults golden mutants clean

ENV ?= local
vedette := node dist/cli/main.js
sources := $(shell find model services dashboards constructs stacks cli -name '*.ts') tsconfig.json tsconfig.build.json package-lock.json

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' Makefile | while IFS='|' read -r name text; do printf '  make %-10s %s\n' "$$name" "$$text"; done

up: ## run the stack on this machine; installs what is missing
	@tools/install.sh up
	@$(MAKE) --no-print-directory build
	@$(vedette) up

down: build ## stop it and remove its state (KEEP=1 keeps the data)
	@$(vedette) down $(if $(KEEP),--keep-data)

status: build ## what runs on this machine, and where
	@$(vedette) status

test: ## install what is missing, then check and test everything that this machine can run
	@tools/install.sh test
	@tools/test.sh $(JEST)

typecheck: packages ## types only
	@npm run --silent typecheck

lint: packages ## lint and layout of the code
	@npm run --silent lint

build: dist/.built ## compile into dist/

synth: build ## manifests of one environment, as YAML: make synth ENV=prod
	@$(vedette) synth $(ENV)

check: build ## every environment and every rule, all problems together
	@$(vedette) check

deploy: build ## check what `pulumi up` needs, then run it: make deploy ENV=dev
	@$(vedette) deploy $(ENV)

bench: build ## time and memory, printed (long)
	@tools/install.sh test
	@npm run --silent bench

faults: ## break what may break around the stack, and print what happened
	@tools/install.sh test
	@node tools/faults.mjs

mutants: packages ## break every rule on purpose and see that a proof notices (long)
	@VEDETTE_MUTANTS=all npx jest --ci test/mutants.test.ts

golden: build ## write test/golden anew (manifests, pages of alerts, recorded values); review the difference
	@npm run --silent golden

clean: ## remove what is built; the local stack and its data stay
	@rm -rf dist coverage *.tsbuildinfo

packages:
	@tools/install.sh packages

dist/.built: $(sources) | packages
	@npm run --silent build
	@touch $@
