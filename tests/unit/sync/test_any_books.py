"""Accounts and documents together: whatever happens to both in Xero, deltas end where a load from scratch would."""

import csv
import zlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from ml_connector.datasets import DATASETS
from ml_connector.settings import Dimension, Load
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.cutting import Texts
from ml_connector.sync.documents import Page
from ml_connector.sync.drift import Gate
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.lines import LineRows
from ml_connector.sync.mapping import FactMapping
from ml_connector.sync.members import Members as Chart
from ml_connector.sync.membership import Checks, KnownMembers, Members
from ml_connector.sync.references import accounts
from ml_connector.sync.referencing import map_references

from tests.unit.sync.ledger import NOON, ALine, AnAccount, AnInvoice
from tests.unit.sync.memory import ARecord, MemoryRecords

LIST = Load.model_validate(
    {
        "file": "f",
        "import": "i",
        "columns": {"Code": "{entity}:{id}", "Name": "label", "Account code": "code", "Status": "status"},
    }
).columns
FACTS = Load.model_validate(
    {
        "file": "f",
        "import": "i",
        "columns": {"Line": "line_key", "Account": "{entity}:{account_id}", "Base": "base_amount"},
    }
).columns
DIMENSION = Dimension.model_validate(
    {"list": "Accounts", "columns": ["Account"], "filled_by": "accounts", "unknown": "create"}
)
IDS = [f"acc-{letter}" for letter in "abcd"]
NUMBERS, PLACES = st.integers(0, 3), st.integers(0, 3)


def read(chunks: list[bytes]) -> list[list[str]]:
    return list(csv.reader("".join(zlib.decompress(one, 31).decode() for one in chunks).splitlines()))[1:]


@dataclass
class Firm:
    """One entity's list and lines in a model that refuses what Anaplan refuses."""

    run: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    known: dict[str, tuple[ARecord, str]] = field(default_factory=dict)
    records: dict[str, ARecord] = field(default_factory=dict)
    lines: dict[str, tuple[str, str]] = field(default_factory=dict)

    def load(self, chart: list[AnAccount], documents: list[AnInvoice]) -> None:
        """One run that is proven: the list, then the facts against the list."""
        self.run += 1
        self._load_list(chart)
        self._load_facts(chart, documents)

    def _load_list(self, chart: list[AnAccount]) -> None:
        sent: list[bytes] = []
        encoder = Encoder(DATASETS["accounts"], LIST, Checks(dict.fromkeys(("Code", "Name"), Texts())))
        _, remembered = map_references(
            accounts(chart, "UK"),
            self.known,
            dataset="accounts",
            page={},
            pulled=NOON,
            run=f"run-{self.run}",
            proven=lambda _: True,
            encoder=encoder,
            chunks=Chunks(encoder.header, 10_000, lambda _, chunk: sent.append(chunk)),
            refuse=self._never,
            tell=lambda _: None,
            gate=Gate("UK", "accounts", "accounts", DIMENSION, encoder, list(self.items.values())),
        )
        for one in remembered:
            record = ARecord(f"run-{self.run}", one.change.fingerprint, NOON, one.change.lines, one.change.before)
            self.known[one.document_id] = (record, one.label)
        for code, name, account_code, status in read(sent):
            others = {item.name.casefold() for item in self.items.values() if item.code != code}
            assert name.casefold() not in others, "Anaplan has each name once in a list"
            assert len(name) <= 60
            self.items[code] = Item(code, name, {"Account code": account_code, "Status": status})

    def _load_facts(self, chart: list[AnAccount], documents: list[AnInvoice]) -> None:
        sent: list[bytes] = []
        members = Members(DIMENSION, KnownMembers.of(self.items.values()), is_needed=True)
        encoder = Encoder(DATASETS["invoices"], FACTS, Checks({"Account": members}))
        FactMapping(
            entity="UK",
            dataset=DATASETS["invoices"],
            statuses=frozenset(DATASETS["invoices"].live),
            maker=LineRows("UK", "GBP", Chart.of(chart, ())),
            encoder=encoder,
            chunks=Chunks(encoder.header, 10_000, lambda _, chunk: sent.append(chunk)),
            records=MemoryRecords(f"run-{self.run}", self.records),
            refuse=self._never,
            run=f"run-{self.run}",
            proven=lambda _: True,
            tell=lambda _: None,
        ).map([Page("page", documents)])
        self.lines.update({line: (account, base) for line, account, base in read(sent)})

    @property
    def shown(self) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
        """The members that Xero still has, and the lines with a figure."""
        there = {
            item.code: (item.properties["Account code"], item.properties["Status"]) for item in self.items.values()
        }
        return (
            {code: told for code, told in there.items() if told[1] != "DELETED"},
            {line: told for line, told in self.lines.items() if told[1] != "0"},
        )

    def _never(self, kept: Any) -> None:
        raise AssertionError(kept.reason)


