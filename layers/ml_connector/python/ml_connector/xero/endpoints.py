"""Where Xero keeps each dataset and how it is asked for.

Source: Xero, Accounting API, one page per endpoint; Requests and responses, Paging.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from ml_connector.sync.documents import Unreadable
from ml_connector.xero.models.base import XeroRecord
from ml_connector.xero.window import Window

PAGE_SIZE = 1000
"""The most that Xero gives in one page."""

BY_ID = 40
"""Ids in one call: the URL stays below the 2,000 characters that every server on the way takes."""


class Endpoint(Struct, frozen=True):
    """One dataset at Xero.

    key        the collection's name in the answer
    id_field   the immutable id of a record
    paged      asked page by page and by If-Modified-Since; the others are small and read whole, because Xero gives them
               no delta, or one (accounts, bank transfers) in which what was changed or deleted does not show
    by_id      records can be asked for by their ids, many in one call
    type       of the records that belong to the dataset, where several share a path
    ordered    asked in the order of its ids; without it Xero's own order has to do
    single     the list only names the records: each is asked for by itself, in windows of time
    """

    dataset: str
    path: str
    key: str
    id_field: str
    paged: bool = False
    params: Mapping[str, str] = MappingProxyType({})
    ordered: bool = True
    single: bool = False
    by_id: bool = False
    type: str = ""

    def query(self, page: int, page_size: int = PAGE_SIZE, window: Window | None = None) -> dict[str, str]:
        """The query of one page, counted from 1, of the whole set or of a window of it.

        Ordered by id, because Xero's own order by update lets a neighbour slip past the boundary of two pages when a
        document is edited in between.
        """
        if not self.paged:
            return dict(self.params)
        where = (window or Window()).within(self.params.get("where", ""))
        params = {**self.params, **({"where": where} if where else {})}
        order = {"order": f"{self.id_field} ASC"} if self.ordered else {}
        return {**params, "page": str(page), "pageSize": str(page_size), **order}

    def query_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The query of some records by id, at most ``BY_ID`` of them; ``page`` brings their lines along.

        Of whatever type they are: a filter by type would make two calls of one.
        """
        params = {name: value for name, value in self.params.items() if name != "where"}
        return {**params, "IDs": ",".join(ids), "page": "1", "pageSize": str(PAGE_SIZE)}

    def has(self, record: XeroRecord | Unreadable) -> bool:
        """Whether a record of the endpoint belongs to this dataset; what cannot be read may."""
        return not self.type or isinstance(record, Unreadable) or getattr(record, "type", "") == self.type


def _invoices(dataset: str, kind: str) -> Endpoint:
    # Archived ones too: a document that silently left the list would keep its figures in the model.
    params = {"where": f'Type=="{kind}"', "includeArchived": "true"}
    return Endpoint(dataset, "Invoices", "Invoices", "InvoiceID", paged=True, params=params, by_id=True, type=kind)


def _paged(
    dataset: str,
    path: str,
    id_field: str,
    *,
    ordered: bool = True,
    by_id: bool = False,
    **params: str,
) -> Endpoint:
    return Endpoint(dataset, path, path, id_field, paged=True, params=params, ordered=ordered, by_id=by_id)


_ARCHIVED = {"includeArchived": "true"}
ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        endpoint.dataset: endpoint
        for endpoint in (
            Endpoint("organisation", "Organisation", "Organisations", "OrganisationID"),
            Endpoint("currencies", "Currencies", "Currencies", "Code"),
            Endpoint("accounts", "Accounts", "Accounts", "AccountID"),
            Endpoint(
                "tracking_categories",
                "TrackingCategories",
                "TrackingCategories",
                "TrackingCategoryID",
                params=_ARCHIVED,
            ),
            _paged("contacts", "Contacts", "ContactID", by_id=True, includeArchived="true"),
            _invoices("invoices", "ACCREC"),
            _invoices("bills", "ACCPAY"),
            _paged("credit_notes", "CreditNotes", "CreditNoteID"),
            _paged("prepayments", "Prepayments", "PrepaymentID"),
            _paged("overpayments", "Overpayments", "OverpaymentID"),
            _paged("payments", "Payments", "PaymentID"),
            _paged("bank_transactions", "BankTransactions", "BankTransactionID"),
            Endpoint(
                "bank_transfers",
                "BankTransfers",
                "BankTransfers",
                "BankTransferID",
                params={"includeDeleted": "true"},
            ),
            # An order has been seen to switch paging off here. Source: singer-io/tap-xero, pull request 104.
            _paged("manual_journals", "ManualJournals", "ManualJournalID", ordered=False),
            Endpoint("budgets", "Budgets", "Budgets", "BudgetID", single=True),
        )
    }
)
"""Every dataset that can be pulled, by its name."""
