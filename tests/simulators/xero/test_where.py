"""Choosing records. Source: Xero, Requests and responses, where; Invoices, optional parameters."""

import pytest

from tests.simulators.xero.books import books, contact, invoice, made_id
from tests.simulators.xero.client import Client, Serve


@pytest.fixture
def chosen(serve: Serve) -> Client:
    """A client of an organisation with invoices that differ in everything."""
    return serve(
        books(
            Contacts=[contact(n) for n in range(3)],
            Invoices=[
                invoice(1, Type="ACCPAY", Status="DRAFT", Total=10, Reference='say "hi"', Date="2026-01-31"),
                invoice(2, Status="PAID", Total=20, SentToContact=True, Date="2026-02-01"),
                invoice(3, Status="VOIDED", Total=-5, Date="2026-02-02"),
            ],
        )
    )


WHERES = {
    'Status=="PAID"': [2],
    'Status!="PAID"': [1, 3],
    'Type=="ACCREC" AND Status=="PAID"': [2],
    'Type=="ACCREC"&&Status=="PAID"': [2],
    'Status=="PAID" OR Status=="DRAFT"': [1, 2],
    'Status=="PAID" || Status=="DRAFT"': [1, 2],
    'Type=="ACCREC" AND (Status=="PAID" OR Status=="DRAFT")': [2],
    'Type=="ACCPAY" AND Status=="DRAFT" OR Status=="PAID"': [1, 2],
    f'InvoiceID==Guid("{made_id(1, 3)}")': [3],
    f'InvoiceID = guid("{made_id(1, 3).upper()}")': [3],
    f'Contact.ContactID==Guid("{made_id(2, 1)}")': [1],
    'Contact.Name=="Customer 2"': [2],
    "Date>=DateTime(2026,02,01)": [2, 3],
    "Date > DateTime(2026, 2, 1)": [3],
    "Date<DateTime(2026,02,01,00,00,01)": [1, 2],
    "DateTime(2026,02,01)<=Date": [2, 3],
    "Total>=10": [1, 2],
    "Total<-4.5m": [3],
    "SentToContact==true": [2],
    "SentToContact": [2],
    "Reference==null": [2, 3],
    "Reference!=null": [1],
    'Reference=="say \\"hi\\""': [1],
    'Reference!=null AND Reference.Contains("hi")': [1],
    'Contact.Name.StartsWith("Cust")': [1, 2, 3],
    'InvoiceNumber.EndsWith("2")': [2],
    'Contact.Name.ToLower()=="customer 0"': [3],
    'status=="PAID"': [2],
    "": [1, 2, 3],
}


@pytest.mark.parametrize(("where", "numbers"), WHERES.items(), ids=WHERES.keys())
def test_a_where_is_choosing(chosen: Client, where: str, numbers: list[int]) -> None:
    """The documented basics."""
    shown = chosen.all("Invoices", {"where": where, "page": 1})

    assert [each["InvoiceID"] for each in shown] == [made_id(1, n) for n in numbers]


@pytest.mark.parametrize(
    "where",
    [
        "Status=",
        'Status=="PAID',
        'Nonsense=="x"',
        "Status==PAID",
        f'InvoiceID=="{made_id(1, 1)}"',
        'Date>="2026-01-01"',
        "Date>=DateTime(2026,13,01)",
        "Date>=DateTime(2026)",
        'Guid("x")==Guid("x"',
        'Status=="PAID" AND',
        'Status=="PAID" Status=="PAID"',
        '(Status=="PAID"',
        "Total",
        'Total.Contains("1")',
        'Status.Explode("1")',
        "Status==#",
    ],
)
def test_a_bad_where_is_a_parse_error(chosen: Client, where: str) -> None:
    """400, ErrorNumber 16; an id compared with a text is one as well."""
    answer = chosen.get("Invoices", {"where": where})

    assert answer.status_code == 400
    assert answer.json()["ErrorNumber"] == 16
    assert answer.json()["Type"] == "QueryParseException"
    assert answer.json()["Message"]


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"IDs": f"{made_id(1, 1)},{made_id(1, 3).upper()}"}, [1, 3]),
        ({"Statuses": "PAID,DRAFT"}, [1, 2]),
        ({"ContactIDs": made_id(2, 2)}, [2]),
        ({"InvoiceNumbers": "INV-0001, INV-0002"}, [1, 2]),
        ({"ids": made_id(1, 1), "Statuses": "PAID"}, []),
        ({"unknown": "parameter"}, [1, 2, 3]),
    ],
    ids=str,
)
def test_records_are_named_by_parameters(chosen: Client, params: dict[str, str], numbers: list[int]) -> None:
    """Several parameters have to hold together; unknown ones are ignored."""
    assert [each["InvoiceID"] for each in chosen.all("Invoices", params)] == [made_id(1, n) for n in numbers]


def test_contacts_are_named_by_ids(chosen: Client) -> None:
    """And paged then."""
    body = chosen.get("Contacts", {"IDs": f"{made_id(2, 0)},{made_id(2, 2)}"}).json()

    assert [each["ContactID"] for each in body["Contacts"]] == [made_id(2, 0), made_id(2, 2)]
    assert body["pagination"]["itemCount"] == 2
