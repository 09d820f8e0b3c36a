"""Which members of Xero's the columns of facts could not name: seen before a single fact is read."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from ml_connector.columns import Column
from ml_connector.datasets import DATASETS, TRACKING, TRACKING_NAME
from ml_connector.settings.dimensions import Dimension
from ml_connector.sync.cutting import Texts
from ml_connector.sync.drift import Finding
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.facts import FactRow, Header
from ml_connector.sync.membership import Checks, KnownMembers, Members
from ml_connector.sync.references import ReferenceRow
from ml_connector.sync.unmapped import Unmapped

_OF_AN_ACCOUNT = {"entity", "account_id", "account_code", "account_name"}
_NO_DOCUMENT = Header(*[""] * len(Header.__struct_fields__))


def unreachable(
    rows: Iterable[ReferenceRow], dataset: str, columns: Mapping[str, Column], members: Mapping[str, Texts]
) -> Iterator[tuple[ReferenceRow, str, Unmapped]]:
    """The accounts or options for which a column of facts has no member: the member, the header, and why.

    columns   of a load of facts
    members   what the columns are held against, by header; others are not looked at
    """
    for header in members.keys() & columns.keys():
        encoder = Encoder(DATASETS["invoices"], {header: columns[header]}, Checks({header: members[header]}))
        for row in rows:
            if _says(columns[header], dataset, row):
                try:
                    encoder.encode(_as_fact(row, dataset))
                except Unmapped as unmapped:
                    yield row, header, unmapped


def unnamed(
    rows: Iterable[ReferenceRow],
    dataset: str,
    name: str,
    dimension: Dimension,
    known: KnownMembers,
    columns: Mapping[str, Column],
) -> Iterator[Finding]:
    """The same as findings of a dimension, whatever its policy makes of a row that names such a member.

    known   the items of its list
    """
    strict = dimension.model_copy(update={"unknown": "quarantine", "suspense": None})
    members: Mapping[str, Texts] = dict.fromkeys(dimension.columns, Members(strict, known, is_needed=True))
    for row, header, why in unreachable(rows, dataset, columns, members):
        yield Finding(
            entity=row.entity,
            dataset=dataset,
            dimension=name,
            kind="unmapped",
            id=row.id,
            member=row.code or row.name,
            name=row.name,
            now=f"{header}: {why}",
            then=dimension.consequence,
        )


def _says(column: Column, dataset: str, row: ReferenceRow) -> bool:
    """Whether a column's text follows from this member alone."""
    own = {"entity", f"{TRACKING}{row.category}", f"{TRACKING_NAME}{row.category}"}
    known = _OF_AN_ACCOUNT if dataset == "accounts" else own
    return bool(set(column.fields) - {"entity"}) and set(column.fields) <= known


def _as_fact(row: ReferenceRow, dataset: str) -> FactRow:
    header = replace(_NO_DOCUMENT, entity=row.entity)
    if dataset == "accounts":
        return FactRow(header, "", account_id=row.id, account_code=row.code, account_name=row.name)
    return FactRow(header, "", tracking={row.category: row.id}, tracking_name={row.category: row.name})
