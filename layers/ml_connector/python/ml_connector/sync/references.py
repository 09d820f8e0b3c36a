"""Rows of reference data: the members that facts refer to. A vanished one stays, with the status DELETED."""

import json
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import asdict, replace

from ml_connector.sync.documents import Account, Category, Contact, Currency, Organisation
from ml_connector.sync.texts import text

LONGEST_NAME = 60
"""Anaplan's limit for names and codes. Source: Anaplan, The Planual 5.04-01a."""

GONE = "DELETED"


class ReferenceRow(Struct, frozen=True):
    """One member; its attributes are the fields of ``datasets``.

    label   a name that is unique among all entities and fits Anaplan's limit
    """

    id: str
    entity: str
    name: str
    label: str
    status: str = "ACTIVE"
    code: str = ""
    type: str = ""
    class_: str = ""
    currency: str = ""
    tax_type: str = ""
    system_account: str = ""
    category: str = ""
    category_id: str = ""
    base_currency: str = ""
    country: str = ""
    merged_to: str = ""

    def gone(self) -> "ReferenceRow":
        """The same member after it has vanished from Xero; its name is free for a successor."""
        return self.told_apart(GONE)

    def told_apart(self, status: str | None = None) -> "ReferenceRow":
        """The same member with a piece of its id in its label."""
        return replace(self, label=_with_piece(self.label, self.id), status=status or self.status)

    @classmethod
    def kept(cls, label: str) -> "ReferenceRow":
        """What a record keeps of it, read back; what else is kept there is left out."""
        return cls(**{name: value for name, value in json.loads(label).items() if name in cls.__struct_fields__})

    def as_dict(self) -> dict[str, str]:
        """For keeping; ``ReferenceRow(**d)`` reads it back."""
        return asdict(self)


def label(name: str, id_: str) -> str:
    """``name`` within 60 characters; a cut one ends in a piece of the id, so that two long names stay apart."""
    name = text(name)
    return name if len(name) <= LONGEST_NAME else _with_piece(name, id_)


def _with_piece(name: str, id_: str) -> str:
    ending = f"~{id_.replace('-', '')[:8]}"
    return name if name.endswith(ending) else name[: LONGEST_NAME - len(ending)].rstrip() + ending


def distinct(rows: Iterable[ReferenceRow], held: Mapping[str, str]) -> Iterator[ReferenceRow]:
    """The rows, told apart where the label is another member's when Anaplan comes to the row, one after the other.

    held   id to the label that the member has in the model; letter case does not count there
    A member whose label becomes free gets it with a later read: names that were swapped take two.
    """
    names = {label_.casefold(): id_ for id_, label_ in held.items()}
    for row in rows:
        chosen = row if names.get(row.label.casefold(), row.id) == row.id else row.told_apart()
        if names.get(before := held.get(row.id, "").casefold()) == row.id:
            del names[before]
        names[chosen.label.casefold()] = row.id
        yield chosen


def accounts(chart: Iterable[Account], entity: str) -> Iterator[ReferenceRow]:
    """The chart of accounts, archived accounts included."""
    for account in chart:
        yield ReferenceRow(
            id=account.id,
            entity=entity,
            name=text(account.name),
            label=label(f"{entity} {account.code} {account.name}", account.id),
            status=account.status,
            code=account.code,
            type=account.type,
            class_=account.class_,
            currency=account.currency,
            tax_type=account.tax_type,
            system_account=account.system_account,
        )


def options(categories: Iterable[Category], entity: str) -> Iterator[ReferenceRow]:
    """The options of all tracking categories, archived ones included."""
    for category in categories:
        for option in category.options:
            yield ReferenceRow(
                id=option.id,
                entity=entity,
                name=text(option.name),
                label=label(f"{entity} {category.name}: {option.name}", option.id),
                status=option.status,
                category=text(category.name),
                category_id=category.id,
            )


def organisation(found: Organisation, entity: str) -> ReferenceRow:
    """The entity itself."""
    return ReferenceRow(
        id=found.id,
        entity=entity,
        name=label(found.name or entity, found.id),
        label=entity,
        base_currency=found.base_currency,
        country=found.country,
    )


def contacts(found: Iterable[Contact], entity: str) -> Iterator[ReferenceRow]:
    """Customers and suppliers, archived ones included."""
    for contact in found:
        yield ReferenceRow(
            id=contact.id,
            entity=entity,
            name=text(contact.name),
            label=label(f"{entity} {contact.name}", contact.id),
            status=contact.status or "ACTIVE",
            code=text(contact.number),
            merged_to=contact.merged_to,
        )


def currencies(found: Iterable[Currency], entity: str) -> Iterator[ReferenceRow]:
    """The currencies that an organisation uses; their codes are their ids."""
    for currency in found:
        name = text(currency.description) or currency.id
        yield ReferenceRow(
            id=currency.id, entity=entity, name=name, label=label(f"{entity} {currency.id}", currency.id)
        )
