"""Reference data into members."""

import zlib
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.datasets import DATASETS
from ml_connector.settings import Load
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.mapping import Counts
from ml_connector.sync.references import accounts, label, organisation
from ml_connector.sync.referencing import map_references

from tests.unit.sync.ledger import CHART, NOON, AnAccount
from tests.unit.sync.memory import ARecord

COLUMNS = Load.model_validate(
    {"file": "f", "import": "i", "columns": {"Code": "{entity}:{id}", "Name": "label", "Status": "status"}}
).columns


class Lists:
    """The members of one entity, run after run; every run is proven."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[ARecord, str]] = {}
        self.run = 0

    def load(self, chart: Sequence[AnAccount]) -> tuple[Counts, list[str]]:
        self.run += 1
        packed: list[bytes] = []
        encoder = Encoder(DATASETS["accounts"], COLUMNS)
        chunks = Chunks("", 1_000_000, lambda _, chunk: packed.append(chunk))
        counts, remembered = map_references(
            accounts(chart, "UK"),
            self.known,
            dataset="accounts",
            page="page-1",
            pulled=NOON,
            run=f"run-{self.run}",
            proven=lambda _: True,
            encoder=encoder,
            chunks=chunks,
            refuse=lambda _: None,
        )
        for one in remembered:
            record = ARecord(f"run-{self.run}", one.change.fingerprint, NOON, one.change.lines, one.change.before)
            self.known[one.document_id] = (record, one.label)
        return counts, "".join(zlib.decompress(chunk, 31).decode() for chunk in packed).splitlines()


def test_only_what_is_new_or_changed_is_sent() -> None:
    """A quiet day must not block the model with an import of the whole chart."""
    lists = Lists()
    assert lists.load(CHART)[0].rows == 2

    counts, lines = lists.load([replace(CHART[0], name="Sales of goods"), CHART[1]])

    assert (counts.rows, counts.unchanged) == (1, 1)
    assert lines == ["UK:acc-sales,UK 200 Sales of goods,ACTIVE"]


def test_a_member_that_has_vanished_is_marked_and_not_forgotten() -> None:
    """An Anaplan list import never deletes; facts still stand on the member."""
    lists = Lists()
    lists.load(CHART)

    counts, lines = lists.load(CHART[:1])
    again, _ = lists.load(CHART[:1])

    assert (counts.tombstones, lines) == (1, ["UK:acc-bank,UK Company cards,DELETED"])
    assert again.rows == 0


def test_a_recoded_account_stays_the_same_member() -> None:
    """Codes are changed and reused; the id is the key."""
    lists = Lists()
    lists.load(CHART)

    _, lines = lists.load([replace(CHART[0], code="201"), CHART[1]])

    assert lines == ["UK:acc-sales,UK 201 Sales,ACTIVE"]


@given(st.text(max_size=200), st.uuids().map(str))
def test_a_label_fits_anaplans_limit(name: str, id_: str) -> None:
    """Names and codes hold at most 60 characters."""
    assert len(label(name, id_)) <= 60


def test_two_long_names_that_differ_at_the_end_stay_apart() -> None:
    """Cutting both would make one member of two."""
    names = [label("x" * 70 + ending, id_) for ending, id_ in (("a", "11111111-2"), ("b", "22222222-2"))]

    assert names[0] != names[1]


def test_an_organisation_without_a_name_is_called_by_its_entity() -> None:
    """Some answers leave the name out."""

    class Nameless:
        id, name, base_currency, country = "org-1", "", "CAD", ""

    assert organisation(Nameless(), "CA").name == "CA"
