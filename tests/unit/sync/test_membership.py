"""Rows against the members that exist."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import MembersUnknown
from ml_connector.settings import Dimension
from ml_connector.sync.cutting import within
from ml_connector.sync.items import Item
from ml_connector.sync.membership import Checks, KnownMembers, Members

from tests.unit.sync.ledger import NOON, ALine, AnInvoice
from tests.unit.sync.memory import Books, Mapping

INVOICE = AnInvoice(lines=(ALine("l1"), ALine("l2", account_id="acc-bank")))


def dimension(**changes: str) -> Dimension:
    return Dimension.model_validate({"list": "Accounts", "columns": ["Account"], **changes})


def books(*codes: str, policy: Dimension | None = None) -> Books:
    """Books whose rows may only name these members."""
    known = KnownMembers.of(Item(code, f"{code} by name", {}) for code in codes)
    return Books(checks=Checks({"Account": Members(policy or dimension(), known)}))


def mapped(here: Books, *invoices: AnInvoice) -> Mapping:
    return here.map("run-1", [invoices])


def accounts(mapping: Mapping) -> dict[str, str]:
    return {row["Line"]: row["Account"] for row in mapping.rows}


def test_a_row_of_an_unknown_member_is_kept_back_and_its_neighbours_go() -> None:
    """Anaplan would refuse it, or load it without its account."""
    mapping = mapped(books("acc-sales"), INVOICE)

    assert accounts(mapping) == {"UK-l1": "acc-sales"}
    (kept,) = mapping.quarantined
    assert (kept.line_key, kept.loaded, mapping.counts.quarantined) == ("UK-l2", False, 1)
    assert kept.reason == "the list 'Accounts' has no member 'acc-bank'"
    assert "add it to the list" in kept.remedy


def test_members_are_found_by_name_too_and_whatever_their_letter_case() -> None:
    """As Anaplan finds them."""
    assert accounts(mapped(books("ACC-SALES", "acc-bank"), INVOICE)).keys() == {"UK-l1", "UK-l2"}
    assert "Acc-Sales BY NAME" in KnownMembers.of([Item("x", "acc-sales by name", {})])


def test_a_member_that_its_own_load_should_have_brought_says_so() -> None:
    """The cause stands in the quarantine of the reference data."""
    policy = dimension(unknown="create", filled_by="accounts")
    (kept,) = mapped(books("acc-sales", policy=policy), INVOICE).quarantined

    assert "why the load of accounts has not brought it" in kept.remedy


def test_a_row_of_an_unknown_member_goes_to_the_suspense_member_if_settings_say_so() -> None:
    """The totals are right at once; the row is kept all the same, for whoever moves it to where it belongs."""
    mapping = mapped(books("acc-sales", "9999", policy=dimension(unknown="suspense", suspense="9999")), INVOICE)

    assert accounts(mapping) == {"UK-l1": "acc-sales", "UK-l2": "9999"}
    (kept,) = mapping.quarantined
    assert (kept.line_key, kept.loaded) == ("UK-l2", True)
    assert (mapping.counts.suspense, mapping.counts.quarantined) == (1, 0)


def test_a_document_that_is_unchanged_is_not_counted_as_sent_on_suspense() -> None:
    """The count tells what this run has sent."""
    here = books("acc-sales", "9999", policy=dimension(unknown="suspense", suspense="9999"))
    here.load("run-1", mapped(here, INVOICE))

    assert here.map("run-2", [[INVOICE]]).counts.suspense == 0


def test_a_row_on_the_suspense_member_moves_when_its_own_is_there() -> None:
    """The same line is told again, so nothing of it stays on the suspense member."""
    policy = dimension(unknown="suspense", suspense="9999")
    here = books("acc-sales", "9999", policy=policy)
    here.load("run-1", mapped(here, INVOICE))
    assert here.records[INVOICE.id].suspended == 1

    here.checks = books("acc-sales", "9999", "acc-bank", policy=policy).checks
    moved = here.map("run-2", [[INVOICE]])
    here.load("run-2", moved)

    assert accounts(moved) == {"UK-l1": "acc-sales", "UK-l2": "acc-bank"}
    assert (here.records[INVOICE.id].suspended, moved.quarantined) == (0, [])
    assert here.map("run-3", [[INVOICE]]).rows == []


@pytest.mark.parametrize("policy", [{"unknown": "stop"}, {"unknown": "suspense", "suspense": "9999"}], ids=str)
def test_a_run_stops_if_settings_say_so_or_the_suspense_member_is_missing_itself(policy: dict[str, str]) -> None:
    """Nothing of this stage has been sent by then."""
    with pytest.raises(MembersUnknown, match="acc-bank"):
        mapped(books("acc-sales", policy=dimension(**policy)), INVOICE)


@pytest.mark.parametrize("policy", ["quarantine", "stop"])
def test_what_is_voided_is_zeroed_although_its_member_is_gone(policy: str) -> None:
    """A figure that cannot be zeroed because its account was deleted would stay for ever."""
    here = books("acc-sales", "acc-bank")
    here.load("run-1", mapped(here, INVOICE))
    here.checks = books("acc-sales", policy=dimension(unknown=policy)).checks
    voided = replace(INVOICE, status="VOIDED", updated=NOON + timedelta(hours=1))
    mapping = here.map("run-2", [[voided]])
    here.load("run-2", mapping)

    assert here.figures == {}
    assert (accounts(mapping), mapping.quarantined) == ({"UK-l1": "acc-sales", "UK-l2": ""}, [])


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_long_names_are_cut_alike_every_time_and_stay_apart(one: str, other: str) -> None:
    """Anaplan takes 60 characters; facts and lists have to cut in the same way without asking each other."""
    cut = within(one)

    assert len(cut) <= 60
    assert within(cut) == cut
    assert cut == one or len(one) > 60
    assert one == other or len(one) <= 60 or cut != within(other)
