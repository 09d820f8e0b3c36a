"""What the model says: its cells added up the way the books are."""

from collections import defaultdict
from decimal import Decimal

from infra.local.demo.books import Amounts, Measure, Place
from infra.local.demo.operator import Contents

MODULES = {
    "Invoice lines": "invoices",
    "Bill lines": "bills",
    "Credit note lines": "credit_notes",
    "Prepayment lines": "prepayments",
    "Overpayment lines": "overpayments",
    "Payment lines": "payments",
    "Bank transaction lines": "bank_transactions",
    "Bank transfer lines": "bank_transfers",
    "Journal lines": "manual_journals",
    "Budget lines": "budgets",
}
"""The modules of the demo model, and the dataset that each holds."""

_DEBITS = ("bank_transfers", "manual_journals")
"""Debits and credits of these come to nothing, so the debits alone are compared."""

_MEASURES: dict[Measure, str] = {"net": "Base amount", "tax": "Base tax"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def amounts(contents: Contents) -> Amounts:
    """All lines of all modules; a line without a period counts under an empty month, so that it is not lost."""
    sums: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for module, dataset in MODULES.items():
        for cells in contents.lines.get(module, {}).values():
            if dataset in _DEBITS and Decimal(cells["Base amount"] or 0) < 0:
                continue
            for measure, item in _MEASURES.items():
                if cells.get(item) and (measure == "net" or dataset not in _DEBITS):
                    sums[Place(cells["Entity"], dataset, _month(cells["Period"]), measure)] += Decimal(cells[item])
    return dict(sums)


def _month(period: str) -> str:
    """2026-10 for ``Oct 26``."""
    if not period:
        return ""
    name, year = period.split()
    return f"20{year}-{_MONTHS.index(name) + 1:02d}"
