"""Raw pages into records.

One record that cannot be read does not take its page along: it is handed back with its id and the reason.
"""

import functools
import json
import re
from decimal import Context, Decimal
from typing import Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError, create_model

from ml_connector.errors import ContractBroken
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.uninterrupted import uninterrupted
from ml_connector.xero.models.base import XeroRecord

M = TypeVar("M", bound=XeroRecord)

_REASONS = 3
_LONG = re.compile(rb"\.(?:\d{7}|(?<=\d{10}\.)\d)")
_EXACT = Context(prec=100)


def records(body: bytes, key: str, model: type[M]) -> list[M | Unreadable]:
    """The records of one page, in the page's order; figures are exact.

    body     JSON as Xero answered it
    key      the collection's name in it
    raises   ContractBroken when there is no such collection
    """
    with uninterrupted():
        found = _quickly(body, key, model)
        return [_one(record, model) for record in _collection(body, key)] if found is None else found


def _quickly(body: bytes, key: str, model: type[M]) -> list[M | Unreadable] | None:
    """All records at once in compiled code, or None when one of them needs a closer look.

    This way figures pass through floats, which hold 15 digits exactly: a page with a longer one goes the other way.
    """
    if _LONG.search(body):
        return None
    try:
        found: list[M | Unreadable] = _page_of(key, model).validate_json(body).records
    except ValidationError:
        return None
    return found


@functools.cache
def _page_of(key: str, model: type[XeroRecord]) -> TypeAdapter[Any]:
    return TypeAdapter(create_model("Page", records=(list[model], Field(validation_alias=key))))  # type: ignore[valid-type]  # a model known only when asked


def _collection(body: bytes, key: str) -> list[Any]:
    try:
        found = json.loads(body, parse_float=_figure)[key]
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


def _figure(text: str) -> Decimal:
    """Straight from the text, and without needless zeros, as the quick way gives it."""
    return Decimal(text).normalize(_EXACT)


def _one(record: Any, model: type[M]) -> M | Unreadable:
    """Null stands for absent; Xero leaves absent fields out, so only a closer look meets it."""
    try:
        return model.model_validate(_without_nulls(record))
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
    reasons = [f"{'.'.join(map(str, fault['loc'])) or 'record'}: {fault['msg']}" for fault in faults[:_REASONS]]
    more = f" and {len(faults) - _REASONS} more" if len(faults) > _REASONS else ""
    return Unreadable(_id_of(record, model), "; ".join(reasons) + more)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value if inner is not None]
    return value


def _id_of(record: Any, model: type[XeroRecord]) -> str:
    name = model.model_fields["id"].validation_alias
    return str(record.get(name, "")) if isinstance(record, dict) else ""
