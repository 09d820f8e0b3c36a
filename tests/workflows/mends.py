"""What a model builder breaks in a model, and mends again, inside the simulated Anaplan."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.state.lists import ItemList
from infra.local.vendors.anaplan.state.model import Import, SourceFile


@contextmanager
def renamed(live: LiveModel, kind: str, name: str, to: str) -> Iterator[None]:
    """An import, a process or a file goes by another name."""
    with _another(live, kind, _id(live, kind, name), name=to):
        yield


@contextmanager
def with_columns(live: LiveModel, file: str, columns: list[str]) -> Iterator[None]:
    """The file that imports were made with had other columns."""
    source = _file(live, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "columns", tuple(columns))
        yield


@contextmanager
def with_format(live: LiveModel, file: str, **format_: Any) -> Iterator[None]:
    """The file that imports were made with was written in another way."""
    source = _file(live, file)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in format_.items():
            patch.setattr(source, name, value)
        yield


@contextmanager
def reading_another_file(live: LiveModel, file: str, *names: str) -> Iterator[None]:
    """Imports were made with another file."""
    with ExitStack() as changes:
        for name in names:
            changes.enter_context(_another(live, "imports", _id(live, "imports", name), source=_file(live, file)))
        yield


@contextmanager
def needing_a_column(live: LiveModel, name: str, column: str) -> Iterator[None]:
    """An import maps a column that no file has."""
    found = _import(live, name)
    line_item = next(iter(found.columns.values()))
    columns = {**found.columns, column: line_item}
    process = next(one for one in live.model.processes.values() if found in one.actions)
    actions = tuple(replace(one, columns=columns) if one is found else one for one in process.actions)
    with _another(live, "processes", process.id, actions=actions):
        yield


@contextmanager
def without_items(live: LiveModel, list_name: str, *codes: str) -> Iterator[None]:
    """Items are shown but not found by imports, as if each time somebody deleted them right after they were read."""
    target = live.model.lists_by_name[list_name]
    assert all(target.by_code(code) for code in codes)
    find = target.find
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, "find", lambda text: None if text in codes else find(text))
        yield


@contextmanager
def hung_on(live: LiveModel, list_name: str, above: str, names: Iterable[str]) -> Iterator[ItemList]:
    """A model builder has made a list of these items, and hung another list on it."""
    made = ItemList("101000000999", above, numbered=False, properties={}, item_prefix="999")
    for name in names:
        made.add(name, None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(live.model.lists, made.id, made)
        patch.setattr(live.model.lists_by_name[list_name], "above", made)
        yield made


@contextmanager
def _another(live: LiveModel, kind: str, id_: str, **fields: Any) -> Iterator[None]:
    held: dict[str, Any] = getattr(live.model, kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(held, id_, replace(held[id_], **fields))
        yield


def _id(live: LiveModel, kind: str, name: str) -> str:
    held: dict[str, Any] = getattr(live.model, kind)
    return next(id_ for id_, one in held.items() if one.name == name)


def _import(live: LiveModel, name: str) -> Import:
    return live.model.imports[_id(live, "imports", name)]


def _file(live: LiveModel, name: str) -> SourceFile:
    return live.model.files[_id(live, "files", name)]
