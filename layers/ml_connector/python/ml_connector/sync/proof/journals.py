"""The exact way to classify a residual, for apps that may read journals: each journal says where it comes from.

Source: Xero, Accounting API, Journals, SourceType.
"""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ml_connector.sync.money import ZERO
from ml_connector.sync.proof.amounts import Amounts, Place, added, less
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.parts import Part
from ml_connector.sync.proof.postings import Posted

_DATASETS = {
    "ACCREC": "invoices",
    "ACCPAY": "bills",
    "ACCRECCREDIT": "credit_notes",
    "ACCPAYCREDIT": "credit_notes",
    "ACCRECPAYMENT": "payments",
    "ACCPAYPAYMENT": "payments",
    "ARCREDITPAYMENT": "payments",
    "APCREDITPAYMENT": "payments",
    "CASHREC": "bank_transactions",
    "CASHPAID": "bank_transactions",
    "TRANSFER": "bank_transfers",
    "ARPREPAYMENT": "prepayments",
    "APPREPAYMENT": "prepayments",
    "AROVERPAYMENT": "overpayments",
    "APOVERPAYMENT": "overpayments",
    "MANJOURNAL": "manual_journals",
}
_PAYROLL = ("PAYSLIP", "WAGEPAYABLE", "INTEGRATEDPAYROLL")


class Journal(NamedTuple):
    """One journal; ``source`` is the id of the document that it was made from, empty if it was made from none."""

    number: int
    period: str
    source_type: str
    source: str
    lines: tuple[tuple[str, Decimal], ...]


Classified = dict[Class, dict[Place, Decimal]]


def by_journals(
    residual: Amounts, journals: Iterable[Journal], posted: Mapping[str, Posted], loaded: Collection[str], chart: Chart
) -> Classified:
    """The residual by class; what no journal accounts for is unexplained.

    posted   what the documents post, by their id
    loaded   the datasets that are loaded
    """
    parts: dict[Class, list[Amounts]] = {}
    others: dict[Class, dict[Place, Decimal]] = {}
    made: dict[str, dict[Place, Decimal]] = {}
    for journal in journals:
        known = journal.source in posted
        moved = (
            made.setdefault(journal.source, {}) if known else others.setdefault(_class_of(journal, loaded, chart), {})
        )
        for account, amount in journal.lines:
            place = Place(account, journal.period)
            moved[place] = moved.get(place, ZERO) + amount
    for kind, found in others.items():
        parts.setdefault(kind, []).append(found)
    for id_, document in posted.items():
        if document.rate_unknown:
            said = {Place(account, document.period): amount for account, amount in document.amounts}
            parts.setdefault(Class.UNKNOWN_RATE, []).append(less(made.get(id_, {}), said))
    classes = {kind: added(found) for kind, found in parts.items()}
    rest = less(residual, added(classes.values()))
    return {kind: amounts for kind, amounts in {**classes, Class.UNEXPLAINED: rest}.items() if amounts}


def _class_of(journal: Journal, loaded: Collection[str], chart: Chart) -> Class:
    if journal.source_type:
        dataset = _DATASETS.get(journal.source_type)
        if journal.source_type.startswith(_PAYROLL):
            return Class.PAYROLL
        if dataset in loaded:
            return Class.LEFT_OUT
        return Class.TRANSFERS if dataset == "bank_transfers" else Class.NOT_LOADED
    touched = {account for account, _ in journal.lines}
    if touched & {chart.playing(Part.UNREALISED), chart.playing(Part.REVALUATION)}:
        return Class.UNREALISED
    return Class.OPENING if chart.playing(Part.OPENING) in touched else Class.NO_SOURCE
