"""The Xero organisations of a deployment."""

from typing import Annotated

from pydantic import Field

from ml_connector.hosts import Part
from ml_connector.settings.proof import LedgerPart
from ml_connector.settings.words import Currency, matches


class Entity(Part):
    """One Xero organisation, pinned to its tenant id."""

    connection: str = Field(description="the name of an entry of xero.connections")
    tenant_id: Annotated[str, matches(r"[0-9a-zA-Z-]{8,64}", "the tenant id that Xero shows for the organisation")]
    base_currency: Currency
    model: str = Field(description="the name of an entry of anaplan.models")
    ledger_accounts: dict[LedgerPart, str] = Field(
        default_factory=dict, description="codes or ids of accounts that Xero does not mark as its system accounts"
    )
