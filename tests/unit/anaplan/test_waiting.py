"""A call that gets no answer is told apart: a busy model, or a vendor that is down."""

import pytest
import responses
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.files import Files
from ml_connector.anaplan.models import Model
from ml_connector.errors import ModelBusy, VendorDown
from requests import ReadTimeout

MODEL = "https://api.test/2/0/workspaces/8a8b/models/C0DE"
TOOLTIP = "The system is currently processing an Import:\n\nImport started by user Ann (ann@example.com)"


def _upload(client: AnaplanClient, model: Model) -> None:
    Files(client, model).put_chunk("113000000001", 0, b"")


@pytest.fixture
def silent(server: responses.RequestsMock) -> responses.RequestsMock:
    server.put(f"{MODEL}/files/113000000001/chunks/0", body=ReadTimeout())
    return server


def test_a_busy_model_is_named_with_its_job(
    silent: responses.RequestsMock, client: AnaplanClient, model: Model
) -> None:
    """Whoever waits wants to know for whom; the workflow waits longer for a model than for a vendor."""
    silent.get(f"{MODEL}/status", json={"requestStatus": {"progress": 0.4, "tooltip": TOOLTIP}})

    with pytest.raises(ModelBusy, match=r"model Hub: The system is .* Import: Import started by user Ann"):
        _upload(client, model)


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, {"requestStatus": {"progress": -1.0, "currentStep": "Open"}}), (200, {}), (503, {}), (404, {})],
    ids=["idle", "unreadable", "down", "not visible"],
)
def test_silence_without_a_job_is_a_vendor_that_is_down(
    silent: responses.RequestsMock, client: AnaplanClient, model: Model, status: int, body: object
) -> None:
    """The first error is the one that counts, whatever asking for the reason brings."""
    silent.get(f"{MODEL}/status", status=status, json=body)

    with pytest.raises(VendorDown, match="silence for more than 60 s"):
        _upload(client, model)
