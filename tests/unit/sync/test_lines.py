"""Rows of invoices and bills."""

from dataclasses import replace
from decimal import Decimal

import pytest
from ml_connector.sync.facts import FactRow, Refusal
from ml_connector.sync.lines import NO_ACCOUNT, NO_RATE, LineRows

from tests.unit.sync.ledger import MEMBERS, ALine, AnInvoice, ATag


def rows_of(invoice: AnInvoice) -> tuple[list[FactRow], list[Refusal]]:
    maker = LineRows("UK", "GBP", MEMBERS)
    return maker.rows(invoice, maker.header(invoice))


def test_a_line_becomes_a_row_keyed_by_entity_and_line_id() -> None:
    """The key is what makes a second load overwrite the first."""
    (row,), _ = rows_of(AnInvoice())

    assert (row.line_key, row.account_id, row.base_amount) == ("UK-line-1", "acc-sales", Decimal("100.00"))
    assert (row.header.date, row.header.period) == ("2026-10-15", "2026-10")


def test_a_line_with_neither_amount_nor_account_is_a_remark_and_no_row() -> None:
    """Xero allows lines that only say something."""
    rows, refusals = rows_of(AnInvoice(lines=(ALine(), ALine("line-2", Decimal(0), account_id="", account_code=""))))

    assert len(rows) == 1
    assert refusals == []


def test_tax_is_taken_out_of_inclusive_amounts() -> None:
    """The model plans net of tax."""
    (row,), _ = rows_of(AnInvoice(lines=(ALine(amount=Decimal(120), tax=Decimal(20)),), tax_inclusive=True))

    assert (row.amount, row.tax) == (Decimal(100), Decimal(20))


def test_foreign_lines_add_up_to_the_documents_total_in_base() -> None:
    """Rounding each of these lines alone would lose a cent."""
    lines = tuple(ALine(f"l{n}", Decimal("0.05"), Decimal("0.01")) for n in range(3))
    invoice = AnInvoice(
        lines=lines, currency="USD", rate=Decimal("1.3"), total=Decimal("0.18"), total_tax=Decimal("0.03")
    )

    rows, _ = rows_of(invoice)

    assert sum(row.base_amount for row in rows) == Decimal("0.12")
    assert sum(row.base_tax for row in rows) == Decimal("0.02")


def test_a_foreign_document_without_a_rate_is_kept_back_whole() -> None:
    """Guessing a rate would put a wrong figure into the model."""
    rows, refusals = rows_of(AnInvoice(currency="USD", rate=None))

    assert rows == []
    assert [refusal.reason for refusal in refusals] == [NO_RATE]


def test_an_account_is_found_by_its_code_when_the_line_has_no_id() -> None:
    """Older answers carry the code only."""
    (row,), _ = rows_of(AnInvoice(lines=(ALine(account_id=""),)))

    assert row.account_id == "acc-sales"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (ALine(account_id="", account_code=""), NO_ACCOUNT),
        (ALine(account_id="gone", account_code="999"), "Xero's chart of accounts has no account 999"),
        (ALine(tracking=(ATag("Department", "Legal", "opt-x"),)), "Department has no option 'Legal'"),
    ],
    ids=["no account", "unknown account", "unknown option"],
)
def test_a_line_that_names_no_valid_member_is_kept_back_with_the_reason(line: ALine, reason: str) -> None:
    """Its neighbours are loaded all the same, with the amounts they would have had beside it."""
    rows, refusals = rows_of(AnInvoice(lines=(line, replace(ALine(), id="line-2"))))

    assert [row.line_key for row in rows] == ["UK-line-2"]
    assert [refusal.reason for refusal in refusals] == [reason]


def test_an_option_is_found_by_its_name_when_the_tag_has_no_id() -> None:
    """Some answers carry Name and Option only."""
    (row,), _ = rows_of(AnInvoice(lines=(ALine(tracking=(ATag("Department", "HR"),)),)))

    assert row.tracking == {"Department": "opt-hr"}


def test_a_description_of_three_megabytes_becomes_one_short_line() -> None:
    """A row must stay one line, and a model is no archive."""
    (row,), _ = rows_of(AnInvoice(lines=(ALine(description="a\nb " * 1_000_000),)))

    assert len(row.description) == 500
    assert "\n" not in row.description


def test_a_manual_journals_lines_are_signed_debits_without_ids_of_their_own() -> None:
    """Xero gives them none, so their place in the journal is their key; they add up to zero."""
    lines = (ALine("", Decimal(30)), ALine("", Decimal(-30), account_id="acc-bank"))
    rows, _ = rows_of(AnInvoice(type="MANJOURNAL", lines=lines, currency="", rate=None, number=""))

    assert [row.base_amount for row in rows] == [30, -30]
    assert [row.line_key for row in rows] == [f"UK-{AnInvoice().id}.0", f"UK-{AnInvoice().id}.1"]
