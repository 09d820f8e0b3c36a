"""Members: what is unknown is found before it is loaded, and no history leaves model and books apart."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from ml_connector import plain
from ml_connector.settings import parse

from infra.cli.main import main
from infra.local.vendors.xero.books.tenant import Tenant
from tests.workflows import edits, mends
from tests.workflows.compare import same_figures, same_members, sides
from tests.workflows.rig import Rig


@pytest.fixture
def told(loaded: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    """What the command says of the home as JSON, with its exit status."""
    described = tmp_path / "home.json"
    described.write_text(plain.json(loaded.home.description))

    def tell(*command: str) -> tuple[int, Any]:
        status = main([*command, "--json", "--home", str(described)])
        return status, json.loads(capsys.readouterr().out)

    return tell


def _new_account(rig: Rig) -> str:
    return edits.new_account(rig.books("UK"), Code=f"47{uuid4().hex[:5]}", Name=f"Lifeboats {uuid4()}")


def test_the_drift_of_both_vendors_is_shown_and_nothing_is_written(
    loaded: Rig, told: Callable[..., tuple[int, Any]]
) -> None:
    """A person looks before the month is closed; the run after it does what was said."""
    books = loaded.books("UK")
    assert told("map", "check", "--entity", "UK") == (0, {"drifts": [{"entity": "UK", "findings": [], "more": 0}]})
    account = _new_account(loaded)
    option = edits.with_option(books, "Region", Name=f"Skerries {uuid4()}")
    assert loaded.run("UK", datasets=["accounts"]).succeeded
    edits.with_option(books, "Region", TrackingOptionID=option, Name=f"The Skerries {uuid4()}")
    books.upsert("Accounts", [{"AccountID": account, "Status": "ARCHIVED"}])
    another = _new_account(loaded)
    last = loaded.anaplan_last()

    status, answer = told("map", "check", "--entity", "UK")

    (drift,) = answer["drifts"]
    found = {(one["kind"], one["id"], one["then"]) for one in drift["findings"]}
    assert found == {
        ("new", another, "added by the load"),
        ("renamed", option, "renamed by the load"),
        ("archived", account, "marked as archived; rows may still name it"),
    }
    assert status == 0
    assert {entry.method for entry in loaded.anaplan.journal.entries(last)} == {"GET"}
    assert loaded.run("UK", datasets=["accounts"]).succeeded
    same_members(loaded, "UK")


def test_an_account_that_nobody_may_create_keeps_its_rows_back_until_it_is_there(
    loaded: Rig, told: Callable[..., tuple[int, Any]]
) -> None:
    """Kept with document, reason and remedy; then they return by themselves, although no delta brings them again."""
    account, books = _new_account(loaded), loaded.books("UK")
    document = edits.copied(books, edits.documents(books)[0])
    edits.move_line(books, document, account)
    settings = json.loads(loaded.settings.compiled())
    settings["dimensions"]["accounts"]["unknown"] = "quarantine"

    with loaded.kept.told_otherwise("map_rows", json.dumps(settings)):
        run = loaded.run("UK", datasets=["invoices"])

    assert run.succeeded, run.why
    _, groups = told("quarantine", "list", "--run", run.run)
    kept = {(one["dataset"], one["rows"], one["state"]) for one in groups["groups"]}
    assert kept == {("accounts", 1, "open"), ("invoices", 1, "open")}
    _, rows = told("quarantine", "show", "--run", run.run, "--dataset", "invoices", "--document", document)
    assert [row["values"]["account_id"] for row in rows["rows"]] == [account]
    assert "has no member" in rows["rows"][0]["reason"]

    later = datetime.now(UTC).isoformat()
    again = loaded.run("UK", datasets=["invoices"], since=later)

    assert again.succeeded, again.why
    assert again.results["UK", "invoices"]["returned"] == 1
    same_figures(loaded, "UK", "invoices")
    same_members(loaded, "UK")
    _, groups = told("quarantine", "list", "--run", run.run, "--dataset", "invoices")
    assert [(one["state"], one["by"]) for one in groups["groups"]] == [("returned", again.run)]
    _, open_ = told("quarantine", "show", "--document", document)
    assert open_["rows"] == []
    once_more = loaded.run("UK", datasets=["invoices"], since=later)
    assert once_more.results["UK", "invoices"]["documents"] == 0


def test_a_row_on_the_suspense_member_moves_to_its_own_without_asking_xero_again(
    loaded: Rig, told: Callable[..., tuple[int, Any]]
) -> None:
    """The totals are right at once, and each account's as soon as its member is there; nothing stays behind."""
    account, books = _new_account(loaded), loaded.books("UK")
    elsewhere = books["Accounts"].records()[0]["AccountID"]
    document = edits.copied(books, edits.documents(books)[0])
    edits.move_line(books, document, account)
    settings = json.loads(loaded.settings.compiled())
    settings["dimensions"]["accounts"] |= {"unknown": "suspense", "suspense": f"UK:{elsewhere}"}

    with loaded.kept.told_otherwise("map_rows", json.dumps(settings)):
        run = loaded.run("UK", datasets=["invoices"])

    assert run.succeeded, run.why
    assert run.results["UK", "invoices"]["suspense"] == 1
    _, groups = told("quarantine", "list", "--run", run.run, "--dataset", "invoices")
    assert [(one["state"], one["loaded"]) for one in groups["groups"]] == [("on suspense", True)]

    later = datetime.now(UTC).isoformat()
    again = loaded.run("UK", datasets=["invoices"], since=later)

    assert again.succeeded, again.why
    assert again.results["UK", "invoices"]["returned"] == 1
    same_figures(loaded, "UK", "invoices")
    _, groups = told("quarantine", "list", "--run", run.run, "--dataset", "invoices")
    assert [(one["state"], one["by"]) for one in groups["groups"]] == [("returned", again.run)]
    assert loaded.run("UK", datasets=["invoices"], since=later).results["UK", "invoices"]["returned"] == 0


