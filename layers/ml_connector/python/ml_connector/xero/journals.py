"""Xero's journals: by number, a hundred at a time. They never change: an edit is a journal that takes one back, and a
new one.

Source: Xero, Accounting API, Journals. An app needs the tier that may read them, and a scope of its own.
"""

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from ml_connector.errors import ContractBroken
from ml_connector.sync.proof.journals import Journal
from ml_connector.xero import dates
from ml_connector.xero.client import XeroAnswer, XeroClient

PATH = "Journals"


def ask(client: XeroClient, after: int) -> XeroAnswer:
    """The next journals after this number, none if there are no more; raises what the client raises."""
    return client.get(PATH, {"offset": str(after)})


def read(body: bytes, asked: str) -> list[Journal]:
    """The journals of one answer; raises ContractBroken if it is none."""
    try:
        return list(_journals(json.loads(body, parse_float=Decimal)[PATH]))
    except (ValueError, LookupError, TypeError, InvalidOperation) as error:
        raise ContractBroken(
            f"{asked}: these are not Xero's journals ({type(error).__name__}, {len(body)} bytes); "
            "look at xero_api in settings, or try again if Xero shows an incident"
        ) from None


def _journals(records: list[dict[str, Any]]) -> Iterator[Journal]:
    for one in records:
        yield Journal(
            int(one["JournalNumber"]),
            dates.day(one["JournalDate"]).isoformat()[:7],
            one.get("SourceType") or "",
            one.get("SourceID") or "",
            tuple((str(line["AccountID"]), Decimal(str(line["NetAmount"]))) for line in one["JournalLines"]),
        )
