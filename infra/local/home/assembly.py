"""The synthesized stack as a folder, made by the CDK once per state of its sources and then reused."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ml_connector.settings import load

ROOT = Path(__file__).parents[3]
STACK = "MlConnector"
DEPENDENCIES = "Dependencies"  # in the logical id of that layer

_CACHE = ROOT / ".build" / "synth"
_KEPT_SECONDS = 24 * 60 * 60
_SOURCES = (
    "cdk.json",
    "functions/*.py",
    "infra/*.py",
    "infra/constructs/*.py",
    "infra/state_machines/*.json",
    "layers/dependencies/requirements.txt",
    "layers/ml_connector/python/**/*.py",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing that the template refers to by its key in the bucket for assets."""

    key: str
    path: Path
    zipped: bool


@dataclass(frozen=True, slots=True)
class Assembly:
    """What the CDK wrote for one stack."""

    folder: Path
    stack: str = STACK

    def template(self) -> dict[str, Any]:
        """The template as synthesized."""
        text = (self.folder / f"{self.stack}.template.json").read_text(encoding="utf-8")
        template: dict[str, Any] = json.loads(text)
        return template

    def assets(self) -> Iterator[Asset]:
        """The files and folders that the template refers to."""
        manifest = json.loads((self.folder / f"{self.stack}.assets.json").read_text(encoding="utf-8"))
        for file in manifest["files"].values():
            path = self.folder / file["source"]["path"]
            if path.name != f"{self.stack}.template.json":
                for place in file["destinations"].values():
                    yield Asset(place["objectKey"], path, zipped=file["source"]["packaging"] == "zip")

    def keys(self, kind: str, place: str) -> dict[str, str]:
        """The asset keys of all resources of a kind, by logical id; ``place`` is the property that holds them."""
        resources = self.template()["Resources"].items()
        return {name: x["Properties"][place]["S3Key"] for name, x in resources if x["Type"] == kind}


def synthesized(settings: Path) -> Assembly:
    """The stack for a settings file; raises SettingsWrong, or RuntimeError with what the CDK said."""
    folder = _CACHE / _fingerprint(load(settings).compiled())
    with _alone():
        if not folder.is_dir():
            _synthesize(settings.resolve(), folder)
        folder.touch()
        _forget_unused()
    return Assembly(folder)


def _fingerprint(settings: str) -> str:
    digest = hashlib.sha256(f"{settings}\n{version('aws-cdk-lib')}".encode())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\n{path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Tests start homes side by side; the synthesis keeps both processors of a small machine busy by itself."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    with (_CACHE / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _synthesize(settings: Path, folder: Path) -> None:
    unfinished = folder.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    result = subprocess.run(
        [sys.executable, "-m", "infra.app"],
        cwd=ROOT,
        env={
            **os.environ,
            "CDK_OUTDIR": str(unfinished),
            "CDK_CONTEXT_JSON": json.dumps({"settings": str(settings)}),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"The stack could not be synthesized (python -m infra.app):\n{result.stderr[-3000:]}")
    _drop_dependencies(Assembly(unfinished))
    unfinished.rename(folder)


def _drop_dependencies(assembly: Assembly) -> None:
    """Of no use here: they are built for Lambda's processor and its Python, and they are large."""
    layers = assembly.keys("AWS::Lambda::LayerVersion", "Content")
    unwanted = {key for name, key in layers.items() if DEPENDENCIES in name}
    for asset in assembly.assets():
        if asset.key in unwanted:
            shutil.rmtree(asset.path)


def _forget_unused() -> None:
    for folder in _CACHE.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _KEPT_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
