"""What a function does that lasts, named so that it is the same in every run: the points at which it can die.

Knows requests to AWS and to the vendors; the names are what ``effects.json`` lists.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.wrappers import Request

from infra.local.vendors.common.journal import Entry

TABLE = Path(__file__).with_name("effects.json")
_WORD = re.compile(r"[A-Z_]{3,}$")
_ID = re.compile(r"[0-9A-Fa-f-]{6,}|\d+")
_WAITED = "UpdateItem RUN name"
"""The header does not show a wait any more."""

_OBJECT = re.compile(r"/[^/]+/(?:runs/[^/]+/)?([a-z_]+)")


def effect(request: Request) -> str | None:
    """The name of a request to AWS that changes something; None: it only looks."""
    operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    if not operation:
        found = _OBJECT.match(request.path)
        return f"PUT {found[1]}" if request.method == "PUT" and found else None
    name = _NAMES.get(operation)
    told = f"{operation}{name(json.loads(request.get_data()))}" if name else None
    # Calls are counted in blocks, now by this function and now by that, and only some runs have to wait for more;
    # tests/component/limits lets it die there.
    return None if told and (" LIMIT" in told or told == _WAITED) else told


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


def known() -> dict[str, list[str]]:
    """The effects of every function, and the calls to every vendor, that the chaos tests go through."""
    table: dict[str, list[str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def unknown(seen: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """What was seen and is not in the table; with EFFECTS=write in the environment it is added to it."""
    table = known() if TABLE.exists() else {}
    if os.environ.get("EFFECTS") == "write":
        table |= {who: sorted({*table.get(who, ()), *what}) for who, what in seen.items() if what}
        TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return {who: new for who, what in seen.items() if (new := sorted(set(what) - set(table.get(who, ()))))}


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
    return " ".join([_key(item), *sorted(name for name in item if name not in ("pk", "sk") and "#" not in name)])


def _key(item: Any) -> str:
    return " ".join(dict.fromkeys(_words(item["pk"]["S"], item["sk"]["S"])))


def _words(pk: str, sk: str) -> Iterator[str]:
    """The first word of each key; what has no word is a document, an instant or the like."""
    yield pk.partition("#")[0]
    if _WORD.match(sk.partition("#")[0]):
        yield sk.partition("#")[0]


def _written(expression: str) -> str:
    return ",".join(sorted(set(re.findall(r"(?:SET|REMOVE|,|ADD)\s+#?([a-z_]+)", expression))))
