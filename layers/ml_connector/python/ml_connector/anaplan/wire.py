"""How Anaplan's JSON is read: tolerant of fields that are added or left out, strict about those that matter."""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from ml_connector.errors import ContractBroken


class Described(BaseModel):
    """An object as Anaplan describes it: camelCase on the wire, ids always text."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        defer_build=True,  # most functions start cold and read few of these
    )


D = TypeVar("D", bound=Described)


def read_as(kind: type[D], data: Any, asked: str) -> D:
    """Anaplan's JSON as ``kind``; raises ContractBroken naming the fields that do not fit, never their values.

    asked   what was asked, for the message
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in error.errors())
        raise ContractBroken(
            f"{asked}: the answer is not what Anaplan documents ({wrong}); check the base address in settings, "
            "and show this to Anaplan's support if it is right"
        ) from None
