"""Tells a busy model from a vendor that is down.

While an import, export or process runs, Anaplan leaves calls that need the model hanging instead of refusing them;
only the status endpoint says with what the model is busy, and for whom.

Source: Anaplan, "Check model status" and "Model busy behavior and retry strategy".
"""

from collections.abc import Iterator
from contextlib import contextmanager

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Model
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.errors import ConnectorError, ModelBusy, VendorDown

_SHOWN = 200


class _RequestStatus(Described):
    """``progress`` is -1 while nothing runs; ``tooltip`` says what does, who started it and when."""

    progress: float = -1.0
    current_step: str | None = None
    tooltip: str | None = None


class _Status(Described):
    request_status: _RequestStatus


@contextmanager
def needing(client: AnaplanClient, model: Model) -> Iterator[None]:
    """Around calls that wait for the model: turns their VendorDown into ModelBusy if that is what it is."""
    try:
        yield
    except VendorDown as error:
        job = _current_job(client, model)
        if job is None:
            raise
        raise ModelBusy(f"Anaplan is busy with the model {model.name or model.id}: {job}; wait for its end") from error


def _current_job(client: AnaplanClient, model: Model) -> str | None:
    try:
        answer = client.call("GET", f"{model.path}/status")
        status = read_as(_Status, answer.json(), answer.asked).request_status
    except ConnectorError:
        return None  # whoever cannot be asked is down, which is what the caller says already
    if status.progress < 0:
        return None
    job = " ".join((status.tooltip or status.current_step or "no details").split())
    return job if len(job) <= _SHOWN else job[:_SHOWN] + "…"
