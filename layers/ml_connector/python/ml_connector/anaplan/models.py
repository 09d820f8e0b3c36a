"""The shapes in which Anaplan describes its objects, reduced to what loading needs.

Fields Anaplan adds are ignored; what it leaves out is empty. Knows shapes only, and makes no call.
"""

from typing import Literal

from msgspec import field

from ml_connector.anaplan.wire import Described

ActionKind = Literal["import", "process", "export"]


class Named(Described):
    """An object that settings may call by its id or by its name."""

    id: str
    name: str = ""


class Workspace(Named):
    """A workspace; its id is 32 lower-case hexadecimal digits."""


class Model(Named, kw_only=True):
    """A model; its id is 32 upper-case hexadecimal digits.

    active_state   UNLOCKED, LOCKED, PRODUCTION, MAINTENANCE, ARCHIVED, …; empty when it was not asked for
    """

    workspace_id: str
    active_state: str = ""

    @property
    def path(self) -> str:
        """The path below which everything of this model is found."""
        return f"/workspaces/{self.workspace_id}/models/{self.id}"


class ServerFile(Named):
    """A place to upload to: made in Anaplan together with the import that reads it."""

    chunk_count: int = 0


class Action(Named, kw_only=True):
    """What is run: after an upload, or to have something to download."""

    kind: ActionKind

    @property
    def path(self) -> str:
        """The path below the model's."""
        return f"/{'processes' if self.kind == 'process' else f'{self.kind}s'}/{self.id}"


class FileFormat(Described):
    """How an import reads its file; None where Anaplan does not say.

    header_row, first_data_row   counted from 1; header_row 0 means that there is none

    Source: Anaplan, Integration API v2, import metadata.
    """

    text_encoding: str | None = None
    column_separator: str | None = None
    text_delimiter: str | None = None
    decimal_separator: str | None = None
    header_row: int | None = None
    first_data_row: int | None = None
    header_names: tuple[str, ...] = ()


class ImportSource(Named):
    """An import and what it reads.

    file_id   the file to upload to; None when the import reads another model instead
    """

    file_id: str | None = None
    format: FileFormat = field(default_factory=FileFormat)
