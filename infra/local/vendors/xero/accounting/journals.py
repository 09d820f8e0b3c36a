"""Journals as Xero lists them: by number, a hundred at a time, only for apps that may.

Source: Xero, Journals; Pricing and policy: an app needs the Advanced tier.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from werkzeug.wrappers import Request

from infra.local.vendors.xero.ledger.chart import Chart
from infra.local.vendors.xero.ledger.log import Entry
from infra.local.vendors.xero.ledger.posting import Leg
from infra.local.vendors.xero.query.modified_since import modified_since
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

PAGE = 100
_NAMESPACE = UUID("c0dec0de-0002-4000-8000-00000000c0de")


def journal_page(request: Request, entries: Iterable[Entry], chart: Chart, tenant_id: str) -> list[Record]:
    """The next hundred after ``offset``, created since If-Modified-Since; raises HeaderWrong."""
    offset = request.args.get("offset", default=0, type=int)
    header = request.headers.get("If-Modified-Since")
    since = modified_since(header) if header else dates.EPOCH
    found = [each for each in entries if each.number > offset and each.created >= since]
    return [journal_record(each, chart, tenant_id) for each in found[:PAGE]]


def journal_named(name: str, entries: Iterable[Entry], chart: Chart, tenant_id: str) -> Record | None:
    """The journal with this id or number, without its source; None if there is none."""
    shown = (journal_record(each, chart, tenant_id) for each in entries)
    wanted = name.casefold()
    found = next((each for each in shown if wanted in (each["JournalID"].casefold(), str(each["JournalNumber"]))), None)
    hidden = ("SourceID", "SourceType")
    return Record((key, value) for key, value in found.items() if key not in hidden) if found else None


def journal_record(entry: Entry, chart: Chart, tenant_id: str) -> Record:
    """One element of ``Journals``: as it came, or made of its posting."""
    if entry.given is not None:
        return entry.given
    posting = entry.posting
    journal_id = uuid5(_NAMESPACE, f"{tenant_id}/{entry.number}")
    source = {"SourceID": posting.source_id, "SourceType": posting.source_type} if posting.source_type else {}
    return Record(
        JournalID=str(journal_id),
        JournalDate=dates.stamp(dates.midnight(posting.day)),
        JournalNumber=entry.number,
        CreatedDateUTC=dates.stamp(entry.created),
        Reference=posting.reference,
        **source,
        JournalLines=[_line(leg, chart, str(uuid5(journal_id, str(n)))) for n, leg in enumerate(posting.legs)],
    )


def _line(leg: Leg, chart: Chart, line_id: str) -> Mapping[str, Any]:
    account = chart.by_id(leg.account_id)
    return {
        "JournalLineID": line_id,
        "AccountID": account.account_id,
        **({"AccountCode": account.code} if account.code else {}),
        "AccountType": account.type,
        "AccountName": account.name,
        **({"Description": leg.description} if leg.description else {}),
        "NetAmount": leg.net,
        "GrossAmount": leg.net + leg.tax,
        "TaxAmount": leg.tax,
        **({"TaxType": leg.tax_type, "TaxName": leg.tax_type} if leg.tax_type else {}),
        "TrackingCategories": list(leg.tracking),
    }