def test_a_member_that_somebody_has_deleted_in_anaplan_is_brought_again(loaded: Rig) -> None:
    """The connector remembers that it was loaded, and the list says that it is not there."""
    account = _new_account(loaded)
    assert loaded.run("UK", datasets=["accounts"]).succeeded
    accounts = loaded.live.model.lists_by_name["Accounts"]
    lost = accounts.by_code(f"UK:{account}")
    assert lost is not None
    accounts.remove(lost)

    run = loaded.run("UK", datasets=["accounts"])

    assert run.results["UK", "accounts"]["rows_sent"] == 1
    same_members(loaded, "UK")


def test_a_list_kept_by_a_person_stops_the_run_before_anything_is_loaded(loaded: Rig) -> None:
    """Else the other lists would be ahead of it, and a person would hear of it only at the first fact."""
    edits.with_option(loaded.books("UK"), "Region", Name=f"Rockall {uuid4()}")
    settings = json.loads(loaded.settings.compiled())
    settings["dimensions"]["tracking"] |= {"filled_by": None, "unknown": "stop"}
    last, text = loaded.anaplan_last(), json.dumps(settings)

    with loaded.kept.told_otherwise("prepare", text), loaded.kept.told_otherwise("map_rows", text):
        stopped = loaded.run("UK", datasets=["invoices"])

    assert "MembersUnknown" in stopped.why
    assert "Rockall" in stopped.why
    assert {entry.method for entry in loaded.anaplan.journal.entries(last)} <= {"GET"}
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_members(loaded, "UK")


def test_lists_that_are_too_large_to_be_read_at_once_are_waited_for(loaded: Rig) -> None:
    """The workflow waits while Anaplan prepares them, and what was read is as good."""
    switches = loaded.anaplan.tenant.switches
    usual = {name: getattr(switches, name) for name in ("most_items", "large_read_seconds", "large_read_rows")}
    _new_account(loaded)
    switches.change({"most_items": 1, "large_read_seconds": 0.3, "large_read_rows": 5})
    try:
        run = loaded.run("UK", datasets=["accounts"])
    finally:
        switches.change(usual)

    assert run.succeeded, run.why
    answers = run.answers("read_members")
    assert {one["dimension"] for one in answers if not one["done"]} == {"entities", "accounts", "tracking"}
    assert all(one["members"] > 1 for one in answers if one["done"])
    assert run.results["UK", "accounts"]["rows_sent"] == 1
    same_members(loaded, "UK")


def test_a_table_for_a_new_organisation_is_proposed_from_what_the_list_has(
    loaded: Rig, told: Callable[..., tuple[int, Any]]
) -> None:
    """What is not certain is left blank, and says why."""
    status, proposal = told("map", "propose", "NZ")

    assert (status, len(proposal["entries"])) == (1, len(loaded.books("NZ")["Accounts"].records()))
    assert all(one["reason"] for one in proposal["entries"])


