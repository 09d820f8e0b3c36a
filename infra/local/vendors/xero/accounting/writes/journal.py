"""One manual journal: may it be created, or changed into what is asked?

Source: Xero, Manual Journals; status moves DRAFT to POSTED or DELETED, POSTED to VOIDED, and nothing after that.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.accounting.writes.body import date_on_wire
from infra.local.vendors.xero.accounting.writes.journal_lines import Lines
from infra.local.vendors.xero.accounting.writes.verdict import Verdict
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.ledger.context import day_of
from infra.local.vendors.xero.ledger.posting import total
from infra.local.vendors.xero.settings import Behaviour
from infra.local.vendors.xero.wire import dates

_MOVES = {
    None: ("DRAFT", "POSTED"),
    "DRAFT": ("DRAFT", "POSTED", "DELETED"),
    "POSTED": ("POSTED", "VOIDED"),
}
_LOCKS = {"PeriodLockDate": "period lock date", "EndOfYearLockDate": "end of year lock date"}
_KEPT = ("Narration", "Date", "Status", "LineAmountTypes", "Url", "ShowOnCashBasisReports", "JournalLines")
MIN_LINES = 2

Fields = Mapping[str, Any]


def judge(given: Fields, old: Fields | None, tenant: Tenant, behaviour: Behaviour, now: datetime) -> Verdict:
    """What the journal would become, and why not. ``old`` is the journal it changes, None for a new one."""
    whole = _merged(given, old, now)
    verdict = Verdict(given, whole)
    _check_head(whole, verdict)
    _check_move(whole["Status"], old, verdict)
    if whole["Status"] != "DELETED":  # a draft that goes was never in the ledger
        _check_locks([record for record in (whole, old) if record], tenant, behaviour, verdict)
    # a journal on its way out, or one whose lines nobody touches, keeps them whatever became of their accounts
    if old is None or "JournalLines" in given:
        lines = Lines(tenant, behaviour)
        whole["JournalLines"] = lines.judged(whole["JournalLines"], whole["LineAmountTypes"], verdict)
        _check_lines(whole, verdict)
    return verdict


def _merged(given: Fields, old: Fields | None, now: datetime) -> dict[str, Any]:
    usual = {
        "Narration": "",
        "Date": dates.stamp(dates.midnight(now.date())),
        "Status": "DRAFT",
        "LineAmountTypes": "NoTax",
        "ShowOnCashBasisReports": True,
        "HasAttachments": False,
        "JournalLines": [],
    }
    wanted = {name: value for name, value in given.items() if name in _KEPT and value is not None}
    whole: dict[str, Any] = usual | dict(old or {}) | wanted
    day = dates.instant(date_on_wire(whole["Date"])) or now
    return whole | {"Date": dates.stamp(dates.midnight(day.date()))}


def _check_head(whole: Fields, verdict: Verdict) -> None:
    if not str(whole["Narration"]).strip():
        verdict.errors.append("Narration is required and must be specified")
    if whole.get("Url") and not str(whole["Url"]).startswith(("http://", "https://")):
        verdict.errors.append("Url must be a valid absolute URL")


def _check_move(status: str, old: Fields | None, verdict: Verdict) -> None:
    before = old.get("Status", "DRAFT") if old else None
    if status not in _MOVES.get(before, ()):
        verdict.errors.append(
            f"A manual journal that is {before} cannot be changed to {status}"
            if before
            else f"A manual journal cannot be created with the status {status}"
        )


def _check_locks(records: Iterable[Fields], tenant: Tenant, behaviour: Behaviour, verdict: Verdict) -> None:
    organisation = next(iter(tenant["Organisation"].records()))
    days = [day_of(record) for record in records]
    for field, name in _LOCKS.items():
        locked = dates.instant(organisation.get(field))
        if locked and any(_is_locked(day, locked.date(), behaviour) for day in days):
            verdict.errors.append(
                f"The document date cannot be before the {name}, currently set at {locked.date():%d %b %Y}"
            )


def _is_locked(day: date, lock: date, behaviour: Behaviour) -> bool:
    return day < lock or (day == lock and behaviour.lock_day == "locked")


def _check_lines(whole: Fields, verdict: Verdict) -> None:
    lines = whole["JournalLines"]
    if len(lines) < MIN_LINES:
        verdict.errors.append("A manual journal must have at least two journal lines")
    taxed = whole["LineAmountTypes"] == "Exclusive"
    amounts: list[Decimal] = [line["LineAmount"] + (line["TaxAmount"] if taxed else 0) for line in lines]
    debit, credit = total(each for each in amounts if each > 0), total(each for each in amounts if each < 0)
    if debit + credit:
        verdict.errors.append(f"The total debits ({debit:.2f}) must equal total credits ({credit:.2f})")
