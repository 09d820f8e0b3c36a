"""Which organisations a token may read.

Source: Xero, OAuth 2.0, Authorized tenants (GET /connections).
"""

from collections.abc import Sequence

from msgspec import Struct

from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials, ConnectorError, ContractBroken, VendorDown


class Connection(Struct, frozen=True):
    """One organisation that has consented. Xero may leave the name out."""

    tenant_id: str
    name: str


def connections(answer: Answer) -> list[Connection]:
    """The organisations in an answer of /connections; raises ContractBroken when it is not one."""
    found = answer.json()
    if not isinstance(found, list):
        raise ContractBroken(f"{answer.asked}: Xero lists connections as an array, this is none; look at xero_api")
    return [
        Connection(str(item.get("tenantId", "")), str(item.get("tenantName") or "unnamed"))
        for item in found
        if isinstance(item, dict) and item.get("tenantType", "ORGANISATION") == "ORGANISATION"
    ]


def forbidden(asked: str, tenant_id: str, known: Sequence[Connection]) -> ConnectorError:
    """What a 403 means, given who is connected.

    A 403 for an organisation that is connected passes by itself, as clients in the field have seen.
    """
    if any(tenant_id.lower() == connection.tenant_id.lower() for connection in known):
        return VendorDown(
            f"{asked}: Xero answered 403 although tenant {tenant_id} is connected; this can pass, and if it stays, "
            "the person who consented has lost the right to read this organisation"
        )
    names = ", ".join(f"{connection.name} ({connection.tenant_id})" for connection in known) or "none"
    return BadCredentials(
        f"{asked}: tenant {tenant_id} is not connected (403); connected are: {names}; "
        "correct tenant_id in settings, or connect the organisation with `ml-connector connect`"
    )
