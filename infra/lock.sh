#!/bin/sh
# Pin every dependency with hashes and without addresses.  Usage: infra/lock.sh path/to/uv
#
# test.txt is resolved first and holds everything; the others are parts of it, so that what is tested is what runs.
set -eu
uv=$1
pin() { "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-header --upgrade "$@"; }

echo "uv" | pin - --output-file infra/requirements/bootstrap.txt
pin pyproject.toml --extra infra --extra local --extra test --output-file infra/requirements/test.txt
pin pyproject.toml --extra infra --extra local --constraint infra/requirements/test.txt \
    --output-file infra/requirements/run.txt
pin pyproject.toml --constraint infra/requirements/test.txt --output-file layers/dependencies/requirements.txt
