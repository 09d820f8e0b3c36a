"""Reference data into members."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.datasets import DATASETS
from ml_connector.settings import Load
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.mapping import Counts
from ml_connector.sync.references import accounts, contacts, currencies, label, organisation
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

    def load(self, chart: Sequence[AnAccount], *, again: bool = False, whole: bool = True) -> tuple[Counts, list[str]]:
        """again: the run before once more, as after a function that died."""
        self.run += not again
        packed: list[bytes] = []
        encoder = Encoder(DATASETS["accounts"], COLUMNS)
        chunks = Chunks(b"", 1_000_000, lambda _, chunk: packed.append(chunk))
        counts, remembered = map_references(
            accounts(chart, "UK"),
            self.known,
            dataset="accounts",
            page=dict.fromkeys((one.id for one in chart), "page-1"),
            pulled=NOON,
            run=f"run-{self.run}",
            proven=lambda _: True,
            encoder=encoder,
            chunks=chunks,
            refuse=lambda _: None,
            tell=lambda _: None,
            whole=whole,
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

    assert (counts.tombstones, lines) == (1, ["UK:acc-bank,UK Company cards~accbank,DELETED"])
    assert again.rows == 0


def test_a_recoded_account_stays_the_same_member() -> None:
    """Codes are changed and reused; the id is the key."""
    lists = Lists()
    lists.load(CHART)

    _, lines = lists.load([replace(CHART[0], code="201"), CHART[1]])

    assert lines == ["UK:acc-sales,UK 201 Sales,ACTIVE"]


def test_a_successor_gets_the_name_of_a_member_that_has_vanished() -> None:
    """Names are unique in an Anaplan list: a deleted account would keep its successor out for ever."""
    lists = Lists()
    lists.load(CHART)

    _, lines = lists.load([CHART[0], replace(CHART[1], id="acc-new")])

    assert lines == ["UK:acc-bank,UK Company cards~accbank,DELETED", "UK:acc-new,UK Company cards,ACTIVE"]


def test_two_members_of_one_name_are_told_apart_and_stay_as_they_are() -> None:
    """Two savings accounts without a code, or an archived option and its successor."""
    lists = Lists()
    lists.load(CHART)
    both = [replace(CHART[1], id="acc-new", name="COMPANY CARDS"), *CHART]

    _, lines = lists.load(both)
    again, _ = lists.load(both)

    assert lines == ["UK:acc-new,UK COMPANY CARDS~accnew,ACTIVE"]
    assert again.rows == 0


@given(st.permutations(["North", "South", "East"]), st.permutations(["a", "b", "c"]))
def test_names_that_were_swapped_settle_without_ever_standing_twice(names: list[str], order: list[str]) -> None:
    """Anaplan reads row by row and refuses a name that another member still has."""
    lists = Lists()
    lists.load([AnAccount(id_, "", name) for id_, name in zip("abc", ("North", "South", "East"), strict=True)])
    swapped = {id_: AnAccount(id_, "", name) for id_, name in zip("abc", names, strict=True)}
    model = dict(zip("abc", ("UK North", "UK South", "UK East"), strict=True))

    for _ in range(3):
        for line in lists.load([swapped[id_] for id_ in order])[1]:
            code, name, _ = line.split(",")
            assert name not in [other for id_, other in model.items() if f"UK:{id_}" != code]
            model[code.removeprefix("UK:")] = name

    assert model == {id_: f"UK {account.name}" for id_, account in swapped.items()}


def test_a_repeated_step_chooses_the_same_names() -> None:
    """Chunks are written once: other bytes under the same key would end the run."""
    lists = Lists()
    lists.load([*CHART, AnAccount("acc-old", "", "Safe")])
    swapped = [
        replace(CHART[0], name="Company cards", code=""),
        replace(CHART[1], name="Sales"),
        AnAccount("x", "", "Safe"),
    ]

    first, again = lists.load(swapped)[1], lists.load(swapped, again=True)[1]

    assert first == again
    assert len(first) == 4


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


def test_what_a_delta_does_not_bring_is_not_gone() -> None:
    """Contacts are read by delta: thousands of them, of which few change."""
    lists = Lists()
    lists.load(CHART)

    counts, lines = lists.load([replace(CHART[0], name="Sales of goods")], whole=False)

    assert (counts.tombstones, lines) == (0, ["UK:acc-sales,UK 200 Sales of goods,ACTIVE"])


@dataclass(frozen=True)
class AContact:
    """One contact."""

    id: str
    name: str
    status: str = ""
    number: str = ""
    merged_to: str = ""


def test_an_archived_contact_stays_a_member() -> None:
    """Invoices of last year still name it; a merged one names its successor."""
    found = [AContact("c-1", "Acme"), AContact("c-2", "Acme (old)", "ARCHIVED", "A2", "c-1")]
    active, archived = contacts(found, "UK")

    assert (active.label, active.status) == ("UK Acme", "ACTIVE")
    assert (archived.status, archived.code, archived.merged_to) == ("ARCHIVED", "A2", "c-1")


@dataclass(frozen=True)
class ACurrency:
    """One currency."""

    id: str
    description: str


def test_a_currency_is_known_by_its_code() -> None:
    """Two organisations may use the same one: the labels stay apart."""
    (row,) = currencies([ACurrency("NZD", "New Zealand Dollar")], "UK")

    assert (row.id, row.label, row.name) == ("NZD", "UK NZD", "New Zealand Dollar")
