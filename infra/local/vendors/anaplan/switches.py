"""How the simulator behaves where Anaplan's own behaviour is a state, a choice of the tenant, or undocumented."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ActiveState = Literal["UNLOCKED", "LOCKED", "PRODUCTION", "MAINTENANCE", "PRODUCTION_MAINTENANCE", "ARCHIVED"]
ExportLayout = Literal["", "TABULAR_SINGLE_COLUMN", "TABULAR_MULTI_COLUMN", "GRID_CURRENT_PAGE", "GRID_ALL_PAGES"]
Seconds = Annotated[float, Field(ge=0)]


class Switches(BaseModel):
    """Each with the default that a fresh simulator has; an operator assigns some or all of them."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    task_seconds: Seconds = 0.2
    "How long a task takes, on the simulator's clock; computing comes on top."
    queue_seconds: Seconds = 0.0
    "How long a task stays NOT_STARTED although nothing is before it, on the simulator's clock."
    active_state: ActiveState = "UNLOCKED"
    "The model's state: ARCHIVED answers 422, LOCKED 423 on writes, MAINTENANCE (offline) 424."
    wake_seconds: Seconds = 0.0
    "How long the first call to a model waits, in real seconds, that nobody has used for an hour or that was closed."
    wake_times_out: bool = False
    "Whether that call gets a 504 instead."
    files_wait: bool = True
    "Whether an upload waits for a busy model; if not, an import may read a mixture of old and new chunks."
    process_goes_on: bool = True
    "Whether the actions of a process that follow a failed one still run (undocumented)."
    clean_nested_details: bool = False
    "Whether nested results without any failure have details; Anaplan leaves them out."
    use_old_file: bool = False
    "Whether an import that finds an unfinished upload uses the content before it, instead of failing."
    refresh_keeps_value: bool = True
    "Whether a refreshed token keeps its value; both have been seen."
    certificate_v1: bool = True
    "Whether a certificate's login may still be signed without the time."
    certificate_timestamp: Literal["seconds", "milliseconds"] = "seconds"
    "The unit of the time that is signed along; the documented sample has seconds."
    certificate_skew_seconds: Seconds = 300.0
    "How far that time may be from the simulator's own."
    single_sign_on: bool = False
    "Whether the tenant enforces it: passwords and the device grant are refused then."
    rotating_refresh_tokens: bool = True
    "Whether a refresh token of OAuth is replaced, and dead, when it is used."
    no_access: str = ""
    "The e-mail address of a user whose role in the model is NO ACCESS: everything below the model is masked then."
    bare_task_id: bool = False
    "Whether starting a task answers a taskId outside of any task object, as one reference shows it."
    most_items: Annotated[int, Field(ge=0)] = 1_000_000
    "The items of a list that can be read at once; more are refused and never cut short."
    large_read_seconds: Seconds = 0.0
    "How long a large read is prepared, on the simulator's clock."
    large_read_rows: Annotated[int, Field(ge=1)] = 50_000
    "The rows of one page of a large read."
    export_layout: ExportLayout = ""
    "The layout of exports that declare dimensions, instead of their own; as if somebody had changed it."
    page_cap: Annotated[int, Field(ge=0)] = 0
    "Pages of lists are silently cut to this many rows; 0 cuts nothing."

    def change(self, orders: Mapping[str, object]) -> None:
        """Assign several at once, or none if one of them is wrong (pydantic's ValidationError)."""
        wanted = Switches.model_validate(self.model_dump() | dict(orders))
        for name in orders:
            setattr(self, name, getattr(wanted, name))
