"""What people enter by hand: manual journals and budgets, in base currency."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from infra.local.demo.wire import Booked, Record, month


def by_hand(records: Mapping[str, Iterable[Record]]) -> Iterator[Booked]:
    """The debits of journals, because with their credits they come to nothing, and all months of budgets."""
    for journal in records.get("ManualJournals", ()):
        if journal["Status"] == "POSTED":
            for line in journal["JournalLines"]:
                if (amount := Decimal(line["LineAmount"])) > 0:
                    yield Booked("manual_journals", month(journal["Date"]), amount)
    for budget in records.get("Budgets", ()):
        for line in budget["BudgetLines"]:
            for balance in line["BudgetBalances"]:
                yield Booked("budgets", balance["Period"], Decimal(balance["Amount"]))
