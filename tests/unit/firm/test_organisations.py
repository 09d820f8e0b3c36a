"""The firm is the same every time, big enough to page, and as awkward as real books."""

from datetime import date
from decimal import Decimal
from typing import Any

from infra.local.firm import AS_OF, Organisation, organisations

Record = dict[str, Any]


def lines_of(organisation: Organisation) -> list[Record]:
    return [line for document in organisation.collections["Invoices"] for line in document["LineItems"]]


def texts(organisation: Organisation) -> str:
    return str([organisation.collections[name] for name in ("Accounts", "Contacts", "TrackingCategories")])


def test_the_same_seed_gives_the_same_firm(firm: list[Organisation]) -> None:
    """Figures quoted in a report can be seen again by anyone."""
    assert repr(organisations()) == repr(firm)


def test_another_seed_gives_other_documents_and_the_same_ids(firm: list[Organisation]) -> None:
    """Ids come from names, so settings that pin them hold for any seed."""
    other = organisations(seed=1)

    assert [each.tenant_id for each in other] == [each.tenant_id for each in firm]
    assert other[0].collections["Accounts"] == firm[0].collections["Accounts"]
    assert other[0].collections["Invoices"] != firm[0].collections["Invoices"]


def test_the_firm_is_larger_than_a_page(firm: list[Organisation]) -> None:
    """A dataset of more than 1,000 documents needs a second page."""
    kinds = [[each["Type"] for each in organisation.collections["Invoices"]] for organisation in firm]

    assert [(each.count("ACCREC"), each.count("ACCPAY")) for each in kinds] == [(1300, 1100), (350, 300)]


def test_scale_is_a_factor_of_the_documents() -> None:
    """0 gives an organisation with accounts and no documents, as on its first day."""
    counts = [[len(each.collections["Invoices"]) for each in organisations(scale=scale)] for scale in (0.0, 0.1)]

    assert counts == [[0, 0], [240, 65]]


def test_every_date_is_within_the_year_before_as_of() -> None:
    """No clock: a firm of another day is the same firm, moved."""
    as_of = date(2024, 2, 29)

    days = [each["DateString"][:10] for each in organisations(as_of, 0.05)[0].collections["Invoices"]]

    assert min(days) >= "2023-03-02"
    assert max(days) <= as_of.isoformat()


def test_no_stamp_is_later_than_as_of(firm: list[Organisation]) -> None:
    """A watermark taken on the next day has seen everything."""
    end = (AS_OF.toordinal() - date(1970, 1, 1).toordinal() + 1) * 86_400_000
    stamped = [each for one in firm for records in one.collections.values() for each in records]

    assert all(int(each["UpdatedDateUTC"][6:-7]) < end for each in stamped if "UpdatedDateUTC" in each)


def test_stamps_repeat(organisation: Organisation) -> None:
    """A payment run is one instant, so paging by stamp alone would be wrong, and shows here."""
    stamps = [each["UpdatedDateUTC"] for each in organisation.collections["Payments"]]

    assert len(set(stamps)) < len(stamps)


def test_names_are_as_awkward_as_real_ones(firm: list[Organisation]) -> None:
    """Quotes, commas, ampersands, macrons, umlauts, CJK, emoji, and names of more than 60 characters."""
    uk, nz = map(texts, firm)
    lengths = [len(each["Name"]) for one in firm for name in ("Accounts", "Contacts") for each in one.collections[name]]

    assert all(mark in uk for mark in ('Travel, meals & "client care"', "Müller", "株", "🌊", "Éire", "東京"))
    assert all(mark in nz for mark in ("ā", "ō", "ū", "海", "☕"))
    assert max(lengths) > 60


def test_lines_are_as_awkward_as_real_ones(organisation: Organisation) -> None:
    """Discounts, lines without account, free lines, and a text of 2,000 characters with newlines in it."""
    lines = lines_of(organisation)

    assert any(line.get("LineAmount", 0) < 0 for line in lines)
    assert any("AccountID" not in line and "LineAmount" not in line for line in lines)
    assert any(line.get("LineAmount") == 0 for line in lines)
    assert max((len(line["Description"]), "\n" in line["Description"]) for line in lines) == (2000, True)


def test_two_accounts_are_archived_and_still_used(organisation: Organisation) -> None:
    """Older lines keep naming them; the connector must not drop those."""
    archived = {each["AccountID"] for each in organisation.collections["Accounts"] if each["Status"] == "ARCHIVED"}

    assert len(archived) == 2
    assert archived < {line.get("AccountID") for line in lines_of(organisation)}


def test_rounding_each_foreign_line_alone_misses_the_total(organisation: Organisation) -> None:
    """Rates have six digits, so a connector that converts line by line is caught by a cent."""
    foreign = [each for each in organisation.collections["Invoices"] if each["CurrencyRate"] != 1]

    assert {each["CurrencyRate"].as_tuple().exponent for each in foreign} == {-6}
    assert any(_base_of_lines(each) != round(each["SubTotal"] / each["CurrencyRate"], 2) for each in foreign)


def _base_of_lines(document: Record) -> Decimal:
    inclusive = document["LineAmountTypes"] == "Inclusive"
    nets = [
        line["LineAmount"] - line["TaxAmount"] * inclusive for line in document["LineItems"] if "LineAmount" in line
    ]
    return sum((round(net / document["CurrencyRate"], 2) for net in nets), Decimal(0))
