"""Manual journals written to Xero, found again, read back and ended.

Source: Xero, Accounting API, Manual Journals; Idempotent requests; Requests and responses, summarizeErrors.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ml_connector.errors import ContractBroken
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.plan.outgoing import Answered, Outgoing
from ml_connector.sync.plan.posted import Posted, PostedLine
from ml_connector.xero.client import XeroClient
from ml_connector.xero.models.journals import ManualJournal
from ml_connector.xero.reading import records
from ml_connector.xero.refusals import messages

_PATH = "ManualJournals"
_PAGE_SIZE = 100
_KEY_LENGTH = 40


class _Shown(ManualJournal):
    url: str = ""


class ManualJournals:
    """The manual journals of one organisation.

    link   the address that leads from a journal back to its run, from run and marker; it has to end in ``=marker``
    """

    def __init__(self, client: XeroClient, link: Callable[[str, str], str]) -> None:
        self._client = client
        self._link = link

    def post(self, journals: Sequence[Outgoing]) -> list[Answered]:
        """Store each by itself, in order; the same call within six minutes stores nothing again.

        A warning is a fault: Xero warns of what it has left out.
        """
        body = {_PATH: [self._body(one) for one in journals]}
        # Errors of one element are told with a status of 200, and the others are stored.
        answer = self._client.write("PUT", _PATH, body, key=_key(body), params={"summarizeErrors": "false"})
        elements = answer.http.json().get(_PATH)
        if not isinstance(elements, list) or len(elements) != len(journals):
            raise ContractBroken(
                f"{answer.http.asked}: Xero did not answer for each of {len(journals)} journals; start the plan again, "
                "what it has stored is found and not stored twice"
            )
        return [_judged(element) for element in elements]

    def find(self, markers: Sequence[str], since: datetime) -> dict[str, Posted]:
        """Those of these markers that were changed since, whatever their status."""
        return {marker: one for one in self._changed(since) for marker in markers if one.bears(marker)}

    def read(self, journal_id: str) -> Posted:
        """One of them."""
        answer = self._client.get(f"{_PATH}/{journal_id}")
        (found,) = _read(answer.http.body) or (None,)
        if found is None:
            raise ContractBroken(f"{answer.http.asked}: there is no journal in the answer; look for it in Xero")
        return found

    def end(self, journal_id: str, status: str) -> None:
        """Give it the status VOIDED or DELETED. Raises Rejected, ContractBroken if Xero has not done it."""
        body = {_PATH: [{"ManualJournalID": journal_id, "Status": status}]}
        answer = self._client.write("POST", f"{_PATH}/{journal_id}", body, key=_key(body))
        told = [element.get("Status") for element in answer.http.json().get(_PATH) or ()]
        if told != [status]:
            raise ContractBroken(
                f"{answer.http.asked}: the journal should be {status} and Xero shows {told}; look at it in Xero, then "
                "start the plan again"
            )

    def note(self, journal_id: str, text: str) -> None:
        """Add to its history."""
        body = {"HistoryRecords": [{"Details": text}]}
        self._client.write("PUT", f"{_PATH}/{journal_id}/History", body, key=_key([journal_id, body]))

    def _changed(self, since: datetime) -> Iterator[Posted]:
        page = 1
        # No order: it has been seen to switch paging off here.
        while found := _read(
            self._client.get(_PATH, {"page": str(page), "pageSize": str(_PAGE_SIZE)}, since).http.body
        ):
            yield from found
            page += 1

    def _body(self, one: Outgoing) -> dict[str, Any]:
        return {
            "Narration": one.text,
            "Date": one.date.isoformat(),
            "Status": one.status,
            "LineAmountTypes": one.line_amount_types,
            "ShowOnCashBasisReports": one.cash_basis,
            "Url": self._link(one.run, one.marker),
            "JournalLines": [
                {
                    "LineAmount": float(line.amount),  # two digits after the point survive this
                    "AccountID": line.account_id,
                    "Description": line.description,
                    # By names: tracking that names ids only has been dropped without a word.
                    "Tracking": [{"Name": category, "Option": option} for category, option in line.tracking],
                    **({"AccountCode": line.account_code} if line.account_code else {}),
                    **({"TaxType": line.tax_type} if line.tax_type else {}),
                }
                for line in one.lines
            ],
        }


def _judged(element: Mapping[str, Any]) -> Answered:
    found = element.get("ManualJournalID")
    stored = isinstance(found, str) and set(found) - set("0-") and element.get("StatusAttributeString") != "ERROR"
    said = [word for word in messages(element, "ValidationErrors", "Warnings") if word]
    if not said and element.get("StatusAttributeString", "OK") != "OK":
        said = [f"Xero says {element['StatusAttributeString']} without a reason"]
    return Answered(str(found) if stored else None, tuple(said) or (() if stored else ("Xero did not store it",)))


def _key(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:_KEY_LENGTH]


def _read(body: bytes) -> list[Posted]:
    found = records(body, _PATH, _Shown)
    unreadable = [one for one in found if isinstance(one, Unreadable)]
    if unreadable:
        raise ContractBroken(f"Xero's manual journal {unreadable[0].id} cannot be read: {unreadable[0].reason}")
    return [_posted(one) for one in found if isinstance(one, _Shown)]


def _posted(one: _Shown) -> Posted:
    if one.date is None:
        raise ContractBroken(f"Xero's manual journal {one.id} has no date")
    lines = tuple(
        PostedLine(
            account_id=line.account_id,
            account_code=line.account_code,
            amount=line.amount,
            tracking=tuple(sorted((tag.category, tag.option) for tag in line.tracking)),
        )
        for line in one.lines
    )
    return Posted(one.id, one.status, one.date, one.reference, one.url, lines)
