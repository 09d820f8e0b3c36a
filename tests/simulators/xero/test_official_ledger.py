"""The official client, xero-python, judges what is worked out and what is written: reports, journals, notes."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from xero_python.accounting import (
    HistoryRecord,
    HistoryRecords,
    ManualJournal,
    ManualJournalLine,
    ManualJournals,
    TrackingCategory,
)
from xero_python.exceptions import AccountingBadRequestException, HTTPStatusException

from tests.simulators.xero.books import UK, made_id
from tests.simulators.xero.official import Official

DAY = date(2026, 10, 31)


def line(amount: float, code: str, **other: Any) -> ManualJournalLine:
    """One line."""
    return ManualJournalLine(line_amount=amount, account_code=code, **other)


def plan(*lines: ManualJournalLine, **other: Any) -> ManualJournals:
    """One journal of October, posted unless told otherwise."""
    fields: dict[str, Any] = {"narration": "Plan", "date": DAY, "status": "POSTED", **other}
    return ManualJournals(manual_journals=[ManualJournal(journal_lines=list(lines), **fields)])


def cells(report: Any) -> dict[str, list[str]]:
    """The four columns by account id."""
    rows = [row for section in report.rows[1:] for row in section.rows]
    return {
        row.cells[0].attributes[0].value: [cell.value for cell in row.cells[1:]]
        for row in rows
        if row.cells[0].attributes
    }


def test_it_posts_a_journal_reads_it_back_and_sees_it_in_the_trial_balance(official: Official) -> None:
    """With a date as it writes dates, and tracking by name."""
    api = official.accounting
    tracking = TrackingCategory(name="Category 1", option="North")
    order = plan(line(12.5, "001", tracking=[tracking]), line(-12.5, "002"))

    (made,) = api.create_manual_journals(UK, order, idempotency_key="plan-1").manual_journals

    read = api.get_manual_journal(UK, made.manual_journal_id).manual_journals[0]
    assert (read.narration, read.date, read.status) == ("Plan", DAY, "POSTED")
    assert [(each.account_code, each.line_amount) for each in read.journal_lines] == [("001", 12.5), ("002", -12.5)]
    assert read.journal_lines[0].tracking[0].tracking_option_id == made_id(7, 100)
    report = api.get_report_trial_balance(UK, date=DAY).reports[0]
    assert (report.report_name, report.report_date) == ("Trial Balance", "31 October 2026")
    assert cells(report)[made_id(5, 1)][:2] == ["12.50", ""]


def test_it_voids_a_journal(official: Official) -> None:
    """By id, with nothing but the status."""
    api = official.accounting
    (made,) = api.create_manual_journals(UK, plan(line(1, "001"), line(-1, "002"))).manual_journals

    voided = api.update_manual_journal(
        UK, made.manual_journal_id, ManualJournals(manual_journals=[ManualJournal(status="VOIDED", narration="Plan")])
    )

    assert [each.status for each in voided.manual_journals] == ["VOIDED"]


def test_it_names_the_errors_of_a_refused_journal(official: Official) -> None:
    """Element by element."""
    with pytest.raises(AccountingBadRequestException) as refused:
        official.accounting.create_manual_journals(UK, plan(line(1, "001"), line(-2, "002")))

    assert refused.value.reason.startswith("The total debits (1.00)")


def test_it_reads_the_status_of_every_element(official: Official) -> None:
    """summarizeErrors=false is 200 with errors inside."""
    orders = plan(line(1, "001"), line(-2, "002"))
    orders.manual_journals.extend(plan(line(1, "001"), line(-1, "002")).manual_journals)

    found = official.accounting.create_manual_journals(UK, orders, summarize_errors=False).manual_journals

    assert [each.status_attribute_string for each in found] == ["ERROR", "OK"]
    assert found[0].validation_errors[0].message


def test_it_writes_and_reads_notes(official: Official) -> None:
    """In the history of a manual journal."""
    api, journal = official.accounting, made_id(11, 1)
    api.create_manual_journal_history_record(
        UK, journal, HistoryRecords(history_records=[HistoryRecord(details="Approved by Kim")])
    )

    notes = api.get_manual_journals_history(UK, journal).history_records

    assert [(note.changes, note.details) for note in notes] == [("Note", "Approved by Kim")]


def test_it_reads_journals_where_it_may(official: Official) -> None:
    """By offset, with sources and Decimal amounts."""
    state = official.running.simulator.state
    official.identity.get_connections()
    with pytest.raises(HTTPStatusException) as refused:
        official.accounting.get_journals(UK)
    assert refused.value.status == 401

    state.app.scopes = (*state.app.scopes, "accounting.journals.read")
    official.tokens[-1]["refresh_token"] = state.consent_again()
    official.client.refresh_oauth2_token()
    state.behaviour.advanced = True

    first = official.accounting.get_journals(UK).journals
    assert [each.journal_number for each in first] == sorted(each.journal_number for each in first)
    assert sum(leg.net_amount for leg in first[0].journal_lines) == Decimal(0)
    assert first[0].created_date_utc < datetime.now(UTC)
    assert {each.source_type for each in first} == {"ACCREC", "ACCRECPAYMENT"}
    after = official.accounting.get_journals(UK, offset=first[-1].journal_number).journals
    assert after[0].journal_number > first[-1].journal_number
