"""The catalogue: what each dataset is and which fields its rows offer to the columns of a load.

Knows names only; how Xero serves a dataset is told in ``xero.endpoints``, how its rows are made in ``sync.rows``.
"""

from dataclasses import dataclass
from typing import Literal

TRACKING = "tracking."
"""Prefix of the fields ``tracking.<category>`` (option id) that every line of a document offers."""

TRACKING_NAME = "tracking_name."
"""Prefix of the fields ``tracking_name.<category>`` (option name)."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One kind of Xero data.

    kind     ``reference``: members of a list, read whole and compared; ``fact``: documents with figures, read by delta
    fields   what a column may name
    live     the statuses whose figures count when settings do not say otherwise (facts only)
    idle     the statuses that are not in the books yet (facts only)
    dead     the statuses whose figures are zeroed (facts only)
    """

    name: str
    kind: Literal["reference", "fact"]
    fields: frozenset[str]
    live: tuple[str, ...] = ()
    idle: tuple[str, ...] = ("DRAFT", "SUBMITTED")
    dead: tuple[str, ...] = ("VOIDED", "DELETED")

    def offers(self, field: str) -> bool:
        """Whether a column may name this field."""
        return field in self.fields or (self.kind == "fact" and field.startswith((TRACKING, TRACKING_NAME)))


_DOCUMENT = frozenset(
    "line_key entity document_type document_id document_number reference date period period_name account_id "
    "account_code account_name contact contact_id description currency rate amount base_amount status link".split()
)
_LINE = _DOCUMENT | frozenset("due_date tax base_tax tax_type item_code quantity unit_amount".split())

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        Dataset("organisation", "reference", frozenset({"entity", "id", "name", "base_currency", "country", "status"})),
        Dataset(
            "accounts",
            "reference",
            frozenset("entity id code name label type class status currency tax_type system_account".split()),
        ),
        Dataset(
            "tracking_categories", "reference", frozenset("entity id name label category category_id status".split())
        ),
        Dataset("invoices", "fact", _LINE, live=("AUTHORISED", "PAID")),
        Dataset("bills", "fact", _LINE, live=("AUTHORISED", "PAID")),
        Dataset("payments", "fact", _DOCUMENT, live=("AUTHORISED",)),
    )
}
"""Every dataset by name, in the order in which they are loaded: what others refer to comes first."""
