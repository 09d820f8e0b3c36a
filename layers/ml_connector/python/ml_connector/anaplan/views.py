"""Reads what a saved view shows: at once if it is small, page by page of a large read if it is not.

Source: Anaplan, Retrieve cell data for a view (at most 1,000,000 cells, more is refused and never cut short).
"""

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.large_reads import LargeReads, Table, table
from ml_connector.anaplan.models import Model, Named
from ml_connector.anaplan.naming import pick
from ml_connector.anaplan.refusals import BadRequest, NotVisible
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import read_as
from ml_connector.errors import SettingsWrong

_TABLE = {"exportType": "TABULAR_MULTI_COLUMN"}
"""The one name of a flat table that all of Anaplan's pages agree on."""


class View(Named):
    """A view of a module; ``module_id`` is its own id for the module's default view."""

    module_id: str = ""


class Views:
    """The saved views of one model."""

    def __init__(self, client: AnaplanClient, model: Model) -> None:
        self._client, self._model = client, model

    def find(self, wanted: str) -> View:
        """The view with this id or name, a module's default view included; raises SettingsWrong."""
        path = f"{self._model.path}/views"
        try:
            with needing(self._client, self._model):
                rows = list(self._client.list(path, "views", {"includesubsidiaryviews": "true"}))
        except NotVisible as error:
            raise SettingsWrong(f"{error}; so no view can be looked up") from error
        return pick("view", wanted, [read_as(View, row, f"GET {path}") for row in rows])

    def read(self, view_id: str) -> Table | None:
        """The view's rows, the header first; None if it is too large to be read at once."""
        try:
            with needing(self._client, self._model):
                answer = self._client.call("GET", f"{self._path(view_id)}/data", params=_TABLE)
        except BadRequest:
            return None
        return table([answer.body])

    def _large(self, view_id: str) -> LargeReads:
        return LargeReads(self._client, self._path(view_id), f"view {view_id}, which has more than 1,000,000 cells,")

    def begin(self, view_id: str) -> str:
        """Start a large read; its id."""
        return self._large(view_id).begin(_TABLE)

    def is_ready(self, view_id: str, request: str) -> bool:
        """Whether all pages can be read; raises LargeReadGone, and ContractBroken if the read failed."""
        return self._large(view_id).is_ready(request)

    def pages(self, view_id: str, request: str) -> Table:
        """The rows of a large read that is ready, the header first; it is given back when the last row was taken."""
        return self._large(view_id).pages(request)

    def _path(self, view_id: str) -> str:
        return f"{self._model.path}/views/{view_id}"
