"""Documents into rows, run after run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.sync.ledger import NOON, ALine, AnInvoice, ATag
from tests.unit.sync.memory import Books

INVOICE = AnInvoice(lines=(ALine("l1"), ALine("l2")))
EDITED = replace(INVOICE, updated=NOON + timedelta(hours=1))


def loaded(*invoices: AnInvoice) -> Books:
    books = Books()
    books.load("run-1", books.map("run-1", [invoices]))
    return books


def test_an_unchanged_document_is_not_sent_again() -> None:
    """The overlap of two deltas shows most documents twice."""
    counts = loaded(INVOICE).map("run-2", [[INVOICE]]).counts

    assert (counts.documents, counts.unchanged, counts.rows, counts.chunks) == (1, 1, 0, 0)


def test_a_voided_document_zeroes_its_lines() -> None:
    """It keeps its amounts in Xero, but they are not in the books any more."""
    books = loaded(INVOICE)
    mapping = books.map("run-2", [[replace(EDITED, status="VOIDED")]])
    books.load("run-2", mapping)

    assert (mapping.counts.tombstones, books.figures) == (2, {})


def test_a_line_that_has_vanished_is_zeroed() -> None:
    """Nothing in the new version names it; only the record does."""
    books = loaded(INVOICE)
    mapping = books.map("run-2", [[replace(EDITED, lines=(ALine("l1"),))]])
    books.load("run-2", mapping)

    assert (mapping.counts.tombstones, books.figures) == (1, {"UK-l1": "100"})


def test_lines_that_all_got_new_ids_replace_the_old_ones() -> None:
    """Xero may give every line a new id on an edit."""
    books = loaded(INVOICE)
    books.load("run-2", books.map("run-2", [[replace(EDITED, lines=(ALine("l3"), ALine("l4")))]]))

    assert books.figures == {"UK-l3": "100", "UK-l4": "100"}


def test_a_document_that_a_whole_read_does_not_show_is_zeroed_once() -> None:
    """A budget or a transfer that was deleted leaves no trace in Xero; only the record knows of it."""
    books = loaded(INVOICE)
    books.load("run-2", mapping := books.map("run-2", [[]], gone=lambda _: True))

    assert (mapping.counts.tombstones, books.figures) == (2, {})
    assert books.map("run-3", [[]], gone=lambda _: True).rows == []


@pytest.mark.parametrize("gone", [None, lambda _: False])
def test_a_document_that_was_not_asked_for_is_not_gone(gone: Callable[[str], bool] | None) -> None:
    """A delta shows what has changed, and a window of a budget only its own months."""
    assert loaded(INVOICE).map("run-2", [[]], gone=gone).rows == []


def test_a_document_that_counts_elsewhere_now_is_zeroed_here() -> None:
    """When transfers get a load of their own, bank transactions let go of them."""
    books = loaded(INVOICE)
    books.load("run-2", books.map("run-2", [[replace(INVOICE, lines=())]]))

    assert books.figures == {}


def test_a_document_on_two_pages_is_sent_once_in_its_newest_version() -> None:
    """It moved while the pages were read; a module import would add both versions up."""
    newer = replace(EDITED, lines=(ALine("l1", Decimal(7)),))
    mapping = Books().map("run-1", [[INVOICE], [newer]])

    assert [row["Base"] for row in mapping.rows] == ["7"]
    assert mapping.counts.documents == 1


def test_lines_left_by_a_run_that_failed_are_zeroed_by_the_next() -> None:
    """The failed run's rows may have arrived although it never proved it."""
    books = Books()
    failed = books.map("run-1", [[INVOICE]])
    books.send(failed, rows=2)
    books.load("run-2", books.map("run-2", [[replace(EDITED, lines=(ALine("l9"),))]]))

    assert books.figures == {"UK-l9": "100"}


def test_an_older_version_never_follows_a_newer_one() -> None:
    """A run that waited for the lock holds pages from before the run that went first."""
    books = loaded(EDITED)

    assert books.map("run-2", [[replace(INVOICE, lines=(ALine("old"),))]]).counts.rows == 0


def test_a_draft_is_counted_but_not_sent() -> None:
    """It is not in the books yet."""
    counts = Books().map("run-1", [[replace(INVOICE, status="DRAFT")]]).counts

    assert (counts.documents, counts.rows, counts.quarantined) == (1, 0, 0)