class AnyBooks(RuleBasedStateMachine):
    """Creates, edits, voids, recodes, renames, archives and deletes, then deltas."""

    def __init__(self) -> None:
        super().__init__()
        self.firm = Firm()
        self.chart = {id_: AnAccount(id_, f"20{n}", f"Sales {n}") for n, id_ in enumerate(IDS)}
        self.ledger: dict[str, AnInvoice] = {}
        self.changed: set[str] = set()
        self.clock = 0

    @rule(
        number=NUMBERS, lines=st.lists(PLACES, unique=True, max_size=3), places=st.lists(PLACES, min_size=4, max_size=4)
    )
    def write(self, number: int, lines: list[int], places: list[int]) -> None:
        """A document is created or edited; its lines stand on accounts of the chart."""
        there = sorted(self.chart)
        made = tuple(
            ALine(f"{number}-{n}", Decimal(n + 1), account_id=there[places[n] % len(there)]) for n in lines if there
        )
        self._put(AnInvoice(f"{number:032x}", made))

    @rule(number=NUMBERS, status=st.sampled_from(["VOIDED", "DELETED", "DRAFT"]))
    def void_or_delete(self, number: int, status: str) -> None:
        """It keeps its lines in Xero; a draft is not in the books yet, or not any more."""
        if document := self.ledger.get(f"{number:032x}"):
            self._put(replace(document, status=status))

    @rule(number=NUMBERS, place=PLACES)
    def move_a_line(self, number: int, place: int) -> None:
        """The document stays what it is, and one line goes to another account."""
        document, there = self.ledger.get(f"{number:032x}"), sorted(self.chart)
        if document and document.lines and there:
            first, *others = document.lines
            moved = replace(first, account_id=there[place % len(there)])
            self._put(replace(document, lines=(moved, *others)))

    @rule(
        id_=st.sampled_from(IDS), code=st.sampled_from(["200", "201", "999"]), name=st.sampled_from(["Sales", "x" * 90])
    )
    def recode_and_rename(self, id_: str, code: str, name: str) -> None:
        """Codes and names change hands, and names may be too long."""
        if id_ in self.chart and code not in {account.code for account in self.chart.values()}:
            self.chart[id_] = replace(self.chart[id_], code=code, name=name)

    @rule(id_=st.sampled_from(IDS), status=st.sampled_from(["ACTIVE", "ARCHIVED"]))
    def archive_or_restore(self, id_: str, status: str) -> None:
        """Documents may still stand on it."""
        if id_ in self.chart:
            self.chart[id_] = replace(self.chart[id_], status=status)

    @rule(id_=st.sampled_from(IDS))
    def delete_or_create(self, id_: str) -> None:
        """Xero deletes only what no document stands on."""
        used = {line.account_id for document in self.ledger.values() for line in document.lines}
        if id_ not in self.chart:
            self.chart[id_] = AnAccount(id_, f"n{self.clock}", f"New {self.clock}")
        elif id_ not in used:
            del self.chart[id_]

    @rule()
    def somebody_deletes_an_item_in_anaplan(self) -> None:
        """A line keeps what it says, and the list gets its item back."""
        if self.firm.items:
            del self.firm.items[min(self.firm.items)]

    @rule(overlap=st.sets(NUMBERS))
    def run(self, overlap: set[int]) -> None:
        """The chart whole, documents by delta with whatever the overlap shows again."""
        seen = self.changed | {id_ for n in overlap if (id_ := f"{n:032x}") in self.ledger}
        self.firm.load(list(self.chart.values()), [self.ledger[id_] for id_ in sorted(seen)])
        self.changed.clear()
        scratch = Firm()
        scratch.load(list(self.chart.values()), list(self.ledger.values()))
        assert self.firm.shown == scratch.shown

    def _put(self, document: AnInvoice) -> None:
        self.clock += 1
        self.ledger[document.id] = replace(document, updated=NOON + timedelta(seconds=self.clock))
        self.changed.add(document.id)


AnyBooks.TestCase.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)
test_any_history_of_accounts_and_documents_ends_as_a_load_from_scratch_would = AnyBooks.TestCase
