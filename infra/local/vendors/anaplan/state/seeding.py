"""What an operator or a declaration puts into a model: items, created or brought up to date by code, and defaults."""

from collections.abc import Mapping, Sequence

from infra.local.vendors.anaplan.declaration import DeclaredItem
from infra.local.vendors.anaplan.state.lists import Item, ItemList, ItemRefusedError
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.state.reading import Problem, Reader


def store_items(model: Model, list_name: str, items: Sequence[DeclaredItem]) -> None:
    """Store them. Raises ValueError that names the item which does not fit."""
    target = model.lists_by_name.get(list_name)
    if target is None:
        raise ValueError(f"the model has no list {list_name!r}; it has {sorted(model.lists_by_name)}")
    for declared in items:
        try:
            item = _stored(target, declared)
        except ItemRefusedError as refused:
            raise ValueError(f"list {list_name!r}: {refused}") from refused
        _set_properties(target, item, declared, model.reader)
        if declared.parent:
            target.hang(item, declared.parent)


def _stored(target: ItemList, declared: DeclaredItem) -> Item:
    item = target.by_code(declared.code) if declared.code else target.by_name(declared.name)
    if item is None:
        return target.add(declared.name, declared.code)
    if not target.numbered and declared.name:
        target.rename(item, declared.name)
    return item


def _set_properties(target: ItemList, item: Item, declared: DeclaredItem, reader: Reader) -> None:
    for name, text in declared.properties.items():
        if name not in target.properties:
            raise ValueError(f"list {target.name!r} has no property {name!r}; it has {sorted(target.properties)}")
        value = reader.cell(text, name, target.properties[name])
        if isinstance(value, Problem):
            raise ValueError(f"list {target.name!r}, item {declared.code or declared.name!r}: {value.message}")  # noqa: TRY004 - a wrong value, not a wrong type
        item.properties[name] = value


def store_rows(model: Model, module_name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Type rows into a flat module, each on the item of its ``Code``, which is made if it is not there.

    Raises ValueError that names what does not fit.
    """
    module = next((one for one in model.modules.values() if one.name == module_name), None)
    if module is None:
        raise ValueError(
            f"the model has no module {module_name!r}; it has {sorted(m.name for m in model.modules.values())}"
        )
    for row in rows:
        item = module.dimension.by_code(row["Code"]) or module.dimension.add("", row["Code"])
        for name, text in row.items():
            if name == "Code":
                continue
            line_item = module.line_items[name]
            value = model.reader.cell(text, name, line_item.format)
            if isinstance(value, Problem):
                raise ValueError(f"module {module_name!r}, {row['Code']!r}: {value.message}")  # noqa: TRY004 - a wrong value, not a wrong type
            line_item.cells[item.id] = value


def set_default_file(model: Model, name: str, content: str) -> None:
    """Give a file the content that users see who have no copy of their own. Raises ValueError."""
    source = next((one for one in model.files.values() if one.name == name), None)
    if source is None:
        raise ValueError(f"the model has no file {name!r}; it has {sorted(one.name for one in model.files.values())}")
    source.default = content.encode(source.encoding)
