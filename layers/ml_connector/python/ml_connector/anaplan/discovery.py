"""Finds workspace, model, file and action by the name or id that settings give, at run time.

Every miss is explained with what does exist. Knows where to look; how names are compared is in ``naming``.
"""

from collections.abc import Iterator

from msgspec import field

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Action, ActionKind, FileFormat, ImportSource, Model, ServerFile, Workspace
from ml_connector.anaplan.naming import pick
from ml_connector.anaplan.processes import steps_of
from ml_connector.anaplan.refusals import NotVisible
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.errors import SettingsWrong

_FILE_PREFIX = "113"
"""Ids of files begin so; other sources of an import are models."""


class _Import(Described):
    id: str
    name: str = ""
    import_data_source_id: str | None = None


class _Format(Described):
    source: FileFormat = field(default_factory=FileFormat)


class _ImportMetadata(Described):
    import_metadata: _Format


def find_workspace(client: AnaplanClient, wanted: str) -> Workspace:
    """The workspace with this id or name; raises SettingsWrong when it is not exactly one."""
    offered = [read_as(Workspace, row, "GET /workspaces") for row in client.list("/workspaces", "workspaces")]
    return pick("workspace", wanted, offered, right_id=str.lower)


def find_model(client: AnaplanClient, workspace: Workspace, wanted: str) -> Model:
    """The model of the workspace with this id or name; raises SettingsWrong when it is not exactly one, or archived."""
    path = f"/workspaces/{workspace.id}/models"
    offered = [read_as(Model, {**row, "workspaceId": workspace.id}, f"GET {path}") for row in _rows(client, path)]
    model = pick("model", wanted, offered, right_id=str.upper)
    if model.active_state == "ARCHIVED":
        raise SettingsWrong(
            f"Anaplan: the model '{model.name}' ({model.id}) is archived; have it unarchived or name another one"
        )
    return model


def find_file(client: AnaplanClient, model: Model, wanted: str) -> ServerFile:
    """The file with this id or name; raises SettingsWrong when it is not exactly one, ModelBusy as ``Files`` does."""
    path = f"{model.path}/files"
    with needing(client, model):
        offered = [read_as(ServerFile, row, f"GET {path}") for row in _rows(client, path)]
    return pick("file", wanted, offered)


def find_action(client: AnaplanClient, model: Model, wanted: str, kind: ActionKind) -> Action:
    """The import, process or export with this id or name; raises SettingsWrong when it is not exactly one."""
    if kind == "export":
        return pick(kind, wanted, _actions(client, model, kind))
    try:
        return pick(kind, wanted, _actions(client, model, kind))
    except SettingsWrong as error:
        other: ActionKind = "process" if kind == "import" else "import"
        if any(wanted in (action.id, action.name) for action in _actions(client, model, other)):
            raise SettingsWrong(
                f"Anaplan: '{wanted}' is no {kind} but there is a {other} of this name; "
                f"write `{other}: {wanted}` in settings"
            ) from error
        raise


def sources_of(client: AnaplanClient, model: Model, action: Action) -> tuple[ImportSource, ...]:
    """The imports that the action runs, in order, with the file that each reads and how it reads it."""
    steps = steps_of(client, model, action)
    imports = {found.id: found for found in _imports(client, model)}
    return tuple(_source(client, model, imports[step]) for step in steps if step in imports)


def _source(client: AnaplanClient, model: Model, found: _Import) -> ImportSource:
    source = found.import_data_source_id or ""
    if not source.startswith(_FILE_PREFIX):
        return ImportSource(id=found.id, name=found.name)
    answer = client.call("GET", f"{model.path}/imports/{found.id}")
    metadata = read_as(_ImportMetadata, answer.json(), answer.asked).import_metadata
    return ImportSource(id=found.id, name=found.name, file_id=source, format=metadata.source)


def _actions(client: AnaplanClient, model: Model, kind: ActionKind) -> list[Action]:
    if kind == "import":
        return [Action(id=found.id, name=found.name, kind=kind) for found in _imports(client, model)]
    path = f"{model.path}/{'exports' if kind == 'export' else 'processes'}"
    return [read_as(Action, {**row, "kind": kind}, f"GET {path}") for row in _rows(client, path)]


def _imports(client: AnaplanClient, model: Model) -> Iterator[_Import]:
    path = f"{model.path}/imports"
    return (read_as(_Import, row, f"GET {path}") for row in _rows(client, path))


def _rows(client: AnaplanClient, path: str) -> Iterator[dict[str, object]]:
    """The rows of a list whose key is the last part of its path."""
    try:
        yield from client.list(path, path.rpartition("/")[2])
    except NotVisible as error:
        raise SettingsWrong(f"{error}; so nothing in it can be looked up") from error
