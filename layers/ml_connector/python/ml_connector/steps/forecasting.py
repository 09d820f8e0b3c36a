"""Which calls a run would spend on the proof of an entity's books, from what a look ahead has pulled of it."""

from collections.abc import Iterable, Iterator, Sequence

from ml_connector.settings import Settings
from ml_connector.steps.folding import Folding
from ml_connector.steps.months import Brought, Months, reports_for
from ml_connector.steps.reading import read_chart, read_profile
from ml_connector.sync.forecast import Calls, not_compared, of_proof
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.quarantine import Quarantined, kept_back
from ml_connector.wiring import aws, booked
from ml_connector.xero.pulled import Pulled

Look = tuple[Pulled, Sequence[Quarantined]]
"""One dataset: its pass, and what would be kept back of it."""


def calls_of_proof(run: str, entity: str, settings: Settings, looks: Iterable[Look]) -> Iterator[Calls]:
    """By purpose. Folds what was pulled into the book, so it is for a look ahead, whose book is forgotten."""
    chart = Chart.of(read_chart(run, entity), settings.entities[entity].ledger_accounts)
    folding, profile = Folding(run, entity, settings, chart, booked.books()), read_profile(run, entity)
    brought = {one.pull.dataset: Brought(one, proven=True, kept_back=kept_back(kept)) for one, kept in looks}
    months = Months(entity, settings, brought, folding, booked.books(), aws.now())
    touched = months.fold()
    if reason := months.incomparable():
        yield not_compared(entity, reason)
        return
    reports = reports_for(months.to_compare(touched), profile)
    pulled = sum(name in folding.loaded for name in brought)
    yield from of_proof(entity, settings.proof, len(reports), folding.loaded, pulled)
