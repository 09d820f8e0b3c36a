"""Raw pages into records: tolerant where Xero changes, exact where money is."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import ContractBroken
from ml_connector.sync import documents
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.money import digits
from ml_connector.xero.datasets import MODELS, records_of
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.base import XeroRecord
from ml_connector.xero.models.invoices import Invoice
from ml_connector.xero.models.payments import Payment
from ml_connector.xero.models.reference import Account, Organisation, TrackingCategory
from ml_connector.xero.reading import id_field, records

from tests.unit.xero.vendor import page

M = TypeVar("M", bound=XeroRecord)

INVOICE: dict[str, Any] = {
    "Type": "ACCREC",
    "InvoiceID": "i-1",
    "InvoiceNumber": "INV-0001",
    "Status": "AUTHORISED",
    "Contact": {"ContactID": "c-1", "Name": "Ngāti Trading", "Addresses": []},
    "Date": "/Date(1575072000000+0000)/",
    "DueDate": "/Date(1575158400000+0000)/",
    "LineAmountTypes": "Exclusive",
    "CurrencyCode": "USD",
    "CurrencyRate": 0.75295,
    "Total": 6000.00,
    "TotalTax": 0.00,
    "UpdatedDateUTC": "/Date(1575309109017+0000)/",
    "LineItems": [
        {
            "LineItemID": "l-1",
            "Description": "Advice",
            "Quantity": 8,
            "UnitAmount": 750.00,
            "LineAmount": 6000.00,
            "TaxType": "OUTPUT",
            "TaxAmount": 0.00,
            "AccountCode": "200",
            "AccountID": "a-1",
            "Tracking": [{"TrackingCategoryID": "d", "TrackingOptionID": "o", "Name": "Department", "Option": "IT"}],
        }
    ],
}
PAYMENT: dict[str, Any] = {
    "PaymentID": "p-1",
    "Date": "/Date(1575072000000+0000)/",
    "Amount": 212.43,
    "BankAmount": 160.00,
    "PaymentType": "ACCPAYPAYMENT",
    "Status": "AUTHORISED",
    "UpdatedDateUTC": "/Date(1575405779890+0000)/",
    "Account": {"AccountID": "a-9", "Code": "100"},
    "Invoice": {
        "InvoiceID": "i-1",
        "InvoiceNumber": "RB1",
        "Contact": {"ContactID": "c-1", "Name": "Rent Ltd"},
        "CurrencyCode": "USD",
    },
}


def read(key: str, model: type[M], *found: object) -> list[M | Unreadable]:
    return records(json.dumps({key: found}).encode(), key, model)


def the_only(key: str, model: type[M], found: dict[str, Any]) -> M:
    (record,) = read(key, model, found)
    assert isinstance(record, model)
    return record


def as_invoice(**changes: object) -> Invoice:
    return the_only("Invoices", Invoice, INVOICE | changes)


def test_an_invoice_is_read_with_its_lines() -> None:
    """Everything that a row is made of."""
    invoice = as_invoice()

    assert (invoice.id, invoice.type, invoice.number, invoice.status) == ("i-1", "ACCREC", "INV-0001", "AUTHORISED")
    assert (invoice.contact, invoice.contact_id) == ("Ngāti Trading", "c-1")
    assert (invoice.date, invoice.due_date) == (date(2019, 11, 30), date(2019, 12, 1))
    assert invoice.updated == datetime(2019, 12, 2, 17, 51, 49, 17000, tzinfo=UTC)
    assert (invoice.currency, invoice.rate, invoice.tax_inclusive) == ("USD", Decimal("0.75295"), False)
    (line,) = invoice.lines
    assert [line.quantity, line.unit_amount, line.amount, line.tax] == [8, 750, 6000, 0]
    assert (line.id, line.account_id, line.account_code, line.tax_type) == ("l-1", "a-1", "200", "OUTPUT")
    assert [(tag.category, tag.option, tag.option_id) for tag in line.tracking] == [("Department", "IT", "o")]


def test_a_payment_is_read_with_what_it_pays() -> None:
    """Number, contact and currency are those of the document."""
    payment = the_only("Payments", Payment, PAYMENT)

    assert (payment.id, payment.type, payment.status, payment.number) == ("p-1", "ACCPAYPAYMENT", "AUTHORISED", "RB1")
    assert (payment.amount, payment.bank_amount, payment.rate) == (Decimal("212.43"), Decimal("160.00"), None)
    assert (payment.contact, payment.contact_id, payment.currency) == ("Rent Ltd", "c-1", "USD")
    assert (payment.account_id, payment.account_code) == ("a-9", "100")


@pytest.mark.parametrize("kind", ["CreditNote", "Prepayment", "Overpayment"])
def test_a_payment_may_pay_any_kind_of_document(kind: str) -> None:
    """Xero shows it under the name of its kind."""
    paid = {name: value for name, value in PAYMENT.items() if name != "Invoice"}
    paid[kind] = {"CreditNoteNumber": "CN-1", "CurrencyCode": "EUR", "Contact": {"Name": "Rent Ltd"}}

    payment = the_only("Payments", Payment, paid)

    assert (payment.currency, payment.contact) == ("EUR", "Rent Ltd")
    assert payment.number == ("CN-1" if kind == "CreditNote" else "")


def test_reference_data_is_read() -> None:
    """Accounts can lack a code, categories carry their options."""
    account = the_only("Accounts", Account, {"AccountID": "a", "Name": "Cards", "Type": "BANK", "Class": "ASSET"})
    assert (account.id, account.code, account.type, account.class_, account.status) == ("a", "", "BANK", "ASSET", "")

    options = [{"TrackingOptionID": "o", "Name": "IT", "Status": "ACTIVE"}]
    found = {"TrackingCategoryID": "t", "Name": "Department", "Options": options}
    category = the_only("TrackingCategories", TrackingCategory, found)
    assert [(option.id, option.name, option.status) for option in category.options] == [("o", "IT", "ACTIVE")]

    found = {"OrganisationID": "o", "BaseCurrency": "GBP", "CountryCode": "GB", "Timezone": "MOONTIME"}
    organisation = the_only("Organisations", Organisation, found)
    assert (organisation.id, organisation.name, organisation.base_currency) == ("o", "", "GBP")


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**14), max_value=10**14)
    | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18)
    | st.integers(-(10**30), 10**30).map(Decimal)
)
def test_every_figure_comes_back_exactly(figure: Decimal) -> None:
    """Through a float, 0.1 is not 0.1, and a rate of 18 digits is cut."""
    text = json.dumps({"Invoices": [INVOICE]}).replace("0.75295", format(figure, "f"))
    (invoice,) = records(text.encode(), "Invoices", Invoice)

    assert isinstance(invoice, Invoice)
    assert invoice.rate == figure


@pytest.mark.parametrize("elsewhere", ["", "0.123456789012345678"], ids=["quick", "careful"])
def test_an_equal_figure_is_written_the_same_however_it_was_read(elsewhere: str) -> None:
    """A document that has not changed must not look changed because of its neighbour on the page."""
    other = INVOICE | {"InvoiceNumber": elsewhere}
    (invoice, _) = records(json.dumps({"Invoices": [INVOICE, other]}).encode(), "Invoices", Invoice)

    assert isinstance(invoice, Invoice)
    figures = (invoice.rate, invoice.total, invoice.total_tax)
    assert [digits(figure) for figure in figures if figure is not None] == ["0.75295", "6000", "0"]


@pytest.mark.parametrize("value", ["6000.00", 6000, 6000.0])
def test_a_figure_may_come_as_text(value: object) -> None:
    """Some of Xero's own examples quote numbers."""
    assert as_invoice(Total=value).total == 6000


