"""How Anaplan's JSON is read: tolerant of fields that are added or left out, strict about those that matter."""

from typing import Any, TypeVar

from msgspec import Struct, ValidationError, convert
from pydantic import SecretStr

from ml_connector.errors import ContractBroken


class Described(Struct, rename="camel"):
    """An object as Anaplan describes it: camelCase on the wire, ids always text. Made once and changed by nobody."""


D = TypeVar("D", bound=Described)


def read_as(kind: type[D], data: Any, asked: str) -> D:
    """Anaplan's JSON as ``kind``; raises ContractBroken naming the fields that do not fit, never their values.

    asked   what was asked, for the message
    """
    try:
        return convert(data, kind, strict=False, dec_hook=_hidden)
    except ValidationError:
        pass  # a number may stand where a text was meant
    try:
        return convert(_numbers_as_text(data), kind, strict=False, dec_hook=_hidden)
    except ValidationError as error:
        raise ContractBroken(
            f"{asked}: the answer is not what Anaplan documents ({error}); check the base address in settings, "
            "and show this to Anaplan's support if it is right"
        ) from None


def _hidden(kind: type, value: Any) -> Any:
    if kind is SecretStr and isinstance(value, str):
        return SecretStr(value)
    raise TypeError(f"Expected `str`, got `{type(value).__name__}`")


def _numbers_as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _numbers_as_text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_numbers_as_text(inner) for inner in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
