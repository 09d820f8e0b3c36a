"""How Anaplan writes a task in JSON: tolerant of fields that are added or left out, strict about those that matter.

Source: Anaplan, "Check the status of the import action" and "Check the status of the process action".
"""

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


class WireDetail(Described):
    """One entry of ``details``; ``values`` is a flat list of keys and values, in any order."""

    type: str = "unknown"
    local_message_text: str | None = None
    occurrences: int | None = None
    values: list[str | None] | None = None


class WireResult(Described):
    """What an action achieved; a process nests one of these per action that ran."""

    object_id: str | None = None
    object_name: str | None = None
    successful: bool = False
    failure_dump_available: bool = False
    details: list[WireDetail] | None = None
    nested_results: "list[WireResult] | None" = None


class WireTask(Described):
    """A task; ``result`` is absent until it is done, ``creation_time`` is in milliseconds since 1970."""

    task_id: str
    task_state: str
    current_step: str | None = None
    progress: float | None = None
    creation_time: int | None = None
    cancelled_by: str | None = None
    result: WireResult | None = None


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
