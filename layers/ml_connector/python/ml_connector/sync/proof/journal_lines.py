"""Journals as lines of a month's file: they come by rising number and never change, so a file only grows."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ml_connector.sync.proof.journals import Journal


def read(lines: Iterable[str], period: str) -> Iterator[Journal]:
    """The journals of a month."""
    for line in lines:
        number, source_type, source, amounts = json.loads(line)
        yield Journal(number, period, source_type, source, tuple((id_, Decimal(amount)) for id_, amount in amounts))


def with_new(lines: list[str], journals: Iterable[Journal]) -> list[str]:
    """The file of a month with these journals of it; those that are in it already are not added again."""
    newest = json.loads(lines[-1])[0] if lines else 0
    new = sorted((one for one in journals if one.number > newest), key=lambda one: one.number)
    return [*lines, *map(_line, new)]


def by_month(journals: Iterable[Journal]) -> dict[str, list[Journal]]:
    """The journals of each month."""
    found: dict[str, list[Journal]] = {}
    for one in journals:
        found.setdefault(one.period, []).append(one)
    return found


def _line(one: Journal) -> str:
    amounts = [[account, str(amount)] for account, amount in one.lines]
    return json.dumps([one.number, one.source_type, one.source, amounts], separators=(",", ":"))
