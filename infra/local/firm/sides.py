"""The two sides of the books: what differs between a sales invoice and a bill."""

from collections.abc import Mapping
from dataclasses import dataclass

from infra.local.firm.books import Books, Tax
from infra.local.firm.catalogue import PURCHASES, SALES, Item
from infra.local.firm.masters import Masters
from infra.local.firm.model import Contact


@dataclass(frozen=True)
class Side:
    type: str
    catalogue: tuple[Item, ...]

    @property
    def is_sale(self) -> bool:
        return self.type == "ACCREC"

    def taxes(self, books: Books) -> Mapping[str, Tax]:
        return books.sales_taxes if self.is_sale else books.purchase_taxes

    def contacts(self, masters: Masters) -> tuple[Contact, ...]:
        return masters.contacts.customers if self.is_sale else masters.contacts.suppliers

    def count(self, books: Books) -> int:
        return books.invoices if self.is_sale else books.bills


SIDES = (Side("ACCREC", SALES), Side("ACCPAY", PURCHASES))
