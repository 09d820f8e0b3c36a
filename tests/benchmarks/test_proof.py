"""How long it takes to prove the books of a large organisation."""

import time
from decimal import Decimal

import pytest
from ml_connector.sync.proof.book import Entry, fold, read, shard_of, sums
from ml_connector.sync.proof.books import Evidence, prove_books
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.entries import LEDGER
from ml_connector.sync.proof.movement import YearEnd, days_needed, movements

from infra.cli.proving.page import page
from infra.cli.proving.report import ProofReport
from tests.unit.sync.proof.chart_of import AnAccount

pytestmark = pytest.mark.benchmark
MONTHS = [f"{2023 + month // 12}-{month % 12 + 1:02d}" for month in range(36)]
ACCOUNTS = [AnAccount(f"account-{number:03d}", f"Account {number}", f"{number:03d}") for number in range(500)]
SECONDS = 10.0


def test_books_of_36_months_and_500_accounts_are_proven_within_ten_seconds() -> None:
    """From the reports to the page, with 18,000 documents folded in."""
    began = time.perf_counter()
    entries = [
        Entry(
            f"{month}-{number}",
            "2026-01-01T00:00:00+00:00",
            month,
            ((ACCOUNTS[number].id, Decimal(number)), (ACCOUNTS[0].id, Decimal(-number))),
        )
        for month in MONTHS
        for number in range(500)
    ]
    shards: dict[int, dict[str, Entry]] = {}
    for one in entries:
        shards.setdefault(shard_of(one.id), {})[one.id] = one
    lines = {shard: fold([], theirs).lines for shard, theirs in shards.items()}
    posted = sums(found[0] for found in lines.values()).posted
    chart, balance, balances = Chart.of(ACCOUNTS), dict.fromkeys((one.id for one in ACCOUNTS), Decimal(0)), {}
    for day in days_needed(MONTHS, YearEnd()):
        for number, account in enumerate(ACCOUNTS):
            balance[account.id] += number
        balances[day] = dict(balance)
    moved = movements(MONTHS, balances, YearEnd(), chart)
    evidence = Evidence(moved=moved, documents={"bills": posted}, loaded=["bills"], known=LEDGER)
    proof = prove_books("UK", "GBP", MONTHS, evidence, chart)
    text = page(ProofReport(title="run", books=(proof,)))
    seconds = time.perf_counter() - began

    print(f"\n{len(entries):,} documents, {len(proof.rows):,} rows, {len(text):,} bytes of page in {seconds:.1f} s")  # noqa: T201 - a benchmark tells its figure
    assert sum(len(list(read(found))) for found in lines.values()) == len(entries)
    assert seconds < SECONDS
