"""Which members of Xero's the columns of facts could not name: seen before a single fact is read."""

from collections.abc import Iterable, Iterator, Mapping

from ml_connector.columns import Column
from ml_connector.datasets import DATASETS, TRACKING, TRACKING_NAME
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.facts import FactRow, Header
from ml_connector.sync.membership import Checks, Texts
from ml_connector.sync.references import ReferenceRow
from ml_connector.sync.unmapped import Unmapped

_OF_AN_ACCOUNT = {"entity", "account_id", "account_code", "account_name"}
_NO_DOCUMENT = Header(*[""] * len(Header._fields))


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


def _says(column: Column, dataset: str, row: ReferenceRow) -> bool:
    """Whether a column's text follows from this member alone."""
    own = {"entity", f"{TRACKING}{row.category}", f"{TRACKING_NAME}{row.category}"}
    known = _OF_AN_ACCOUNT if dataset == "accounts" else own
    return bool(set(column.fields) - {"entity"}) and set(column.fields) <= known


def _as_fact(row: ReferenceRow, dataset: str) -> FactRow:
    header = _NO_DOCUMENT._replace(entity=row.entity)
    if dataset == "accounts":
        return FactRow(header, "", account_id=row.id, account_code=row.code, account_name=row.name)
    return FactRow(header, "", tracking={row.category: row.id}, tracking_name={row.category: row.name})
