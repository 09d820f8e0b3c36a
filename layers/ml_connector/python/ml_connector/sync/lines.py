"""Rows of documents that have lines: invoices, bills, credit notes, bank transactions, manual journals."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ml_connector.datasets import SignPolicy
from ml_connector.sync.documents import Line, LinedDocument
from ml_connector.sync.facts import FactRow, Header, Refusal, rate_of, without
from ml_connector.sync.links import link
from ml_connector.sync.members import Members
from ml_connector.sync.money import ONE, ZERO, base_totals, lines_to_base
from ml_connector.sync.signs import Signs, unsigned
from ml_connector.sync.texts import text

NO_ACCOUNT = "the line has an amount but no account"
NO_RATE = "the document is in a foreign currency and carries no rate"
_UNTRACKED: Mapping[str, str] = {}


class LineRows:
    """Turns the documents of one entity into rows."""

    def __init__(self, entity: str, base_currency: str, members: Members, policy: SignPolicy = "document") -> None:
        self._entity, self._base, self._members = entity, base_currency, members
        self._signs = Signs(policy, members.account_classes)

    def header(self, document: LinedDocument) -> Header:
        """What all rows of the document share."""
        return Header.of(document, self._entity, self._base, link(document.type, document.id), document.due_date)

    def rows(self, document: LinedDocument, header: Header) -> tuple[list[FactRow], list[Refusal]]:
        """The rows that can be loaded, and those that cannot.

        A line with neither amount nor account is a remark and no row. Base amounts add up to the document's own
        totals before any line is refused, so that mending a line never changes its neighbours.
        """
        lines = [line for line in document.lines if line.amount or line.account_id or line.account_code]
        rate = rate_of(document, self._base)
        inclusive = document.tax_inclusive
        rows = [self._row(header, line, place, inclusive=inclusive) for place, line in enumerate(lines)]
        if rate is None:
            return [], [Refusal(row, NO_RATE, "add the rate to the document in Xero") for row in rows]
        _convert(document, rows, rate)
        refusals = [refusal for row, line in zip(rows, lines, strict=True) if (refusal := self._refusal(row, line))]
        if refusals:
            rows = without(rows, refusals)
        unknown = [unsigned(row) for row in self._signs.apply(document.type, rows)]
        return (without(rows, unknown), [*refusals, *unknown]) if unknown else (rows, refusals)

    def _row(self, header: Header, line: Line, place: int, *, inclusive: bool) -> FactRow:
        members, tags = self._members, line.tracking
        account = members.account(line.account_id, line.account_code) or ""
        net = line.amount - line.tax if inclusive else line.amount
        return FactRow(  # by name, as elsewhere, a row takes three times as long to make
            header,
            f"{self._entity}-{line.id or f'{header.document_id}.{place}'}",
            account,
            members.account_codes.get(account, line.account_code),
            members.account_names.get(account, ""),
            text(line.description),
            line.tax_type,
            line.item_code,
            line.quantity,
            line.unit_amount,
            {tag.category: members.option(tag) or "" for tag in tags} if tags else _UNTRACKED,
            {tag.category: tag.option for tag in tags} if tags else _UNTRACKED,
            net,
            line.tax,
        )

    def _refusal(self, row: FactRow, line: Line) -> Refusal | None:
        if not row.account_id:
            named = line.account_code or line.account_id
            reason = f"Xero's chart of accounts has no account {named}" if named else NO_ACCOUNT
            return Refusal(row, reason, "give the line an account in Xero; the edit brings it with the next run")
        for category, option in row.tracking.items():
            if not option:
                reason = f"{category} has no option '{row.tracking_name[category]}'"
                return Refusal(row, reason, "choose an existing option in Xero; the edit brings it with the next run")
        return None


def _convert(document: LinedDocument, rows: Sequence[FactRow], rate: Decimal) -> None:
    if rate == ONE:
        for row in rows:
            row.base_amount, row.base_tax = row.amount, row.tax
        return
    net, tax = sum((row.amount for row in rows), ZERO), sum((row.tax for row in rows), ZERO)
    total_tax = tax if document.total_tax is None else document.total_tax
    total = net + tax if document.total is None else document.total
    base_net, base_tax = base_totals(net, tax, total, total_tax, rate)
    converted = lines_to_base([row.amount for row in rows], rate, base_net)
    taxes = lines_to_base([row.tax for row in rows], rate, base_tax)
    for row, base_amount, tax_amount in zip(rows, converted, taxes, strict=True):
        row.base_amount, row.base_tax = base_amount, tax_amount
