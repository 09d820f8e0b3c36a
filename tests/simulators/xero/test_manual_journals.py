"""Writing manual journals. Source: Xero, Manual Journals; Response codes and errors."""

from typing import Any

import pytest
import requests

from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.ledgers import id_of, moved
from tests.simulators.xero.writing import TODAY, draft, made, refusal, send, writable_books


@pytest.fixture
def writing(serve: Serve) -> Client:
    """A client of an organisation whose books can be written."""
    return serve(writable_books())


def test_a_journal_is_a_draft_without_tax_of_today_unless_told_otherwise(writing: Client) -> None:
    """Which nothing counts until it is posted."""
    (journal,) = made(writing, draft())

    assert {name: journal[name] for name in ("Status", "LineAmountTypes", "Date", "ShowOnCashBasisReports")} == {
        "Status": "DRAFT",
        "LineAmountTypes": "NoTax",
        "Date": TODAY,
        "ShowOnCashBasisReports": True,
    }
    assert journal["JournalLines"][0] == {
        "TaxType": "NONE",
        "TaxAmount": 0.0,
        "LineAmount": 5.0,
        "AccountCode": "400",
        "Tracking": [],
        "AccountID": id_of("400"),
        "IsBlank": False,
    }
    assert writing.all("ManualJournals", {"page": 1}) == [journal]
    assert moved(writing, "2026-11-30") == {}


def test_a_posted_journal_is_in_the_ledger_and_a_voided_one_is_not(writing: Client) -> None:
    """Each is one more edit that a delta finds."""
    (journal,) = made(writing, draft(Status="POSTED", Date="2026-10-31"))
    assert moved(writing, "2026-10-31") == {"400": "5.00", "200": "-5.00"}

    writing.advance(60)
    send(writing, "POST", {"Status": "VOIDED"}, path=f"/{journal['ManualJournalID']}").raise_for_status()

    assert moved(writing, "2026-10-31") == {}
    (found,) = writing.all("ManualJournals", {"page": 1}, If_Modified_Since="2026-11-01T12:00:30")
    assert (found["Status"], len(found["JournalLines"])) == ("VOIDED", 2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (draft("100.00", "-10.00"), "The total debits (100.00) must equal total credits (-10.00)"),
        (draft("0.00"), "at least two"),
        (draft(Narration=" "), "Narration"),
        (draft(Date="2025-12-31"), "cannot be before the period lock date, currently set at 01 Jan 2026"),
        (draft(Date="2026-01-01"), "period lock date"),
        (draft(Status="VOIDED"), "VOIDED"),
        (draft(Url="ftp://files"), "Url"),
    ],
)
def test_a_wrong_journal_is_refused_with_the_reason(writing: Client, fields: Fields, message: str) -> None:
    """And nothing is saved."""
    (found,) = refusal(send(writing, "PUT", fields))

    assert message in found
    assert writing.all("ManualJournals") == []


@pytest.mark.parametrize(
    ("account", "message"),
    [
        ({"AccountCode": "999"}, "'999' is not a valid code"),
        ({"AccountID": made_id(5, 999)}, "is not a valid code"),
        ({"AccountCode": "090"}, "'090' is not a valid code"),
        ({"AccountCode": "610"}, "'610' is not a valid code"),
        ({"AccountCode": "800"}, "'800' is not a valid code"),
        ({"AccountCode": "960"}, "'960' is not a valid code"),
        ({"AccountCode": "620"}, "'620' has been archived, or has been deleted"),
    ],
)
def test_a_line_may_not_be_on_every_account(writing: Client, account: dict[str, str], message: str) -> None:
    """Unknown, bank, receivable, payable, retained earnings and archived accounts are refused."""
    writing.edit("Accounts", {"AccountID": id_of("620"), "Status": "ARCHIVED"})
    journal = draft(JournalLines=[{"LineAmount": 1, **account}, {"LineAmount": -1, "AccountCode": "200"}])

    found = refusal(send(writing, "PUT", journal))

    assert message in found[0]


def test_where_a_lock_date_itself_is_open_is_a_switch(writing: Client) -> None:
    """The message says before, the screen says on and before."""
    writing.admin("POST", "settings", {"lock_day": "open"})

    assert made(writing, draft(Date="2026-01-01"))