@pytest.mark.parametrize("text", ["NaN", "-nan", "sNaN1", "Infinity", " -inf "])
@pytest.mark.parametrize("quoted", [True, False])
def test_a_figure_without_bounds_is_none(text: str, quoted: bool) -> None:  # noqa: FBT001
    """Added to a total, it would be the total; as a name it is like any other."""
    line = INVOICE["LineItems"][0] | {"Description": text, "LineAmount": text if quoted else float(text.strip("s1"))}
    found, other = read("Invoices", Invoice, INVOICE | {"LineItems": [line]}, INVOICE | {"InvoiceNumber": text})

    assert found == Unreadable("i-1", "a figure is not finite")
    assert isinstance(other, Invoice)
    assert other.number == text


def test_what_xero_adds_or_renames_does_not_matter() -> None:
    """New fields and new values of an enumeration appear without notice."""
    invoice = as_invoice(Type="ACCNEW", Status="PARKED", LineAmountTypes="Partly", Brand={"New": 1}, InvoiceNumber=17)

    assert (invoice.type, invoice.status, invoice.number, invoice.tax_inclusive) == ("ACCNEW", "PARKED", "17", False)


def test_null_stands_for_absent() -> None:
    """Xero leaves absent fields out, other servers write null; both mean the same."""
    nulls = dict.fromkeys(["Contact", "InvoiceNumber", "CurrencyRate", "DueDate", "LineItems", "Reference", "Total"])

    invoice = as_invoice(**nulls)

    assert (invoice.contact, invoice.number, invoice.rate, invoice.due_date) == ("", "", None, None)
    assert (invoice.lines, invoice.total) == ((), None)


