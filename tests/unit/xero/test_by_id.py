"""Documents by their ids: as many as a URL holds, each asked for once, of whatever type they turn out to be."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.xero.by_id import after, batch, calls_for
from ml_connector.xero.endpoints import BY_ID, ENDPOINTS
from ml_connector.xero.limits import Limits
from ml_connector.xero.models.invoices import Invoice
from ml_connector.xero.pages import Page, read_ids
from ml_connector.xero.paging import Position
from msgspec import convert

from tests.unit.xero.vendor import INVOICES, a_client, page, sent

IDS = tuple(str(UUID(int=number)) for number in range(1, 201))


def of(ids: Sequence[str]) -> Page:
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Page(b"", list(ids), None, None, now, in_update_order=True, calls=1, limits=Limits())


@given(st.integers(1, 200))
def test_every_document_is_asked_for_once(number: int) -> None:
    """With as many calls as are needed and no more."""
    ids, position = IDS[:number], Position()
    asked: list[str] = []
    while not position.done:
        part = batch(ids, position)
        asked += part
        position = after(position, of(part), ids)

    assert asked == list(ids)
    assert position.calls == calls_for(ids) == -(-number // BY_ID)
    assert position.documents == number


def test_a_full_question_fits_into_every_url() -> None:
    """Proxies and servers begin to refuse above 2,000 characters."""
    with responses.RequestsMock() as xero:
        xero.get(INVOICES, json=page(records=[]))

        read_ids(a_client(), ENDPOINTS["bills"], IDS[:BY_ID])

        assert len(sent(xero).url or "") < 2_000
        assert "where" not in (sent(xero).url or "")
        assert "If-Modified-Since" not in sent(xero).headers


@pytest.mark.parametrize(("dataset", "type_", "belongs"), [("invoices", "ACCREC", True), ("bills", "ACCREC", False)])
def test_a_document_belongs_to_the_dataset_of_its_type(dataset: str, type_: str, belongs: bool) -> None:  # noqa: FBT001
    """An event does not say which of the two it is of."""
    record = convert({"InvoiceID": "1", "Type": type_, "Status": "PAID", "UpdatedDateUTC": "/Date(1)/"}, Invoice)

    assert ENDPOINTS[dataset].has(record) is belongs
