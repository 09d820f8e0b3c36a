"""Where Xero keeps each dataset and how it is asked for.

Source: Xero, Accounting API, one page per endpoint; Requests and responses, Paging.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ml_connector.xero.models import Account, Invoice, Organisation, Payment, TrackingCategory, XeroRecord
from ml_connector.xero.window import Window

PAGE_SIZE = 1000
"""The most that Xero gives in one page."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One dataset at Xero.

    key        the collection's name in the answer
    id_field   the immutable id of a record
    model      what a record is read as
    paged      asked page by page and by If-Modified-Since; the others are small and read whole, because Xero gives them
               no delta, or one (accounts) in which deleted records do not show
    """

    dataset: str
    path: str
    key: str
    id_field: str
    model: type[XeroRecord]
    paged: bool = False
    params: Mapping[str, str] = field(default_factory=dict)

    def query(self, page: int, page_size: int = PAGE_SIZE, window: Window | None = None) -> dict[str, str]:
        """The query of one page, counted from 1, of the whole set or of a window of it.

        Ordered by id, because Xero's own order by update lets a neighbour slip past the boundary of two pages when a
        document is edited in between.
        """
        if not self.paged:
            return dict(self.params)
        where = (window or Window()).within(self.params.get("where", ""))
        params = {**self.params, **({"where": where} if where else {})}
        return {**params, "page": str(page), "pageSize": str(page_size), "order": f"{self.id_field} ASC"}


def _invoices(dataset: str, kind: str) -> Endpoint:
    # Archived ones too: a document that silently left the list would keep its figures in the model.
    params = {"where": f'Type=="{kind}"', "includeArchived": "true"}
    return Endpoint(dataset, "Invoices", "Invoices", "InvoiceID", Invoice, paged=True, params=params)


ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        endpoint.dataset: endpoint
        for endpoint in (
            Endpoint("organisation", "Organisation", "Organisations", "OrganisationID", Organisation),
            Endpoint("accounts", "Accounts", "Accounts", "AccountID", Account),
            Endpoint(
                "tracking_categories",
                "TrackingCategories",
                "TrackingCategories",
                "TrackingCategoryID",
                TrackingCategory,
                params={"includeArchived": "true"},
            ),
            _invoices("invoices", "ACCREC"),
            _invoices("bills", "ACCPAY"),
            Endpoint("payments", "Payments", "Payments", "PaymentID", Payment, paged=True),
        )
    }
)
"""Every dataset that can be pulled, by its name."""
