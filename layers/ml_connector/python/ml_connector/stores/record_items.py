"""A record as a DynamoDB item, small enough for a document of thousands of lines.

Knows the item's size limit and how lists are packed into it; knows nothing of what they mean.
"""

import json
import zlib
from typing import Any

from ml_connector.errors import ContractBroken

# Source: Amazon DynamoDB, Quotas: 400 KB for one item, names included. The rest is for the short attributes.
ROOM = 380_000
NEWEST = 20
HISTORY_ROOM = 900
"""Bytes: below one write unit, so that remembering the passages costs at most one on top of the record itself."""

LONGEST_NUMBER = 255
"""Characters: a key of an index may have 1,024 bytes. Source: Amazon DynamoDB, Quotas, Sort key."""

_READABLE = 1_000
_READABLE_HISTORY = 300
_PASSAGE = ("run", "page", "version", "fingerprint", "rows", "chunk", "held")
_PAGE = ".json.gz"
_LINES = ("lines", "before")
_PLAIN = ("label", "number", "period", "fingerprint", "updated", "run", "open")


def write(record: dict[str, Any], entity: str) -> dict[str, Any]:
    """The item without its pk; ``record`` is in JSON's own types."""
    document_id = record["document_id"]
    packed = {name: _pack([_short(key, entity) for key in record[name]]) for name in _LINES}
    size = sum(map(len, packed.values()))
    if size > ROOM:
        raise ContractBroken(
            f"document {record['label'][:60]} ({document_id}) of {entity} has {len(record['lines'])} lines now and "
            f"{len(record['before'])} from before, {size} bytes where {ROOM} can be kept: split the document"
        )
    number = record["number"][:LONGEST_NUMBER]
    label = record["label"] if record["label"] != number else None
    # No attribute for what is empty: an index knows only items that have its attribute.
    plain = {
        **record,
        "label": label,
        **{name: record[name] or None for name in ("period", "open")},
        "number": number or None,
    }
    short = {name: plain[name] for name in _PLAIN if plain[name] is not None}
    return {"sk": document_id, **short, **packed, "history": _history(record["history"][-NEWEST:])}


def read(item: dict[str, Any], entity: str) -> dict[str, Any]:
    """The record that ``write`` wrote."""
    lines = {name: [_long(key, entity) for key in _unpack(item[name])] for name in _LINES}
    passages = [dict(zip(_PASSAGE, values, strict=True)) for values in _unpack(item["history"])]
    history = [{**one, "page": _whole(one["page"], one["run"])} for one in passages]
    label = item.get("label", item.get("number", ""))
    return {**item, **lines, "label": label, "document_id": item["sk"], "history": history}


def _history(passages: list[dict[str, Any]]) -> str | bytes:
    """The newest passages that fit; the one of this run always does."""
    short = [{**one, "page": _part(one["page"], one["run"])} for one in passages]
    values = [[one[name] for name in _PASSAGE] for one in short]
    while len(packed := _pack(values, _READABLE_HISTORY)) > HISTORY_ROOM and len(values) > 1:
        del values[0]
    return packed


def _part(page: str, run: str) -> str:
    # Nearly every page is the run's own; "=" marks the ones that are kept whole.
    own = f"runs/{run}/raw/"
    mine = page.startswith(own) and page.endswith(_PAGE)
    return page.removeprefix(own).removesuffix(_PAGE) if mine else f"={page}"


def _whole(part: str, run: str) -> str:
    return part[1:] if part.startswith("=") else f"runs/{run}/raw/{part}{_PAGE}"


def _pack(values: list[Any], readable: int = _READABLE) -> str | bytes:
    # Text while a person can still read it in the console.
    text = json.dumps(values, separators=(",", ":"))
    return text if len(text) <= readable else zlib.compress(text.encode())


def _unpack(stored: Any) -> list[Any]:
    text = stored if isinstance(stored, str) else zlib.decompress(bytes(stored))
    values: list[Any] = json.loads(text)
    return values


def _short(key: str, entity: str) -> str:
    # Nearly every line key begins with its entity; "=" marks the ones that are kept whole.
    return key.removeprefix(entity) if key.startswith(f"{entity}-") else f"={key}"


def _long(short: str, entity: str) -> str:
    return f"{entity}{short}" if short.startswith("-") else short[1:]
