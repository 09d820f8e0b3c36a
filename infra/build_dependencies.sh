#!/bin/sh
# Build the dependencies layer for the Lambda platform into .build/dependencies/python, without Docker.
# Usage: infra/build_dependencies.sh path/to/uv
set -eu
rm -rf .build/dependencies
"$1" pip install --quiet --target .build/dependencies/python --python-platform aarch64-manylinux2014 \
    --python-version 3.13 --only-binary :all: --no-deps --require-hashes -r layers/dependencies/requirements.txt

# botocore describes every service of AWS, which is half of the layer; these are the ones that functions call.
used="dynamodb kms s3 secretsmanager sts"
for service in .build/dependencies/python/botocore/data/*/; do
    case " $used " in *" $(basename "$service") "*) ;; *) rm -r "$service" ;; esac
done
