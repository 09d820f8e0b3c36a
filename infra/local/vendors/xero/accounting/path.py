"""What a path below /api.xro/2.0 names; letter case does not matter."""

import re
from dataclasses import dataclass

from infra.local.vendors.xero.accounting.notes import NOTED
from infra.local.vendors.xero.accounting.reporting import JOURNALS, TRIAL_BALANCE
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.endpoints import endpoint_at

_PATH = re.compile(r"^/api\.xro/2\.0/(?P<name>[^/]+)(?:/(?P<id>[^/]+)(?P<history>/History)?)?/?$", re.IGNORECASE)
_DERIVED = {each.name.casefold(): each for each in (JOURNALS, TRIAL_BALANCE)}


@dataclass(frozen=True)
class Asked:
    """An endpoint, the id, number or report that follows it, and whether it is about that record's history."""

    endpoint: Endpoint
    record_id: str | None = None
    history: bool = False

    def is_write(self, method: str) -> bool:
        """Whether a request of this method would change anything, if it were let."""
        return method in ("PUT", "POST") and (self.endpoint.name in NOTED if self.history else self.endpoint.writable)


def asked(path: str) -> Asked | None:
    """What the path names; None if there is no such thing."""
    found = _PATH.match(path)
    endpoint = (_DERIVED.get(found["name"].casefold()) or endpoint_at(found["name"])) if found else None
    return Asked(endpoint, found["id"], bool(found["history"])) if found and endpoint else None
