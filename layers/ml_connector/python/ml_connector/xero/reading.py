"""Raw pages into records.

One record that cannot be read does not take its page along: it is handed back with its id and the reason.
"""

import functools
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from ml_connector.errors import ContractBroken
from ml_connector.sync.documents import Unreadable
from ml_connector.xero.models import XeroRecord

M = TypeVar("M", bound=XeroRecord)
_REASONS = 3


def records(body: bytes, key: str, model: type[M]) -> list[M | Unreadable]:
    """The records of one page, in the page's order.

    body     JSON as Xero answered it
    key      the collection's name in it
    raises   ContractBroken when there is no such collection
    """
    with _uninterrupted():
        found = _collection(body, key)
        try:
            return list(_adapter(model).validate_python(found))
        except ValidationError:
            return [_one(record, model) for record in found]


def _collection(body: bytes, key: str) -> list[Any]:
    try:
        # Decimal straight from the text, so that no figure passes through a float.
        found = json.loads(body, parse_float=Decimal)[key]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        found = error
    if isinstance(found, list):
        return found
    raise ContractBroken(
        f"A page of Xero's {key} cannot be read ({len(body)} bytes, {type(found).__name__} where a list must be); "
        "pull the dataset again"
    )


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Without the cycle collector: it would walk the growing page again and again, a fifth of the time, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@functools.cache
def _adapter(model: type[M]) -> TypeAdapter[list[M]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]  # a type known only when asked


def _one(record: Any, model: type[M]) -> M | Unreadable:
    """Null stands for absent; Xero leaves absent fields out, so this is looked at only when something is wrong."""
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
