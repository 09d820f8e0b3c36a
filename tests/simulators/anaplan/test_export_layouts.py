"""An export in every layout that Anaplan has, downloaded by the community's client: always the same cells."""

import csv
import io
from collections.abc import Iterator
from itertools import chain

import pytest

from infra.local.vendors.anaplan import RunningAnaplan, start
from infra.local.vendors.anaplan.declaration import DeclaredItem
from infra.local.vendors.anaplan.state.seeding import store_items, store_rows
from tests.simulators.anaplan.test_sdk import client

EXPORT = "Approved accruals"
RENT, FEES, ALL = "Rent, rates", "Fees", "All accounts"
CELLS = (
    ("UK", "Jan 27", RENT, "1200.5", "true"),
    ("UK", "Feb 27", RENT, "-3", "false"),
    ("UK", "Jan 27", FEES, "7", "true"),
    ("NZ", "Jan 27", RENT, "40", "true"),
)
"""Entity, period, account, amount and whether it is approved; one cell of the grid stays empty."""

LAYOUTS: dict[str, list[list[str]]] = {
    "TABULAR_MULTI_COLUMN": [
        ["Entities", "Versions", "Time", "Accounts", "Departments", "Amount", "Approved"],
        *[[one, "Forecast", period, account, "", amount, flag] for one, period, account, amount, flag in CELLS],
        ["UK", "Forecast", "Jan 27", ALL, "", "1207.5", ""],
        ["UK", "Forecast", "Feb 27", ALL, "", "-3", ""],
        ["NZ", "Forecast", "Jan 27", ALL, "", "40", ""],
    ],
    "GRID_CURRENT_PAGE": [
        ["NZ", "Forecast"],
        ["", "", "Jan 27", ""],
        ["Accounts", "Departments", "Amount", "Approved"],
        [RENT, "", "40", "true"],
        [ALL, "", "40", ""],
    ],
}
LAYOUTS["TABULAR_SINGLE_COLUMN"] = [
    ["Entities", "Versions", "Time", "Accounts", "Departments", "Line items", "Value"],
    *chain.from_iterable(
        ([*labels, "Amount", amount], [*labels, "Approved", flag])
        for *labels, amount, flag in LAYOUTS["TABULAR_MULTI_COLUMN"][1:]
    ),
]
LAYOUTS["GRID_ALL_PAGES"] = [
    *LAYOUTS["GRID_CURRENT_PAGE"],
    ["UK", "Forecast"],
    ["", "", "Jan 27", "", "Feb 27", ""],
    ["Accounts", "Departments", "Amount", "Approved", "Amount", "Approved"],
    [RENT, "", "1200.5", "true", "-3", "false"],
    [FEES, "", "7", "true", "", ""],
    [ALL, "", "1207.5", "", "-3", ""],
]


@pytest.fixture(scope="module")
def planned() -> Iterator[RunningAnaplan]:
    """The demo's model with a small plan in it."""
    with start() as running:
        running.simulator.tenant.switches.task_seconds = 0.0
        model = running.simulator.tenant.live.model
        store_items(model, "Entities", [DeclaredItem(code=code, name=code) for code in ("UK", "NZ")])
        store_items(model, "Accounts", [DeclaredItem(code=name, name=name) for name in (RENT, FEES)])
        rows = [
            {
                "Code": f"P{number}", "Entity": entity, "Version": "Forecast", "Period": period, "Account": account,
                "Department": "", "Amount": amount, "Approved": flag,
            }
            for number, (entity, period, account, amount, flag) in enumerate(CELLS)
        ]  # fmt: skip
        store_rows(model, "Accruals", rows)
        yield running


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_an_export_has_the_layout_that_somebody_has_chosen(planned: RunningAnaplan, layout: str) -> None:
    """Tables name every member on every line; grids have page selectors above, labels at the left, periods across."""
    planned.simulator.tenant.switches.change({"export_layout": layout})
    sdk = client(planned)
    export = next(one.id for one in sdk.get_exports() if one.name == EXPORT)

    content = sdk.export_and_download(export).decode()

    lines = [line for line in csv.reader(io.StringIO(content)) if line]
    assert lines == LAYOUTS[layout]


def test_an_export_without_rows_has_its_header() -> None:
    """What an export shows whose user may see no member: nothing, and not an error."""
    with start() as running:
        running.simulator.tenant.switches.task_seconds = 0.0
        sdk = client(running)
        export = next(one.id for one in sdk.get_exports() if one.name == EXPORT)

        content = sdk.export_and_download(export).decode()

    assert content == "Entities,Versions,Time,Accounts,Departments,Amount,Approved\n"
