"""How much of a record each kind of answer shows.

Source: Xero, Invoices (paging, summaryOnly, unitdp), Tracking Categories (includeArchived), Budgets.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.wire.exact import Record

_CENT = Decimal("0.01")


def in_list(endpoint: Endpoint, record: Record, *, paged: bool, summary: bool, archived_too: bool) -> Record:
    """A record as a list shows it: without lines and details unless paged, with less still in a summary."""
    gone = set(endpoint.dropped if summary else ())
    if not paged:
        gone |= set(endpoint.details)
    if gone & record.keys():
        record = Record((name, value) for name, value in record.items() if name not in gone)
    if not paged and record.get(endpoint.lines):
        record = Record(record | {endpoint.lines: []})
    return with_options(record, archived_too=archived_too)


def with_options(record: Record, *, archived_too: bool) -> Record:
    """A tracking category without deleted options, and without archived ones unless they are wanted."""
    options = record.get("Options")
    if not options:
        return record
    shown = [option for option in options if _is_shown(option, archived_too=archived_too)]
    return record if len(shown) == len(options) else Record(record | {"Options": shown})


def with_unit_amounts(endpoint: Endpoint, record: Record, *, four_decimals: bool) -> Record:
    """Unit amounts have two decimals unless four are asked for (``unitdp=4``)."""
    lines = record.get("LineItems") if endpoint.lines == "LineItems" else None
    if four_decimals or not any(_is_fine(line) for line in lines or ()):
        return record
    return Record(record | {"LineItems": [_rounded(line) for line in record["LineItems"]]})


def _is_shown(option: Mapping[str, Any], *, archived_too: bool) -> bool:
    if option.get("IsDeleted") or option.get("Status") == "DELETED":
        return False
    return archived_too or option.get("Status") != "ARCHIVED"


def _is_fine(line: Mapping[str, Any]) -> bool:
    amount = line.get("UnitAmount")
    return isinstance(amount, Decimal) and amount != amount.quantize(_CENT, ROUND_HALF_UP)


def _rounded(line: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**line, "UnitAmount": line["UnitAmount"].quantize(_CENT, ROUND_HALF_UP)} if _is_fine(line) else line
