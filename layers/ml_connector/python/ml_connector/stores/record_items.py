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
_READABLE = 1_000
_LINES = ("lines", "before")


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
    history = _pack(record["history"][-NEWEST:])
    plain = {name: record[name] for name in ("label", "fingerprint", "updated", "run") if record[name] is not None}
    return {"sk": document_id, **plain, **packed, "history": history}


def read(item: dict[str, Any], entity: str) -> dict[str, Any]:
    """The record that ``write`` wrote."""
    lines = {name: [_long(key, entity) for key in _unpack(item[name])] for name in _LINES}
    return {**item, **lines, "document_id": item["sk"], "history": _unpack(item["history"])}


def _pack(values: list[Any]) -> str | bytes:
    # Text while a person can still read it in the console.
    text = json.dumps(values, separators=(",", ":"))
    return text if len(text) <= _READABLE else zlib.compress(text.encode())


def _unpack(stored: Any) -> list[Any]:
    text = stored if isinstance(stored, str) else zlib.decompress(bytes(stored))
    values: list[Any] = json.loads(text)
    return values


def _short(key: str, entity: str) -> str:
    # Nearly every line key begins with its entity; "=" marks the ones that are kept whole.
    return key.removeprefix(entity) if key.startswith(f"{entity}-") else f"={key}"


def _long(short: str, entity: str) -> str:
    return f"{entity}{short}" if short.startswith("-") else short[1:]
