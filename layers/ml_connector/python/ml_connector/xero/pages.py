"""One page of one dataset: the bytes to park, and the little that has to be known of them at once.

Reads ids, stamps and page counts without building the records; those are read later from what was parked.
"""

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as cs

from ml_connector.answer import Answer
from ml_connector.errors import ContractBroken
from ml_connector.xero import dates
from ml_connector.xero.client import XeroClient
from ml_connector.xero.endpoints import PAGE_SIZE, Endpoint
from ml_connector.xero.limits import Limits
from ml_connector.xero.paging import Position


@dataclass(frozen=True, slots=True)
class Page:
    """What was asked for with one position.

    gzipped           the body to park, as gzip
    item_count        records in the whole set as the answer tells, None if it does not
    page_count        likewise of pages
    server_now        Xero's instant of the answer
    in_update_order   whether the page could be one of Xero's own order, by update: no stamp before its predecessor's
    calls, limits     what it took, and what is left
    """

    gzipped: bytes
    ids: list[str]
    item_count: int | None
    page_count: int | None
    server_now: datetime
    in_update_order: bool
    calls: int
    limits: Limits

    @property
    def count(self) -> int:
        """Records on this page."""
        return len(self.ids)


def read_page(client: XeroClient, endpoint: Endpoint, position: Position, page_size: int = PAGE_SIZE) -> Page:
    """Ask for the page at ``position``; raises what the client raises, and ContractBroken when it is no page."""
    since = position.since if endpoint.paged else None
    answer = client.get(endpoint.path, endpoint.query(position.page, page_size, position.window), since)
    http = _nothing(answer.http, endpoint) if answer.unchanged else answer.http
    return _page(http, endpoint, answer.calls, answer.limits)


def read_ids(client: XeroClient, endpoint: Endpoint, ids: Sequence[str]) -> Page:
    """Ask for some records by id; those that Xero does not know are not on the page. Raises like ``read_page``."""
    answer = client.get(endpoint.path, endpoint.query_of(ids))
    return _page(answer.http, endpoint, answer.calls, answer.limits)


def as_parked(page: Page, parked: bytes, endpoint: Endpoint) -> Page:
    """The page as it was parked, when an earlier attempt had already parked it.

    parked   gzip. The instant of the earlier answer counts, or edits between the two would be missed for good.
    """
    if parked == page.gzipped:
        return page
    answer = Answer.of_gzip(parked, f"the parked page of {endpoint.dataset}")
    return replace(_page(answer, endpoint, page.calls, page.limits), gzipped=parked)


def ids_of(body: bytes, endpoint: Endpoint) -> list[str]:
    """The ids on a raw page, in its order."""
    return [record[endpoint.id_field] for record in _outline(_parked(body, endpoint), endpoint)[endpoint.key]]


def versions_on(body: bytes, endpoint: Endpoint) -> dict[str, datetime | None]:
    """The ids on a raw page with the instants of their last change, as far as the page tells them."""
    return {
        record[endpoint.id_field]: _version(record)
        for record in _outline(_parked(body, endpoint), endpoint)[endpoint.key]
    }


def instant_of(body: bytes, endpoint: Endpoint) -> datetime:
    """Xero's own instant of a raw page; raises ContractBroken when it does not tell."""
    answer = _parked(body, endpoint)
    return _server_now(answer, _outline(answer, endpoint).get("DateTimeUTC"))


def _parked(body: bytes, endpoint: Endpoint) -> Answer:
    return Answer(200, {}, body, asked=f"the parked page of {endpoint.dataset}")


def _version(record: Mapping[str, Any]) -> datetime | None:
    try:
        return dates.moment(record.get("UpdatedDateUTC"))
    except ValueError:
        return None


def _page(answer: Answer, endpoint: Endpoint, calls: int, limits: Limits) -> Page:
    found = _outline(answer, endpoint)
    records = found[endpoint.key]
    counts = (found.get("pagination") or {}) if endpoint.paged else {"itemCount": len(records), "pageCount": 1}
    return Page(
        gzipped=answer.gzipped,
        ids=[record[endpoint.id_field] for record in records],
        item_count=counts.get("itemCount"),
        page_count=counts.get("pageCount"),
        server_now=_server_now(answer, found.get("DateTimeUTC")),
        in_update_order=_in_update_order([record.get("UpdatedDateUTC") for record in records]),
        calls=calls,
        limits=limits,
    )


def _outline(answer: Answer, endpoint: Endpoint) -> dict[str, Any]:
    try:
        outline: dict[str, Any] = _reader(endpoint.key, endpoint.id_field).validate_json(answer.body)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(map(str, fault["loc"])) or "body"
        raise ContractBroken(
            f"{answer.asked}: this is not Xero's list of {endpoint.key} ({where}: {fault['type']}; "
            f"{answer.headers.get('Content-Type', 'no content type')}, {len(answer.body)} bytes); "
            "look at xero_api in settings, or try again if Xero shows an incident"
        ) from None
    return outline


@functools.cache
def _reader(key: str, id_field: str) -> SchemaValidator:
    """Looks only at what a page needs; the rest is skipped in compiled code, which costs a tenth of reading it all."""
    optional_text = cs.typed_dict_field(cs.nullable_schema(cs.str_schema()), required=False)
    optional_count = cs.typed_dict_field(cs.nullable_schema(cs.int_schema(ge=0)), required=False)
    record = cs.typed_dict_schema(
        {id_field: cs.typed_dict_field(cs.str_schema(min_length=1)), "UpdatedDateUTC": optional_text}
    )
    # Xero's page on Budgets shows a single one as an object.
    alone = cs.chain_schema([record, cs.no_info_plain_validator_function(lambda one: [one])])
    pagination = cs.typed_dict_schema({"itemCount": optional_count, "pageCount": optional_count})
    return SchemaValidator(
        cs.typed_dict_schema(
            {
                "DateTimeUTC": optional_text,
                "pagination": cs.typed_dict_field(cs.nullable_schema(pagination), required=False),
                key: cs.typed_dict_field(cs.union_schema([cs.list_schema(record), alone], mode="left_to_right")),
            }
        )
    )


def _server_now(answer: Answer, told: str | None) -> datetime:
    try:
        return dates.moment(told)
    except ValueError:
        pass
    if (now := answer.date()) is None:
        raise ContractBroken(
            f"{answer.asked}: the answer has neither DateTimeUTC nor a Date header, so nobody knows from when the next "
            "delta must be asked; look at what stands between here and Xero"
        )
    return now


def _in_update_order(stamps: Sequence[str | None]) -> bool:
    try:
        return all(dates.moment(low) <= dates.moment(high) for low, high in pairwise(stamps))
    except ValueError:
        return True


def _nothing(answer: Answer, endpoint: Endpoint) -> Answer:
    """An empty page in place of a 304, which has no body to park."""
    now = _server_now(answer, None).isoformat()
    return answer._replace(body=json.dumps({"DateTimeUTC": now, endpoint.key: []}).encode(), received=None)
