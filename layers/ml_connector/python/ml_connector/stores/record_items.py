"""A record as a DynamoDB item, small enough for a document of thousands of lines.

Knows the item's size limit and how lists are packed into it; knows nothing of what they mean.
"""

from typing import Any

from ml_connector.errors import ContractBroken
from ml_connector.stores.line_keys import pack, pack_tightly, packed, unpack, unpacked

# Source: Amazon DynamoDB, Quotas: 400 KB for one item, names included. The rest is for the short attributes.
ROOM = 380_000
NEWEST = 20
HISTORY_ROOM = 900
"""Bytes: below one write unit, so that remembering the passages costs at most one on top of the record itself."""

LONGEST_NUMBER = 255
"""Characters: a key of an index may have 1,024 bytes. Source: Amazon DynamoDB, Quotas, Sort key."""

UNIT = 1_024
"""Bytes that one write unit pays for. Source: Amazon DynamoDB, Write capacity."""

_READABLE_HISTORY = 300
_SAME = 0
"""Stands in a passage for what the record itself says."""

_PASSAGE = ("run", "page", "version", "fingerprint", "rows", "chunk", "held")
_PAGE = ".json.gz"
_OF_RECORD = {"run": "run", "version": "updated", "fingerprint": "fingerprint"}
_LINES = ("lines", "before")
_PLAIN = ("label", "number", "period", "fingerprint", "updated", "run", "open", "suspended")


def write(record: dict[str, Any], entity: str, pk: str) -> dict[str, Any]:
    """The item; ``record`` is in JSON's own types.

    The first write of a number pays a unit for the index already, so where the history would begin another one, its
    room is made by packing the lines' keys tighter than a person can read.
    """
    lines = {name: pack(record[name], entity) for name in _LINES}
    item = {"pk": pk, "sk": record["document_id"], **_plain(record), **lines}
    history = {"history": _history(record)}
    if _units(item | history) > _units(item):
        lines = {name: pack_tightly(record[name], entity) for name in _LINES}
    size = sum(map(len, lines.values()))
    if size > ROOM:
        raise ContractBroken(
            f"document {record['label'][:60]} ({record['document_id']}) of {entity} has {len(record['lines'])} lines "
            f"now and {len(record['before'])} from before, {size} bytes where {ROOM} can be kept: split the document"
        )
    return item | lines | history


def read(item: dict[str, Any], entity: str) -> dict[str, Any]:
    """The record that ``write`` wrote."""
    lines = {name: unpack(item[name], entity) for name in _LINES}
    passages = [dict(zip(_PASSAGE, values, strict=True)) for values in unpacked(item["history"])]
    label = item.get("label", item.get("number", ""))
    return {
        **item,
        **lines,
        "label": label,
        "document_id": item["sk"],
        "history": [_passage(one, item) for one in passages],
    }


def _plain(record: dict[str, Any]) -> dict[str, str]:
    number = record["number"][:LONGEST_NUMBER]
    label = record["label"] if record["label"] != number else None
    # No attribute for what is empty: an index knows only items that have its attribute.
    plain = {
        **record,
        "label": label,
        **{name: record[name] or None for name in ("period", "open")},
        "number": number or None,
        "suspended": str(record["suspended"]) if record["suspended"] else None,
    }
    return {name: plain[name] for name in _PLAIN if plain[name] is not None}


def _history(record: dict[str, Any]) -> str | bytes:
    """The newest passages that fit; the one of this run always does."""
    short = [{**one, "page": _part(one["page"], one["run"])} for one in record["history"][-NEWEST:]]
    values = [[_SAME if _is_told(name, one, record) else one[name] for name in _PASSAGE] for one in short]
    while len(stored := packed(values, _READABLE_HISTORY)) > HISTORY_ROOM and len(values) > 1:
        del values[0]
    return stored


def _is_told(name: str, passage: dict[str, Any], record: dict[str, Any]) -> bool:
    return name in _OF_RECORD and passage[name] is not None and passage[name] == record[_OF_RECORD[name]]


def _passage(stored: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    told = {name: item[other] for name, other in _OF_RECORD.items() if stored[name] == _SAME}
    passage = stored | told
    return {**passage, "page": _whole(passage["page"], passage["run"])}


def _units(item: dict[str, Any]) -> int:
    """Write units of one put. Source: Amazon DynamoDB, Item sizes and formats."""
    texts = [*item, *item.values()]
    return -(-sum(len(text.encode() if isinstance(text, str) else text) for text in texts) // UNIT)


def _part(page: str, run: str) -> str:
    # Nearly every page is the run's own; "=" marks the ones that are kept whole.
    own = f"runs/{run}/raw/"
    mine = page.startswith(own) and page.endswith(_PAGE)
    return page.removeprefix(own).removesuffix(_PAGE) if mine else f"={page}"


def _whole(part: str, run: str) -> str:
    return part[1:] if part.startswith("=") else f"runs/{run}/raw/{part}{_PAGE}"
