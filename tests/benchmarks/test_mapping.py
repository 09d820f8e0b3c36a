"""Mapping a million lines: memory, speed, and that a line costs the same in a large ledger as in a small one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.ledger_pages import park

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).parents[2]
PATH = os.pathsep.join((str(ROOT / "layers/ml_connector/python"), str(ROOT)))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a million lines; whoever maps them has not made them, and finds its caches as a function would."""
    folder = tmp_path_factory.mktemp("ledger")
    park(folder, 1_000_000)
    return folder


def measured(ledger: Path, lines: int, members: int = 0) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.map_lines", str(ledger), str(lines), str(members)]
    env = os.environ | {"PYTHONPATH": PATH}
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True)
    found: dict[str, float] = json.loads(told.stdout)
    return found


def rate(taken: dict[str, float]) -> float:
    return taken["rows"] / taken["seconds"]


def test_a_million_lines_fit_into_a_quarter_of_a_gigabyte_at_a_steady_pace(ledger: Path) -> None:
    """A function has 15 minutes and pays for every megabyte."""
    small = max((measured(ledger, 10_000) for _ in range(5)), key=rate)
    large = max((measured(ledger, 1_000_000) for _ in range(2)), key=rate)

    growth = rate(small) / rate(large)
    print(  # noqa: T201 - the figures are what this is for
        f"\n{large['rows']:,.0f} rows: {rate(large):,.0f} a second (bound 40,000), {large['peak_mb']:.0f} MB "
        f"(bound 256), a row costs {growth:.2f} of what it costs among 10,000 (bound 1.15)"
    )
    assert large["rows"] >= 1_000_000
    assert large["peak_mb"] < 256
    assert growth <= 1.15
    assert rate(large) >= 40_000


def test_holding_a_million_lines_against_lists_of_a_hundred_thousand_members_costs_little(ledger: Path) -> None:
    """Rows that Anaplan would refuse are found before the load, so this is paid in every run."""
    plain = max((measured(ledger, 1_000_000) for _ in range(2)), key=rate)
    checked = max((measured(ledger, 1_000_000, members=100_000) for _ in range(2)), key=rate)

    more = checked["seconds"] / plain["seconds"] - 1
    print(  # noqa: T201 - the figures are what this is for
        f"\n{checked['rows']:,.0f} rows against 3 lists of 100,000: {more:+.1%} CPU (bound +30 %), "
        f"{checked['peak_mb']:.0f} MB instead of {plain['peak_mb']:.0f}"
    )
    assert checked["rows"] == plain["rows"]
    assert more <= 0.30