def test_a_status_nobody_knows_is_kept_back_and_leaves_the_model_as_it_is() -> None:
    """Xero's enumerations grow; guessing could wipe figures that are right."""
    books = loaded(INVOICE)
    mapping = books.map("run-2", [[replace(EDITED, status="PARTPAID")]])

    assert (mapping.counts.quarantined, mapping.counts.rows) == (2, 0)
    assert "PARTPAID" in mapping.quarantined[0].reason


def test_a_line_kept_back_after_it_was_loaded_is_zeroed() -> None:
    """Its old figure would stand on the old account while the books say otherwise."""
    books = loaded(INVOICE)
    edited = replace(EDITED, lines=(ALine("l1"), ALine("l2", tracking=(ATag("Department", "Legal"),))))
    mapping = books.map("run-2", [[edited]])
    books.load("run-2", mapping)

    assert (mapping.counts.quarantined, books.figures) == (1, {"UK-l1": "100"})


def test_two_lines_with_the_same_id_both_arrive() -> None:
    """One would overwrite the other."""
    books = loaded(AnInvoice(lines=(ALine("l1"), ALine("l1", Decimal(5)))))

    assert books.figures == {"UK-l1": "100", "UK-l1.2": "5"}


@pytest.mark.parametrize("chunk_bytes", [1, 60, 10_000])
def test_chunks_joined_are_the_whole_file(chunk_bytes: int) -> None:
    """One header, whole lines, whatever the size of a chunk."""
    invoices = [replace(INVOICE, id=f"{n:032x}", lines=(ALine(f"l{n}"),)) for n in range(10)]
    mapping = Books().map("run-1", [invoices], chunk_bytes)

    assert sorted(row["Line"] for row in mapping.rows) == [f"UK-l{n}" for n in range(10)]
    assert mapping.counts.chunks == len(mapping.chunks)


class AnyHistory(RuleBasedStateMachine):
    """Creates, edits, voids and failed runs in any order; after every proven run the model equals the books."""

    def __init__(self) -> None:
        super().__init__()
        self.books = Books()
        self.ledger: dict[str, AnInvoice] = {}
        self.changed: set[str] = set()
        self.run = 0
        self.level = False

    @rule(
        number=st.integers(0, 3),
        lines=st.lists(st.integers(0, 6), unique=True, max_size=4),
        status=st.sampled_from(["AUTHORISED", "AUTHORISED", "VOIDED", "DELETED", "DRAFT"]),
        amount=st.integers(1, 9),
    )
    def write(self, number: int, lines: list[int], status: str, amount: int) -> None:
        """Create or edit a document."""
        id_ = f"{number:032x}"
        made = tuple(ALine(f"{number}-{line}", Decimal(amount)) for line in lines)
        self.ledger[id_] = AnInvoice(
            id_, made, status, updated=NOON + timedelta(minutes=self.run, seconds=len(self.changed))
        )
        self.changed.add(id_)
        self.level = False

    @rule(rows=st.integers(0, 12))
    def run_that_dies(self, rows: int) -> None:
        """Some rows arrive, nothing is proven, and the cursor stays."""
        self.run += 1
        mapping = self.books.map(f"run-{self.run}", [[self.ledger[id_] for id_ in sorted(self.changed)]])
        self.books.send(mapping, rows)
        self.level = False

    @rule(overlap=st.sets(st.integers(0, 3)))
    def run_that_is_proven(self, overlap: set[int]) -> None:
        """A delta with whatever the overlap shows again."""
        self.run += 1
        seen = self.changed | {id_ for n in overlap if (id_ := f"{n:032x}") in self.ledger}
        self.books.load(
            f"run-{self.run}", self.books.map(f"run-{self.run}", [[self.ledger[id_] for id_ in sorted(seen)]])
        )
        self.changed.clear()
        self.level = True

    @invariant()
    def the_model_equals_the_books(self) -> None:
        """As a first load of everything would leave it."""
        if self.level:
            fresh = Books()
            fresh.load("all", fresh.map("all", [list(self.ledger.values())]))
            assert self.books.figures == fresh.figures


AnyHistory.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
test_any_history_of_edits_and_failed_runs_ends_with_the_model_equal_to_the_books = AnyHistory.TestCase
