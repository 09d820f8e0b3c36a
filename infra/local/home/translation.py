"""What is different on this machine: the runtime of the functions, and nothing else.

MiniStack's own Python runtime reports every error as ``Runtime.HandlerError``, so that no Retry and no Catch by class
name would match. Functions therefore run under AWS's own runtime client, started by a ``bootstrap`` as on any
custom runtime: error types and time-outs are the real ones.
"""

import io
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from infra.local.home.assembly import Assembly, Asset

RUNTIME = "provided.al2023"

_BOOTSTRAP = """#!{python}
import os
import sys

sys.path[:0] = [os.environ["LAMBDA_TASK_ROOT"], *{layers!r}]

from awslambdaric.__main__ import main

main(["bootstrap", os.environ["_HANDLER"]])
"""


def translated(template: dict[str, Any]) -> dict[str, Any]:
    """The template with the local runtime."""
    return {**template, "Resources": {name: _resource(x) for name, x in template["Resources"].items()}}


def packages(assembly: Assembly) -> Iterator[tuple[str, bytes]]:
    """What goes into the bucket for assets: keys and contents."""
    code = set(assembly.keys("AWS::Lambda::Function", "Code").values())
    layers = set(assembly.keys("AWS::Lambda::LayerVersion", "Content").values())
    path = [str(asset.path / "python") for asset in assembly.assets() if asset.key in layers and asset.path.is_dir()]
    for asset in assembly.assets():
        if asset.key in layers:
            # MiniStack does not unpack layers for a custom runtime: ours is read from where it was synthesized, and
            # the dependencies, which are built for Lambda's processor, are those of this Python.
            yield asset.key, _zip({"python/placeholder": (b"", 0o644)})
        elif asset.key in code:
            yield asset.key, _zip({**_files(asset), "bootstrap": (_bootstrap(path), 0o755)})
        else:
            yield asset.key, _zip(_files(asset)) if asset.zipped else asset.path.read_bytes()


def _resource(resource: dict[str, Any]) -> dict[str, Any]:
    if resource["Type"] != "AWS::Lambda::Function":
        return resource
    return {**resource, "Properties": {**resource["Properties"], "Runtime": RUNTIME}}


def _bootstrap(layers: list[str]) -> bytes:
    return _BOOTSTRAP.format(python=sys.executable, layers=layers).encode()


def _files(asset: Asset) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(asset.path.rglob("*")) if path.is_file())
    return {str(path.relative_to(asset.path)): (path.read_bytes(), 0o644) for path in files}


def _zip(files: dict[str, tuple[bytes, int]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (content, mode) in files.items():
            entry = zipfile.ZipInfo(name)  # with the oldest date there is: the same files give the same zip
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
    return target.getvalue()
