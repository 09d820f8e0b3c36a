"""The keys of a document's lines as one attribute of an item: text while a person can read it, else packed."""

import json
import uuid
import zlib
from typing import Any

READABLE = 1_000
"""Characters."""

_DENSE = b"\x00"  # no zlib stream begins so
_ID = 16


def pack(keys: list[str], entity: str) -> str | bytes:
    """Text, or compressed text where that would be long."""
    return packed([_short(key, entity) for key in keys])


def pack_tightly(keys: list[str], entity: str) -> str | bytes:
    """Half of what the text takes, where every key is an entity and an id; else as it is packed usually."""
    try:
        ids = [uuid.UUID(key.removeprefix(f"{entity}-")) for key in keys]
    except ValueError:
        return pack(keys, entity)
    if not ids or [f"{entity}-{id_}" for id_ in ids] != keys:  # an id may be written in other ways
        return pack(keys, entity)
    return _DENSE + b"".join(id_.bytes for id_ in ids)


def unpack(stored: Any, entity: str) -> list[str]:
    """The keys, in whatever way they were packed."""
    raw = b"" if isinstance(stored, str) else bytes(stored)
    if not raw.startswith(_DENSE):
        return [_long(key, entity) for key in unpacked(stored)]
    return [f"{entity}-{uuid.UUID(bytes=raw[at : at + _ID])}" for at in range(len(_DENSE), len(raw), _ID)]


def packed(values: list[Any], readable: int = READABLE) -> str | bytes:
    """Any list: text up to so many characters, compressed text beyond."""
    text = json.dumps(values, separators=(",", ":"))
    return text if len(text) <= readable else zlib.compress(text.encode())


def unpacked(stored: Any) -> list[Any]:
    """The list that ``packed`` has packed."""
    text = stored if isinstance(stored, str) else zlib.decompress(bytes(stored))
    values: list[Any] = json.loads(text)
    return values


def _short(key: str, entity: str) -> str:
    # Nearly every line key begins with its entity; "=" marks the ones that are kept whole.
    return key.removeprefix(entity) if key.startswith(f"{entity}-") else f"={key}"


def _long(short: str, entity: str) -> str:
    return f"{entity}{short}" if short.startswith("-") else short[1:]
