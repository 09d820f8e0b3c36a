"""How a model is declared, in one JSON document: the demo's, or ``model.json`` of a folder an operator names.

Knows shapes and whether names refer to something; gives no ids and holds no cells.
A format is one of TEXT, NUMBER, BOOLEAN, DATE, TIME PERIOD (a month) or ``LIST <name>``; a calculated line
item is written ``<format> = <formula>``.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

DEMO = Path(__file__).with_name("demo") / "model.json"
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def _same_name(columns: object) -> object:
    """A plain list of columns maps each one to the target of its own name."""
    return {name: name for name in columns} if isinstance(columns, list) else columns


Columns = Annotated[dict[str, str], BeforeValidator(_same_name)]


class Declared(BaseModel):
    """Strict, so that a misspelt key is told and not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DeclaredUser(Declared):
    email: str
    password: str
    first_name: str
    last_name: str


class DeclaredWorkspace(Declared):
    id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    name: str


class DeclaredCalendar(Declared):
    """First and last month, as YYYY-MM."""

    first: Annotated[str, Field(pattern=MONTH)]
    last: Annotated[str, Field(pattern=MONTH)]


class DeclaredModel(Declared):
    id: Annotated[str, Field(pattern=r"^[0-9A-F]{32}$")]
    name: str
    calendar: DeclaredCalendar


class DeclaredItem(Declared):
    """An item that is there from the start. ``name`` stays empty in a numbered list."""

    code: str | None = None
    name: str = ""
    parent: str = ""
    properties: dict[str, str] = {}


class DeclaredList(Declared):
    """A list; ``parents`` names the one that holds the parents of its items, if that is another."""

    name: str
    parents: str | None = None
    numbered: bool = False
    properties: dict[str, str] = {}
    items: list[DeclaredItem] = []


class DeclaredModule(Declared):
    """A flat module: one list as its only dimension."""

    name: str
    dimension: str
    line_items: dict[str, str]


class DeclaredFile(Declared):
    """An import data source; ``default`` is the content that users see who have no copy of their own."""

    name: str
    columns: list[str]
    encoding: str = "UTF-8"
    separator: str = ","
    delimiter: str = '"'
    header_row: Annotated[int, Field(ge=1)] = 1
    first_data_row: Annotated[int, Field(ge=2)] = 2
    default: str | None = None


class DeclaredImport(Declared):
    """From a file into a list or a module; ``key`` is the column that names the item or member by its code."""

    name: str
    file: str
    list: str | None = None
    module: str | None = None
    key: str
    columns: Columns = {}


class DeclaredView(Declared):
    """A saved view of a module: some of its line items."""

    name: str
    module: str
    line_items: list[str]


class DeclaredPivot(Declared):
    """The multi-dimensional module that a flat one stands for; see ``state.model.Pivot``."""

    dimensions: dict[str, str]
    values: list[str]
    pages: list[str]
    rows: list[str]
    columns: Annotated[list[str], Field(min_length=1, max_length=1)]
    total: Annotated[list[str], Field(max_length=2)] = []
    flat: list[str] = []


class DeclaredExport(Declared):
    """An export of a module; every line item unless some are named. Only one with a pivot can be a grid."""

    name: str
    module: str
    line_items: list[str] = []
    layout: str = "TABULAR_MULTI_COLUMN"
    pivot: DeclaredPivot | None = None


class DeclaredDeletion(Declared):
    """Deletes all items of a list."""

    name: str
    list: str


class DeclaredProcess(Declared):
    name: str
    actions: list[str]


class Declaration(Declared):
    """A model and who may use it."""

    users: Annotated[list[DeclaredUser], Field(min_length=1)]
    workspace: DeclaredWorkspace
    model: DeclaredModel
    lists: list[DeclaredList] = []
    modules: list[DeclaredModule] = []
    files: list[DeclaredFile] = []
    imports: list[DeclaredImport] = []
    views: list[DeclaredView] = []
    exports: list[DeclaredExport] = []
    deletions: list[DeclaredDeletion] = []
    processes: list[DeclaredProcess] = []


def read_declaration(folder: Path | None) -> Declaration:
    """The declaration in ``folder/model.json``, or the demo's. Raises OSError or pydantic's ValidationError."""
    source = DEMO if folder is None else folder / "model.json"
    return Declaration.model_validate_json(source.read_text(encoding="utf-8"))
