"""The same plan is read from every layout, and what cannot be explained as a whole is refused as a whole."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import ContractBroken
from ml_connector.sync.plan.export import Export
from ml_connector.sync.plan.layouts import Layout
from ml_connector.sync.plan.shape import Shape

from tests.unit.sync.plan.exports import DIMENSIONS, SHAPE, Fact, csv_bytes, plan, read, write

HEADER = [*DIMENSIONS.values(), "Amount", "Approved?"]
ROW = ["UK", "Forecast", "Jan 26", "4000", "North", "1", "true"]


def figures(export: Export) -> dict[tuple[str, ...], tuple[Decimal | None, bool | None]]:
    return {row.labels: (row.amount, row.approved) for row in export.rows}


def expected(facts: list[Fact]) -> dict[tuple[str, ...], tuple[Decimal | None, bool | None]]:
    months = [fact for fact in facts if not fact.labels[2].startswith("Q")]
    return {fact.labels: (Decimal(fact.amount), fact.approved == "true") for fact in months}


@pytest.mark.parametrize("told", [True, False], ids=["told by Anaplan", "told by the file"])
@pytest.mark.parametrize("layout", Layout)
def test_every_layout_gives_the_same_rows(layout: Layout, told: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    """Whoever changes an export's layout in Anaplan must not change what is posted."""
    facts = [fact for fact in plan() if layout is not Layout.CURRENT_PAGE or fact.labels[0] == "UK"]

    found = read(write(layout, facts), layout=layout if told else "")

    # Tables hold summaries as rows, which are told apart later, by their period.
    rows = {labels: value for labels, value in figures(found).items() if not labels[2].startswith("Q")}
    assert rows == expected(facts)
    assert found.layout == layout or not told


@given(st.permutations(range(len(HEADER))))
def test_columns_are_found_by_name(order: list[int]) -> None:
    """A column that somebody moves in Anaplan is still the same column."""
    facts = plan()
    table = [HEADER, *([*fact.labels, fact.amount, fact.approved] for fact in facts)]

    found = read(csv_bytes([[row[index] for index in order] for row in table]))

    assert figures(found) == figures(read(csv_bytes(table)))


@given(st.integers(1, 60))
def test_a_file_cut_anywhere_is_read_alike(size: int) -> None:
    """Chunks end in the middle of a line, of a quoted text, of a letter."""
    file = write(Layout.MULTI, [Fact(("UK", "Forecast", "Jan 26", 'Größe "x"\r\n=1+1', "é"), "1")])

    found = read(file, size=size)

    assert [row.labels[3:] for row in found.rows] == [('Größe "x"\r\n=1+1', "é")]


def test_a_grid_without_names_in_its_corner_is_read_by_the_order_in_settings() -> None:
    """Anaplan leaves the corner of a grid empty; nothing else tells accounts from departments."""
    facts = plan()
    file = write(Layout.ALL_PAGES, facts, corner=False)

    with pytest.raises(ContractBroken, match="name the dimensions of rows"):
        read(file)
    assert figures(read(file, replace(SHAPE, rows=("Accounts", "Departments")))) == expected(facts)


def test_a_table_spread_over_periods_drops_quarters_and_years() -> None:
    """A column that adds up others would double them."""
    shape = Shape({"account": "Accounts", "period": "Time"}, {"amount": "Amount"})
    file = csv_bytes([["Accounts", "Jan 26", "Feb 26", "Mar 26", "Q1 FY26", "FY26"], ["4000", "1", "2", "", "3", "3"]])

    found = read(file, shape)

    assert figures(found) == {
        ("4000", "Jan 26"): (Decimal(1), None),
        ("4000", "Feb 26"): (Decimal(2), None),
        ("4000", "Mar 26"): (None, None),
    }
    assert found.summaries == 2


@pytest.mark.parametrize("layout", Layout)
def test_a_file_without_rows_names_selective_access(layout: Layout) -> None:
    """Anaplan gives users without full access a header and calls it success."""
    with pytest.raises(ContractBroken, match="selective access"):
        read(write(layout, []) or b"\n", layout=layout)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([[*HEADER[:4], "Product", *HEADER[4:]], [*ROW[:4], "Bike", *ROW[4:]]], "column 'Product'"),
        ([["Entities", "Versions", "Month", *HEADER[3:]], ROW], "column 'Month'"),
        ([HEADER[:-1], ROW[:-1]], "line item 'Approved\\?'"),
        ([HEADER[1:], ROW[1:]], "no column 'Entities'"),
        ([[*HEADER, "Accounts"], [*ROW, "4000"]], "two columns 'Accounts'"),
        ([HEADER, ROW, ROW], "Lines 2 and 3 .* both hold the amount"),
        ([HEADER, ROW[:-1]], "Line 2 .* 6 cells"),
    ],
    ids=["extra dimension", "renamed", "no flag", "missing dimension", "twice", "duplicate cells", "short line"],
)
def test_a_table_that_cannot_be_explained_is_refused(rows: list[list[str]], says: str) -> None:
    """A guess here is money in the wrong place."""
    with pytest.raises(ContractBroken, match=says):
        read(csv_bytes(rows))


def test_a_changed_layout_is_refused_where_settings_insist_on_one() -> None:
    """Somebody may want to hear of it, although every layout could be read."""
    with pytest.raises(ContractBroken, match="layout was changed in Anaplan"):
        read(write(Layout.MULTI, plan()), pinned=Layout.SINGLE)


def test_a_page_of_an_entity_that_settings_do_not_know_is_refused() -> None:
    """Its figures would be taken for those of the page before."""
    facts = [replace(f, labels=("FR", *f.labels[1:])) if f.labels[0] == "NZ" else f for f in plan()]

    with pytest.raises(ContractBroken, match="settings do not know"):
        read(write(Layout.ALL_PAGES, facts))


def test_a_dimension_that_only_anaplan_tells_of_is_refused() -> None:
    """A grid may hide a dimension in a page selector that is not exported."""
    with pytest.raises(ContractBroken, match="'Products' as a further dimension"):
        SHAPE.check(["Entities", "Time", "Products"])
    SHAPE.check([*DIMENSIONS.values(), "Line items", ""])


def test_a_faulty_figure_is_told_and_does_not_hide() -> None:
    """It stops the journal that it belongs to, so it must not become a zero."""
    found = read(csv_bytes([HEADER, [*ROW[:5], "n/a", "maybe"], [*ROW[:4], "South", "1", "true"]]))

    faulty, well = (row.fault for row in found.rows)
    assert "text stands where a number has to be" in faulty
    assert "the flag is neither yes nor no" in faulty
    assert well == ""


def test_a_broken_file_is_refused() -> None:
    """Half of a file is not a plan."""
    with pytest.raises(ContractBroken, match="UTF-8"):
        read("Entities,Größe\n".encode("latin-1"))
    with pytest.raises(ContractBroken, match="CSV cannot be read"):
        read(b'Entities,"Versions\n')
