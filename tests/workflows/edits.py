"""What people do in Xero between two runs, on the simulated books.

Knows how Xero keeps a document's totals; knows nothing of the connector.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from infra.local.vendors.xero.books.tenant import Tenant

Fields = Mapping[str, Any]


def documents(books: Tenant, kind: str = "ACCREC", lines: int = 1) -> list[Fields]:
    """The live documents of a kind that have so many lines with an account, the oldest first."""
    return [
        record
        for record in books["Invoices"].records()
        if record["Type"] == kind and record["Status"] in ("AUTHORISED", "PAID") and len(booked(record)) >= lines
    ]


def booked(document: Fields) -> list[Fields]:
    """The lines that stand on an account."""
    return [line for line in document["LineItems"] if "AccountID" in line or "AccountCode" in line]


def copied(books: Tenant, original: Fields, **other: Any) -> str:
    """Enter the same again as a new document, with lines of its own and their totals; returns its id."""
    id_ = str(uuid4())
    lines = [{**line, "LineItemID": str(uuid4())} for line in original["LineItems"]]
    own = {"InvoiceID": id_, "InvoiceNumber": f"COPY-{id_[:8]}", "Payments": [], **_with_totals(original, lines)}
    new = {**original, **own, **other}
    new.pop("UpdatedDateUTC", None)
    new.pop("UpdatedDateUTCString", None)
    books.upsert("Invoices", [new])
    return id_


def changed(books: Tenant, document: Fields, **fields: Any) -> None:
    """Give a document other values."""
    books.upsert("Invoices", [{"InvoiceID": document["InvoiceID"], **fields}])


def with_lines(books: Tenant, document: Fields, lines: Sequence[Fields]) -> None:
    """Give a document these lines, and the totals that follow from them."""
    changed(books, document, **_with_totals(document, lines))


def new_account(books: Tenant, **fields: Any) -> str:
    """Open an account like the first one of the chart; returns its id."""
    id_ = str(uuid4())
    books.upsert("Accounts", [{**books["Accounts"].records()[0], "AccountID": id_, **fields}])
    return id_


def move_line(books: Tenant, document_id: str, account_id: str) -> None:
    """Put a document's first line on another account."""
    document, account = books["Invoices"].get(document_id), books["Accounts"].get(account_id)
    assert document is not None
    assert account is not None
    first, *others = booked(document)
    moved = {**first, "AccountID": account_id, "AccountCode": account["Code"]}
    with_lines(books, document, [moved, *others])


def with_option(books: Tenant, category: str, **fields: Any) -> str:
    """Add an option to a category, or change the one whose TrackingOptionID is given; returns its id."""
    id_ = fields.setdefault("TrackingOptionID", str(uuid4()))
    options = {option["TrackingOptionID"]: option for option in options_of(books, category)}
    _put_options(books, category, [*({**options, id_: {**options.get(id_, {"Status": "ACTIVE"}), **fields}}).values()])
    return str(id_)


def without_option(books: Tenant, category: str, option_id: str) -> None:
    """Delete an option."""
    _put_options(books, category, [x for x in options_of(books, category) if x["TrackingOptionID"] != option_id])


def options_of(books: Tenant, category: str) -> Sequence[Fields]:
    """The options of a category."""
    return list(_category(books, category)["Options"])


def tagged(books: Tenant, line: Fields, category: str, option_id: str) -> Fields:
    """The line with this option of this category, and no other."""
    option = next(option for option in options_of(books, category) if option["TrackingOptionID"] == option_id)
    tag = {"Name": category, "Option": option["Name"], "TrackingOptionID": option_id}
    return {**line, "Tracking": [tag]}


def _with_totals(document: Fields, lines: Sequence[Fields]) -> Fields:
    amounts = sum((Decimal(line.get("LineAmount", 0)) for line in lines), Decimal(0))
    tax = sum((Decimal(line.get("TaxAmount", 0)) for line in lines), Decimal(0))
    total = amounts if document["LineAmountTypes"] == "Inclusive" else amounts + tax
    return {"LineItems": list(lines), "SubTotal": total - tax, "TotalTax": tax, "Total": total}


def _category(books: Tenant, name: str) -> Fields:
    return next(one for one in books["TrackingCategories"].records() if one["Name"] == name)


def _put_options(books: Tenant, category: str, options: Sequence[Fields]) -> None:
    id_ = _category(books, category)["TrackingCategoryID"]
    books.upsert("TrackingCategories", [{"TrackingCategoryID": id_, "Options": list(options)}])