def test_a_posted_journal_of_a_locked_period_stays_and_a_draft_may_go(writing: Client) -> None:
    """What is locked can only be reversed in a later period."""
    posted, draft_one = made(writing, draft(Status="POSTED", Date="2026-02-01"), draft(Date="2026-02-01"))
    writing.edit("Organisation", {"OrganisationID": writing.tenant_id, "PeriodLockDate": "2026-06-30"})

    found = refusal(send(writing, "POST", {"Status": "VOIDED"}, path=f"/{posted['ManualJournalID']}"))
    assert "period lock date" in found[0]
    gone = send(writing, "POST", {"Status": "DELETED"}, path=f"/{draft_one['ManualJournalID']}")
    assert gone.json()["ManualJournals"][0]["Status"] == "DELETED"


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ("DRAFT", "POSTED", 200),
        ("DRAFT", "DELETED", 200),
        ("DRAFT", "VOIDED", 400),
        ("POSTED", "VOIDED", 200),
        ("POSTED", "DELETED", 400),
        ("POSTED", "DRAFT", 400),
        ("VOIDED", "POSTED", 400),
        ("DELETED", "DRAFT", 400),
    ],
)
def test_the_moves_of_the_status_are_one_way(writing: Client, before: str, after: str, status: int) -> None:
    """A posted journal is never deleted; what is voided or deleted stays so."""
    writing.edit("ManualJournals", {"ManualJournalID": made_id(11, 1), **draft(Status=before, Date="2026-10-31")})

    answer = send(writing, "POST", {"ManualJournalID": made_id(11, 1), "Status": after})

    assert answer.status_code == status, answer.text


def test_new_lines_replace_the_old_ones(writing: Client) -> None:
    """All of them, of a posted journal too."""
    (journal,) = made(writing, draft(Status="POSTED", Date="2026-10-31"))
    lines = [{"LineAmount": 2, "AccountCode": "620"}, {"LineAmount": -2, "AccountCode": "200"}]

    answer = send(writing, "POST", {"JournalLines": lines}, path=f"/{journal['ManualJournalID']}")

    assert answer.json()["ManualJournals"][0]["Narration"] == "Plan of November"
    assert moved(writing, "2026-10-31") == {"620": "2.00", "200": "-2.00"}


def test_tax_is_told_apart_where_the_amounts_have_it(writing: Client) -> None:
    """Exclusive amounts balance with their tax."""
    lines = [
        {"LineAmount": 100, "TaxAmount": 20, "TaxType": "INPUT2", "AccountCode": "400"},
        {"LineAmount": -120, "TaxType": "NONE", "AccountCode": "620"},
    ]
    made(writing, draft(JournalLines=lines, LineAmountTypes="Exclusive", Status="POSTED", Date="2026-10-31"))

    assert moved(writing, "2026-10-31") == {"400": "100.00", "820": "20.00", "620": "-120.00"}


@pytest.mark.parametrize(
    ("given", "kept", "warnings"),
    [
        ([{"Name": "Category 1", "Option": "North"}, {"Name": "Category 2", "Option": "Red"}], ["North", "Red"], 0),
        ([{"TrackingCategoryID": made_id(6, 1), "TrackingOptionID": made_id(7, 100)}], [], 0),
        ([{"Name": "Category 1", "Option": "West"}], [], 1),
        ([{"Name": "Category 1", "Option": "South"}], [], 1),
    ],
    ids=["names", "only ids", "unknown", "archived"],
)
def test_tracking_counts_by_name_and_is_otherwise_dropped(
    writing: Client, given: list[Fields], kept: list[str], warnings: int
) -> None:
    """Ids alone are dropped without a word; whoever does not read back never knows."""
    journal = draft()
    journal["JournalLines"][0]["Tracking"] = given

    (found,) = made(writing, journal)

    assert [each["Option"] for each in found["JournalLines"][0]["Tracking"]] == kept
    assert len(found.get("Warnings", [])) == warnings
    assert "Warnings" not in writing.all("ManualJournals", {"page": 1})[0]


def test_a_third_tracking_category_is_refused(writing: Client) -> None:
    """Two at most."""
    journal = draft()
    journal["JournalLines"][0]["Tracking"] = [{"Name": "Category 1", "Option": "North"}] * 3

    assert "tracking" in refusal(send(writing, "PUT", journal))[0]


def test_a_line_can_be_dropped_with_only_a_warning(writing: Client) -> None:
    """If the rest still balances the journal is saved without it."""
    writing.admin("POST", "settings", {"unknown_account": "drop", "unknown_tracking": "refuse"})
    journal = draft()
    journal["JournalLines"].append({"LineAmount": 0, "AccountCode": "476"})

    (found,) = made(writing, journal)

    assert len(found["JournalLines"]) == 2
    assert "'476' has been removed" in found["Warnings"][0]["Message"]
    journal["JournalLines"][0]["Tracking"] = [{"Name": "Category 1", "Option": "West"}]
    assert "West" in refusal(send(writing, "PUT", journal))[0]


