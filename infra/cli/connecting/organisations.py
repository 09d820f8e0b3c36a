"""The organisations that a fresh login covers, as a person recognises them."""

import datetime as dt

from ml_connector.http import Http
from ml_connector.xero.client import XeroClient
from ml_connector.xero.profile import Profile, profile
from msgspec import Struct
from pydantic import SecretStr

from infra.cli.connecting.fixed import FixedToken


class Organisation(Struct, frozen=True):
    """One organisation.

    now      whether it was ticked in this consent and not in an earlier one
    """

    tenant_id: str
    organisation_id: str
    name: str
    short_code: str
    country: str
    base_currency: str
    year_end: str
    locked_until: dt.date | None
    now: bool


def organisations(http: Http, api_url: str, token: SecretStr, event: str | None) -> list[Organisation]:
    """Everything the token may read, that of this consent first; ``event`` is the id of this consent, if known."""
    everything = XeroClient(http, api_url, FixedToken(token), "").connections()
    ticked = {one.tenant_id for one in XeroClient(http, api_url, FixedToken(token), "").connections(event)}
    found = []
    for one in sorted(everything, key=lambda one: one.tenant_id not in ticked):
        answer = XeroClient(http, api_url, FixedToken(token), one.tenant_id).get("Organisation").http
        found.append(_organisation(one.tenant_id, profile(answer.body, answer.asked), now=one.tenant_id in ticked))
    return found


def _organisation(tenant_id: str, seen: Profile, *, now: bool) -> Organisation:
    return Organisation(
        tenant_id=tenant_id,
        organisation_id=seen.id,
        name=seen.name,
        short_code=seen.short_code,
        country=seen.country,
        base_currency=seen.base_currency,
        year_end=seen.year_end,
        locked_until=seen.locked_until,
        now=now,
    )
