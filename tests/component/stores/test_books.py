"""Shards of the book are overwritten; marks stay."""

from datetime import date

from ml_connector.stores.books import Again, BookStore
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.proofs import ProofStore
from msgspec import Struct


class Found(Struct, frozen=True):
    rows: int


def test_a_shard_is_what_was_written_last(objects: ObjectStore) -> None:
    """Its first line can be read without the rest: sums are asked for more often than documents."""
    books = BookStore(objects)
    assert (books.read("UK", "bills", 3), books.first_line("UK", "bills", 3)) == ([], None)

    books.write("UK", "bills", 3, ["old"])
    books.write("UK", "bills", 3, ["[sums]", "[a document]"])

    assert books.read("UK", "bills", 3) == ["[sums]", "[a document]"]
    assert (books.first_line("UK", "bills", 3) or "").strip() == "[sums]"


def test_a_mark_is_made_once_and_for_one_entity(objects: ObjectStore) -> None:
    """Making it again is no error; a mark whose name begins alike is another one."""
    books = BookStore(objects)
    books.mark("UK", "bills-whole")
    books.mark("UK", "bills-whole")

    assert books.marked("UK", "bills-whole")
    assert not books.marked("UK", "bills")
    assert not books.marked("NZ", "bills-whole")


def test_proofs_of_both_kinds_are_kept_apart(objects: ObjectStore) -> None:
    """A step that is repeated and finds something else leaves both."""
    proofs = ProofStore(objects)
    key = proofs.put_books("r", 0, "UK", Found(rows=1))
    proofs.put_books("r", 0, "UK", Found(rows=2))
    proofs.put_read_back("r", 0, "UK", "bills", Found(rows=3))

    assert proofs.read(key) == b'{"rows":1}'
    assert len(proofs.keys("r", "books")) == 2
    assert len(proofs.keys("r", "read-back")) == 1


def test_what_is_to_be_pulled_again_is_forgotten_when_it_is_mended(objects: ObjectStore) -> None:
    """How often it was wanted in a row bounds the calls that it may cost."""
    books = BookStore(objects)
    books.want_again("UK", None)
    assert books.again("UK") == Again()

    books.want_again("UK", Again(first=date(2026, 10, 1), tries=1))
    assert books.again("UK").first == date(2026, 10, 1)

    books.want_again("UK", None)
    assert books.again("UK") == Again()
