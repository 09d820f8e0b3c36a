"""Raw pages into records.

One record that cannot be read does not take its page along: it is handed back with its id and the reason.
"""

import functools
import json
from typing import Any, TypeVar

from msgspec import DecodeError, ValidationError, convert, defstruct, field
from msgspec.json import Decoder
from msgspec.structs import fields

from ml_connector.errors import ContractBroken
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.uninterrupted import uninterrupted
from ml_connector.xero.models.base import XeroRecord

M = TypeVar("M", bound=XeroRecord)


def records(body: bytes, key: str, model: type[M]) -> list[M | Unreadable]:
    """The records of one page, in the page's order; figures are exact.

    body     JSON as Xero answered it
    key      the collection's name in it
    raises   ContractBroken when there is no such collection
    """
    with uninterrupted():
        found = _quickly(body, key, model)
        return [_one(record, model) for record in _collection(body, key)] if found is None else found


def id_field(model: type[XeroRecord]) -> str:
    """The name under which Xero gives the id of such a record."""
    return next(one.encode_name for one in fields(model) if one.name == "id")


def _quickly(body: bytes, key: str, model: type[M]) -> list[M | Unreadable] | None:
    """All records at once in compiled code, or None when one of them needs a closer look."""
    try:
        found: list[M | Unreadable] = _page_of(key, model).decode(body).records
    except (DecodeError, RecursionError):
        return None
    return found


@functools.cache
def _page_of(key: str, model: type[XeroRecord]) -> Decoder[Any]:
    return Decoder(defstruct("Page", [("records", list[model], field(name=key))]))  # type: ignore[valid-type]  # a model known only when asked


def _collection(body: bytes, key: str) -> list[Any]:
    """Its figures are text, which every field takes: as a figure, or as the name that Xero has given without quotes."""
    try:
        found = json.loads(body, parse_float=str, parse_int=str)[key]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        found = error
    if isinstance(found, list):
        return found
    if isinstance(found, dict):  # Xero's page on Budgets shows a single one so
        return [found]
    raise ContractBroken(
        f"A page of Xero's {key} cannot be read ({len(body)} bytes, {type(found).__name__} where a list must be); "
        "pull the dataset again"
    )


def _one(record: Any, model: type[M]) -> M | Unreadable:
    """Null stands for absent; Xero leaves absent fields out, so only a closer look meets it."""
    try:
        return convert(_without_nulls(record), model, strict=False)
    except ValidationError as fault:
        return Unreadable(str(record.get(id_field(model), "")) if isinstance(record, dict) else "", str(fault))


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value if inner is not None]
    return value
