"""What an export has written: how it is laid out, and its file in chunks.

The file belongs to the user who ran the export, and is forgotten 48 hours after anybody looked at it last.
Source: Anaplan, Integration API v2, exports; "Download a file in chunks".
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec.structs import replace

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Action, Model
from ml_connector.anaplan.refusals import NotVisible
from ml_connector.anaplan.results import TaskResult, TaskState
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.errors import ContractBroken

PRIVATE_LIFE = timedelta(hours=48)


class ExportMetadata(Described):
    """How an export writes its file; empty where Anaplan does not say.

    layout       one of ``sync.plan.layouts``, or something that Anaplan adds
    list_names   the dimensions
    """

    layout: str = ""
    export_type: str = ""
    separator: str = ","
    delimiter: str = '"'
    encoding: str = ""
    list_names: tuple[str, ...] = ()


class _Answer(Described):
    export_metadata: ExportMetadata


class _Chunk(Described):
    id: str


class Exports:
    """The exports of one model."""

    def __init__(self, client: AnaplanClient, model: Model) -> None:
        self._client = client
        self._model = model

    def metadata(self, export: Action) -> ExportMetadata:
        """How it writes its file; the list of exports names the layout, which the export alone may leave out."""
        answer = self._client.call("GET", f"{self._model.path}{export.path}")
        found = read_as(_Answer, answer.json(), answer.asked).export_metadata
        if found.layout or found.export_type:
            return found
        path = f"{self._model.path}/exports"
        rows = [row for row in self._client.list(path, "exports") if str(row.get("id")) == export.id]
        listed = read_as(ExportMetadata, rows[0] if rows else {}, f"GET {path}")
        return replace(found, layout=listed.layout or listed.export_type)

    def chunks(self, export: Action) -> Iterator[bytes]:
        """The file that the export wrote last for this user; raises ContractBroken when there is none."""
        path = f"{self._model.path}/files/{export.id}/chunks"
        with needing(self._client, self._model):
            try:
                listed = [read_as(_Chunk, row, f"GET {path}") for row in self._client.list(path, "chunks")]
                for chunk in listed:
                    yield self._client.call("GET", f"{path}/{chunk.id}").body
            except NotVisible as error:
                raise _gone(export, str(error)) from error
        if not listed:
            raise _gone(export, "it has no chunks")


def check_ended_well(export: Action, result: TaskResult) -> None:
    """Raises ContractBroken unless the export was written."""
    if result.cancelled or result.failed:
        why = "; ".join(f"{one.code}: {one.text}" for one in result.problems) or result.step or result.state
        raise ContractBroken(
            f"Anaplan: the export '{export.name}' did not end well ({why}); run it in Anaplan by hand to see what is "
            "wrong, then run the plan again"
        )


def check_still_there(export: Action, task: TaskState, now: datetime) -> None:
    """Raises ContractBroken if what the task wrote may be gone, and an older or no file be read instead."""
    if task.created is not None and now - task.created > PRIVATE_LIFE:
        raise _gone(export, f"its task began at {task.created:%Y-%m-%d %H:%M} UTC, more than 48 hours ago")


def _gone(export: Action, proof: str) -> ContractBroken:
    return ContractBroken(
        f"Anaplan: the file of the export '{export.name}' is not there ({proof}); it belongs to the user who ran the "
        "export and is forgotten after 48 hours: start a new run of the plan"
    )
