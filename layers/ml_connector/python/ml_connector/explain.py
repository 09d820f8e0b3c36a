"""Turns pydantic's findings into sentences: the path, the value, and what would be right."""

import difflib
import types
import typing
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

_SHOWN = 80


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """One line per finding: ``path: value - what would be right``."""
    return "\n".join(f"  {line}" for line in _lines(error, model))


def _lines(error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    for finding in error.errors(include_url=False):
        parts = _without_union_tags(finding["loc"])
        if parts:
            yield f"{'.'.join(map(str, parts))}: {_what(finding['type'], finding, parts, model)}"
        else:
            yield from finding["msg"].removeprefix("Value error, ").splitlines()


def _what(kind: str, finding: Any, parts: list[Any], model: type[BaseModel]) -> str:
    if kind == "missing":
        return f"missing{_described(parts, model)}"
    if kind == "extra_forbidden":
        return f"no such setting{_near(parts, model)}"
    message = finding["msg"].removeprefix("Value error, ")
    return f"{_shown(finding['input'])} - {message[0].lower() + message[1:]}{_described(parts, model)}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _described(parts: list[Any], model: type[BaseModel]) -> str:
    owner = _owner(parts, model)
    field = owner.model_fields.get(str(parts[-1])) if owner and parts else None
    return f"; it is {field.description}" if field and field.description else ""


def _near(parts: list[Any], model: type[BaseModel]) -> str:
    owner = _owner(parts, model)
    names = [field.alias or name for name, field in owner.model_fields.items()] if owner else []
    close = difflib.get_close_matches(str(parts[-1]), names, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; here belong: {', '.join(names)}" if names else ""


def _owner(parts: list[Any], model: type[BaseModel]) -> type[BaseModel] | None:
    """The model that the last part of a path belongs to."""
    owner: Any = model
    for part in parts[:-1]:
        owner = _inside(owner, part)
    return next(_models(owner), None)


def _inside(annotation: Any, part: Any) -> Any:
    for model in _models(annotation):
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    arguments = typing.get_args(annotation)
    return arguments[-1] if arguments else None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        for argument in typing.get_args(annotation):
            yield from _models(argument)


def _without_union_tags(parts: Iterable[Any]) -> list[Any]:
    """Pydantic adds the kind of a column's rule to the path; a reader of the YAML does not know it."""
    return [part for part in parts if not str(part).endswith(" rule")]
