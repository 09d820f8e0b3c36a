"""Whom an organisation sells to and buys from. Knows names and currencies; refuses to know documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice, product
from random import Random

from infra.local.firm.books import Books
from infra.local.firm.dice import chance, new_id
from infra.local.firm.model import Contact
from infra.local.firm.names import AWKWARD, CUSTOMER_TRADES, PLACES, SUPPLIER_TRADES, Named


@dataclass(frozen=True)
class Contacts:
    all: tuple[Contact, ...]

    @cached_property
    def customers(self) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.all if contact.is_customer)

    @cached_property
    def suppliers(self) -> tuple[Contact, ...]:
        return tuple(contact for contact in self.all if contact.is_supplier)


def contacts_of(books: Books, opened: datetime, rng: Random) -> Contacts:
    """`books.contacts` contacts, the awkward ones first; one in eight of the rest trades in a foreign currency."""
    awkward = AWKWARD[books.country]
    named = (*awkward, *islice(_ordinary(books, rng), books.contacts - len(awkward)))
    return Contacts(tuple(_contact(books, n, each, opened) for n, each in enumerate(named)))


def _contact(books: Books, n: int, named: Named, opened: datetime) -> Contact:
    return Contact(
        contact_id=new_id(books.tenant_id, "contact", named.name, named.status),
        name=named.name,
        currency=named.currency or books.base_currency,
        is_customer=named.role != "supplier",
        is_supplier=named.role != "customer",
        updated=opened + timedelta(hours=7 * n, milliseconds=211 * n),
        status=named.status,
    )


def _ordinary(books: Books, rng: Random) -> Iterator[Named]:
    trades = [(trade, "customer") for trade in CUSTOMER_TRADES] + [(trade, "supplier") for trade in SUPPLIER_TRADES]
    pairs = list(product(PLACES, trades))
    rng.shuffle(pairs)
    abroad = tuple(books.foreign)
    for place, (trade, role) in pairs:
        currency = rng.choice(abroad) if chance(rng, 1 / 8) else None
        yield Named(f"{place} {trade}", role, currency)
