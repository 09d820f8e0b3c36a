"""What a run has kept of a plan beside the actuals, and a table of it."""

from decimal import Decimal

from ml_connector import plain
from ml_connector.stores.exports import ExportStore
from ml_connector.sync.plan.comparison import Comparison, Row
from msgspec.structs import replace
from rich import box
from rich.table import Table

from infra.cli.trouble import Misuse

_SHOWN = 40


def kept(store: ExportStore, run: str, period: str = "") -> Comparison:
    """What a run has compared, of all months or of one; raises Misuse if it has compared nothing."""
    keys = [key for key in store.made(run) if key.endswith("-comparison.json")]
    if not keys:
        raise Misuse(
            f"Run '{run}' has compared nothing",
            "Name a run of a plan of mode reference that went well, as `ml-connector runs list` shows them, or leave "
            "out --run to start one",
        )
    found = plain.read_json(Comparison, store.read(keys[-1]))
    rows = tuple(row for row in found.rows if row.period.startswith(period))
    return replace(found, rows=rows)


def shown(found: Comparison) -> Table:
    """Months with actuals, what differs most first."""
    rows = sorted((row for row in found.rows if row.actual is not None), key=_size)
    table = Table("Entity", "Version", "Month", "Account", box=box.SIMPLE, caption=_caption(found, len(rows)))
    for title in ("Planned", "Actual", "Difference"):
        table.add_column(title, justify="right")
    for row in rows[:_SHOWN]:
        figures = (row.planned, row.actual, row.difference)
        table.add_row(
            row.entity, row.version, row.period, f"{row.code} {row.name}".strip(), *(f"{x or 0:,.2f}" for x in figures)
        )
    return table


def _size(row: Row) -> tuple[Decimal, str, str]:
    return -abs(row.difference or Decimal(0)), row.period, row.code


def _caption(found: Comparison, with_actuals: int) -> str:
    ahead = len(found.rows) - with_actuals
    told = [f"{found.differing:,} of {with_actuals:,} differ; books of {found.at:%Y-%m-%d %H:%M} UTC"]
    told += [f"the {_SHOWN} largest are shown, --csv has all"] if with_actuals > _SHOWN else []
    told += [f"{ahead:,} are in months that have not begun"] if ahead else []
    return "; ".join(told)
