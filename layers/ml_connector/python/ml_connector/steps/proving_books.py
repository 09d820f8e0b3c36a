"""The books of one entity against Xero's trial balance: what is asked, what is kept, what the verdict is."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from msgspec.structs import replace

from ml_connector.errors import RateLimited, Stop, VendorDown
from ml_connector.observability import Step
from ml_connector.settings import Settings
from ml_connector.steps.balances import REPORT, TrialBalances, asking_until
from ml_connector.steps.folding import Folding
from ml_connector.steps.months import Brought, Months, reports_for, year_end
from ml_connector.steps.reading import read_chart, read_profile
from ml_connector.steps.reading_journals import JournalReading, JournalsRead, kept_journals
from ml_connector.stores.books import Again
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.amounts import added
from ml_connector.sync.proof.books import BooksProof, Evidence, by_class, prove_books
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.entries import LEDGER
from ml_connector.sync.proof.movement import eve, month_end, movements
from ml_connector.sync.proof.outcome import BooksOutcome
from ml_connector.sync.prove import Mapped, Proof
from ml_connector.sync.pull import whole_seconds
from ml_connector.sync.quarantine import Quarantined, kept_back
from ml_connector.wiring import aws, booked, limits, parked, xero
from ml_connector.xero.client import XeroClient
from ml_connector.xero.datasets import records_of
from ml_connector.xero.endpoints import ENDPOINTS, PAGE_SIZE
from ml_connector.xero.pulled import Pulled
from ml_connector.xero.trial_balance import TrialBalance
from ml_connector.xero.window import Window

_NOTHING: Mapping[str, Collection[str]] = {}


class BooksStep(Step, frozen=True):
    """Everything the run has done for one entity.

    periods    the months to compare, None before they are known
    journals   how far they were read, None before they were begun, or if the app may not
    calls      to Xero, by earlier invocations of this step
    """

    entity: str
    mapped: tuple[Mapped, ...]
    pulled: tuple[Pulled, ...]
    proofs: tuple[Proof, ...]
    periods: tuple[str, ...] | None = None
    journals: JournalsRead | None = None
    calls: int = 0


class BooksProgress(Payload, frozen=True):
    """How far the proof of one entity has come, as ``BooksStep`` says; outcome: once it is done."""

    done: bool
    periods: tuple[str, ...] | None = None
    journals: JournalsRead | None = None
    calls: int = 0
    wait_seconds: int = 0
    outcome: BooksOutcome | None = None


class Proving:
    """The proof of one entity's books in one run."""

    def __init__(self, step: BooksStep, settings: Settings) -> None:
        self._step, self._settings = step, settings
        self._chart = Chart.of(read_chart(step.run, step.entity), settings.entities[step.entity].ledger_accounts)
        self._folding = Folding(step.run, step.entity, settings, self._chart, booked.books())
        passes = {name: one for one in step.pulled for name in (one.pull.dataset, *one.pull.also)}
        mapped = {one.dataset: one for one in step.mapped}
        brought = {
            one.dataset: Brought(passes[one.dataset], one.proven, _kept_back(step.run, mapped[one.dataset]))
            for one in step.proofs
        }
        self._months = Months(step.entity, settings, brought, self._folding, booked.books(), aws.now())
        self._profile = read_profile(step.run, step.entity)
        self._journals, self._calls = step.journals, step.calls

    def go_on(self, seconds_left: float) -> BooksProgress:
        """Fold, ask, compare, as far as time and Xero's limits allow."""
        touched = self._months.fold() if self._step.periods is None else set[str]()
        if reason := self._months.incomparable():
            outcome = BooksOutcome(entity=self._step.entity, compared=False, proven=True, reason=reason)
            return BooksProgress(done=True, outcome=outcome)
        periods = self._step.periods or self._months.to_compare(touched)
        deadline = asking_until(seconds_left)
        gate = limits.governor(self._step.entity, f"{self._step.run} {self._step.entity} {REPORT}", "scheduled")
        try:
            client = xero.client(self._step.entity, gate)
            days = reports_for(periods, self._profile)
            gate.expect(len(days))
            if not self._read_journals(client, deadline):
                return self._later(periods, self._journals.wait if self._journals else 0)
            reports = self._reports(client, days, deadline)
            return BooksProgress(done=True, periods=periods, outcome=self._outcome(client, periods, reports))
        except RateLimited as limit:
            return self._later(periods, limit.retry_after)
        except VendorDown as outage:
            if outage.retry_after is None:
                raise
            return self._later(periods, outage.retry_after)
        finally:
            gate.finish()

    def _later(self, periods: tuple[str, ...], seconds: float) -> BooksProgress:
        wait = whole_seconds(seconds or 1)
        return BooksProgress(done=False, periods=periods, journals=self._journals, calls=self._calls, wait_seconds=wait)

    def _read_journals(self, client: XeroClient, deadline: datetime) -> bool:
        """Whether no more of them are to be read in this run."""
        options, step = self._settings.proof, self._step
        if not options.journals:
            return True
        reading = JournalReading(
            step.run, step.attempt, step.entity, parked.raw_pages(), booked.journals(), options.journal_calls
        )
        before = self._journals or reading.begin()
        self._journals = reading.go_on(client, before, lambda: aws.now() > deadline)
        self._calls += self._journals.calls - before.calls
        return self._journals.done

    def _reports(self, client: XeroClient, days: list[date], deadline: datetime) -> dict[date, TrialBalance]:
        asked = TrialBalances(self._step, self._step.entity, client, deadline)
        try:
            return asked.of(days)
        finally:
            self._calls += asked.calls

    def _outcome(
        self, client: XeroClient, periods: tuple[str, ...], reports: Mapping[date, TrialBalance]
    ) -> BooksOutcome:
        proof, elsewhere = self._proof(periods, reports), dict[str, set[str]]()
        if proof.unclear and not proof.exact:
            proof = self._proof(periods, reports, elsewhere := self._elsewhere(client, periods))
        if proof.beyond:
            proof = self._proof(periods, reports, elsewhere, self._moved_on(client))
        key = parked.proofs().put_books(self._step.run, self._step.attempt, proof.entity, proof)
        again = date.fromisoformat(f"{min(row.period for row in proof.beyond)}-01") if proof.beyond else None
        self._want_again(again)
        if not proof.flaw and self._settings.proof.full_monthly:
            booked.books().mark(proof.entity, f"full-{aws.now():%Y-%m}")
        return BooksOutcome(
            entity=proof.entity,
            compared=True,
            proven=not proof.flaw,
            reason=proof.flaw or f"the books of {len(periods)} months are explained",
            periods=periods,
            unexplained=proof.unexplained,
            explained=sum((abs(row.residual - row.unexplained) for row in proof.rows), ZERO),
            key=key,
            again=again,
            calls=self._calls,
        )

    def _want_again(self, first: date | None) -> None:
        """What no delta has told of is looked for by date, in the next run."""
        books, entity = booked.books(), self._step.entity
        tries = books.again(entity).tries + 1
        books.want_again(entity, Again(first=first, tries=tries) if first else None)

    def _proof(
        self,
        periods: tuple[str, ...],
        reports: Mapping[date, TrialBalance],
        elsewhere: Mapping[str, Collection[str]] = _NOTHING,
        moved_on: Collection[str] = (),
    ) -> BooksProof:
        shown = {id_: one for report in reports.values() for id_, one in report.accounts.items()}
        chart = self._chart.with_others(shown.values())
        balances = {day: report.balances for day, report in reports.items()}
        sums = self._folding.sums()
        evidence = Evidence(
            moved=movements(periods, balances, year_end(self._profile), chart),
            documents={name: of.posted for name, of in sums.items()},
            kept_back=added(of.kept for of in sums.values()),
            beside=by_class(of.beside for of in sums.values()),
            doubts=set().union(*(of.doubts for of in sums.values())),
            loaded=self._folding.loaded,
            known=LEDGER,
            elsewhere=elsewhere,
            moved_on=moved_on,
        )
        if self._journals and self._journals.complete and not evidence.agrees(periods):
            evidence = replace(
                evidence,
                posted=self._folding.posted(periods),
                journals=kept_journals(booked.journals(), self._step.entity, periods),
                all_there=True,
            )
        entity, options = self._step.entity, self._settings.proof
        proof = prove_books(
            entity, self._settings.entities[entity].base_currency, periods, evidence, chart, options.tolerance
        )
        return replace(proof, journals=self._journals.told if self._journals else "")

    def _elsewhere(self, client: XeroClient, periods: tuple[str, ...]) -> dict[str, set[str]]:
        """The months in which datasets that are not loaded have documents; one call for each dataset.

        A dataset that the app may not read, or that has more than one answer shows, stays in doubt.
        """
        first, until = eve(periods[0]) + timedelta(days=1), month_end(periods[-1]) + timedelta(days=1)
        window, found = Window(first=first, until=until), dict[str, set[str]]()
        for dataset in (name for name in LEDGER if name not in self._folding.loaded):
            endpoint = ENDPOINTS[dataset]
            try:
                answer = client.get(endpoint.path, endpoint.query(1, window=window))
            except Stop:
                continue
            self._calls += answer.calls
            body = answer.http.body
            documents = [one for one in records_of(dataset, body) if not isinstance(one, Unreadable)]
            days: list[date | None] = [getattr(one, "date", None) for one in documents]
            if len(documents) < PAGE_SIZE and None not in days:
                found[dataset] = {f"{day:%Y-%m}" for day in days}
        return found

    def _moved_on(self, client: XeroClient) -> set[str]:
        """The months of documents that were changed between the pull and the report; one call for each dataset."""
        periods: set[str] = set()
        for one in self._step.pulled:
            dataset, since = one.pull.dataset, one.position.watermark
            if dataset in self._folding.loaded and since is not None:
                endpoint = ENDPOINTS[dataset]
                answer = client.get(endpoint.path, endpoint.query(1), since)
                self._calls += answer.calls
                found = [] if answer.unchanged else records_of(dataset, answer.http.body)
                later = [document for document in found if getattr(document, "updated", since) > since]
                periods |= self._folding.periods_of(dataset, later)
        return periods


def _kept_back(run: str, mapped: Mapped) -> Callable[[str], Collection[str]]:
    """Of what lies in quarantine, read when somebody asks."""

    @cache
    def found() -> Callable[[str], Collection[str]]:
        store, folder = parked.quarantine(), f"/quarantine/{mapped.entity}/{mapped.dataset}/{mapped.attempt}."
        files = (key for key in store.keys(run) if folder in key) if mapped.quarantined else ()
        return kept_back(row for file in files for row in store.read(file, Quarantined))

    def keys(document_id: str) -> Collection[str]:
        return found()(document_id)

    return keys
