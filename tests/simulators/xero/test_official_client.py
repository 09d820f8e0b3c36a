"""The official client, xero-python, as an independent judge: it must be able to read everything we serve."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from xero_python.exceptions import (
    AccountingBadRequestException,
    HTTPStatusException,
    NotFoundException,
    OAuth2InvalidGrantError,
    RateLimitException,
)

from tests.simulators.xero.books import BEGUN, UK, account, made_id
from tests.simulators.xero.official import Official


def test_it_refreshes_and_finds_its_connections(official: Official) -> None:
    """The token rotates; the connection is an organisation."""
    connection = official.identity.get_connections()[0]

    assert (connection.tenant_id, connection.tenant_name, connection.tenant_type) == (
        UK,
        "Test & Sons Ltd",
        "ORGANISATION",
    )
    assert len(official.tokens) == 2
    assert official.tokens[0]["refresh_token"] != official.tokens[1]["refresh_token"]


def test_it_takes_client_credentials(official: Official) -> None:
    """Of a Custom Connection."""
    assert official.client.get_client_credentials_token()
    assert official.tokens[-1]["access_token"] != "old"


def test_it_disconnects_and_revokes(official: Official) -> None:
    """Both are as final as at Xero."""
    connection = official.identity.get_connections()[0]
    official.identity.delete_connection(connection.id)
    assert official.identity.get_connections() == []

    official.client.revoke_oauth2_token()
    assert official.running.simulator.state.connections.all() == []


def test_it_reads_invoices_by_pages_and_since(official: Official) -> None:
    """Amounts as Decimal, dates as dates, lines in pages."""
    since = BEGUN + timedelta(seconds=141)
    pages = [official.accounting.get_invoices(UK, if_modified_since=since, page=n, page_size=100) for n in (1, 2)]

    assert [len(page.invoices) for page in pages] == [100, 10]
    assert pages[1].pagination.item_count == 110
    first = pages[0].invoices[0]
    assert (first.invoice_number, first.total, first.date) == ("INV-0141", Decimal("12.6"), date(2026, 1, 2))
    assert first.line_items[0].line_amount == Decimal("10.5")
    assert first.updated_date_utc == since


def test_it_reads_what_the_connector_reads(official: Official) -> None:
    """Accounts, tracking categories, payments, contacts, the organisation: every record becomes a model."""
    api = official.accounting

    assert [each.code for each in api.get_accounts(UK).accounts] == ["001", "002", "003"]
    assert [each.name for each in api.get_tracking_categories(UK).tracking_categories] == ["Category 1"]
    assert len(api.get_tracking_categories(UK, include_archived=True).tracking_categories) == 2
    assert len(api.get_contacts(UK, page=1).contacts) == 3
    assert api.get_payments(UK, page=1, where='Status=="AUTHORISED"').payments[0].invoice.invoice_id == made_id(1, 1)
    organisation = api.get_organisations(UK).organisations[0]
    assert (organisation.name, organisation.base_currency.value) == ("Test & Sons Ltd", "GBP")
    assert organisation.period_lock_date == BEGUN.date()


@pytest.mark.parametrize(
    ("method", "collection"),
    [
        ("get_currencies", "currencies"),
        ("get_credit_notes", "credit_notes"),
        ("get_bank_transactions", "bank_transactions"),
        ("get_bank_transfers", "bank_transfers"),
        ("get_overpayments", "overpayments"),
        ("get_prepayments", "prepayments"),
        ("get_manual_journals", "manual_journals"),
        ("get_budgets", "budgets"),
        ("get_batch_payments", "batch_payments"),
    ],
)
def test_it_reads_every_other_collection(official: Official, method: str, collection: str) -> None:
    """Nothing the simulator has is foreign to it."""
    answer = getattr(official.accounting, method)(UK)

    assert len(getattr(answer, collection)) == (collection != "batch_payments")


def test_it_reads_single_records(official: Official) -> None:
    """By id, with lines."""
    assert official.accounting.get_invoice(UK, made_id(1, 1)).invoices[0].line_items
    journal = official.accounting.get_manual_journal(UK, made_id(11, 1)).manual_journals[0]
    assert [line.line_amount for line in journal.journal_lines] == [5.5, -5.5]
    assert official.accounting.get_budget(UK, made_id(8, 1)).budgets[0].description == "Plan"


def test_it_names_errors_as_xeros_own(official: Official) -> None:
    """Bad request, not found, forbidden: each has its class or status."""
    api = official.accounting

    with pytest.raises(AccountingBadRequestException):
        api.get_invoices(UK, where="nonsense")
    with pytest.raises(NotFoundException):
        api.get_invoice(UK, made_id(1, 999))
    with pytest.raises(HTTPStatusException) as forbidden:
        api.get_invoices(made_id(9, 9))
    assert forbidden.value.status == 403


def test_it_takes_a_refused_sixth_call_for_a_rate_limit(official: Official) -> None:
    """Without Retry-After it raises at once; with it, it would sleep inside."""
    official.running.simulator.state.limits.concurrent = 1

    def ask_meanwhile(_: object) -> None:
        with pytest.raises(RateLimitException):
            official.accounting.get_accounts(UK)

    official.running.simulator.after_list(ask_meanwhile)
    assert official.accounting.get_currencies(UK).currencies


def test_it_takes_an_old_refresh_token_for_an_invalid_grant(official: Official) -> None:
    """A person has to connect again."""
    official.running.simulator.state.clock.advance(timedelta(days=60))

    with pytest.raises((OAuth2InvalidGrantError, HTTPStatusException)) as refused:
        official.client.refresh_oauth2_token()
    assert refused.value.status == 400


def test_it_is_told_of_an_expired_token(official: Official) -> None:
    """If its own clock does not know."""
    official.identity.get_connections()
    official.running.simulator.state.clock.set(datetime.now(UTC) + timedelta(hours=1))

    with pytest.raises(HTTPStatusException) as refused:
        official.accounting.get_accounts(UK)
    assert refused.value.status == 401
    assert b"TokenExpired" in refused.value.body


def test_it_fails_on_an_unknown_enum_value(official: Official) -> None:
    """Which is why the connector reads with models of its own."""
    official.running.simulator.state.tenant(UK).upsert("Accounts", [account(1, Type="CRYPTOASSET")])

    with pytest.raises(ValueError, match="CRYPTOASSET"):
        official.accounting.get_accounts(UK)
