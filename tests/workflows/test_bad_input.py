"""Bad input: an error with its cause, its proof and the next step; nothing lost, no cursor moved, no model held."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from infra.local.vendors.common.faults import Fault
from infra.local.vendors.xero.wire.exact import Record
from tests.workflows import edits
from tests.workflows.compare import same_figures, sides
from tests.workflows.ledger import SALES, sales, small_books
from tests.workflows.rig import Rig
from tests.workflows.stage_settings import LOCKED_OUT, LOST, NO_MODEL, REVOKED, UNKNOWN_MODEL

MEGABYTES = 'Lorem ipsum, dolor "sit" amet\n' * 100_000

WRONG = {
    LOST: ("BadCredentials", ("0000dead", "is not connected", "Harbour & Vale Ltd", "`ml-connector connect`")),
    REVOKED: ("BadCredentials", ("refused the refresh token", "invalid_grant", "`ml-connector connect`")),
    LOCKED_OUT: (
        "BadCredentials",
        ("integration@harbourvale.example", "FAILURE_BAD_CREDENTIAL", "`ml-connector connect anaplan`"),
    ),
    NO_MODEL: ("SettingsWrong", (UNKNOWN_MODEL, "Xero Data Hub")),
}


@pytest.mark.parametrize("entity", WRONG)
def test_an_entity_that_settings_describe_wrongly_stops_the_run(loaded: Rig, entity: str) -> None:
    """The person who reads this at eight in the morning did not write the settings."""
    error, words = WRONG[entity]

    told = loaded.run(entity)

    assert told.ending.error == error, told.why
    assert [word for word in words if word not in told.why] == []
    assert "not-the-password" not in told.why
    assert loaded.kept.cursor(entity, "invoices") is None
    assert loaded.kept.holder() is None


@pytest.mark.parametrize(
    ("asked", "hint"),
    [({"entities": ["Uk"]}, "did you mean UK"), ({"datasets": ["invoice"]}, "did you mean invoices")],
    ids=["entity", "dataset"],
)
def test_a_request_for_what_settings_do_not_have_is_answered_with_what_they_have(
    loaded: Rig, asked: dict[str, Any], hint: str
) -> None:
    """A run that silently does nothing would look like a quiet night."""
    told = loaded.finish(loaded.home.run("actuals", asked))

    assert told.ending.error == "SettingsWrong"
    assert hint in told.why


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"model": "75a40874e6b64fa3ae0743278996850f"},
            ("anaplan.models.hub.model", "upper case", "75A40874E6B64FA3AE0743278996850F"),
        ),
        (
            {"workspace": "8A81B09D7C2F4E61A5D3909B1E6F72C4"},
            ("anaplan.models.hub.workspace", "lower case", "8a81b09d7c2f4e61a5d3909b1e6f72c4"),
        ),
    ],
    ids=["model", "workspace"],
)
def test_ids_in_the_wrong_case_are_told_with_the_right_spelling(
    loaded: Rig, change: dict[str, str], words: tuple[str, ...]
) -> None:
    """Anaplan answers them with 404 as if there were no such model."""
    settings = json.loads(loaded.settings.compiled())
    settings["anaplan"]["models"]["hub"] |= change

    with loaded.kept.told_otherwise("prepare", json.dumps(settings)):
        told = loaded.run("UK")

    assert told.ending.error == "SettingsWrong", told.why
    assert [word for word in words if word not in told.why] == []


@pytest.mark.parametrize(
    "body",
    ['{"Invoices": [{"InvoiceID": "1f', "<html>Sign in</html>", '{"Status": "OK"}', '{"Invoices": {}}', "[]"],
    ids=["cut JSON", "HTML", "no collection", "no list", "no object"],
)
def test_a_page_that_is_no_page_stops_the_run(loaded: Rig, body: str) -> None:
    """Taken for an empty page, it would move the cursor over documents that nobody has read."""
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    loaded.xero.state.faults.add(Fault(method="GET", path="/Invoices$", status=200, body=body))
    cursor = loaded.kept.cursor("UK", "invoices")

    told = loaded.run("UK", datasets=["invoices"])

    assert told.ending.error == "ContractBroken", told.why
    assert "Invoices" in told.why
    assert str(len(body)) in told.why
    assert body not in told.why
    assert loaded.kept.cursor("UK", "invoices") == cursor
    assert loaded.kept.holder() is None


@pytest.mark.parametrize(
    "path", ["/models$", "/processes/\\d+$", "/tasks/[0-9A-F]{32}$"], ids=["models", "process", "task"]
)
def test_malformed_json_of_anaplan_stops_the_run(loaded: Rig, path: str) -> None:
    """Whatever answers there, it is not Anaplan; the rows are sent again."""
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    loaded.anaplan.faults.add(Fault(method="GET", path=path, status=200, body='{"status": {"code": 2'))
    cursor = loaded.kept.cursor("UK", "invoices")

    told = loaded.run("UK", datasets=["invoices"])

    assert told.ending.error == "ContractBroken", told.why
    assert loaded.kept.cursor("UK", "invoices") == cursor


def test_what_was_held_up_by_malformed_answers_arrives_with_the_next_run(loaded: Rig) -> None:
    """Nothing of the runs before is lost, and nothing has to be asked for by hand."""
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def test_a_scope_that_was_not_granted_is_named_and_no_token_is_spent_on_it(loaded: Rig) -> None:
    """A new token of the same consent is no better."""
    refusal = {"Title": "Unauthorized", "Status": 401, "Detail": "AuthorizationUnsuccessful"}
    loaded.xero.state.faults.add(Fault(method="GET", path="/Payments$", status=401, body=refusal))
    last = loaded.xero_last()

    told = loaded.run("UK", datasets=["payments"])

    assert told.ending.error == "SettingsWrong"
    assert "scope" in told.why
    assert not [entry for entry in loaded.xero.state.journal.entries(last) if entry.path == "/connect/token"]


def test_an_empty_organisation_is_loaded_as_what_it_is(rig: Rig) -> None:
    """The company was founded yesterday."""
    code = rig.next_code()
    rig.open(small_books(code, invoices=0, Accounts=[]))

    told = rig.run(code)

    assert told.succeeded, told.why
    assert {row["rows_sent"] for (_, name), row in told.results.items() if name != "organisation"} == {0}
    assert rig.kept.cursor(code, "invoices") is not None
    same_figures(rig, code)


def test_an_organisation_in_another_currency_is_the_wrong_one(rig: Rig) -> None:
    """Its figures would be added to those of the right one as if they were pounds."""
    code = rig.next_code()
    books = small_books(code)
    books.collections["Organisations"][0]["BaseCurrency"] = "NOK"  # type: ignore[index]  # made as a dict
    rig.open(books)

    told = rig.run(code)

    assert told.ending.error == "SettingsWrong"
    assert all(
        word in told.why for word in (code, "GBP", "NOK", "Nothing of it is read", "`ml-connector connect xero")
    ), told.why
    assert sides(rig, code).held.codes("invoices") == set()


def test_a_description_of_three_megabytes_is_cut_and_its_figures_arrive(rig: Rig) -> None:
    """People paste whole contracts; Anaplan takes 60,000 characters and nobody reads them there."""
    code = rig.next_code()
    line = {**sales(1)["LineItems"][0], "Description": MEGABYTES}
    rig.open(small_books(code, Invoices=[sales(1, LineItems=[line]), sales(2)]))

    told = rig.run(code, datasets=["invoices"])

    assert told.succeeded, told.why
    assert told.results[code, "invoices"]["rows_sent"] == 2
    description = sides(rig, code).held.cells("invoices", f"{code}-{line['LineItemID']}")["Description"]
    assert len(description) <= 500
    assert description.startswith('Lorem ipsum, dolor "sit" amet Lorem')
    same_figures(rig, code, "invoices")


Spoil = Callable[[dict[str, Any]], None]


def _line(**fields: Any) -> Spoil:
    def spoil(document: dict[str, Any]) -> None:
        line = {**document["LineItems"][0], **fields}
        document["LineItems"] = [{name: value for name, value in line.items() if value is not None}]

    return spoil


def _without(*names: str) -> Spoil:
    def spoil(document: dict[str, Any]) -> None:
        for name in names:
            del document[name]

    return spoil


ODD: dict[str, tuple[Spoil, str]] = {
    "no account": (_line(AccountCode=None), "the line has an amount but no account"),
    "an unknown account": (_line(AccountCode="999"), "has no account 999"),
    "an unknown option": (
        _line(Tracking=[{"Name": "Region", "Option": "Atlantis"}]),
        "Region has no option 'Atlantis'",
    ),
    "no rate": (lambda document: document.update(CurrencyCode="USD", CurrencyRate=0), "carries no rate"),
    "an unknown status": (lambda document: document.update(Status="PAUSED"), "'PAUSED' is not known"),
    "no status": (_without("Status"), "Status"),
    "an amount that is no number": (_line(LineAmount="a lot"), "LineAmount"),
    "no stamp": (_without("UpdatedDateUTC", "UpdatedDateUTCString"), "UpdatedDateUTC"),
}


def test_documents_that_cannot_be_loaded_are_kept_with_the_reason_and_do_not_stop_the_others(rig: Rig) -> None:
    """One odd invoice among thousands must neither vanish nor hold up the month end."""
    code = rig.next_code()
    rig.open(small_books(code, invoices=len(ODD) + 2))
    invoices = rig.books(code)["Invoices"]
    odd = {oddity: dict(record) for oddity, record in zip(ODD, invoices.records(), strict=False)}
    for oddity, document in odd.items():
        ODD[oddity][0](document)
        invoices.put(Record(document))

    told = rig.run(code, datasets=["invoices"])

    assert told.succeeded, told.why
    row = told.results[code, "invoices"]
    assert (row["documents"], row["quarantined"], row["rows_sent"]) == (len(ODD) + 2, len(ODD), 2)
    (key,) = rig.kept.keys(f"runs/{told.run}/quarantine/{code}/invoices/")
    kept = {one["document_id"]: one for one in map(json.loads, rig.kept.content(key).splitlines())}
    for oddity, document in odd.items():
        one = kept[document["InvoiceID"]]
        assert ODD[oddity][1] in one["reason"]
        assert one["remedy"]
        assert document["InvoiceID"] in rig.kept.content(one["page"])


def test_a_line_id_that_stands_twice_in_a_document_is_loaded_twice(rig: Rig) -> None:
    """A module import would add the two up, or keep only one of them."""
    code = rig.next_code()
    line = sales(1)["LineItems"][0]
    totals = {"SubTotal": Decimal(21), "TotalTax": Decimal("4.2"), "Total": Decimal("25.2")}
    rig.open(small_books(code, Accounts=[SALES], Invoices=[sales(1, LineItems=[line, line], **totals)]))

    told = rig.run(code, datasets=["invoices"])

    assert told.results[code, "invoices"]["rows_sent"] == 2
    lines = sides(rig, code).held.lines("invoices")
    assert sum(one.base_amount for one in lines.values()) == 21
