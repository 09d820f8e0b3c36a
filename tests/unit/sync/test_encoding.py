"""Rows into CSV lines."""

import csv
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.datasets import DATASETS
from ml_connector.settings import Load
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.facts import FactRow
from ml_connector.sync.lines import LineRows
from ml_connector.sync.unmapped import Unmapped

from tests.unit.sync.ledger import MEMBERS, ALine, AnInvoice, ATag

MAKER = LineRows("UK", "GBP", MEMBERS)


def a_row(**line: object) -> FactRow:
    invoice = AnInvoice(lines=(ALine(**line),))  # type: ignore[arg-type]  # each test names one field
    (row,), _ = MAKER.rows(invoice, MAKER.header(invoice))
    return row


def cell(rule: object, row: FactRow) -> str:
    load = Load.model_validate({"file": "f", "import": "i", "columns": {"Cell": rule}})
    ((text,),) = csv.reader([Encoder(DATASETS["invoices"], load.columns).encode(row).decode()])
    return text


TABLE = {"table": "centres.csv", "of": "account_code", "values": {"200": "CC-1"}}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("document_number", "INV-0001"),
        ("base_amount", "100"),
        ("{entity}:{account_id}", "UK:acc-sales"),
        ("{entity}:{tracking.Department}", "UK:opt-hr"),
        ("tracking_name.Department", "HR"),
        ("{entity}:{tracking.Region}", ""),
        ({"constant": "Actual"}, "Actual"),
        (TABLE, "CC-1"),
    ],
    ids=["field", "number", "template", "tracking id", "tracking name", "no tracking", "constant", "table"],
)
def test_a_column_gets_its_value_by_its_rule(rule: object, text: str) -> None:
    """Identity, template, table and constant are all there is."""
    assert cell(rule, a_row(tracking=(ATag("Department", "HR", "opt-hr"),))) == text


def test_a_value_that_a_table_lacks_is_told_with_its_remedy() -> None:
    """The row goes to quarantine; an empty member would be dropped silently."""
    with pytest.raises(Unmapped, match=r"centres\.csv has no entry for the account_code ''?") as caught:
        cell(TABLE | {"values": {"999": "CC-9"}}, a_row())

    assert "add the line '200,<member>' to centres.csv" in caught.value.remedy


@given(st.decimals("-1E15", "1E15", places=4))
def test_equal_amounts_are_equal_texts_without_exponent(amount: Decimal) -> None:
    """63.20 and 63.2 must not look like a change, and Anaplan reads no exponents."""
    row = a_row()
    row.amount = amount
    text = cell("amount", row)
    row.amount = amount.normalize()

    assert text == cell("amount", row)
    assert Decimal(text) == amount
    assert "E" not in text


def test_quotes_commas_and_other_alphabets_survive() -> None:
    """Names are what people typed."""
    assert cell("description", a_row(description='Müller, "今" 🚢')) == 'Müller, "今" 🚢'
