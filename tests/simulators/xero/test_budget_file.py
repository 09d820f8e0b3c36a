"""A budget file imported by a person. Source: Xero Help, Import or export your budget."""

import pytest
import requests

from tests.simulators.xero.books import UK, Fields, account, books, made_id
from tests.simulators.xero.client import TIMEOUT, Client, Serve

PLAN = made_id(8, 1)


@pytest.fixture
def budgeting(serve: Serve) -> Client:
    """A client of an organisation with a budget of one cell, and an account without a code."""
    held: Fields = {"AccountID": made_id(5, 1), "BudgetBalances": [{"Period": "2026-10", "Amount": 5}]}
    nameless = account(3, Name="Cards")
    del nameless["Code"]
    budget: Fields = {"BudgetID": PLAN, "Type": "OVERALL", "BudgetLines": [held]}
    return serve(books(UK, "Plan Ltd", Accounts=[account(1), account(2), nameless], Budgets=[budget]))


def take(client: Client, text: str) -> requests.Response:
    """Import a file."""
    url = f"{client.running.admin}/tenants/{client.tenant_id}/Budgets/{PLAN}/import"
    return requests.post(url, data=text.encode(), timeout=TIMEOUT)


def cells(client: Client) -> dict[tuple[str, str], float]:
    """The budget as the API gives it, by account id and month."""
    window = {"DateFrom": "2026-01-01", "DateTo": "2026-12-31"}
    (budget,) = client.get(f"Budgets/{PLAN}", window).json()["Budgets"]
    lines = budget["BudgetLines"]
    return {(line["AccountID"], each["Period"]): each["Amount"] for line in lines for each in line["BudgetBalances"]}


def test_zero_and_negative_cells_are_taken_and_blank_ones_are_not(budgeting: Client) -> None:
    """What is there stays unless the file says otherwise; a byte order mark does not matter."""
    answer = take(
        budgeting,
        "\ufeff*Account,Nov-2026,12-2026\nAccount 1 (001),0,\n\nAccount 2 (002),-7.50,100\nCards,1,\n",
    )

    assert answer.json() == {"cells": 4}
    assert cells(budgeting) == {
        (made_id(5, 1), "2026-10"): 5,
        (made_id(5, 1), "2026-11"): 0,
        (made_id(5, 2), "2026-11"): -7.5,
        (made_id(5, 2), "2026-12"): 100,
        (made_id(5, 3), "2026-11"): 1,
    }


def test_what_is_there_is_replaced(budgeting: Client) -> None:
    """Cell by cell."""
    take(budgeting, "Account,Oct-2026\nAccount 1 (001),6\n").raise_for_status()

    assert cells(budgeting) == {(made_id(5, 1), "2026-10"): 6}


@pytest.mark.parametrize(("header", "month"), [("21-07-2026", "07"), ("07-21-2026", "07"), ("03-04-2026", "04")])
def test_the_day_of_a_date_is_ignored(budgeting: Client, header: str, month: str) -> None:
    """Day first, unless that cannot be."""
    take(budgeting, f"Account,{header}\nAccount 2 (002),1\n").raise_for_status()

    assert (made_id(5, 2), f"2026-{month}") in cells(budgeting)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("Account,2026-11\nAccount 1 (001),1\n", "'2026-11'"),
        ("Account,13-2026\nAccount 1 (001),1\n", "'13-2026'"),
        ("Account,Nov-2026\nAccount 1,1\n", "row 2: 'Account 1'"),
        ("Account,Nov-2026\nAccount 1 (001),lots\n", "row 2: 'lots'"),
        ("Account,Nov-2026\nAccount 1 (001),NaN\n", "row 2: 'NaN'"),
        ("Account,Nov-2026\nAccount 1 (001),1,2\n", "row 2 has more cells"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(budgeting: Client, text: str, told: str) -> None:
    """With the row and the cell; nothing of it is taken."""
    answer = take(budgeting, text)

    assert (answer.status_code, told in answer.json()["error"]) == (400, True)
    assert len(cells(budgeting)) == 1
