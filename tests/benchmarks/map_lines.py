"""Map invoice lines in a process of its own; prints what it took as JSON.

The arguments: the folder with the parked pages, how many lines, and how many members each list has that the rows are
held against; 0: they are not.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ml_connector.datasets import DATASETS
from ml_connector.settings import load
from ml_connector.stores.audit import Part, Trail
from ml_connector.sync import story
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.documents import Page
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.lines import LineRows
from ml_connector.sync.mapping import FactMapping
from ml_connector.sync.members import Members as ReferenceData
from ml_connector.sync.membership import Checks, KnownMembers, Members
from ml_connector.sync.remembered import Remembered
from ml_connector.xero.datasets import records_of

from tests.benchmarks.ledger_pages import ACCOUNTS, parked

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DEMO = Path(__file__).parents[2] / "infra/settings/demo.yaml"


class NoRecords:
    """Nothing is known before, and what is to be remembered is let go."""

    def read(self, _ids: Sequence[str]) -> dict[str, Any]:
        """Nothing."""
        return {}

    def read_all(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def write(self, remembered: Sequence[Remembered]) -> None:
        """Let go."""


class Timed:
    """Pages whose fetching does not count."""

    def __init__(self, raw: Iterator[bytes]) -> None:
        self._raw = raw
        self.away = 0.0

    def __iter__(self) -> Iterator[Page[Any]]:
        while True:
            began = time.process_time()
            body = next(self._raw, None)
            self.away += time.process_time() - began
            if body is None:
                return
            yield Page("page", records_of("invoices", body))


def checks(members: int) -> Checks:
    """Lists of so many members, as they are read back; the ledger's own are among them."""
    if not members:
        return Checks()
    own = ["UK", *(f"UK:{account}" for account in ACCOUNTS)]
    items = [Item(code, f"Member {code}", {}) for code in (*own, *(f"UK:{n:036d}" for n in range(members)))]
    dimensions = load(DEMO).dimensions_of("invoices").values()
    return Checks({header: Members(one, KnownMembers.of(items)) for one in dimensions for header in one.columns})


def measure(folder: Path, lines: int, members_: int) -> dict[str, float]:
    """CPU seconds, rows and the peak of memory."""
    began = time.process_time()
    encoder = Encoder(DATASETS["invoices"], load(DEMO).loads["invoices"].columns, checks(members_))
    made = time.process_time() - began
    members = ReferenceData(
        account_names=dict.fromkeys(ACCOUNTS, "Sales"), account_codes=dict.fromkeys(ACCOUNTS, "200"), account_ids={}
    )
    chunks, source = Chunks(encoder.header, 10_000_000, lambda *_: None), Timed(parked(folder, lines))
    trail = Trail(
        Part(run="run", flow="actuals", started=NOON, attempt=0, entity="UK", dataset="invoices", stage="mapped")
    )
    mapping: FactMapping[Any] = FactMapping(
        entity="UK",
        dataset=DATASETS["invoices"],
        statuses=frozenset(DATASETS["invoices"].live),
        maker=LineRows("UK", "GBP", members),
        encoder=encoder,
        chunks=chunks,
        records=NoRecords(),
        refuse=lambda _: None,
        run="run",
        proven=lambda _: False,
        tell=lambda one: trail.add(story.mapped(one, NOON)),
    )
    began = time.process_time()
    counts = mapping.map(source)
    seconds = time.process_time() - began - source.away + made
    assert not counts.quarantined
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": counts.rows, "seconds": seconds, "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201 - the answer to whoever started this
