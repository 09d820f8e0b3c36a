"""The catalogue: what each dataset is and which fields its rows offer to the columns of a load.

Knows names only; how Xero serves a dataset is told in ``xero.endpoints``, how its rows are made in ``sync.rows``.
"""

from typing import Literal

from msgspec import Struct

TRACKING = "tracking."
"""Prefix of the fields ``tracking.<category>`` (option id) that every line of a document offers."""

TRACKING_NAME = "tracking_name."
"""Prefix of the fields ``tracking_name.<category>`` (option name)."""

SignPolicy = Literal["document", "debit_positive", "natural"]
"""How figures are signed; ``sync.signs`` tells what each policy means."""

NEEDED_BY_FACTS = ("accounts", "tracking_categories")
"""Their members are what every fact names."""

OWN_DATASET = {"TRANSFER": "bank_transfers", "OVERPAYMENT": "overpayments", "PREPAYMENT": "prepayments"}
"""What follows SPEND- and RECEIVE- in the type of a bank transaction, and the dataset whose own such a document is."""


class Dataset(Struct, frozen=True):
    """One kind of Xero data.

    kind     ``reference``: members of a list, read whole and compared; ``fact``: documents with figures, read by delta
    fields   what a column may name
    live     the statuses whose figures count when settings do not say otherwise (facts only)
    idle     the statuses that are not in the books yet (facts only)
    dead     the statuses whose figures are zeroed (facts only)
    whole    read whole each time, because Xero gives no delta of it, or one in which what is gone does not show
    """

    name: str
    kind: Literal["reference", "fact"]
    fields: frozenset[str]
    live: tuple[str, ...] = ()
    idle: tuple[str, ...] = ("DRAFT", "SUBMITTED")
    dead: tuple[str, ...] = ("VOIDED", "DELETED")
    whole: bool = False

    def offers(self, field: str) -> bool:
        """Whether a column may name this field."""
        return field in self.fields or (self.kind == "fact" and field.startswith((TRACKING, TRACKING_NAME)))


_DOCUMENT = frozenset(
    "line_key entity document_type document_id document_number reference date period period_name account_id "
    "account_code account_name contact contact_id description currency rate amount base_amount status link".split()
)
_LINE = _DOCUMENT | frozenset("due_date tax base_tax tax_type item_code quantity unit_amount".split())
_BANKED = frozenset({"bank_account_id"})
_MEMBER = frozenset("entity id name label status".split())
_BOOKED, _SETTLED = ("AUTHORISED",), ("AUTHORISED", "PAID")


def _list(name: str, *fields: str, whole: bool = True) -> Dataset:
    return Dataset(name, "reference", _MEMBER.union(fields), whole=whole)


DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        _list("organisation", "base_currency", "country"),
        _list("currencies"),
        _list("accounts", "code", "type", "class", "currency", "tax_type", "system_account"),
        _list("tracking_categories", "category", "category_id"),
        _list("contacts", "code", "merged_to", whole=False),
        Dataset("invoices", "fact", _LINE, live=_SETTLED),
        Dataset("bills", "fact", _LINE, live=_SETTLED),
        Dataset("credit_notes", "fact", _LINE, live=_SETTLED),
        Dataset("prepayments", "fact", _LINE | _BANKED, live=_SETTLED),
        Dataset("overpayments", "fact", _LINE | _BANKED, live=_SETTLED),
        Dataset("payments", "fact", _DOCUMENT, live=_BOOKED),
        Dataset("bank_transactions", "fact", _LINE | _BANKED, live=_SETTLED),
        Dataset("bank_transfers", "fact", _DOCUMENT | _BANKED, live=_BOOKED, whole=True),
        Dataset("manual_journals", "fact", _LINE, live=("POSTED",), idle=("DRAFT",)),
        Dataset("budgets", "fact", _DOCUMENT, live=("LISTED",), whole=True),
    )
}
"""Every dataset by name, in the order in which they are loaded: what others refer to comes first."""
