"""The community's client as an independent judge: it knows Anaplan, and nothing of us.

Its addresses are fixed, so its requests are redirected on the way. A stale token with credentials beside it makes it
log in through the same way.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import anaplan_sdk
import httpx2
import pytest
from anaplan_sdk.exceptions import AnaplanActionError, InvalidCredentialsException

from infra.local.vendors.anaplan import RunningAnaplan, start
from tests.component.anaplan.certified import certificate, key, pem
from tests.simulators.anaplan.client import Anaplan

ENTITIES = "Code,Name,Base currency\nUK,Harbour & Vale Ltd,GBP\nNZ,Harbour & Vale (NZ) Limited,NZD\n"
PAYMENTS = (
    "Line,Entity,Document type,Document,Document number,Date,Period,Account,"
    "Contact,Currency,Rate,Amount,Base amount,Status,Link\n"
    "UK-1,UK,PAYMENT,p1,P-1,2026-10-05,Oct 26,,Kiln & Co,GBP,1,120.50,120.50,AUTHORISED,\n"
    "UK-2,UK,PAYMENT,p2,P-2,2026-10-06,Oct 26,,Kiln & Co,GBP,1,79.50,79.50,AUTHORISED,\n"
)


class ToSimulator(httpx2.BaseTransport):
    """Sends every request to our port, whatever host it names."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._inner.handle_request(request)


@pytest.fixture
def demo() -> Iterator[RunningAnaplan]:
    with start() as running:
        yield running


def client(demo: RunningAnaplan, password: str | None = None) -> anaplan_sdk.Client:
    told = SimpleNamespace(**demo.description())
    return anaplan_sdk.Client(
        workspace_id=told.workspace_id,
        model_id=told.model_id,
        user_email=told.email,
        password=password or told.password,
        token="stale",
        transport=ToSimulator(demo.port),
        status_poll_delay=0,
        upload_parallel=False,
    )


def test_a_certificate_lets_it_in_and_a_switch_keeps_it_out(demo: RunningAnaplan) -> None:
    """It signs as clients did before the time was signed along."""
    told, text = demo.description(), certificate(key())
    demo.simulator.tenant.certificates.register(told["email"], text)

    def certified() -> anaplan_sdk.Client:
        return anaplan_sdk.Client(
            certificate=text, private_key=pem(key()), token="stale", transport=ToSimulator(demo.port)
        )

    assert [workspace.name for workspace in certified().get_workspaces()] == ["Finance"]
    demo.simulator.tenant.switches.certificate_v1 = False
    with pytest.raises(InvalidCredentialsException):
        certified().get_workspaces()


def test_the_demo_model_is_discovered(demo: RunningAnaplan) -> None:
    """Its models of our answers are strict about what Anaplan always sends."""
    sdk = client(demo)

    assert [one.name for one in sdk.get_workspaces()] == ["Finance"]
    assert [one.name for one in sdk.get_models()] == ["Xero Data Hub"]
    assert not sdk.get_model().model_transaction_running
    assert [one.name for one in sdk.get_files()][:2] == ["xero_entities.csv", "xero_accounts.csv"]
    assert {one.type for one in sdk.get_imports()} == {"HIERARCHY_DATA", "MODULE_DATA"}
    assert sdk.get_processes()[0].name == "Load Xero invoices"
    assert sdk.get_exports()[0].layout == "TABULAR_MULTI_COLUMN"
    assert sdk.get_actions() == []


def test_a_wrong_password_is_understood(demo: RunningAnaplan) -> None:
    """As bad credentials and nothing else."""
    with pytest.raises(InvalidCredentialsException):
        client(demo, password="wrong").get_workspaces()


def test_a_list_is_loaded_and_read_back(demo: RunningAnaplan) -> None:
    """Upload, import, poll, and the items with their properties."""
    sdk = client(demo)
    imports = {one.name: one for one in sdk.get_imports()}
    wanted = imports["Entities from Xero"]
    assert wanted.file_id is not None
    task = sdk.upload_and_import(wanted.file_id, ENTITIES, wanted.id)
    items = sdk.tr.get_list_items(sdk.tr.get_lists()[0].id)

    assert task.result.details[0].type == "hierarchyRowsProcessed"
    assert [(one.code, one.properties) for one in items] == [
        ("UK", {"Base currency": "GBP"}),
        ("NZ", {"Base currency": "NZD"}),
    ]


