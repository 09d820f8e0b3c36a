"""What the bank accounts say: money spent and received, too much or too early, and moved. All of it in base currency.

An amount counts as its account's class grows: what is spent makes assets and costs larger, what is received the others.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from infra.local.demo.wire import Booked, Record, month

_OWN = ("TRANSFER", "OVERPAYMENT", "PREPAYMENT")
_GROW_BY_DEBIT = ("ASSET", "EXPENSE")


def banked(records: Mapping[str, Iterable[Record]]) -> Iterator[Booked]:
    """Each movement once: what has a collection of its own counts there."""
    classes = {account["AccountID"]: account["Class"] for account in records.get("Accounts", ())}
    plain = [one for one in records.get("BankTransactions", ()) if one["Type"].partition("-")[2] not in _OWN]
    yield from _lines("bank_transactions", plain, classes)
    yield from _lines("overpayments", records.get("Overpayments", ()), classes)
    yield from _lines("prepayments", records.get("Prepayments", ()), classes)
    for one in records.get("BankTransfers", ()):
        if one.get("Status") != "DELETED":  # what arrives: with what leaves it comes to nothing
            yield Booked("bank_transfers", month(one["Date"]), Decimal(one["Amount"]))


def _lines(dataset: str, documents: Iterable[Record], classes: Mapping[str, str]) -> Iterator[Booked]:
    for one in documents:
        if one["Status"] not in ("AUTHORISED", "PAID"):
            continue
        spent = one["Type"].startswith("SPEND")
        for line in one["LineItems"]:
            if "AccountID" in line:
                sign = 1 if spent == (classes[line["AccountID"]] in _GROW_BY_DEBIT) else -1
                tax = Decimal(line["TaxAmount"])
                net = Decimal(line["LineAmount"]) - (tax if one["LineAmountTypes"] == "Inclusive" else 0)
                yield Booked(dataset, month(one["Date"]), sign * net, sign * tax)
