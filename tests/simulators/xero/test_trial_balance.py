"""The trial balance report. Source: Xero, Reports, TrialBalance."""

from decimal import Decimal
from typing import Any

import pytest

from infra.local.firm import organisations
from tests.simulators.xero.books import made_id
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.ledgers import document, id_of, ledger_books, line, moved, paid, report, rows


@pytest.fixture
def trading(serve: Serve) -> Client:
    """A client of an organisation with a sale, its payment, and a sale of the year before."""
    sale = document(1, [line("200", "100.00", "20.00")], "20.00")
    earlier = document(2, [line("200", "40.00")], Date="2025-11-03")
    return serve(ledger_books(Invoices=[sale, earlier], Payments=[paid(1, "120.00", "120.00")]))


def test_its_shape_is_a_header_sections_by_class_and_a_total(trading: Client) -> None:
    """Cells are text; every cell of a row says its account."""
    found = report(trading, "2026-01-31")
    header, *sections, last = found["Rows"]

    assert [cell["Value"] for cell in header["Cells"]] == ["Account", "Debit", "Credit", "YTD Debit", "YTD Credit"]
    assert [section["Title"] for section in sections] == ["Revenue", "Assets", "Liabilities", "Equity"]
    assert sections[0]["Rows"][0] == {
        "RowType": "Row",
        "Cells": [
            {"Value": text, "Attributes": [{"Value": id_of("200"), "Id": "account"}]}
            for text in ("Account 200 (200)", "", "100.00", "", "100.00")
        ],
    }
    assert (last["Title"], last["Rows"][0]["RowType"]) == ("", "SummaryRow")
    assert [cell["Value"] for cell in last["Rows"][0]["Cells"]] == ["Total", "120.00", "120.00", "160.00", "160.00"]
    assert found["ReportTitles"] == ["Trial Balance", "Test & Sons Ltd", "As at 31 January 2026"]
    assert (found["ReportID"], found["ReportDate"]) == ("TrialBalance", "31 January 2026")


def test_the_month_moves_up_to_the_day_and_the_year_closes_into_retained_earnings(trading: Client) -> None:
    """Nothing of a later day counts; what an earlier year made is no longer on its accounts."""
    assert rows(trading, "2026-01-14") == {"610": ["0.00", "", "40.00", ""], "960": ["", "0.00", "", "40.00"]}
    assert rows(trading, "2025-12-31")["200"] == ["", "0.00", "", "40.00"]
    assert rows(trading, "2026-02-28") == {
        "090": ["120.00", "", "120.00", ""],
        "200": ["", "0.00", "", "100.00"],
        "610": ["", "120.00", "40.00", ""],
        "820": ["", "0.00", "", "20.00"],
        "960": ["", "0.00", "", "40.00"],
    }


def test_a_year_may_end_on_29_february(serve: Serve) -> None:
    """Which exists in leap years only."""
    client = serve(ledger_books(Invoices=[document(1, [line("200", "40.00")], Date="2025-03-01")]))
    client.edit("Organisation", {"OrganisationID": client.tenant_id, "FinancialYearEndDay": 29})
    client.edit("Organisation", {"OrganisationID": client.tenant_id, "FinancialYearEndMonth": 2})

    assert "200" in rows(client, "2026-02-28")
    assert "200" not in rows(client, "2026-03-01")


def test_without_a_date_it_is_of_today_and_a_bad_date_is_refused(trading: Client) -> None:
    """As all of Xero's reports."""
    assert trading.get("Reports/TrialBalance").json()["Reports"][0]["ReportDate"] == "1 November 2026"
    assert trading.get("Reports/TrialBalance", {"date": "31/01/2026"}).json()["ErrorNumber"] == 10


def test_it_needs_its_own_scope_and_is_the_only_report(trading: Client) -> None:
    """Granular scopes are one per report."""
    assert trading.get("Reports/BalanceSheet").status_code == 404

    trading.admin("POST", "scopes", {"scopes": ["offline_access", "accounting.settings.read"]})
    trading.admin("POST", "consent")
    trading.log_in()

    assert trading.get("Reports/TrialBalance").status_code == 401


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"kind": "opening_balance", "account": "090"}, {"090": "0.50", "840": "-0.50"}),
        ({"kind": "unrealised_currency_gain", "account": "DEBTORS"}, {"610": "0.50", "498": "-0.50"}),
        ({"kind": "rounding", "account": "090"}, {"090": "0.50", "860": "-0.50"}),
        ({"kind": "system", "account": "400", "contra": "620"}, {"400": "0.50", "620": "-0.50"}),
        ({"kind": "missing", "account": "400"}, {"400": "0.50"}),
    ],
)
def test_an_operator_can_make_it_disagree_with_the_documents(
    serve: Serve, order: dict[str, Any], expected: dict[str, str]
) -> None:
    """Each kind stands for something Xero posts without a document that anybody can read."""
    own = [
        {"AccountID": id_of(code), "Code": code, "Name": code, "Type": kind, "Class": group}
        for code, kind, group in (("840", "CURRLIAB", "LIABILITY"), ("498", "EXPENSE", "EXPENSE"))
    ]
    client = serve(ledger_books())
    client.edit("Accounts", *own)

    client.admin("POST", "postings", {"tenant": client.tenant_id, "date": "2026-01-31", "amount": "0.50", **order})

    cells = [
        cell for row in report(client, "2026-01-31")["Rows"][1:-1] for each in row["Rows"] for cell in [each["Cells"]]
    ]
    found = {row[0]["Attributes"][0]["Value"]: row[1]["Value"] or f"-{row[2]['Value']}" for row in cells}
    assert found == {id_of(code): amount for code, amount in expected.items()}


def test_a_line_is_recoded_without_moving_its_stamp(trading: Client) -> None:
    """As Xero's bulk recode does: no delta tells of it, only the trial balance."""
    before = trading.get(f"Invoices/{made_id(1, 1)}").json()["Invoices"][0]

    trading.admin(
        "POST",
        "recode",
        {"tenant": trading.tenant_id, "collection": "Invoices", "record": made_id(1, 1), "account": "400"},
    )

    after = trading.get(f"Invoices/{made_id(1, 1)}").json()["Invoices"][0]
    assert after["UpdatedDateUTC"] == before["UpdatedDateUTC"]
    assert after["LineItems"][0]["AccountCode"] == "400"
    assert moved(trading, "2026-01-31") == {"400": "-100.00", "610": "120.00", "820": "-20.00"}


def test_the_demo_firm_is_in_balance_every_month(serve: Serve) -> None:
    """Debits are credits, over the month and over the year, with foreign documents and payments too."""
    client = serve(*organisations(scale=0.05))
    for month in range(1, 11):
        cells = report(client, f"2026-{month:02}-28")["Rows"][-1]["Rows"][0]["Cells"]
        debit, credit, year_debit, year_credit = (Decimal(cell["Value"]) for cell in cells[1:])
        assert debit == credit > 0
        assert year_debit == year_credit > 0
