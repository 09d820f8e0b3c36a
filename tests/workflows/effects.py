"""What a function does that lasts, named so that it is the same in every run: the points at which it can die.

Knows requests to AWS and to the vendors; the names are what ``effects.json`` lists.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request

from infra.local.vendors.common.journal import Entry

_WORD = re.compile(r"[A-Z_]{3,}$")
_ID = re.compile(r"[0-9A-Fa-f-]{6,}|\d+")
_SELDOM = ("UpdateItem RUN name", "PUT behind")
"""Not of every run: the header does not show a wait any more; a change behind a lock date is told of, once for good."""

_OBJECT = re.compile(r"/[^/]+/(?:runs/[^/]+/)?([a-z_]+)(?:/\d+(-[a-z]+)[^/]*$)?")
"""What it is, and of several kinds under one number, which."""

_LIVING = ("PREPARED", "SENT", "CONFIRMED", "REFUSED")


def effect(request: Request) -> str | None:
    """The name of a request to AWS that changes something; None: it only looks."""
    told = _told(request)
    # Calls are counted in blocks, now by this function and now by that; tests/component/limits lets it die there.
    return None if told and (" LIMIT" in told or told in _SELDOM) else told


def vendor_call(entry: Entry) -> str:
    """The name of a request to a vendor."""
    return f"{entry.method} {_ID.sub('*', entry.path)}"


@dataclass(frozen=True)
class At:
    """The moment of one effect: right before it is passed on, or right after it was answered."""

    name: str
    after: bool

    def is_now(self, request: Request) -> bool:
        """Whether this is the request that is meant."""
        return effect(request) == self.name


def _told(request: Request) -> str | None:
    operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    if not operation:
        found = _OBJECT.match(request.path)
        return f"PUT {found[1]}{found[2] or ''}" if request.method == "PUT" and found else None
    name = _NAMES.get(operation)
    return f"{operation}{name(json.loads(request.get_data()))}" if name else None


def _batch(body: Any) -> str:
    puts = [put["PutRequest"]["Item"] for listed in body["RequestItems"].values() for put in listed]
    return f" {' '.join(sorted({_key(put) for put in puts}))}"


def _transaction(body: Any) -> str:
    puts = [item["Put"]["Item"] for item in body["TransactItems"] if "Put" in item]
    return f" {' '.join(sorted({_key(put) for put in puts}))}"


_NAMES: dict[str, Callable[[Any], str]] = {
    "PutItem": lambda body: f" {_put(body['Item'])}",
    "UpdateItem": lambda body: f" {_key(body['Key'])} {_written(body['UpdateExpression'])}",
    "BatchWriteItem": _batch,
    "TransactWriteItems": _transaction,
    "PutSecretValue": lambda _: "",
}


def _put(item: Any) -> str:
    if item["pk"]["S"].startswith("LEDGER#"):
        return f"LEDGER {_stage(json.loads(item['entry']['S']))}"
    return " ".join([_key(item), *sorted(name for name in item if name not in ("pk", "sk") and "#" not in name)])


def _key(item: Any) -> str:
    return " ".join(dict.fromkeys(_words(item["pk"]["S"], item["sk"]["S"])))


def _stage(entry: Any) -> str:
    """How far the journals of a key have come: those of this generation, and what lives of those before."""
    documents = [one["state"] + (" and checked" if one["checked"] else "") for one in entry["documents"]]
    old = [one["state"] for one in entry["old"] if one["state"] in _LIVING]
    who = "claimed" if entry["claim"] else "let go"
    return ", ".join([who, *documents, *(f"old {state}" for state in old)])


def _words(pk: str, sk: str) -> Iterator[str]:
    """The first word of each key; what has no word is a document, an instant or the like."""
    yield pk.partition("#")[0]
    if _WORD.match(sk.partition("#")[0]):
        yield sk.partition("#")[0]


def _written(expression: str) -> str:
    return ",".join(sorted(set(re.findall(r"(?:SET|REMOVE|,|ADD)\s+#?([a-z_]+)", expression))))
