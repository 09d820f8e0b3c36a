"""A proof for people: as a page, as a sheet, on the screen, and of a folder."""

import json
from decimal import Decimal
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from ml_connector.sync.proof.books import BooksProof, Row
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.journals import Suspect
from ml_connector.sync.proof.readback import ReadBack
from msgspec.structs import replace
from rich.console import Console

from infra.cli.main import main
from infra.cli.proving.page import page
from infra.cli.proving.report import LoadProof, ProofReport, by_account, months
from infra.cli.proving.sheet import sheet
from infra.cli.proving.tables import printed

UNEXPLAINED, TRANSFERS = Class.UNEXPLAINED.value, Class.TRANSFERS.value
ODD = '200 <script>alert("x")</script> & Co'


def row(account: str, period: str, moved: str, loaded: str, **classes: str) -> Row:
    named = {"transfers": TRANSFERS, "unexplained": UNEXPLAINED}
    found = {named[name]: Decimal(amount) for name, amount in classes.items()}
    return Row(
        account_id=account, account=account, period=period, moved=Decimal(moved), loaded=Decimal(loaded), classes=found
    )


BOOKS = BooksProof(
    entity="UK",
    currency="GBP",
    periods=("2026-09", "2026-10"),
    tolerance=Decimal(0),
    exact=False,
    not_loaded=("bank_transfers",),
    rows=(
        row(ODD, "2026-09", "100.00", "100.00"),
        row("Cheque", "2026-10", "-70.00", "0.00", transfers="-70.00"),
        row(ODD, "2026-10", "50.01", "50.00", unexplained="0.01"),
    ),
)
LOAD = LoadProof(entity="UK", dataset="bills", found=ReadBack(view="Control", rows=3, missing=0, wrong=0))
REPORT = ProofReport(title="run-1", books=(BOOKS,), loads=(LOAD,), not_compared=("NZ: not compared",))


