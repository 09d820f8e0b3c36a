"""An entity's journals, read on from where the last run stopped, within the calls that a run may spend on them.

They are an aid: what keeps them from being read is told, and the books are then classified by accounts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from ml_connector.errors import RateLimited, Stop, VendorDown
from ml_connector.stores.journals import JournalStore
from ml_connector.stores.raw import RawStore
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof import journal_lines
from ml_connector.sync.proof.journals import Journal
from ml_connector.sync.pull import whole_seconds
from ml_connector.xero import journals
from ml_connector.xero.client import XeroClient

DATASET = "journals"
_AT_ONCE = 40
"""Calls of one invocation; what they brought is then kept, and needs never be asked for again."""

_PATIENCE = 900
"""Seconds that a run waits to go on reading; an aid is worth no night."""


class JournalsRead(Payload, frozen=True):
    """How far a run has read an entity's journals.

    until    the greatest number that was read
    new      journals that this run has brought
    calls    what it has spent on them
    done     it asks for no more; reason: why they are not complete all the same
    wait     seconds before asking again makes sense
    """

    until: int
    new: int = 0
    calls: int = 0
    done: bool = False
    reason: str = ""
    wait: int = 0

    @property
    def complete(self) -> bool:
        """Whether Xero has no more of them."""
        return self.done and not self.reason

    @property
    def told(self) -> str:
        """In words."""
        upto = f"read up to number {self.until:,} in {self.calls:,} calls, {self.new:,} of them new"
        return upto if self.complete else f"{upto}; not used, because {self.reason}"


class JournalReading:
    """The journals of one entity in one attempt of a run.

    most   calls that the run may spend on them
    """

    def __init__(self, run: str, attempt: int, entity: str, raw: RawStore, store: JournalStore, most: int) -> None:
        self._run, self._sweep, self._entity = run, attempt + 1, entity
        self._raw, self._store, self._most = raw, store, most

    def begin(self) -> JournalsRead:
        """Where the last run has stopped."""
        return JournalsRead(until=self._store.read_until(self._entity))

    def go_on(self, client: XeroClient, stands: JournalsRead, hurry: Callable[[], bool]) -> JournalsRead:
        """Read on, and keep what was read; never raises what Xero refuses.

        hurry   whether the time of this invocation is nearly used up
        """
        begun, found, parked = stands.calls, list[Journal](), self._parked()
        stands = replace(stands, wait=0)
        try:
            while not stands.done and stands.calls - begun < _AT_ONCE and not hurry():
                stands = self._next(client, stands, parked, found)
        except RateLimited as limit:
            stands = _limited(stands, limit)
        except (Stop, VendorDown) as error:
            stands = replace(stands, done=True, reason=str(error))
        self._keep(found, stands.until)
        return stands

    def _next(
        self, client: XeroClient, stands: JournalsRead, parked: Mapping[int, str], found: list[Journal]
    ) -> JournalsRead:
        if stands.calls >= self._most:
            reason = f"a run spends {self._most:,} calls on them at most (proof.journal_calls); the next one goes on"
            return replace(stands, done=True, reason=reason)
        page, calls = self._page(client, stands.until, parked.get(stands.until))
        # A server that ignores the offset would come round again for ever. Source: singer-io/tap-xero.
        new = [one for one in page if one.number > stands.until]
        found += new
        return JournalsRead(
            until=max((one.number for one in new), default=stands.until),
            new=stands.new + len(new),
            calls=stands.calls + calls,
            done=not new,
        )

    def _page(self, client: XeroClient, after: int, parked: str | None) -> tuple[list[Journal], int]:
        """As it was first seen in this attempt of the run, and the calls that it took now."""
        asked = f"the journals of {self._entity} after number {after}"
        if parked is not None:
            return journals.read(self._raw.read(parked), asked), 0
        answer = journals.ask(client, after)
        page = journals.read(answer.http.body, asked)
        self._raw.park(self._run, self._entity, DATASET, self._sweep, after, answer.http.gzipped)
        return page, answer.calls

    def _parked(self) -> dict[int, str]:
        """The pages of this attempt by the number that they come after: a step that is repeated asks for none again."""
        pages = self._raw.pages(self._run, self._entity, DATASET)
        return {self._raw.number(key): key for key in pages if f"/{self._sweep:02d}-" in key}

    def _keep(self, found: list[Journal], until: int) -> None:
        for period, theirs in journal_lines.by_month(found).items():
            before = self._store.read(self._entity, period)
            self._store.write(self._entity, period, journal_lines.with_new(before, theirs))
        if found:
            self._store.have_read(self._entity, until)


def kept_journals(store: JournalStore, entity: str, periods: Iterable[str]) -> Iterator[Journal]:
    """The journals of these months, one after the other."""
    for period in periods:
        yield from journal_lines.read(store.read(entity, period), period)


def _limited(stands: JournalsRead, limit: RateLimited) -> JournalsRead:
    if limit.retry_after > _PATIENCE:
        return replace(stands, done=True, reason=str(limit))
    return replace(stands, wait=whole_seconds(limit.retry_after or 1))
