"""Changes in months that the books have closed."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from ml_connector.sync.changes import Change
from ml_connector.sync.facts import FactRow, Header, Refusal
from ml_connector.sync.lines import LineRows
from ml_connector.sync.locking import BehindLock, PeriodLock, Policy
from msgspec.structs import replace

from tests.unit.sync.ledger import MEMBERS, AnInvoice

SENT = Change(send=True, fingerprint="f", vanished=("UK-gone",))
DAY = dt.date(2026, 10, 15)


def held(policy: Policy, until: dt.date, **more: Any) -> tuple[list[Refusal], list[BehindLock]]:
    told: list[BehindLock] = []
    rows, header = made()
    lock = PeriodLock("r", "invoices", until, policy, told.append)
    return lock.hold(header, more.get("rows", rows), SENT, known=more.get("known", True)), told


def made() -> tuple[list[FactRow], Header]:
    invoice, maker = AnInvoice(date=DAY), LineRows("UK", "GBP", MEMBERS)
    header = maker.header(invoice)
    return maker.rows(invoice, header)[0], header


def test_a_change_on_the_lock_date_itself_is_reported_with_its_link() -> None:
    """Xero locks the day itself; whoever closed the month wants to see the document."""
    refusals, (told,) = held("report", DAY)

    assert refusals == []
    assert (told.what, told.amount, told.date) == ("edited", Decimal("100.00"), "2026-10-15")
    assert told.link.startswith("https://go.xero.com/")


@pytest.mark.parametrize("policy", ["report", "quarantine"])
def test_an_open_month_loads_freely(policy: Policy) -> None:
    """The day after the lock date is open."""
    assert held(policy, DAY - dt.timedelta(days=1)) == ([], [])


def test_a_change_that_is_kept_back_keeps_its_vanished_lines_too() -> None:
    """Else half of an edit would be in the model."""
    refusals, (told,) = held("quarantine", DAY, known=False)

    assert [refusal.row.line_key for refusal in refusals] == ["UK-line-1", "UK-gone"]
    assert "closed until 2026-10-15" in refusals[0].reason
    assert told.what == "new"


def test_a_document_without_figures_is_told_as_removed() -> None:
    """A void in a closed month is what an auditor asks for first."""
    rows, _ = made()

    assert held("report", DAY, rows=[row.zeroed() for row in rows])[1][0].what == "removed"


def test_nothing_is_told_where_settings_say_so() -> None:
    """Some firms do not close their months."""
    assert held("load", DAY) == ([], [])


@pytest.mark.parametrize("policy", ["load", "report", "quarantine"])
def test_what_waits_stays_only_where_a_change_would_be_kept_back(policy: Policy) -> None:
    """A document must not return from quarantine to be kept back again, run after run."""
    _, header = made()
    lock = PeriodLock("r", "invoices", DAY, policy, lambda _: None)

    assert lock.keeps(header) == bool(held(policy, DAY)[0])
    assert not lock.keeps(replace(header, date="2026-10-16"))
