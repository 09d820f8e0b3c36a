# Everything runs in .venv, which these targets make and keep by themselves.
PYTHON ?= python3
BIN := .venv/bin
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20
export JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION := 1

.DEFAULT_GOAL := help
.PHONY: help demo test chaos lint synth bench deploy lock clean

help: ## What can be asked for
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/run.stamp ## Watch two Xero organisations flow into an Anaplan model, on this machine
	$(BIN)/ml-connector demo

test: .venv/test.stamp ## Prove it: unit, component, simulator, workflow and stack tests
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

chaos: .venv/test.stamp ## Let everything die and every vendor fail, point by point (about an hour)
	$(BIN)/pytest -m chaos tests/workflows --numprocesses auto --maxprocesses 4 --dist worksteal

lint: .venv/test.stamp ## Format check, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy tests

synth: .venv/run.stamp ## Write the CloudFormation template to cdk.out, without credentials or network
	CDK_OUTDIR=cdk.out $(BIN)/python -m infra.app

bench: .venv/test.stamp ## Ratios side by side: calls, CPU, memory, imports
	$(BIN)/pytest -m benchmark tests/benchmarks -s

deploy: .venv/run.stamp ## Deploy into the AWS account of your credentials (SETTINGS=path/to/settings.yaml)
	npx --yes aws-cdk@2.1148.1 deploy $(if $(SETTINGS),--context settings=$(SETTINGS))

lock: .venv/bootstrap.stamp ## Pin every dependency again, with hashes and without addresses
	infra/lock.sh $(BIN)/uv

clean: ## Forget everything that was built
	rm -rf .venv .build cdk.out

.venv/bootstrap.stamp: infra/requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ml-connector needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.13 ...")'
	@command -v node > /dev/null || { echo "ml-connector needs Node (the CDK runs on it): install Node 22 or newer and try again"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/run.stamp: .venv/bootstrap.stamp infra/requirements/run.txt layers/dependencies/requirements.txt pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r infra/requirements/run.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	infra/build_dependencies.sh $(BIN)/uv
	@touch $@

.venv/test.stamp: .venv/run.stamp infra/requirements/test.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r infra/requirements/test.txt
	@touch $@
