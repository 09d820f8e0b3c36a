"""What has to be known of a raw page at once: ids, stamps, counts and Xero's instant, without building its records."""

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as cs

from ml_connector.answer import Answer
from ml_connector.errors import ContractBroken
from ml_connector.xero import dates
from ml_connector.xero.endpoints import Endpoint


def ids_of(body: bytes, endpoint: Endpoint) -> list[str]:
    """The ids on a raw page, in its order."""
    return [record[endpoint.id_field] for record in outline(_parked(body, endpoint), endpoint)[endpoint.key]]


def versions_on(body: bytes, endpoint: Endpoint) -> dict[str, datetime | None]:
    """The ids on a raw page with the instants of their last change, as far as the page tells them."""
    return {
        record[endpoint.id_field]: _version(record)
        for record in outline(_parked(body, endpoint), endpoint)[endpoint.key]
    }


def instant_of(body: bytes, endpoint: Endpoint) -> datetime:
    """Xero's own instant of a raw page; raises ContractBroken when it does not tell."""
    answer = _parked(body, endpoint)
    return server_now(answer, outline(answer, endpoint).get("DateTimeUTC"))


def outline(answer: Answer, endpoint: Endpoint) -> dict[str, Any]:
    """By name what ``_reader`` looks at; raises ContractBroken when the answer is no such page."""
    try:
        found: dict[str, Any] = _reader(endpoint.key, endpoint.id_field).validate_json(answer.body)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(map(str, fault["loc"])) or "body"
        raise ContractBroken(
            f"{answer.asked}: this is not Xero's list of {endpoint.key} ({where}: {fault['type']}; "
            f"{answer.headers.get('Content-Type', 'no content type')}, {len(answer.body)} bytes); "
            "look at xero_api in settings, or try again if Xero shows an incident"
        ) from None
    return found


def server_now(answer: Answer, told: str | None) -> datetime:
    """Xero's instant as its body or else its header tells; raises ContractBroken when neither does."""
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


def _parked(body: bytes, endpoint: Endpoint) -> Answer:
    return Answer(200, {}, body, asked=f"the parked page of {endpoint.dataset}")


def _version(record: Mapping[str, Any]) -> datetime | None:
    try:
        return dates.moment(record.get("UpdatedDateUTC"))
    except ValueError:
        return None


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
