"""What our own code adds to a cold start, beside the packages that it stands on."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest

from tests.benchmarks.measuring import BARE_PYTHON, child_cpu, tell

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT / "layers/dependencies/requirements.txt"
BOUND = 1.3
ROUNDS = 9
LOADED = "import {}, sys; print(*(m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)))"


@dataclass(frozen=True)
class Lambda:
    """Functions and layers as Lambda sees them, on this machine, with bytecode beside every file."""

    python: str
    task: Path
    packages: Path

    def cpu(self, code: str) -> float:
        """CPU seconds of a process that runs this."""
        return child_cpu([self.python, "-c", code], self._environment)

    def needs(self, function: str) -> str:
        """The import statements for other packages in those of our files that importing the function reads."""
        told = subprocess.run(
            [self.python, "-c", LOADED.format(function)], env=self._environment, capture_output=True, check=True
        )
        ours = [Path(file) for file in told.stdout.decode().split() if file.startswith(str(self.task))]
        return "\n".join(sorted({ast.unparse(node) for file in ours for node in _of_others(file)}))

    @property
    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join(map(str, (self.task, self.packages)))
        return {"PATH": os.defpath, "PYTHONPATH": path, "POWERTOOLS_SERVICE_NAME": "benchmark"}


def _of_others(file: Path) -> Iterator[ast.stmt]:
    """What a file of ours imports at its top from neither us nor Python."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name.partition(".")[0] not in {"ml_connector", *sys.stdlib_module_names} for name in names):
            yield node


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Lambda:
    """With Lambda's own version of Python if there is one."""
    python = next(filter(_runs, _candidates()), sys.executable)
    told = subprocess.run([python, "--version"], capture_output=True, check=True)
    version = told.stdout.decode().split()[1].rpartition(".")[0]
    tell("imports are measured with", f"Python {version}", "3.13 where there is one")
    task = tmp_path_factory.mktemp("task")
    for sources in ("functions", "layers/ml_connector/python"):
        shutil.copytree(ROOT / sources, task, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([python, "-m", "compileall", "-q", str(task)], check=True)
    return Lambda(python, task, _packages(python, version))


def _candidates() -> Iterator[str]:
    """Where a Python of Lambda's version may be."""
    yield shutil.which("python3.13") or ""
    yield from map(str, Path.home().glob(".pyenv/versions/3.13*/bin/python"))


def _runs(python: str) -> bool:
    return bool(python) and not subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode


def _packages(python: str, version: str) -> Path:
    """What the dependencies layer holds, but for this machine; kept until the requirements change."""
    folder = ROOT / ".build/benchmark" / f"python{version}"
    if not folder.is_dir() or folder.stat().st_mtime < REQUIREMENTS.stat().st_mtime:
        shutil.rmtree(folder, ignore_errors=True)
        uv = str(Path(sys.executable).with_name("uv"))
        what = ["--no-deps", "--require-hashes", "-r", str(REQUIREMENTS)]
        subprocess.run(
            [uv, "pip", "install", "-q", "--compile-bytecode", "--python", python, "--target", str(folder), *what],
            check=True,
        )
    return folder


@pytest.mark.parametrize("function", sorted(path.stem for path in (ROOT / "functions").glob("*.py")))
def test_a_function_imports_at_most_30_hundredths_slower_than_its_packages(home: Lambda, function: str) -> None:
    """The time before the first line of work is paid for and waited for. The start of Python itself counts for none."""
    needs = home.needs(function)
    # Side by side, so that whatever else the machine does falls on all of them, and in the middle of the rounds.
    rounds = [[home.cpu(code) for code in (BARE_PYTHON, f"import {function}", needs)] for _ in range(ROUNDS)]
    ratio = median((ours - start) / (theirs - start) for start, ours, theirs in rounds)

    tell(f"import {function}", f"{ratio:.2f} of the import of its packages", BOUND)
    assert ratio <= BOUND
