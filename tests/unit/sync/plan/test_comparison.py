"""A plan beside the trial balance: every account that matters once, positive where it grows."""

from decimal import Decimal

from ml_connector.sync.plan.comparison import Figures, Row, as_csv, compare
from ml_connector.sync.proof.amounts import Place
from msgspec.structs import replace

from tests.unit.sync.proof.chart_of import CHART

FIGURES = Figures(
    entity="UK",
    version="Forecast",
    cells=(
        ("acc-sales", "2026-10", Decimal(100)),
        ("acc-rent", "2026-10", Decimal(40)),
        ("acc-rent", "2026-12", Decimal(41)),
        ("ar", "2026-10", Decimal(7)),
    ),
)
MOVED = {
    Place("acc-sales", "2026-10"): Decimal("-90.50"),
    Place("acc-wages", "2026-10"): Decimal(25),
    Place("acc-bank", "2026-10"): Decimal(65),
    Place("acc-wages", "2026-09"): Decimal(1),
}


def rows() -> dict[tuple[str, str], Row]:
    return {(row.account_id, row.period): row for row in compare(FIGURES, MOVED, CHART, "2026-11")}


def test_an_account_that_grows_in_credit_is_positive_like_its_plan() -> None:
    """The trial balance has debits positive; nobody plans sales as -100."""
    found = rows()["acc-sales", "2026-10"]

    assert (found.planned, found.actual, found.difference) == (Decimal(100), Decimal("90.50"), Decimal("-9.50"))


def test_what_was_spent_and_not_planned_is_shown_and_what_only_passes_through_is_not() -> None:
    """Wages without a plan are what the comparison is for; the bank moves with everything."""
    found = rows()

    assert found["acc-wages", "2026-10"].planned == 0
    assert found["acc-wages", "2026-10"].actual == 25
    assert ("acc-bank", "2026-10") not in found
    assert ("acc-wages", "2026-09") not in found, "a month that is not planned"
    assert found["ar", "2026-10"].actual == 0, "planned, so shown; nothing has moved"


def test_a_month_that_has_not_begun_has_no_actuals() -> None:
    """Nothing is not the same as zero."""
    found = rows()["acc-rent", "2026-12"]

    assert (found.actual, found.difference) == (None, None)


def test_a_spreadsheet_gets_figures_and_no_formulas() -> None:
    """Names come from Xero, where anybody may have typed them."""
    odd = replace(rows()["acc-rent", "2026-12"], name="=HYPERLINK(1)")

    header, line, _ = as_csv([odd]).split("\r\n")
    assert header == "Entity,Version,Period,Code,Account,Class,Planned,Actual,Difference"
    assert line == "UK,Forecast,2026-12,469,'=HYPERLINK(1),EXPENSE,41.00,,"