def test_one_bad_journal_spoils_the_lot_unless_each_is_judged_by_itself(writing: Client) -> None:
    """With summarizeErrors=false it is 200 whatever happens, so every element has to be looked at."""
    batch = [draft(), draft("1.00", "-2.00", Narration="Lopsided")]
    refused = send(writing, "PUT", *batch)
    assert [each["Narration"] for each in refused.json()["Elements"]] == ["Lopsided"]
    assert writing.all("ManualJournals") == []

    found = made(writing, *batch, params={"summarizeErrors": "false"})

    assert [each["StatusAttributeString"] for each in found] == ["OK", "ERROR"]
    assert "must equal" in found[1]["ValidationErrors"][0]["Message"]
    assert found[1]["ManualJournalID"] == "00000000-0000-0000-0000-000000000000"
    assert [each["Narration"] for each in writing.all("ManualJournals")] == ["Plan of November"]


@pytest.mark.parametrize(
    ("body", "number", "kind"),
    [
        ("{", 14, "PostDataInvalidException"),
        ('{"ManualJournals": 1}', 14, "PostDataInvalidException"),
        ('{"ManualJournals": [{"Status": "Posted"}]}', 14, "PostDataInvalidException"),
        ('{"ManualJournals": [{"LineAmountTypes": "NO_TAX"}]}', 14, "PostDataInvalidException"),
        ('{"ManualJournals": [{"Date": "31.10.2026"}]}', 14, "PostDataInvalidException"),
        ('{"ManualJournals": [{"JournalLines": [{"LineAmount": "a lot"}]}]}', 14, "PostDataInvalidException"),
        ('{"ManualJournals": []}', 17, "NoDataProcessedException"),
        ("{}", 17, "NoDataProcessedException"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(writing: Client, body: str, number: int, kind: str) -> None:
    """Spelling counts; nothing of it is looked at any further."""
    url = f"{writing.running.url}/api.xro/2.0/ManualJournals"
    headers: Any = writing.headers(Content_Type="application/json")

    answer = requests.put(url, data=body, headers=headers, timeout=10)

    assert (answer.status_code, answer.json()["ErrorNumber"], answer.json()["Type"]) == (400, number, kind)


def test_a_body_over_ten_megabytes_is_refused(writing: Client) -> None:
    """Xero's limit; batches of fifty stay far below."""
    assert send(writing, "PUT", draft(Narration="x" * 10_000_000)).status_code == 413


def test_a_change_of_what_is_not_there_is_refused(writing: Client) -> None:
    """In the path it is not found, in the body it is an error of the element."""
    assert send(writing, "POST", draft(), path=f"/{made_id(11, 9)}").status_code == 404
    assert made_id(11, 9) in refusal(send(writing, "POST", draft(ManualJournalID=made_id(11, 9))))[0]


def test_writing_needs_the_scope_for_it(writing: Client) -> None:
    """The one for reading is not enough."""
    writing.admin("POST", "scopes", {"scopes": ["offline_access", "accounting.manualjournals.read"]})
    writing.admin("POST", "consent")
    writing.log_in()

    assert writing.get("ManualJournals").status_code == 200
    assert send(writing, "PUT", draft()).status_code == 401


@pytest.mark.parametrize(("switch", "warnings"), [("warned", 1), ("dropped", 0)])
def test_known_tracking_can_be_dropped_as_well(writing: Client, switch: str, warnings: int) -> None:
    """For putting a reader-back to the test."""
    writing.admin("POST", "settings", {"journal_tracking": switch})
    journal = draft()
    journal["JournalLines"][0]["Tracking"] = [{"Name": "Category 1", "Option": "North"}]

    (found,) = made(writing, journal)

    assert (found["JournalLines"][0]["Tracking"], len(found.get("Warnings", []))) == ([], warnings)


def test_an_account_of_the_chart_can_go_unrecognised(writing: Client) -> None:
    """Two lines on it that cancel out are dropped, and the rest is saved."""
    writing.admin("POST", "settings", {"unknown_account": "drop", "unrecognised_accounts": ["620"]})
    journal = draft()
    journal["JournalLines"] += [{"LineAmount": amount, "AccountCode": "620"} for amount in (7, -7)]

    (found,) = made(writing, journal)

    assert [line["AccountCode"] for line in found["JournalLines"]] == ["400", "200"]
    assert len(found["Warnings"]) == 2
