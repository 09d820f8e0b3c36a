"""Settings as the connector understands them, for a person who checks what they have written. Pure."""

from collections.abc import Iterator

from ml_connector.datasets import SignPolicy
from ml_connector.plain import Plain
from ml_connector.settings import Settings
from ml_connector.sync.signs import CLASSES, SIDES, sign
from msgspec.structs import astuple
from rich import box
from rich.table import Table


class EntityLine(Plain, frozen=True):
    """One Xero organisation and where its figures go."""

    entity: str
    tenant_id: str
    base_currency: str
    connection: str
    model: str


class ModelLine(Plain, frozen=True):
    """One Anaplan model."""

    model: str
    workspace: str
    name: str
    connection: str


class LoadLine(Plain, frozen=True):
    """One dataset, the file it is uploaded to and the import or process that reads the file."""

    dataset: str
    file: str
    kind: str
    action: str
    columns: int


class SignLine(Plain, frozen=True):
    """What a figure of a type of document is multiplied by, + or -, by the class of its account."""

    type: str
    asset: str
    expense: str
    liability: str
    equity: str
    revenue: str


class FlowLine(Plain, frozen=True):
    """When a flow starts."""

    flow: str
    schedule: str
    time_zone: str
    enabled: bool


class Understood(Plain, frozen=True):
    """All of it."""

    firm: str
    entities: tuple[EntityLine, ...]
    models: tuple[ModelLine, ...]
    loads: tuple[LoadLine, ...]
    signs: tuple[SignLine, ...]
    flows: tuple[FlowLine, ...]
    endpoints: dict[str, str]


def understood(settings: Settings) -> Understood:
    """The lines."""
    flow = settings.flows.actuals
    return Understood(
        firm=settings.firm,
        entities=tuple(
            EntityLine(entity=code, **one.model_dump(exclude={"ledger_accounts"}))
            for code, one in settings.entities.items()
        ),
        models=tuple(
            ModelLine(model=key, workspace=one.workspace, name=one.model, connection=one.connection)
            for key, one in settings.anaplan.models.items()
        ),
        loads=tuple(
            LoadLine(
                dataset=name,
                file=one.file or "",
                kind="list" if one.list_ else one.action[1],
                action=one.list_ or one.action[0],
                columns=len(one.columns),
            )
            for name, one in settings.loads.items()
        ),
        signs=tuple(_signs(settings.signs)),
        flows=(FlowLine(flow="actuals", **flow.model_dump()),),
        endpoints=settings.endpoints.model_dump(),
    )


def tables(found: Understood) -> Iterator[Table]:
    """One table for each kind of line."""
    yield _table("Entities", found.entities)
    yield _table("Anaplan models", found.models)
    yield _table("Loads", found.loads)
    yield _table("Signs of figures, by type of document and class of account", found.signs)
    yield _table("Flows", found.flows)


def _signs(policy: SignPolicy) -> Iterator[SignLine]:
    """One line per type; a payment and a transfer stand on bank accounts, whatever their class."""
    for type_ in SIDES:
        told = {class_.lower(): "+" if sign(policy, type_, class_) == 1 else "-" for class_ in CLASSES}
        yield SignLine(type=type_, **told)


def _table(title: str, lines: tuple[Plain, ...]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    for name in lines[0].__struct_fields__:
        table.add_column(name.replace("_", " ").capitalize())
    for line in lines:
        table.add_row(*map(str, astuple(line)))
    return table