def test_a_table_in_the_bucket_is_what_each_run_finds_when_it_begins(
    loaded: Rig, told: Callable[..., tuple[int, Any]], tmp_path: Path
) -> None:
    """A person maps a new code without a deployment, its rows return, and every run shows what it has gone by."""
    books, file = loaded.books("UK"), tmp_path / "accounts.csv"
    chart = [one["AccountID"] for one in books["Accounts"].records()]
    account, table = _new_account(loaded), f"uk-{uuid4().hex[:6]}.csv"
    document = edits.copied(books, edits.documents(books)[1])
    edits.move_line(books, document, account)
    rules = {"Account": {"table": f"s3:{table}", "of": "account_id"}}

    with _columns_told(loaded, "invoices", rules):
        last = loaded.xero_last()
        missing = loaded.run("UK", datasets=["invoices"])
        assert "SettingsWrong" in missing.why
        assert f"map put-table {table} FILE" in missing.why
        assert loaded.xero_calls("UK", last) == []

        file.write_text("from,to\n" + "".join(f"{one},UK:{one}\n" for one in chart))
        assert told("map", "put-table", table, str(file))[0] == 0
        without = loaded.run("UK", datasets=["invoices"])
        (kept,) = [one for one in _quarantined(loaded, without.run, "invoices") if one["document_id"] == document]
        assert kept["remedy"] == f"add the line '{account},<member>' to s3:{table}"

        with file.open("a") as lines:
            lines.write(f"{account},UK:{account}\n")
        assert told("map", "put-table", table, str(file))[0] == 0
        whole = loaded.run("UK", datasets=["invoices"])
        assert whole.succeeded, whole.why

    same_figures(loaded, "UK", "invoices")
    before, after = (told("runs", "show", one.run)[1]["tables"] for one in (without, whole))
    assert [one["table"] for one in (*before, *after)] == [f"s3:{table}"] * 2
    assert (after[0]["entries"], after[0]["sha256"] != before[0]["sha256"]) == (before[0]["entries"] + 1, True)


def test_accounts_hang_on_their_types_and_move_when_the_type_changes_in_xero(loaded: Rig) -> None:
    """Reports in Anaplan add up along the hierarchy: a member on the wrong parent is a figure in the wrong total."""
    books, accounts = loaded.books("UK"), loaded.live.model.lists_by_name["Accounts"]
    moved, lost = _new_account(loaded), _new_account(loaded)
    books.upsert("Accounts", [{"AccountID": lost, "Type": "SUPERANNUATIONEXPENSE"}])
    types = {str(one["Type"]) for one in books["Accounts"].records()} - {"SUPERANNUATIONEXPENSE"} | {"OVERHEADS"}
    settings = json.loads(loaded.settings.compiled())
    settings["loads"]["accounts"]["columns"]["Parent"] = {"field": "type"}
    settings["dimensions"]["accounts"] |= {"parent": "Parent", "parents": "Account types"}

    def hung() -> dict[str, str | None]:
        """By account, the parent that its member hangs on; None: there is no such member."""
        codes = {str(one["AccountID"]): f"UK:{one['AccountID']}" for one in books["Accounts"].records()}
        items = {id_: accounts.by_code(code) for id_, code in codes.items()}
        parents = {id_: accounts.parent_of(item) if item else None for id_, item in items.items()}
        return {id_: parent.name if parent else None for id_, parent in parents.items()}

    def shown() -> dict[str, str | None]:
        return {str(one["AccountID"]): str(one["Type"]) for one in books["Accounts"].records()}

    with mends.hung_on(loaded.live, "Accounts", "Account types", types) as above, ExitStack() as otherwise:
        for function in ("prepare", "map_rows", "align_list"):
            otherwise.enter_context(loaded.kept.told_otherwise(function, json.dumps(settings)))
        run = loaded.run("UK", datasets=["accounts"])
        assert run.succeeded, run.why
        assert hung() == shown() | {lost: None}
        (kept,) = _quarantined(loaded, run.run, "accounts")
        assert (kept["document_id"], "is not in the list 'Account types'" in kept["reason"]) == (lost, True)

        above.add("SUPERANNUATIONEXPENSE", None)
        books.upsert("Accounts", [{"AccountID": moved, "Type": "OVERHEADS"}])
        again = loaded.run("UK", datasets=["accounts"])
        assert again.succeeded, again.why
        assert hung() == shown()
        assert hung()[moved] == "OVERHEADS"
        assert again.results["UK", "accounts"]["rows_sent"] == 2

    assert loaded.run("UK", datasets=["accounts"]).succeeded
    same_members(loaded, "UK")


@contextmanager
def _columns_told(rig: Rig, dataset: str, rules: dict[str, Any]) -> Iterator[None]:
    """Some columns of a load have other rules."""
    content = json.loads(rig.settings.compiled())
    content["loads"][dataset]["columns"] |= rules
    settings = parse(content, "of this test").compiled()
    with ExitStack() as otherwise:
        for function in ("prepare", "map_rows"):
            otherwise.enter_context(rig.kept.told_otherwise(function, settings))
        yield


