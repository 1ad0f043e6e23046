# Copyright (c) 2026, Tyk collection contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The developers' commands; `make` alone lists them. All that is needed is make, git and Python 3.11 or newer.

.DEFAULT_GOAL := help
.PHONY: help venv kinds demo test test-playbooks test-live lint format docs emulator bench soak lock release release-build release-publish
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

LINT := lint typing workflows docs-check license-check extra-checks build-import-check ansible-lint

# compiled Python files halve the start of every Ansible command
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/.venv/bin:$(PATH)

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | \
	    while IFS=$$'\t' read -r name text; do printf '  make %-10s%s\n' "$$name" "$$text"; done

venv: .venv/.stamp ## make .venv: Ansible, this checkout as the collection community.tyk, and every tool
	@echo 'venv: for this shell: export PATH=$$PWD/.venv/bin:$$PATH ANSIBLE_COLLECTIONS_PATH=$$PWD/.venv/collections'

.venv/.stamp: tools/venv.sh requirements.txt $(wildcard tests/*/requirements.txt tests/requirements/*.txt)
	@bash tools/venv.sh

demo: .venv/.stamp ## set up an empty Tyk (emulated) as code: bootstrap, apply, apply again, look for drift
	@bash tools/demo.sh

# CI=true: the checks of style complain instead of rewriting files
test: .venv/.stamp ## run every kind of check: style, types, documentation, sanity, unit, integration, scenarios
	@CI=true python tools/lanes.py

test-playbooks: .venv/.stamp ## run the tests of playbooks, guides and pipelines whole, of which make test takes a share
	@TYK_TRUST=all nox --session units-2.22 -- --ansible=with tests/unit/playbooks

test-live: .venv/.stamp ## run what concerns a Gateway against a real one, see CONTRIBUTING.md
	@nox --session live

lint: .venv/.stamp ## run only the checks of style, types, documentation and packaging
	@CI=true nox --session $(LINT)

format: .venv/.stamp ## rewrite the Python files as the checks of style want them
	@CI= nox --session formatters

kinds: .venv/.stamp ## write what follows from the kinds of objects: lists, tables, the same parts of modules; start new ones
	@python tools/kinds.py

docs: .venv/.stamp ## build the documentation site in build/docs, and check its links
	@nox --session docs

emulator: ## serve the Tyk emulator on 127.0.0.1:3000, or another PORT=, until Ctrl-C
	@bash tools/emulator.sh check
	@$(MAKE) --no-print-directory .venv/.stamp
	@bash tools/emulator.sh serve

bench: .venv/.stamp ## measure how long tasks and requests take; RESUME=1 goes on, ONLY='yaml sync' measures these parts anew
	@ANSIBLE_COLLECTIONS_PATH=.venv/collections python tools/benchmark/bench.py \
	    $(if $(RESUME),--resume) $(if $(ONLY),--only $(ONLY))

soak: .venv/.stamp ## apply 10,000 objects and change them for up to 15 minutes, faults included: nothing may drift or grow
	@python tools/soak.py

lock: .venv/.stamp ## choose the newest versions of all tools anew (tests/requirements/constraints.txt)
	@bash tools/lock.sh

release: .venv/.stamp ## make a release in build/, of what galaxy.yml says, or of another VERSION=1.2.3
	@bash tools/release.sh prepare "$(VERSION)"
	@bash tools/release.sh build

release-build: .venv/.stamp ## build what is tagged in build/release, with checksum and notes, and judge it
	@bash tools/release.sh build

release-publish: .venv/.stamp ## publish that on GitHub and Galaxy (GH_TOKEN, GALAXY_TOKEN)
	@bash tools/release.sh publish
