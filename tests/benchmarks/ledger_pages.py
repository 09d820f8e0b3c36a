"""Raw pages of invoices, parked in a folder as a run parks them."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

PER_PAGE = 1000
ACCOUNTS = [f"{number:08x}-0000-4000-8000-00000000acc7" for number in range(40)]


def page(number: int) -> bytes:
    """1,000 invoices with two or three lines each; every tenth in a foreign currency."""
    first = number * PER_PAGE
    invoices = [_invoice(first + place) for place in range(PER_PAGE)]
    return json.dumps({"DateTimeUTC": "/Date(1793448000000)/", "Invoices": invoices}).encode()


def park(folder: Path, lines: int) -> None:
    """Enough pages for that many lines."""
    for number in range(_pages(lines)):
        (folder / f"{number:05d}.json.gz").write_bytes(gzip.compress(page(number), compresslevel=1))


def parked(folder: Path, lines: int) -> Iterator[bytes]:
    """The first of them, unpacked: enough for so many lines."""
    for number in range(_pages(lines)):
        yield gzip.decompress((folder / f"{number:05d}.json.gz").read_bytes())


def _pages(lines: int) -> int:
    return lines * 2 // (PER_PAGE * 5)


def _invoice(number: int) -> dict[str, object]:
    foreign = number % 10 == 0
    lines = [_line(number, place) for place in range(2 + number % 2)]
    net = sum(150.25 + number % 97 for _ in lines)
    return {
        "Type": "ACCREC",
        "InvoiceID": f"{number:08x}-1111-4000-8000-0123456789ab",
        "InvoiceNumber": f"INV-{number:06d}",
        "Reference": "PO 4711",
        "Contact": {"ContactID": f"{number % 500:08x}-2222-4000-8000-0123456789ab", "Name": "Whārangi Books & Maps"},
        "Date": "/Date(1791936000000+0000)/",
        "DateString": "2026-10-15T00:00:00",
        "DueDate": "/Date(1794528000000+0000)/",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "LineItems": lines,
        "SubTotal": net,
        "TotalTax": round(net * 0.2, 2),
        "Total": round(net * 1.2, 2),
        "UpdatedDateUTC": f"/Date({1793440000000 + number}+0000)/",
        "CurrencyCode": "USD" if foreign else "GBP",
        "CurrencyRate": 1.271834 if foreign else 1.0,
    }


def _line(number: int, place: int) -> dict[str, object]:
    return {
        "LineItemID": f"{number:08x}-3333-4000-8000-{place:012d}",
        "Description": "Structural engineering, stage two of the northern bridge",
        "Quantity": 2.5,
        "UnitAmount": 60.1,
        "LineAmount": 150.25 + number % 97,
        "TaxType": "OUTPUT2",
        "TaxAmount": round((150.25 + number % 97) * 0.2, 2),
        "AccountCode": str(200 + number % 40),
        "AccountID": ACCOUNTS[number % 40],
        "Tracking": [],
    }
