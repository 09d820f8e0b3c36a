"""What a path below /api.xro/2.0 names; letter case does not matter."""

import re
from dataclasses import dataclass

from infra.local.vendors.xero.accounting.reporting import JOURNALS, TRIAL_BALANCE
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.endpoints import endpoint_at

_PATH = re.compile(r"^/api\.xro/2\.0/(?P<name>[^/]+)(?:/(?P<id>[^/]+))?/?$", re.IGNORECASE)
_DERIVED = {each.name.casefold(): each for each in (JOURNALS, TRIAL_BALANCE)}


@dataclass(frozen=True)
class Asked:
    """An endpoint, and the id, number or report that follows it."""

    endpoint: Endpoint
    record_id: str | None = None


def asked(path: str) -> Asked | None:
    """What the path names; None if there is no such thing."""
    found = _PATH.match(path)
    endpoint = (_DERIVED.get(found["name"].casefold()) or endpoint_at(found["name"])) if found else None
    return Asked(endpoint, found["id"]) if found and endpoint else None
