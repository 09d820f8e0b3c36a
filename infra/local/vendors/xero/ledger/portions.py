"""A part of a document: its lines and tax in proportion, adding up to what the part is worth."""

from decimal import Decimal

from infra.local.vendors.xero.ledger.context import Context, Fields
from infra.local.vendors.xero.ledger.lined import lines_of, other_legs
from infra.local.vendors.xero.ledger.money import amount, rounded
from infra.local.vendors.xero.ledger.posting import Leg, total, worth_posting


def portion_of(document: Fields, context: Context, part: Decimal, worth: Decimal) -> list[Leg]:
    """The legs of ``part`` of the document's Total, both in its currency; they add up to ``worth`` in base."""
    whole = amount(document, "Total") or part
    legs = worth_posting(other_legs(document, context, lines_of(document, context)))
    scaled = [Leg(leg.account_id, rounded(leg.net * part / whole)) for leg in legs[:-1]]
    return [*scaled, Leg(legs[-1].account_id, worth - total(leg.net for leg in scaled))] if legs else []
