"""The firm as folders of JSON files, one per organisation, the shape every seed folder has.

Knows file names and how to write a Decimal without losing a digit; knows nothing of what the records mean.
"""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from infra.local.firm.organisation import AS_OF, Organisation, organisations
from infra.local.firm.records import Record

_FILES = {
    "Organisations": "organisation.json",
    "Accounts": "accounts.json",
    "TrackingCategories": "tracking_categories.json",
    "Contacts": "contacts.json",
    "Currencies": "currencies.json",
    "Invoices": "invoices.json",
    "CreditNotes": "credit_notes.json",
    "Payments": "payments.json",
    "BankTransactions": "bank_transactions.json",
    "BankTransfers": "bank_transfers.json",
    "Overpayments": "overpayments.json",
    "Prepayments": "prepayments.json",
    "ManualJournals": "manual_journals.json",
    "Budgets": "budgets.json",
}
# json writes numbers of its own types only. A Decimal goes in as a string between two marks of the private-use
# area, which no text of the firm holds, and comes out bare: 1.10 stays 1.10, where a float would make it 1.1.
_MARK = "\ue000"


def write(folder: Path, as_of: date = AS_OF, scale: float = 1.0) -> list[Path]:
    """Writes the firm below `folder`; returns the folders of its organisations."""
    return [_write_one(folder, organisation) for organisation in organisations(as_of, scale)]


def _write_one(folder: Path, organisation: Organisation) -> Path:
    home = folder / re.sub(r"[^a-z0-9]+", "-", organisation.name.lower()).strip("-")
    home.mkdir(parents=True, exist_ok=True)
    for collection, records in organisation.collections.items():
        (home / _FILES[collection]).write_text(as_json(collection, records), encoding="utf-8", newline="\n")
    return home


def as_json(collection: str, records: list[Record]) -> str:
    """`{collection: records}` with one record a line and exact decimals."""
    lines = ",\n".join(json.dumps(record, ensure_ascii=False, default=_marked) for record in records)
    return f'{{"{collection}": [\n{lines}\n]}}\n'.replace(f'"{_MARK}', "").replace(f'{_MARK}"', "")


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}{_MARK}"
    raise TypeError(f"A record of the firm holds {type(value).__name__}; only Decimal is written beside JSON's own.")
