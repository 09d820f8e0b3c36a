"""The synthesized stack as a folder, made by the CDK once per state of its sources and then reused."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
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

_CACHE = ROOT / ".build" / "synth"
_KEPT = 3
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


def synthesized(settings: Path) -> Assembly:
    """The stack for a settings file; raises SettingsWrong, or RuntimeError with what the CDK said."""
    folder = _CACHE / _fingerprint(load(settings).compiled())
    with _alone():
        if not folder.is_dir():
            _synthesize(settings.resolve(), folder)
            _forget_old()
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
            "CDK_VALIDATION": "false",  # of the template against AWS's rules: seconds, and `make synth` does it
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"The stack could not be synthesized (python -m infra.app):\n{result.stderr[-3000:]}")
    unfinished.rename(folder)


def _forget_old() -> None:
    folders = [path for path in _CACHE.iterdir() if path.is_dir()]
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