class Page(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_page_runs_no_script_and_asks_nobody() -> None:
    """It is opened from a mail or a share, and names come from ledgers that anybody may have written."""
    shown = Page(page(REPORT))

    assert not {tag for tag, _ in shown.tags} & {"script", "link", "img", "iframe", "object"}
    assert not [name for _, attrs in shown.tags for name in attrs if name.startswith("on") or name in ("src", "href")]
    assert "url(" not in page(REPORT)
    assert ODD in shown.texts


def test_a_page_has_a_bar_for_each_month_with_what_nothing_explains() -> None:
    """Red is for that alone."""
    shown = Page(page(REPORT))
    titles = [attrs["title"] for tag, attrs in shown.tags if tag == "i" and attrs.get("title")]

    assert titles == ["loaded: 100.00", "loaded: 50.00", "bank transfers: 70.00", "unexplained: 0.01"]
    assert {"2026-09", "2026-10", "not proven", "NZ: not compared"} <= set(shown.texts)


def test_the_documents_that_journals_know_otherwise_are_named_on_page_and_screen() -> None:
    """An account and a month are where to look; a document is what to look at. It may be named by anybody."""
    suspect = Suspect(source="<b>inv</b>", source_type="ACCREC", period="2026-10", loaded=False, amount=Decimal("0.01"))
    books = replace(BOOKS, suspects=(suspect,), journals="read up to number 7 in 2 calls")
    report = ProofReport(title="run", books=(books,))
    screen = StringIO()
    for part in printed(report):
        Console(file=screen, width=160).print(part)

    assert {"<b>inv</b>", "never loaded"} <= set(Page(page(report)).texts)
    assert "journals were read up to number 7 in 2 calls" in page(report)
    assert "Journals were read up to number 7 in 2 calls." in screen.getvalue()
    assert books.flaw.endswith("look at ACCREC <b>inv</b> was never loaded")


def test_months_and_accounts_add_up() -> None:
    """An explained amount on one account does not hide an unexplained one on another."""
    october = months(BOOKS)[1]

    assert (october.explained, october.unexplained) == (Decimal("70.00"), Decimal("0.01"))
    assert [(one.account, one.moved) for one in by_account(BOOKS.rows)] == [
        (ODD, Decimal("150.01")),
        ("Cheque", Decimal("-70.00")),
    ]


def test_a_name_that_looks_like_a_formula_is_text_in_a_spreadsheet() -> None:
    """Whoever names an account must not run anything on an accountant's machine."""
    evil = replace(BOOKS, rows=(row("=HYPERLINK(1)", "2026-10", "1", "1"),))

    assert "'=HYPERLINK(1)" in sheet(ProofReport(title="r", books=(evil,)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An organisation with one bill, and journals for it and for a transfer."""
    accounts = [
        {"AccountID": "rent", "Code": "469", "Name": "Rent", "Type": "EXPENSE", "Class": "EXPENSE"},
        {"AccountID": "ap", "Code": "800", "Name": "Accounts Payable", "Type": "CURRLIAB", "Class": "LIABILITY"},
        {"AccountID": "one", "Code": "090", "Name": "Cheque", "Type": "BANK", "Class": "ASSET"},
        {"AccountID": "two", "Name": "Saver", "Type": "BANK", "Class": "ASSET"},
    ]
    bill = {
        "InvoiceID": "b1",
        "Type": "ACCPAY",
        "Status": "AUTHORISED",
        "Date": "/Date(1790812800000+0000)/",
        "UpdatedDateUTC": "/Date(1790812800000+0000)/",
        "CurrencyCode": "GBP",
        "Total": 80.5,
        "TotalTax": 0,
        "LineItems": [{"LineItemID": "l1", "AccountID": "rent", "LineAmount": 80.5}],
    }
    journals = [journal(1, "ACCPAY", "b1", rent=80.5, ap=-80.5), journal(2, "TRANSFER", "t", one=-5, two=5)]
    files = {
        "organisation": {"Organisations": [{"OrganisationID": "o", "BaseCurrency": "GBP"}]},
        "accounts": {"Accounts": accounts},
        "invoices": {"Invoices": [bill]},
        "journals": {"Journals": journals},
    }
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def journal(number: int, kind: str, source: str, **lines: float) -> dict[str, object]:
    legs = [{"AccountID": account, "NetAmount": amount} for account, amount in lines.items()]
    day = "/Date(1790812800000+0000)/"
    return {
        "JournalNumber": number,
        "JournalDate": day,
        "SourceType": kind,
        "SourceID": source,
        "JournalLines": legs,
    }


@pytest.mark.parametrize("how", ["--journals", "--no-journals"])
def test_a_folder_is_proven_without_asking_anybody(folder: Path, capsys: pytest.CaptureFixture[str], how: str) -> None:
    """With journals the classes are exact, without them accounts tell."""
    assert main(["proof", "folder", str(folder), how, "--csv"]) == 0

    header, *lines = (line.split(",") for line in capsys.readouterr().out.splitlines())
    amounts = {line[4]: dict(zip(header, line, strict=True)) for line in lines}
    assert amounts["rent"]["Trial balance"] == amounts["rent"]["Loaded"] == "80.50"
    assert (amounts["two"]["Loaded"], amounts["two"][TRANSFERS]) == ("0.00", "5.00")


def test_a_folder_whose_documents_do_not_add_up_is_not_proven(folder: Path, tmp_path: Path) -> None:
    """The exit status says so, and the page names the account."""
    text = (folder / "journals.json").read_text(encoding="utf-8").replace("80.5", "80.49")
    (folder / "journals.json").write_text(text, encoding="utf-8")
    out = tmp_path / "proof.html"

    assert main(["proof", "folder", str(folder), "--html", str(out)]) == 1
    assert "-0.01 GBP on 469 Rent in 2026-10" in out.read_text(encoding="utf-8")
