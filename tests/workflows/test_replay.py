"""What was read once can be loaded again from the pages that are kept, without a word to Xero."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from ml_connector import plain

from infra.cli.main import main
from infra.local.vendors.xero.books.tenant import Tenant
from tests.workflows import edits
from tests.workflows.compare import same_figures, same_members, sides
from tests.workflows.first import FirstLoad
from tests.workflows.rig import Rig
from tests.workflows.run import Told


def replay(rig: Rig, entity: str, *datasets: str, **what: Any) -> Told:
    """A replay from its start to its end, during which Xero must hear nothing and no cursor may move."""
    heard, cursors = rig.xero_last(), [rig.kept.cursor(entity, dataset) for dataset in datasets]
    request = {"trigger": "replay", "entities": [entity], "datasets": datasets, "replay": what}
    told = rig.finish(rig.home.run("actuals", request, f"replay-{uuid4().hex[:8]}"))
    assert rig.xero.state.journal.entries(heard) == []
    assert [rig.kept.cursor(entity, dataset) for dataset in datasets] == cursors
    assert rig.kept.holder() is None
    return told


def test_replaying_an_old_run_brings_the_newest_version_of_each_document(loaded: Rig) -> None:
    """The run's own pages hold versions that were edited and voided since; they must not come back."""
    books = loaded.books("UK")
    original = edits.documents(books, lines=2)[0]
    edited, voided, same = (edits.copied(books, original) for _ in range(3))
    first = loaded.run("UK", datasets=["invoices"])
    document = books["Invoices"].get(edited)
    assert document is not None
    edits.with_lines(books, document, edits.booked(document)[1:])
    edits.changed(books, {"InvoiceID": voided}, Status="VOIDED")
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")

    again = replay(loaded, "UK", "invoices", run=first.run)
    everything = replay(loaded, "UK", "invoices", run=first.run, resend=True)

    assert again.succeeded, again.why
    assert again.results["UK", "invoices"]["rows_sent"] == 0
    assert everything.succeeded, everything.why
    pulled = first.results["UK", "invoices"]["documents"]  # what other tests edited lately is among them
    assert everything.results["UK", "invoices"]["documents"] == pulled >= 3
    assert everything.results["UK", "invoices"]["rows_sent"] > len(edits.booked(original))
    assert everything.results["UK", "invoices"]["xero_calls"] == 0
    assert same in {document["InvoiceID"] for document in edits.documents(books)}
    same_figures(loaded, "UK", "invoices")


def test_a_whole_run_is_replayed_in_silence(loaded: Rig, first: FirstLoad) -> None:
    """Every dataset with its lists, and the books: whoever has no calls left today can still load."""
    datasets = tuple(dataset for entity, dataset in first.told.results if entity == "NZ")

    told = replay(loaded, "NZ", *datasets, run=first.told.run)

    assert told.succeeded, told.why
    assert {dataset for _, dataset in told.results} == set(datasets)
    same_figures(loaded, "NZ")
    same_members(loaded, "NZ")


def test_a_month_is_replayed_by_todays_rules(loaded: Rig) -> None:
    """A column that is mapped otherwise from today on reaches what was loaded long ago."""
    period = str(edits.documents(loaded.books("NZ"))[0]["DateString"])[:7]
    unchanged = replay(loaded, "NZ", "invoices", period=period)
    with _mapped_by(loaded, "Description", {"constant": "as told today"}):
        told = replay(loaded, "NZ", "invoices", period=period)
    back = replay(loaded, "NZ", "invoices", period=period)

    assert unchanged.results["NZ", "invoices"]["rows_sent"] == 0
    assert told.succeeded, told.why
    assert told.results["NZ", "invoices"]["rows_sent"] >= told.results["NZ", "invoices"]["documents"] > 0
    assert back.results["NZ", "invoices"]["rows_sent"] == told.results["NZ", "invoices"]["rows_sent"]
    same_figures(loaded, "NZ", "invoices")