def _quarantined(rig: Rig, run: str, dataset: str) -> list[dict[str, Any]]:
    keys = [key for key in rig.kept.keys(f"runs/{run}/quarantine/") if f"/{dataset}/" in key]
    return [json.loads(line) for key in keys for line in rig.kept.content(key).splitlines()]


@pytest.mark.parametrize("seed", [4, 13])
def test_any_history_of_edits_leaves_the_model_as_a_load_from_scratch_would(loaded: Rig, seed: int) -> None:
    """Creates, edits, voids, recodes, renames and deletes in any order, over several deltas."""
    chance, books = random.Random(seed), loaded.books("UK")  # noqa: S311 - no secret, but a seed
    for _ in range(2):
        for edit in chance.sample(HISTORY, k=len(HISTORY)):  # each of them, in any order
            edit(books, chance)
        assert loaded.run("UK").succeeded

    same_figures(loaded, "UK")
    same_members(loaded, "UK")
    assert "DELETED" in {status for _, _, status in sides(loaded, "UK").held.accounts().values()}


LOADED = "Until the next round"


def _any(books: Tenant, chance: random.Random) -> edits.Fields:
    return chance.choice(edits.documents(books, chance.choice(("ACCREC", "ACCPAY"))))


def _any_account(books: Tenant, chance: random.Random) -> str:
    return str(chance.choice(books["Accounts"].records())["AccountID"])


def _create(books: Tenant, chance: random.Random) -> None:
    edits.copied(books, _any(books, chance))


def _move(books: Tenant, chance: random.Random) -> None:
    edits.move_line(books, _any(books, chance)["InvoiceID"], _any_account(books, chance))


def _void(books: Tenant, chance: random.Random) -> None:
    edits.changed(books, _any(books, chance), Status="VOIDED")


def _name_lines_anew(books: Tenant, chance: random.Random) -> None:
    document = _any(books, chance)
    edits.with_lines(books, document, [{**line, "LineItemID": str(uuid4())} for line in document["LineItems"]])


def _recode(books: Tenant, chance: random.Random) -> None:
    books.upsert("Accounts", [{"AccountID": _any_account(books, chance), "Code": f"R{chance.randrange(10**6)}"}])


def _rename(books: Tenant, chance: random.Random) -> None:
    name = f"Renamed {chance.randrange(10**6)}"
    books.upsert("Accounts", [{"AccountID": _any_account(books, chance), "Name": name}])


def _rename_option(books: Tenant, chance: random.Random) -> None:
    option = chance.choice(edits.options_of(books, "Region"))
    name = f"Region {chance.randrange(10**6)}"
    edits.with_option(books, "Region", TrackingOptionID=option["TrackingOptionID"], Name=name)


def _add_and_delete_an_option(books: Tenant, chance: random.Random) -> None:
    option = edits.with_option(books, "Region", Name=f"Short-lived {chance.randrange(10**6)}")
    if chance.random() < 0.5:
        edits.without_option(books, "Region", option)


def _delete_a_payment(books: Tenant, chance: random.Random) -> None:
    payment = chance.choice(books["Payments"].records())
    books.upsert("Payments", [{"PaymentID": payment["PaymentID"], "Status": "DELETED"}])


def _delete_a_draft(books: Tenant, chance: random.Random) -> None:
    """Or one that was a draft when it was copied and is approved; only drafts can be deleted."""
    draft = edits.copied(books, _any(books, chance), Status="DRAFT")
    if chance.random() < 0.5:
        books.upsert("Invoices", [{"InvoiceID": draft, "Status": chance.choice(["DELETED", "AUTHORISED"])}])


def _add_and_delete_an_account(books: Tenant, chance: random.Random) -> None:
    number = chance.randrange(10**6)
    account = edits.new_account(books, Code=f"N{number}", Name=f"Short-lived {number}")
    if chance.random() < 0.5:
        books.remove("Accounts", account)


def _delete_accounts_that_were_loaded(books: Tenant, chance: random.Random) -> None:
    """Those that an earlier run has loaded and on which nothing is posted: others cannot be deleted."""
    posted = {line.get("AccountID") for one in books["Invoices"].records() for line in edits.booked(one)}
    for account in books["Accounts"].records():
        if account["Name"].startswith(LOADED) and account["AccountID"] not in posted:
            books.remove("Accounts", account["AccountID"])
    number = chance.randrange(10**6)
    edits.new_account(books, Code=f"L{number}", Name=f"{LOADED} {number}")


HISTORY = (
    _create,
    _move,
    _void,
    _name_lines_anew,
    _recode,
    _rename,
    _rename_option,
    _add_and_delete_an_option,
    _delete_a_payment,
    _delete_a_draft,
    _add_and_delete_an_account,
    _delete_accounts_that_were_loaded,
)
