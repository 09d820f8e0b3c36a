"""Journals are read on from where the last run stopped, kept by month, and cost no more than settings allow."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from ml_connector.answer import Answer
from ml_connector.errors import RateLimited, SettingsWrong, VendorDown
from ml_connector.steps.reading_journals import JournalReading, JournalsRead, kept_journals
from ml_connector.stores.journals import JournalStore
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.raw import RawStore
from ml_connector.sync.proof.journals import Journal
from ml_connector.xero.client import XeroAnswer, XeroClient
from ml_connector.xero.limits import Limits

PAGE = 3
AMOUNT = Decimal("10.50")


class Journals(XeroClient):
    """A Xero with journals only, which come three at a time; ``trouble`` is raised once, at this offset."""

    def __init__(self, *numbers: int, trouble: Mapping[int, Exception] | None = None) -> None:
        self.numbers = list(numbers)
        self.asked: list[int] = []
        self._trouble = dict(trouble or {})

    def get(self, path: str, params: Mapping[str, str] | None = None, since: datetime | None = None) -> XeroAnswer:
        assert (path, since) == ("Journals", None)
        offset = int((params or {})["offset"])
        self.asked.append(offset)
        if offset in self._trouble:
            raise self._trouble.pop(offset)
        found = [number for number in sorted(self.numbers) if number > offset][:PAGE]
        body = json.dumps({"Journals": list(map(record, found))}).encode()
        return XeroAnswer(Answer(200, {}, body), Limits(), 1)


class Stubborn(Journals):
    """A server that begins at the beginning, whatever it is asked."""

    def get(self, path: str, params: Mapping[str, str] | None = None, since: datetime | None = None) -> XeroAnswer:
        return super().get(path, {**(params or {}), "offset": "0"}, since)


def record(number: int) -> dict[str, object]:
    """Even numbers are of September, odd ones of October; every third has no source."""
    day = datetime(2026, 9 + number % 2, 15, tzinfo=UTC)
    return {
        "JournalNumber": number,
        "JournalDate": f"/Date({int(day.timestamp() * 1000)}+0000)/",
        **({"SourceType": "ACCREC", "SourceID": f"inv-{number}"} if number % 3 else {}),
        "JournalLines": [{"AccountID": "ar", "NetAmount": 10.5}, {"AccountID": "sales", "NetAmount": -10.5}],
    }


def reading(objects: ObjectStore, run: str = "run-1", most: int = 100) -> JournalReading:
    return JournalReading(run, 0, "UK", RawStore(objects), JournalStore(objects), most)


def read(at: JournalReading, xero: Journals) -> JournalsRead:
    return at.go_on(xero, at.begin(), lambda: False)


def kept(objects: ObjectStore, *periods: str) -> list[Journal]:
    return list(kept_journals(JournalStore(objects), "UK", periods))


def test_journals_are_read_to_their_end_and_kept_by_month(objects: ObjectStore) -> None:
    """Numbers have gaps, and an empty answer is the only end."""
    xero = Journals(1, 2, 3, 5, 8)

    found = read(reading(objects), xero)

    assert (found.until, found.new, found.calls, found.complete) == (8, 5, 3, True)
    assert xero.asked == [0, 3, 8]
    assert [one.number for one in kept(objects, "2026-09", "2026-10")] == [2, 8, 1, 3, 5]
    lines = (("ar", AMOUNT), ("sales", -AMOUNT))
    assert kept(objects, "2026-10")[0] == Journal(1, "2026-10", "ACCREC", "inv-1", lines)
    assert kept(objects, "2026-10")[1] == Journal(3, "2026-10", "", "", lines)


def test_the_next_run_asks_for_what_is_new(objects: ObjectStore) -> None:
    """One call in a quiet night."""
    read(reading(objects), Journals(1, 2))
    xero = Journals(1, 2, 4)

    found = read(reading(objects, "run-2"), xero)

    assert (xero.asked, found.new) == ([2, 4], 1)
    assert [one.number for one in kept(objects, "2026-09")] == [2, 4]


def test_a_run_spends_no_more_calls_than_it_may_and_the_next_one_goes_on(objects: ObjectStore) -> None:
    """The first reading of a long history must not eat the day; what is incomplete explains nothing."""
    many = range(1, 21)

    first = read(reading(objects, most=2), Journals(*many))
    second = read(reading(objects, "run-2"), Journals(*many))

    assert (first.calls, first.done, first.complete) == (2, True, False)
    assert "proof.journal_calls" in first.told
    assert (second.until, second.new, second.complete) == (20, 14, True)


def test_a_step_that_is_repeated_counts_nothing_twice_and_asks_for_nothing_again(objects: ObjectStore) -> None:
    """A function that dies after it has kept what it read leaves the state of before it."""
    step, begun = reading(objects), reading(objects).begin()
    step.go_on(Journals(1, 2, 3, 4), begun, lambda: False)
    xero = Journals(1, 2, 3, 4)

    again = step.go_on(xero, begun, lambda: False)

    assert (xero.asked, again.until, again.complete) == ([], 4, True)
    assert [one.number for one in kept(objects, "2026-09", "2026-10")] == [2, 4, 1, 3]


def test_a_pause_of_the_vendor_is_the_workflows_to_wait(objects: ObjectStore) -> None:
    """What came before it is kept."""
    xero = Journals(1, 2, 3, 4, trouble={3: RateLimited("a minute", 20)})
    step = reading(objects)

    paused = step.go_on(xero, step.begin(), lambda: False)
    gone_on = step.go_on(xero, paused, lambda: False)

    assert (paused.done, paused.wait, paused.until) == (False, 20, 3)
    assert (gone_on.wait, gone_on.until, gone_on.complete) == (0, 4, True)


def test_nobody_waits_a_night_for_an_aid(objects: ObjectStore) -> None:
    """When the calls of the day are used up, the books are classified by accounts."""
    found = read(reading(objects), Journals(1, trouble={0: RateLimited("the calls of this day are used up", 30_000)}))

    assert found.told.endswith("not used, because the calls of this day are used up")


@pytest.mark.parametrize("refusal", [SettingsWrong("the scope is lacking"), VendorDown("403 although connected")])
def test_an_app_that_may_not_read_them_is_told_why(objects: ObjectStore, refusal: Exception) -> None:
    """A refusal never stands for there being none. Xero has one for the scope, and one for the tier."""
    found = read(reading(objects), Journals(1, trouble={0: refusal}))

    assert (found.complete, found.reason) == (False, str(refusal))


def test_a_server_that_ignores_the_offset_is_not_asked_for_ever(objects: ObjectStore) -> None:
    """Journals that were seen before are the end."""
    JournalStore(objects).have_read("UK", 2)

    assert read(reading(objects), Stubborn(1, 2)).complete
    assert kept(objects, "2026-09", "2026-10") == []