def test_what_is_kept_back_is_loaded_once_the_mapping_is_mended(loaded: Rig) -> None:
    """Nobody has to touch the document in Xero, and nothing else is sent."""
    books = loaded.books("UK")
    original = edits.documents(books)[0]
    id_ = edits.copied(books, original)
    with _mapped_by(loaded, "Account", {"table": "accounts.csv", "of": "account_code", "values": {}}):
        kept_back = loaded.run("UK", datasets=["invoices"])
    assert kept_back.results["UK", "invoices"]["quarantined"] >= len(edits.booked(original))
    assert f"UK-{edits.booked(books['Invoices'].get(id_) or {})[0]['LineItemID']}" not in sides(
        loaded, "UK"
    ).held.lines("invoices")

    mended = replay(loaded, "UK", "invoices", held=True)

    assert mended.succeeded, mended.why
    assert mended.results["UK", "invoices"]["quarantined"] == 0
    assert mended.results["UK", "invoices"]["rows_sent"] >= len(edits.booked(original))
    same_figures(loaded, "UK", "invoices")
    assert replay(loaded, "UK", "invoices", held=True).results["UK", "invoices"]["documents"] == 0


@contextmanager
def _mapped_by(rig: Rig, column: str, rule: Mapping[str, Any]) -> Iterator[None]:
    """Invoices are mapped with another rule for one column for a while."""
    settings = json.loads(rig.settings.compiled())
    settings["loads"]["invoices"]["columns"][column] = rule
    with rig.kept.told_otherwise("map_rows", json.dumps(settings)):
        yield


def test_a_record_tells_its_story_and_the_audit_proves_itself(
    loaded: Rig, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Kept back by one run, loaded by the next: an auditor sees both, with the reason and the task, and no gap."""
    books = loaded.books("UK")
    id_ = edits.copied(books, edits.documents(books)[0], InvoiceNumber="INV-STORY-1")
    with _mapped_by(loaded, "Account", {"table": "accounts.csv", "of": "account_code", "values": {}}):
        first = loaded.run("UK", datasets=["invoices"])
    home = _home(loaded, tmp_path)
    status = main(["quarantine", "retry", "--record", "INV-STORY-1", "--json", *home])
    second = json.loads(capsys.readouterr().out)
    assert (status, second["status"]) == (0, "SUCCEEDED")

    stories = []
    for name in (id_, "INV-STORY-1", f"UK-{_first_line(books, id_)}"):
        assert main(["trace", name, "--json", *home]) == 0
        stories += json.loads(capsys.readouterr().out)["stories"]

    assert stories == [stories[0]] * 3
    assert [chapter["run"] for chapter in stories[0]["chapters"]] == [first.run, second["run"]]
    (before, after) = ([event["what"] for event in chapter["events"]] for chapter in stories[0]["chapters"])
    assert before == ["pulled", *["held back"] * (len(before) - 1)]
    assert after == ["pulled", "mapped", "sent", "imported", "proven", "resolved"]
    assert stories[0]["link"].endswith(f"InvoiceID={id_}")
    assert main(["trace", "INV-STORY", *home]) == 2
    assert "INV-STORY-1" in capsys.readouterr().err
    assert main(["trace", id_, *home]) == 0
    assert main(["audit", "verify", "--limit", "500", "--json", *home]) == 0, capsys.readouterr().out
    verdicts = {one["run"]: one for one in json.loads(capsys.readouterr().out.splitlines()[-1])["runs"]}
    assert verdicts[first.run]["closed"]

    _tamper(loaded, first.run)
    assert main(["audit", "verify", first.run, "--json", *home]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["runs"][0]["findings"]
    assert (finding["part"], finding["entry"]) == ("UK#invoices#mapped#0", 0)


def _home(rig: Rig, folder: Path) -> list[str]:
    file = folder / "home.json"
    file.write_text(plain.json(rig.home.description), encoding="utf-8")
    return ["--home", str(file)]


def _first_line(books: Tenant, id_: str) -> str:
    document = books["Invoices"].get(id_)
    assert document is not None
    return str(edits.booked(document)[0]["LineItemID"])


def _tamper(rig: Rig, run: str) -> None:
    """Somebody says that a record was never kept back."""
    (key,) = (key for key in rig.kept.keys("audit/") if f"/{run}/UK.invoices.mapped" in key)
    forged = gzip.compress(rig.kept.content(key).replace('"held":', '"sent":', 1).encode())
    rig.home.client("s3").put_object(Bucket=rig.home.description.bucket, Key=key, Body=forged)
