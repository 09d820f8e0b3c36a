"""What an app must be allowed at Xero for the datasets it reads, and no more.

Source: Xero, Scopes; Granular scopes FAQ. Apps made since 2 March 2026 know granular scopes only.
"""

from collections.abc import Iterable

OFFLINE = "offline_access"
"""What makes a web app's consent last longer than half an hour: it brings a refresh token."""

_SETTINGS = "accounting.settings.read"
_INVOICES = "accounting.invoices.read"
_PAYMENTS = "accounting.payments.read"
_BANKING = "accounting.banktransactions.read"
_OF_DATASET = {
    "organisation": _SETTINGS,
    "currencies": _SETTINGS,
    "accounts": _SETTINGS,
    "tracking_categories": _SETTINGS,
    "contacts": "accounting.contacts.read",
    "invoices": _INVOICES,
    "bills": _INVOICES,
    "credit_notes": _INVOICES,
    "payments": _PAYMENTS,
    "overpayments": _PAYMENTS,
    "prepayments": _PAYMENTS,
    "bank_transactions": _BANKING,
    "bank_transfers": _BANKING,
    "manual_journals": "accounting.manualjournals.read",
    "budgets": "accounting.budgets.read",
    "trial_balance": "accounting.reports.trialbalance.read",
    "journals": "accounting.journals.read",
}


_OF_PLAN = {
    "draft_journal": "accounting.manualjournals",
    "posted_journal": "accounting.manualjournals",
    "budget_file": "accounting.budgets.read",
}


def needed(datasets: Iterable[str], plans: Iterable[str] = ()) -> tuple[str, ...]:
    """The scopes for these datasets and modes of plans; to write is asked for only where journals are written.

    The organisation itself is always read, to know that it is the right one.
    """
    of_plans = {_OF_PLAN[mode] for mode in plans if mode in _OF_PLAN}
    return tuple(sorted({_SETTINGS, *(_OF_DATASET[dataset] for dataset in datasets), *of_plans}))