def test_a_process_is_run_and_its_module_exported(demo: RunningAnaplan) -> None:
    """The way of the facts: a streamed upload in three chunks, two imports in a row, and the export's file."""
    sdk = client(demo)
    files = {one.name: one.id for one in sdk.get_files()}
    processes = {one.name: one.id for one in sdk.get_processes()}
    exports = {one.name: one.id for one in sdk.get_exports()}
    sdk.upload_file(files["xero_entities.csv"], ENTITIES)
    sdk.run_action(sdk.get_imports()[0].id)
    cuts = [PAYMENTS[:100], PAYMENTS[100:250], PAYMENTS[250:]]
    sdk.upload_file_stream(files["xero_payments.csv"], iter(cuts))
    task = sdk.run_action(processes["Load Xero payments"])
    lines = sdk.export_and_download(exports["Payment lines export"]).decode().splitlines()

    assert [one.successful for one in task.result.nested_results] == [True, True]
    assert len(sdk.get_task_summaries(processes["Load Xero payments"])) == 1
    assert lines[0].startswith("Payment lines,Line,Entity,Document type")
    assert lines[1].startswith("#1,UK-1,Harbour & Vale Ltd,PAYMENT,p1,P-1,2026-10-05,Oct 26,,Kiln & Co,GBP,1,120.5,")
    assert len(lines) == 3


def test_a_failed_import_is_understood(demo: RunningAnaplan) -> None:
    """The client raises where successful is false."""
    sdk = client(demo)
    sdk.upload_file(sdk.get_files()[0].id, "Wrong,Header\n1,2\n")

    with pytest.raises(AnaplanActionError):
        sdk.run_action(sdk.get_imports()[0].id)


def test_the_transactional_api_is_understood(demo: RunningAnaplan) -> None:
    """Lists, modules, line items, views, cells and the model's status."""
    sdk = client(demo)
    entities = sdk.tr.get_lists()[0].id
    added = sdk.tr.insert_list_items(entities, [{"code": "UK", "name": "UK"}, {"code": "UK", "name": "Twice"}])
    sdk.tr.update_list_items(entities, [{"code": "UK", "name": "Renamed"}])
    sdk.tr.insert_list_items(entities, [{"code": "GB", "name": "Britain", "parent": "Renamed"}])
    assert [one.name for one in sdk.tr.lookup_dimension_items(entities, ["uk"], ["Britain"])] == ["Renamed", "Britain"]
    assert [one.parent for one in sdk.tr.get_list_items(entities)] == [None, "Renamed"]
    sdk.tr.delete_list_items(entities, [{"code": "GB"}])
    deleted = sdk.tr.delete_list_items(entities, [{"code": "UK"}])
    module = sdk.tr.get_modules()[0].id

    assert (added.added, added.failures[0].index, deleted.deleted) == (1, 1, 1)
    assert sdk.tr.get_list_metadata(entities).item_count == 0
    assert len(sdk.tr.get_line_items(module)) == 20
    assert len(sdk.tr.get_views()) == 2 * len(sdk.tr.get_modules())
    assert sdk.tr.get_view_info(module).view_name == "Invoice lines"
    assert sdk.tr.get_view_data(module)["rows"] == []
    assert sdk.tr.get_model_status().current_step == "Open"


def test_a_second_user_is_another_session(demo: RunningAnaplan) -> None:
    """Our own client and the judge side by side: uploads stay private."""
    sdk = client(demo)
    sdk.upload_file(sdk.get_files()[0].id, ENTITIES)
    other = demo.simulator.tenant.users.all()[1]
    model = f"models/{demo.description()['model_id']}"
    mine = Anaplan(demo.url, model, (other.email, other.password))

    assert mine.status("GET", f"files/{sdk.get_files()[0].id}") == 404
