"""What our own code adds to a cold start, beside the packages that it stands on."""

import ast
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers/ml_connector/python"
FUNCTIONS = ROOT / "functions"
ROUNDS = 9
NAMED = "import {0}, sys; print(*(n for n in sys.modules if n == {0!r} or n.partition('.')[0] == 'ml_connector'))"


@pytest.fixture(scope="module")
def packages() -> tuple[str, str]:
    """An interpreter, best Lambda's own version, and a folder with the layer's dependencies for it."""
    python = next(filter(_answers, _candidates()), sys.executable)
    told = subprocess.run(  # noqa: S603 - an interpreter
        [python, "-c", "import sys; print('{}.{}'.format(*sys.version_info))"], capture_output=True, check=True
    )
    version = told.stdout.decode().strip()
    folder = ROOT / ".build/benchmark" / f"python{version}"
    if not folder.is_dir():
        requirements = str(ROOT / "layers/dependencies/requirements.txt")
        uv = [str(Path(sys.executable).parent / "uv"), "pip", "install", "--quiet", "--target", str(folder)]
        options = ["--python", python, "--no-deps", "--require-hashes", "-r", requirements]
        subprocess.run([*uv, *options], check=True)  # noqa: S603 - pinned and hashed
    print(f"\nPython {version}")  # noqa: T201 - which one was measured
    return python, str(folder)


def _candidates() -> Iterator[str]:
    """Where a Python of Lambda's version may be."""
    yield shutil.which("python3.13") or ""
    yield from map(str, Path.home().glob(".pyenv/versions/3.13*/bin/python"))


def _answers(python: str) -> bool:
    """Whether it is more than a name."""
    return bool(python) and not subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode  # noqa: S603 - an interpreter


def child(python: str, path: str, code: str) -> tuple[float, str]:
    """CPU seconds of a process that runs ``code``, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = os.environ | {"PYTHONPATH": path, "POWERTOOLS_SERVICE_NAME": "benchmark"}
    told = subprocess.run([python, "-c", code], env=env, capture_output=True, check=True)  # noqa: S603 - our own code
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, told.stdout.decode()


def needed(modules: str) -> set[str]:
    """The modules of other packages that these modules of ours import at their top."""
    found: set[str] = set()
    for name in modules.split():
        base = FUNCTIONS / name if not name.startswith("ml_connector") else LAYER / name.replace(".", "/")
        path = base.with_suffix(".py") if base.with_suffix(".py").is_file() else base / "__init__.py"
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module)
    ours = {"ml_connector", "__future__", *sys.stdlib_module_names}
    return {name for name in found if name.partition(".")[0] not in ours}


@pytest.mark.parametrize("function", sorted(path.stem for path in FUNCTIONS.glob("*.py")))
def test_a_function_imports_at_most_30_hundredths_slower_than_its_packages(
    packages: tuple[str, str], function: str
) -> None:
    """The time before the first line of work is paid for, and waited for."""
    python, folder = packages
    path = os.pathsep.join((str(FUNCTIONS), str(LAYER), folder))
    _, modules = child(python, path, NAMED.format(function))
    bare = f"import {', '.join(sorted(needed(modules)))}"
    # Side by side, so that whatever else the machine does falls on both.
    rounds = [(child(python, path, f"import {function}")[0], child(python, path, bare)[0]) for _ in range(ROUNDS)]
    ours, theirs = (min(column) for column in zip(*rounds, strict=True))

    print(f"\n{function}: {ours:.3f} s beside {theirs:.3f} s, ratio {ours / theirs:.2f} (bound 1.3)")  # noqa: T201
    assert ours / theirs <= 1.3
