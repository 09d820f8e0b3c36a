"""A large plan: memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]
PATH = os.pathsep.join((str(ROOT / "layers/ml_connector/python"), str(ROOT)))


def test_a_plan_of_two_hundred_thousand_cells_fits_into_a_quarter_of_a_gigabyte() -> None:
    """The smallest layout per cell is the largest file: each value on a line of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.plan_cells", "200000"]
    env = os.environ | {"PYTHONPATH": PATH}
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True)
    found: dict[str, float] = json.loads(told.stdout)

    print(  # noqa: T201 - the figures are what this is for
        f"\n{found['rows']:,} rows, {found['lines']:,} journal lines in {found['seconds']:.1f} s, "
        f"{found['peak_mb']:.0f} MB (bound 256)"
    )
    assert found["rows"] == 100_000
    assert found["peak_mb"] < 256
