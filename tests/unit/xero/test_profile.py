"""What an organisation shows of itself."""

import json
from datetime import date
from typing import Any

import pytest
from ml_connector.errors import ContractBroken
from ml_connector.xero.profile import Profile, profile


def shown(**fields: Any) -> bytes:
    return json.dumps({"Organisations": [{"OrganisationID": "o-1", **fields}]}).encode()


def read(**fields: Any) -> Profile:
    return profile(shown(**fields), "GET /Organisation")


def test_what_a_person_recognises_an_organisation_by_is_read() -> None:
    """The lock date that counts is the later one."""
    found = read(
        Name="A Ltd",
        ShortCode="!a1",
        BaseCurrency="GBP",
        FinancialYearEndDay=31,
        FinancialYearEndMonth=3,
        PeriodLockDate="/Date(1759190400000+0000)/",
        EndOfYearLockDate="/Date(1743379200000+0000)/",
    )

    assert (found.short_code, found.year_end, found.locked_until) == ("!a1", "31 March", date(2025, 9, 30))


@pytest.mark.parametrize("month", [None, 0, 13])
def test_what_xero_does_not_tell_is_left_empty(month: int | None) -> None:
    """Country editions differ."""
    found = read(FinancialYearEndDay=31, FinancialYearEndMonth=month)

    assert (found.year_end, found.locked_until, found.name) == ("", None, "")


@pytest.mark.parametrize("body", [b'{"Organisations": []}', b'{"Organisations": [{}]}', b"<html>"])
def test_anything_but_one_readable_organisation_is_told(body: bytes) -> None:
    """An empty list must not pass for the right organisation."""
    with pytest.raises(ContractBroken):
        profile(body, "GET /Organisation")
