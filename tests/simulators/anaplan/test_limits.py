"""The tenant's allowance of requests (behaviour 12)."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import pytest
import requests

from tests.simulators.anaplan.client import Anaplan


def spend(anna: Anaplan, ben: Anaplan, retry_after: str) -> requests.Response:
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "limits", {"capacity": 4, "per_second": 0.5, "retry_after": retry_after})
    assert [who.status("GET", "imports") for who in (anna, ben, anna, ben)] == [200] * 4
    return anna.ask("GET", "imports")


def test_an_empty_bucket_is_shared_by_all_users(anna: Anaplan, ben: Anaplan) -> None:
    """The allowance is the tenant's; 600 a minute unless an operator says otherwise."""
    assert anna.admin("GET", "limits") == {"capacity": 600, "per_second": 10, "retry_after": "seconds"}
    refused = spend(anna, ben, "seconds")

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "2"


def test_a_bucket_is_filled_by_time(anna: Anaplan, ben: Anaplan) -> None:
    """One token each two seconds here: after two, one request passes and no second one."""
    spend(anna, ben, "seconds")
    anna.admin("POST", "clock", {"advance": 2})

    assert [anna.status("GET", "imports") for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("form", ["none", "date"])
def test_a_refusal_is_told_in_more_than_one_way(anna: Anaplan, ben: Anaplan, form: str) -> None:
    """Retry-After may be missing, or a date."""
    header = spend(anna, ben, form).headers.get("Retry-After")

    if form == "none":
        assert header is None
    else:
        now = datetime.fromisoformat(anna.admin("GET", "clock")["now"])
        assert 0 < (parsedate_to_datetime(header or "") - now).total_seconds() <= 2


def test_logging_in_costs_nothing(anna: Anaplan, ben: Anaplan) -> None:
    """The auth service is another service."""
    spend(anna, ben, "seconds")

    assert requests.post(f"{anna.url}/token/authenticate", auth=anna.user, timeout=5).status_code == 201