def test_a_date_is_found_under_its_other_name() -> None:
    """Some answers carry only the text forms."""
    found = {name: value for name, value in INVOICE.items() if name not in ("Date", "UpdatedDateUTC")}
    found |= {"DateString": "2019-11-30T00:00:00", "UpdatedDateUTCString": "2019-12-02T17:51:49Z"}

    invoice = the_only("Invoices", Invoice, found)

    assert (invoice.date, invoice.updated) == (date(2019, 11, 30), datetime(2019, 12, 2, 17, 51, 49, tzinfo=UTC))


def test_a_record_that_cannot_be_read_leaves_the_others_alone() -> None:
    """It goes to quarantine with a reason that names fields and never values."""
    bad_line = INVOICE["LineItems"][0] | {"LineAmount": "secret"}
    bad = INVOICE | {"InvoiceID": "i-2", "LineItems": [INVOICE["LineItems"][0], bad_line], "Date": "/Date(secret)/"}

    first, second, third = read("Invoices", Invoice, INVOICE, bad, "odd")

    assert isinstance(first, Invoice)
    assert isinstance(second, Unreadable)
    assert (second.id, third) == ("i-2", Unreadable("", third.reason if isinstance(third, Unreadable) else ""))
    assert second.reason.endswith("at `$.LineItems[1].LineAmount`")
    assert "secret" not in second.reason


@pytest.mark.parametrize("name", ["InvoiceID", "Type", "Status", "UpdatedDateUTC"])
def test_a_document_cannot_be_without_what_decides_about_it(name: str) -> None:
    """A guessed status would send or hold back its figures."""
    (found,) = read("Invoices", Invoice, {key: value for key, value in INVOICE.items() if key != name})

    assert isinstance(found, Unreadable)
    assert name in found.reason


@pytest.mark.parametrize("name", ["PaymentID", "Status", "UpdatedDateUTC", "Amount"])
def test_a_payment_cannot_be_without_its_amount(name: str) -> None:
    """A payment of nothing would wipe out one that was loaded before."""
    (found,) = read("Payments", Payment, {key: value for key, value in PAYMENT.items() if key != name})

    assert isinstance(found, Unreadable)


@pytest.mark.parametrize("name", ["Date", "DueDate", "UpdatedDateUTC"])
def test_a_date_that_is_none_is_told_by_its_name(name: str) -> None:
    """And never by its value."""
    (found,) = read("Invoices", Invoice, INVOICE | {name: "/Date(secret)/"})

    assert isinstance(found, Unreadable)
    assert found.reason.startswith(f"{name}: not ")
    assert "secret" not in found.reason


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"Invoices": null}', b'{"Invoices": 3}'])
def test_a_page_without_its_collection_breaks_the_contract(body: bytes) -> None:
    """An empty result never stands for one that could not be read."""
    with pytest.raises(ContractBroken):
        records(body, "Invoices", Invoice)


def test_a_description_of_three_megabytes_is_read() -> None:
    """Somebody pastes a whole contract into a line."""
    line = INVOICE["LineItems"][0] | {"Description": "long " * 600_000}

    assert len(as_invoice(LineItems=[line]).lines[0].description) == 3_000_000


def test_the_records_have_the_shape_that_the_decisions_expect() -> None:
    """The type checker compares them; this line is what makes it look."""
    lined: type[documents.LinedDocument] = Invoice
    paid: type[documents.PaymentDocument] = Payment

    assert (lined, paid) == (Invoice, Payment)


def test_every_endpoint_names_the_id_that_its_model_reads() -> None:
    """A page is checked by one and read by the other."""
    for dataset, endpoint in ENDPOINTS.items():
        assert id_field(MODELS[dataset]) == endpoint.id_field
        assert records_of(dataset, json.dumps(page(endpoint.key)).encode()) == []
