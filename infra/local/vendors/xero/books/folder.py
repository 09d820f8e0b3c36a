"""Reads organisations from folders of JSON files, each file in the shape of an answer: {"Invoices": [...]}.

A folder with an organisation.json is one organisation; otherwise each of its subfolders with one is.
A journals.json or a trial_balance.json is the organisation's ledger. Files that belong to neither are left alone.
"""

from collections.abc import Iterator
from pathlib import Path

from infra.local.vendors.xero.books.currencies import traded
from infra.local.vendors.xero.books.organisation import Fields, GivenBooks, books_of
from infra.local.vendors.xero.endpoints import ENDPOINTS
from infra.local.vendors.xero.ledger.given import KEYS as LEDGER_KEYS
from infra.local.vendors.xero.wire import exact

_MARK = "organisation.json"


class FolderWrong(ValueError):
    """The data folder cannot be read; the message names the file and what would be right."""


def read_folder(folder: Path) -> list[GivenBooks]:
    """The organisations in the folder, by name of their subfolders; raises FolderWrong."""
    homes = [home for home in (folder, *_subfolders(folder)) if (home / _MARK).is_file()]
    if not homes:
        raise FolderWrong(f"{folder} holds no organisation: neither it nor a subfolder of it has an {_MARK}")
    return [_read_home(home) for home in (homes[:1] if homes[0] == folder else homes)]


def _subfolders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FolderWrong(f"{folder} is not a folder; name one with an {_MARK} in it")
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _read_home(home: Path) -> GivenBooks:
    collections = dict(_collections(home))
    collections.setdefault("Currencies", traded(collections))
    try:
        return books_of(collections)
    except ValueError as wrong:
        raise FolderWrong(f"{home / _MARK}: {wrong}") from wrong


def _collections(home: Path) -> Iterator[tuple[str, list[Fields]]]:
    files = {endpoint.key: endpoint.file for endpoint in ENDPOINTS} | LEDGER_KEYS
    for key, file in files.items():
        path = home / f"{file}.json"
        if path.is_file():
            yield key, _read_file(path, key)


def _read_file(path: Path, key: str) -> list[Fields]:
    try:
        content = exact.loads(path.read_bytes())
    except ValueError as wrong:
        raise FolderWrong(f"{path} is not JSON: {wrong}") from wrong
    records = content.get(key) if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise FolderWrong(f'{path} must be an object with a list under "{key}", as the API answers')
    return records
