"""What the model says: its cells added up the way the books are."""

from collections import defaultdict
from decimal import Decimal

from infra.local.demo.books import Amounts, Measure, Place
from infra.local.demo.operator import Contents

MODULES = {"Invoice lines": "invoices", "Bill lines": "bills", "Payment lines": "payments"}
"""The modules of the demo model, and the dataset that each holds."""

_MEASURES: dict[Measure, str] = {"net": "Base amount", "tax": "Base tax"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def amounts(contents: Contents) -> Amounts:
    """All lines of all modules; a line without a period counts under an empty month, so that it is not lost."""
    sums: defaultdict[Place, Decimal] = defaultdict(Decimal)
    for module, dataset in MODULES.items():
        for cells in contents.lines[module].values():
            for measure, item in _MEASURES.items():
                if cells.get(item):
                    sums[Place(cells["Entity"], dataset, _month(cells["Period"]), measure)] += Decimal(cells[item])
    return dict(sums)


def _month(period: str) -> str:
    """2026-10 for ``Oct 26``."""
    if not period:
        return ""
    name, year = period.split()
    return f"20{year}-{_MONTHS.index(name) + 1:02d}"
