"""A folder of Xero-shaped JSON files, proven without asking anybody: what its documents post against what it moved."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from ml_connector.datasets import DATASETS
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.proof.allocations import Prepaid
from ml_connector.sync.proof.amounts import Place, added
from ml_connector.sync.proof.books import Evidence, effects, posted_amounts, prove_books
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.entries import LEDGER, poster_of
from ml_connector.sync.proof.journals import Journal
from ml_connector.sync.proof.postings import Posted, Poster
from ml_connector.xero.datasets import records_of
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.journals import read as read_journals
from ml_connector.xero.models.reference import Account
from ml_connector.xero.profile import profile

from infra.cli.proving.report import ProofReport
from infra.cli.trouble import Misuse

_FILES = {"bills": "invoices"}
_JOURNALS, _MONTHS = "journals.json", "trial_balance.json"


def prove_folder(folder: Path, *, with_journals: bool) -> ProofReport:
    """The proof of one organisation's files; raises Misuse if there is nothing to compare with."""
    accounts = [one for one in _read(folder / "accounts.json", "accounts") if isinstance(one, Account)]
    organisation = profile(_body(folder / "organisation.json"), str(folder))
    base, chart = organisation.base_currency, Chart.of(accounts)
    journals = list(_journals(folder / _JOURNALS))
    moved = _moved(folder / _MONTHS) or added(_said(one) for one in journals)
    if not moved:
        raise Misuse(f"{folder} has neither {_MONTHS} nor {_JOURNALS}", "Add one of them to compare the documents with")
    posted = _posted(folder, base, chart)
    documents = [document for each in posted.values() for document in each]
    evidence = Evidence(
        moved=moved,
        documents={name: posted_amounts(each) for name, each in posted.items()},
        loaded=list(posted),
        known=LEDGER,
        posted=documents,
        beside=effects(documents),
        doubts={period for document in documents for period in document.doubts},
        journals=journals if with_journals and journals else None,
    )
    periods = {place.period for place in moved} | {document.period for document in documents}
    return ProofReport(title=folder.name, books=(prove_books(folder.name, base, periods - {""}, evidence, chart),))


def _posted(folder: Path, base: str, chart: Chart) -> dict[str, list[Posted]]:
    """What the documents of each dataset post; a dataset without a file is not loaded."""
    files = {name: folder / f"{_FILES.get(name, name)}.json" for name in LEDGER}
    found = {name: list(_documents(name, path)) for name, path in files.items() if path.exists()}
    rates = {one.id: one.rate for each in found.values() for one in each if getattr(one, "rate", None)}
    posted: dict[str, list[Posted]] = {}
    prepaid: dict[str, Prepaid] = {}
    poster = Poster(chart, base, rates.get, prepaid.get)
    for name, documents in found.items():
        post, live = poster_of(name, poster, found), DATASETS[name].live
        made = (post(document) for document in documents if document.status in live)
        posted[name] = [one for one in made if one is not None]
        prepaid |= {one.id: one.prepaid for one in posted[name] if one.prepaid}
    return posted


def _documents(dataset: str, path: Path) -> Iterator[Any]:
    for document in _read(path, dataset):
        if not isinstance(document, Unreadable) and ENDPOINTS[dataset].has(document):
            yield document


def _read(path: Path, dataset: str) -> list[Any]:
    return records_of(dataset, _body(path))


def _body(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Misuse(
            f"{path} cannot be read ({error.strerror})", "Name a folder with the files of one organisation"
        ) from None


def _journals(path: Path) -> Iterable[Journal]:
    return read_journals(path.read_bytes(), str(path)) if path.exists() else ()


def _moved(path: Path) -> dict[Place, Decimal]:
    """What each account moved, from a file of months: Date, and per account AccountID and Movement."""
    return added(
        {Place(str(row["AccountID"]), str(month["Date"])[:7]): Decimal(row["Movement"])}
        for month in _rows(path, "TrialBalances")
        for row in month["Rows"]
    )


def _said(one: Journal) -> dict[Place, Decimal]:
    return added({Place(account, one.period): amount} for account, amount in one.lines)


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)[key]
    return found
