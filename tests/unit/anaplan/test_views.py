"""A view is read at once, or page by page if it is too large."""

import pytest
import responses
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.large_reads import LargeReadGone
from ml_connector.anaplan.models import Model
from ml_connector.anaplan.views import View, Views
from ml_connector.errors import ContractBroken, SettingsWrong
from responses import matchers

URL = "https://api.test/2/0/workspaces/8a8b/models/C0DE/views"
VIEW, READ = "1020000000001", f"{URL}/1020000000001/readRequests"


@pytest.fixture
def views(client: AnaplanClient, model: Model) -> Views:
    return Views(client, model)


def state(**more: object) -> dict[str, object]:
    return {"viewReadRequest": {"requestId": "R1", "viewId": VIEW, **more}}


def test_a_saved_view_is_found_by_its_name(server: responses.RequestsMock, views: Views) -> None:
    """Saved views are told only if subsidiary views are asked for."""
    rows = [{"id": "102000000001", "name": "Lines", "moduleId": "102000000001"}, {"id": VIEW, "name": "Control"}]
    paging = {"currentPageSize": 2, "totalSize": 2}
    asked = matchers.query_param_matcher({"includesubsidiaryviews": "true"}, strict_match=False)
    server.get(URL, json={"meta": {"paging": paging}, "views": rows}, match=[asked])

    assert views.find("Control") == View(id=VIEW, name="Control")


def test_a_small_view_is_read_at_once(server: responses.RequestsMock, views: Views) -> None:
    """One call of the tenant's six hundred a minute."""
    server.get(f"{URL}/{VIEW}/data", body='Lines,Line,Net\n#1,"UK-1, a",5\n')

    assert list(views.read(VIEW) or []) == [["Lines", "Line", "Net"], ["#1", "UK-1, a", "5"]]


def test_a_large_view_is_read_in_pages_and_given_back(server: responses.RequestsMock, views: Views) -> None:
    """More than a million cells are refused with 400; a page may repeat the header."""
    server.get(f"{URL}/{VIEW}/data", status=400, json={"status": {"message": "too many cells"}})
    server.post(READ, json=state(requestState="IN_PROGRESS"))
    server.get(f"{READ}/R1", json=state(requestState="IN_PROGRESS"))
    done = state(requestState="COMPLETE", successful=True, availablePages=3)
    server.get(f"{READ}/R1", json=done)
    for number, body in enumerate(("Lines,Net\n#1,5\n", "#2,6\n", "Lines,Net\n#3,7\n")):
        server.get(f"{READ}/R1/pages/{number}", body=body)
    server.delete(f"{READ}/R1", json=done)

    assert views.read(VIEW) is None
    assert views.begin(VIEW) == "R1"
    assert [views.is_ready(VIEW, "R1"), views.is_ready(VIEW, "R1")] == [False, True]
    assert list(views.pages(VIEW, "R1")) == [["Lines", "Net"], ["#1", "5"], ["#2", "6"], ["#3", "7"]]


def test_a_forgotten_or_failed_large_read_is_told_apart(server: responses.RequestsMock, views: Views) -> None:
    """The first is begun again, the second is shown to a person."""
    server.get(f"{READ}/R1", status=404)
    server.get(f"{READ}/R1", json=state(requestState="COMPLETE", successful=False))

    with pytest.raises(LargeReadGone):
        views.is_ready(VIEW, "R1")
    with pytest.raises(ContractBroken, match="failed to read"):
        views.is_ready(VIEW, "R1")


def test_a_user_who_may_not_read_large_views_is_told_the_remedy(server: responses.RequestsMock, views: Views) -> None:
    """Anaplan grants it to workspace administrators only."""
    server.post(READ, status=403)

    with pytest.raises(SettingsWrong, match="workspace administrators"):
        views.begin(VIEW)
