"""A model made from its declaration: ids given, names resolved, initial items stored."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from infra.local.vendors.anaplan.declaration import (
    Declaration,
    DeclaredExport,
    DeclaredImport,
    DeclaredList,
    DeclaredModule,
)
from infra.local.vendors.anaplan.state import ids
from infra.local.vendors.anaplan.state.calendar import Calendar
from infra.local.vendors.anaplan.state.formats import Kind, read_format
from infra.local.vendors.anaplan.state.formulas import read_formula
from infra.local.vendors.anaplan.state.lists import ItemList
from infra.local.vendors.anaplan.state.model import (
    Action,
    Deletion,
    Export,
    Import,
    Model,
    Pivot,
    Process,
    SourceFile,
    View,
    Workspace,
)
from infra.local.vendors.anaplan.state.modules import LineItem, Module
from infra.local.vendors.anaplan.state.seeding import store_items

Named = Mapping[str, "Named_T"]
Named_T = TypeVar("Named_T")
Identified_T = TypeVar(
    "Identified_T", bound=ItemList | Module | SourceFile | Import | View | Export | Deletion | Process
)


def build_model(declared: Declaration) -> Model:
    """The model, ready to be used. Raises ValueError that names what refers to something unknown."""
    calendar = Calendar(declared.model.calendar.first, declared.model.calendar.last)
    lists = _lists(declared.lists)
    modules = _modules(declared.modules, lists)
    files = _files(declared)
    imports = _imports(declared.imports, files, lists, modules)
    exports = _exports(declared, modules)
    deletions = {
        one.name: Deletion(object_id, one.name, _get(lists, one.list, f"action {one.name!r}", "list"))
        for one, object_id in zip(declared.deletions, ids.series(ids.ACTION), strict=False)
    }
    model = Model(
        id=declared.model.id,
        name=declared.model.name,
        workspace=Workspace(declared.workspace.id, declared.workspace.name),
        calendar=calendar,
        lists=_by_id(lists.values()),
        modules=_by_id(modules.values()),
        files=_by_id(files.values()),
        imports=_by_id(imports.values()),
        views=_by_id(_views(declared, modules)),
        exports=_by_id(exports.values()),
        deletions=_by_id(deletions.values()),
        processes=_by_id(_processes(declared, {**imports, **exports, **deletions})),
    )
    for one in declared.lists:
        store_items(model, one.name, one.items)
    return model


def _by_id(objects: Iterable[Identified_T]) -> dict[str, Identified_T]:
    return {one.id: one for one in objects}


def _get(known: Mapping[str, Named_T], name: str, who: str, kind: str) -> Named_T:
    if name not in known:
        raise ValueError(f"{who} names {kind} {name!r}, which the model does not declare; it has {sorted(known)}")
    return known[name]


def _lists(declared: list[DeclaredList]) -> dict[str, ItemList]:
    names = {one.name: one for one in declared}
    made = {}
    for number, (one, object_id) in enumerate(zip(declared, ids.series(ids.LIST), strict=False)):
        properties = {name: read_format(spec)[0] for name, spec in one.properties.items()}
        for one_format in properties.values():
            if one_format.kind is Kind.LIST:
                _get(names, one_format.list_name, f"list {one.name!r}", "list")
        prefix = str(ids.FIRST_LIST_ITEMS + number)
        made[one.name] = ItemList(object_id, one.name, numbered=one.numbered, properties=properties, item_prefix=prefix)
    for one in declared:
        if one.parents:
            made[one.name].above = _get(made, one.parents, f"list {one.name!r}", "list")
    return made


def _modules(declared: list[DeclaredModule], lists: Mapping[str, ItemList]) -> dict[str, Module]:
    line_item_ids = ids.series(ids.LINE_ITEM)
    made = {}
    for one, object_id in zip(declared, ids.series(ids.MODULE), strict=False):
        line_items = {name: _line_item(next(line_item_ids), name, spec, lists) for name, spec in one.line_items.items()}
        for line_item in line_items.values():
            for _, term in line_item.formula.terms if line_item.formula else ():
                _get(line_items, term, f"the formula of {line_item.name!r}", "line item")
        dimension = _get(lists, one.dimension, f"module {one.name!r}", "list")
        made[one.name] = Module(object_id, one.name, dimension, line_items)
    return made


def _line_item(object_id: str, name: str, spec: str, lists: Mapping[str, ItemList]) -> LineItem:
    one_format, formula = read_format(spec)
    if one_format.kind is Kind.LIST:
        _get(lists, one_format.list_name, f"line item {name!r}", "list")
    return LineItem(object_id, name, one_format, read_formula(formula) if formula else None)


def _files(declared: Declaration) -> dict[str, SourceFile]:
    return {
        one.name: SourceFile(
            id=object_id,
            name=one.name,
            columns=tuple(one.columns),
            encoding=one.encoding,
            separator=one.separator,
            delimiter=one.delimiter,
            header_row=one.header_row,
            first_data_row=one.first_data_row,
            default=None if one.default is None else one.default.encode(one.encoding),
        )
        for one, object_id in zip(declared.files, ids.series(ids.FILE), strict=False)
    }


def _imports(
    declared: list[DeclaredImport],
    files: Mapping[str, SourceFile],
    lists: Mapping[str, ItemList],
    modules: Mapping[str, Module],
) -> dict[str, Import]:
    made = {}
    for one, object_id in zip(declared, ids.series(ids.IMPORT), strict=False):
        who = f"import {one.name!r}"
        source = _get(files, one.file, who, "file")
        for header in (one.key, *one.columns):
            _get(dict.fromkeys(source.columns), header, who, "column")
        target = _target(one, lists, modules)
        known = target.line_items if isinstance(target, Module) else {"Name": None, "Parent": None, **target.properties}
        for name in one.columns.values():
            _get(dict.fromkeys(known), name, who, "target")
        made[one.name] = Import(object_id, one.name, source, target, one.key, dict(one.columns))
    return made


def _target(one: DeclaredImport, lists: Mapping[str, ItemList], modules: Mapping[str, Module]) -> ItemList | Module:
    who = f"import {one.name!r}"
    if one.list is not None and one.module is None:
        return _get(lists, one.list, who, "list")
    if one.module is not None and one.list is None:
        return _get(modules, one.module, who, "module")
    raise ValueError(f"{who} must name either a list or a module")


def _view(object_id: str, name: str, module: Module, line_items: list[str]) -> View:
    chosen = [_get(module.line_items, one, f"view {name!r}", "line item") for one in line_items or module.line_items]
    return View(object_id, name, module, tuple(chosen))


def _views(declared: Declaration, modules: Mapping[str, Module]) -> list[View]:
    defaults = [_view(module.id, module.name, module, []) for module in modules.values()]
    saved = [
        _view(object_id, one.name, _get(modules, one.module, f"view {one.name!r}", "module"), one.line_items)
        for one, object_id in zip(declared.views, ids.series(ids.VIEW), strict=False)
    ]
    return defaults + saved


def _exports(declared: Declaration, modules: Mapping[str, Module]) -> dict[str, Export]:
    made = {}
    for one, object_id in zip(declared.exports, ids.series(ids.EXPORT), strict=False):
        module = _get(modules, one.module, f"export {one.name!r}", "module")
        view = _view(object_id, one.name, module, one.line_items)
        made[one.name] = Export(object_id, one.name, view, one.layout, _pivot(one, module))
    return made


def _pivot(one: DeclaredExport, module: Module) -> Pivot | None:
    told = one.pivot
    if told is None:
        return None
    for name in (*told.dimensions.values(), *told.values):
        _get(module.line_items, name, f"export {one.name!r}", "line item")
    axes = {"pages": tuple(told.pages), "rows": tuple(told.rows), "columns": tuple(told.columns)}
    return Pivot(told.dimensions, tuple(told.values), axes, tuple(told.total), tuple(told.flat))


def _processes(declared: Declaration, actions: Mapping[str, Action]) -> list[Process]:
    return [
        Process(
            object_id, one.name, tuple(_get(actions, name, f"process {one.name!r}", "action") for name in one.actions)
        )
        for one, object_id in zip(declared.processes, ids.series(ids.PROCESS), strict=False)
    ]
