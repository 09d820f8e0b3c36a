"""One model: everything that is defined in it, found by id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from infra.local.vendors.anaplan.state.calendar import Calendar
from infra.local.vendors.anaplan.state.lists import Item, ItemList
from infra.local.vendors.anaplan.state.modules import LineItem, Module
from infra.local.vendors.anaplan.state.reading import Reader
from infra.local.vendors.anaplan.state.showing import Shower


@dataclass(frozen=True)
class Workspace:
    id: str
    name: str


@dataclass
class SourceFile:
    """An import data source and how to read it. ``header_row`` and ``first_data_row`` count from 1.

    ``default`` is what users read who have no copy of their own.
    """

    id: str
    name: str
    columns: tuple[str, ...]
    encoding: str
    separator: str
    delimiter: str
    header_row: int
    first_data_row: int
    default: bytes | None


@dataclass(frozen=True)
class Import:
    """From a file into a list or a module; ``columns`` maps headers to properties (or Name) or to line items."""

    id: str
    name: str
    source: SourceFile
    target: ItemList | Module
    key: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class View:
    """Some line items of a module, with all members of its dimension."""

    id: str
    name: str
    module: Module
    line_items: tuple[LineItem, ...]


@dataclass(frozen=True)
class Pivot:
    """The dimensions that line items of a flat module stand for.

    dimensions   by name, the line item that holds its members
    values       the line items of the multi-dimensional module
    axes         pages, rows and columns of a grid, as names of dimensions; columns has one
    total        a dimension and the name of the parent of its members, if the export shows it
    flat         dimensions whose members that parent does not tell apart
    """

    dimensions: Mapping[str, str]
    values: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]
    total: tuple[str, ...] = ()
    flat: tuple[str, ...] = ()


@dataclass(frozen=True)
class Export:
    """Writes a view; as a table of the module's own dimension, or as ``pivot`` says."""

    id: str
    name: str
    view: View
    layout: str = "TABULAR_MULTI_COLUMN"
    pivot: Pivot | None = None


@dataclass(frozen=True)
class Deletion:
    """Deletes all items of a list."""

    id: str
    name: str
    target: ItemList


Action = Import | Export | Deletion


@dataclass(frozen=True)
class Process:
    id: str
    name: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Model:
    """The parts of a model, each by id."""

    id: str
    name: str
    workspace: Workspace
    calendar: Calendar
    lists: Mapping[str, ItemList]
    modules: Mapping[str, Module]
    files: dict[str, SourceFile]  # grows: a client that names an unknown file makes a new one
    imports: Mapping[str, Import]
    views: Mapping[str, View]
    exports: Mapping[str, Export]
    deletions: Mapping[str, Deletion]
    processes: Mapping[str, Process]

    @cached_property
    def lists_by_name(self) -> Mapping[str, ItemList]:
        """The lists, by name."""
        return {one.name: one for one in self.lists.values()}

    @cached_property
    def reader(self) -> Reader:
        """Reads texts into cells of this model."""
        return Reader(self.lists_by_name, self.calendar)

    @cached_property
    def shower(self) -> Shower:
        """Shows cells of this model as text."""
        return Shower(self.lists_by_name)

    def delete_items(self, target: ItemList, items: Iterable[Item]) -> int:
        """Take items out of a list, with the cells that modules hold for them; how many there were."""
        gone = frozenset(item.id for item in items)
        for item_id in gone:
            target.remove(target.items[item_id])
        for module in self.modules.values():
            if module.dimension is target:
                module.forget(gone)
        return len(gone)
