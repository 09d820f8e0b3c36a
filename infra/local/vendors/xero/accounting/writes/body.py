"""The body of a write, read as strictly as Xero does before it looks at any element.

Source: Xero, Response codes and errors: 14 for data that cannot be read, 17 for none.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.wrappers import Request

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.wire import dates, exact

MAX_BYTES = 10_000_000  # Source: Xero, API limits, Request size
_CHOICES = {
    "Status": ("DRAFT", "POSTED", "DELETED", "VOIDED", "ARCHIVED"),
    "LineAmountTypes": ("Exclusive", "Inclusive", "NoTax"),
}

Fields = Mapping[str, Any]


class BodyWrong(Exception):
    """The body as a whole is refused."""

    def __init__(self, number: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.kind = kind


def elements_of(request: Request, key: str, item: str) -> list[Fields]:
    """The elements under ``key``, or the one element that the body is; raises BodyWrong."""
    if "json" not in request.headers.get("Content-Type", "").casefold():
        raise _unreadable("the content type is not application/json")
    try:
        body = exact.loads(request.get_data())
    except ValueError as wrong:
        raise _unreadable(str(wrong)) from wrong
    found = body.get(key, [body] if body else []) if isinstance(body, Mapping) else body
    if not (isinstance(found, list) and all(isinstance(each, Mapping) for each in found)):
        raise _unreadable(f"{key} is not a list of objects")
    if not found:
        raise BodyWrong(
            17,
            "NoDataProcessedException",
            f"No data has been processed for this endpoint. This endpoint is expecting {item} data to be specifed "
            "in the request body.",
        )
    return found


def journals_of(request: Request, endpoint: Endpoint) -> list[Fields]:
    """The manual journals of a body, their choices, dates and amounts checked for form; raises BodyWrong."""
    found = elements_of(request, endpoint.key, endpoint.item)
    for journal in found:
        _check_form(journal)
    return found


def _check_form(journal: Fields) -> None:
    for name, choices in _CHOICES.items():
        if name in journal and journal[name] not in choices:
            raise _unreadable(f"Error converting value {journal[name]!r} to {name}")
    if journal.get("Date") is not None and dates.instant(date_on_wire(journal["Date"])) is None:
        raise _unreadable(f"Could not convert {journal['Date']!r} to DateTime")
    lines = journal.get("JournalLines") or []
    if not (isinstance(lines, list) and all(isinstance(line, Mapping) for line in lines)):
        raise _unreadable("JournalLines is not a list of objects")
    for line in lines:
        for name in ("LineAmount", "TaxAmount"):
            if not _is_amount(line.get(name)):
                raise _unreadable(f"Could not convert {line[name]!r} to decimal")


def date_on_wire(value: object) -> object:
    """A date of a body in the form of records; what is no date at all stays as it is."""
    try:
        return dates.from_iso(value)
    except ValueError:
        return value


def _is_amount(value: object) -> bool:
    try:
        return value is None or Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False


def _unreadable(why: str) -> BodyWrong:
    return BodyWrong(14, "PostDataInvalidException", f"JSON for post data was invalid,{why}")
