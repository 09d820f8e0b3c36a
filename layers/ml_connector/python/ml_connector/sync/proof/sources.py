"""What the source of a journal tells of why it was made.

Source: Xero, Accounting API, Types, Journal source types.
"""

from collections.abc import Collection
from typing import Protocol

from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.parts import Part

_DATASETS = {
    "ACCREC": "invoices",
    "ACCPAY": "bills",
    "ACCRECCREDIT": "credit_notes",
    "ACCPAYCREDIT": "credit_notes",
    "ACCRECPAYMENT": "payments",
    "ACCPAYPAYMENT": "payments",
    "ARCREDITPAYMENT": "payments",
    "APCREDITPAYMENT": "payments",
    "AROVERPAYMENTPAYMENT": "payments",
    "APOVERPAYMENTPAYMENT": "payments",
    "ARPREPAYMENTPAYMENT": "payments",
    "APPREPAYMENTPAYMENT": "payments",
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


class Sourced(Protocol):
    """A journal with what it says of its origin."""

    @property
    def source_type(self) -> str: ...
    @property
    def lines(self) -> Collection[tuple[str, object]]: ...


def class_of(journal: Sourced, loaded: Collection[str], chart: Chart) -> Class:
    """Why there is a journal of a document that is not loaded, or of none.

    loaded   the datasets that are loaded; over- and prepayments also come with bank transactions
    """
    touched = {account for account, _ in journal.lines}
    if not journal.source_type:
        return _of_the_system(touched, chart)
    if journal.source_type.startswith(_PAYROLL):
        return Class.PAYROLL
    dataset = _DATASETS.get(journal.source_type)
    advance = dataset in ("overpayments", "prepayments")
    if dataset in loaded or (advance and "bank_transactions" in loaded):
        return Class.LEFT_OUT
    return Class.TRANSFERS if dataset == "bank_transfers" else Class.NOT_LOADED


def is_gain(accounts: Collection[str], chart: Chart) -> bool:
    """Whether these accounts, moved together, are a difference of rates and nothing else."""
    control = {chart.playing(Part.RECEIVABLE), chart.playing(Part.PAYABLE)}
    gains = chart.playing(Part.REALISED)
    return gains in accounts and {*accounts} <= {gains, *control}


def is_refund_of_prepayment(source_type: str) -> bool:
    """Whether it is the payment of a prepayment: the ledger takes it off the prepayment's lines, which it does not
    tell."""
    return source_type in ("ARPREPAYMENTPAYMENT", "APPREPAYMENTPAYMENT")


def _of_the_system(accounts: Collection[str], chart: Chart) -> Class:
    if not {chart.playing(Part.UNREALISED), chart.playing(Part.REVALUATION)}.isdisjoint(accounts):
        return Class.UNREALISED
    if is_gain(accounts, chart):
        return Class.REALISED
    return Class.OPENING if chart.playing(Part.OPENING) in accounts else Class.NO_SOURCE
