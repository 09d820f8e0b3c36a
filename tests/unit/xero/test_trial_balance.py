"""The trial balance report, which is made for people, read as balances."""

import json
from decimal import Decimal
from typing import Any

import pytest
from ml_connector.errors import ContractBroken
from ml_connector.xero.trial_balance import read

TITLES = ["Account", "Debit", "Credit", "YTD Debit", "YTD Credit"]


def cells(label: str, *values: str, account: str = "") -> dict[str, Any]:
    mark = [{"Id": "account", "Value": account}] if account else []
    return {"RowType": "Row", "Cells": [{"Value": text, "Attributes": mark} for text in (label, *values)]}


def report(*sections: tuple[str, list[dict[str, Any]]], titles: list[str] = TITLES) -> bytes:
    header = {"RowType": "Header", "Cells": [{"Value": title} for title in titles]}
    rows = [{"RowType": "Section", "Title": title, "Rows": rows} for title, rows in sections]
    return json.dumps({"Reports": [{"ReportID": "TrialBalance", "Rows": [header, *rows]}]}).encode()


def test_the_columns_of_the_year_are_the_balances() -> None:
    """An account without a code is known by its id, and a bracket in a name is no code."""
    found = read(
        report(
            ("Revenue", [cells("Sales (200)", "", "10.00", "", "1,250.50", account="s")]),
            ("Assets", [cells("Amex (blue) card", "5.00", "", "1250.50", "", account="b")]),
            ("", [{"RowType": "SummaryRow", "Cells": [{"Value": "Total"}, *({"Value": "1250.50"} for _ in range(4))]}]),
        ),
        "the report",
    )

    assert found.balances == {"s": Decimal("-1250.50"), "b": Decimal("1250.50")}
    assert [(one.code, one.name, one.class_) for one in found.accounts.values()] == [
        ("200", "Sales", "EXPENSE"),
        ("", "Amex (blue) card", "ASSET"),
    ]


def test_titles_in_another_language_are_read_by_place() -> None:
    """Titles follow the organisation's settings."""
    titles = ["Compte", "Débit", "Crédit", "Débit (année)", "Crédit (année)"]

    assert read(report(("X", [cells("A", "", "", "7.00", "", account="a")]), titles=titles), "r").balances == {"a": 7}


@pytest.mark.parametrize("body", [b"", b"{}", b'{"Reports":[]}', report(titles=["Account", "Total"])])
def test_what_is_no_trial_balance_is_told_as_such(body: bytes) -> None:
    """An empty result never stands for a report that was not understood."""
    with pytest.raises(ContractBroken, match="not Xero's trial balance"):
        read(body, "the report")
