"""The operator's hands on the two simulators, over their admin paths. Knows HTTP, and the meaning of no field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from infra.local.vendors.xero.wire import exact

_SECONDS = 60.0

Record = Mapping[str, Any]


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # the simulators are on this machine, whatever proxy is set
    return session


class XeroOperator:
    """Reads and edits the documents of the simulated Xero; numbers are Decimal, as written."""

    def __init__(self, admin: str) -> None:
        self._admin = admin
        self._http = _session()

    def records(self, tenant: str, collection: str) -> list[Record]:
        """Everything in a collection, whatever its status."""
        answer = self._http.get(f"{self._admin}/tenants/{tenant}/{collection}", timeout=_SECONDS)
        return _records(answer, collection)

    def put(self, tenant: str, collection: str, record: Record) -> Record:
        """Create a record, or change the given fields of the one with its id; the record as it is now."""
        answer = self._http.put(
            f"{self._admin}/tenants/{tenant}/{collection}",
            data=exact.dumps(record).encode(),
            timeout=_SECONDS,
        )
        return _records(answer, collection)[0]


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in an Anaplan model.

    members   list, then code, to the item's name and properties
    lines     module, then code, to the cells by line item; cells are exact text, empty when blank
    """

    members: Mapping[str, Mapping[str, Mapping[str, str]]]
    lines: Mapping[str, Mapping[str, Mapping[str, str]]]


class AnaplanOperator:
    """Looks into the simulated model, and types into it."""

    def __init__(self, admin: str) -> None:
        self._admin = admin
        self._http = _session()

    def type_in(self, module: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Rows of a flat module, each on the item of its ``Code``."""
        self._http.post(f"{self._admin}/seed", json={"rows": {module: list(rows)}}, timeout=_SECONDS).raise_for_status()

    def contents(self) -> Contents:
        """The model as it is now; lists that only number a module's lines are left out."""
        answer = self._http.get(f"{self._admin}/model", timeout=_SECONDS)
        answer.raise_for_status()
        model = answer.json()
        return Contents(
            members={
                name: {item["code"]: {"Name": item["name"], **item["properties"]} for item in items}
                for name, items in model["lists"].items()
                if name not in model["modules"]
            },
            lines={
                name: {member["code"]: member["cells"] for member in members}
                for name, members in model["modules"].items()
            },
        )


def _records(answer: requests.Response, collection: str) -> list[Record]:
    answer.raise_for_status()
    found: list[Record] = exact.loads(answer.content)[collection]
    return found
