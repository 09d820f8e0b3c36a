"""From all records of a collection to those that a question means, in the order it asks for."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from infra.local.vendors.xero.endpoint import Hiding
from infra.local.vendors.xero.query.order import ordered
from infra.local.vendors.xero.query.question import Question
from infra.local.vendors.xero.query.where import where
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

Test = Callable[[Record], bool]


def selected(records: Iterable[Record], question: Question, collection: str, hiding: Hiding | None) -> Sequence[Record]:
    """The records meant, in the order they come in or the one asked for; raises QueryWrong."""
    tests = _tests(question, collection, hiding)
    found = [record for record in records if all(test(record) for test in tests)]
    return ordered(found, question.order, collection) if question.order else found


def _tests(question: Question, collection: str, hiding: Hiding | None) -> list[Test]:
    tests: list[Test] = [_is_one_of(field, values) for field, values in question.only.items()]
    if hiding and not question.shown_too:
        tests.append(_is_not_hidden(hiding))
    if question.since:
        tests.append(_is_updated_since(question.since))
    if question.where:
        tests.append(where(question.where, collection))
    return tests


def _is_one_of(field: str, values: frozenset[str]) -> Test:
    first, _, second = field.partition(".")

    def test(record: Record) -> bool:
        value = record.get(first)
        return str(value.get(second) if second and value else value).casefold() in values

    return test


def _is_not_hidden(hiding: Hiding) -> Test:
    return lambda record: record.get(hiding.field) != hiding.value


def _is_updated_since(since: datetime) -> Test:
    return lambda record: (dates.instant(record.get("UpdatedDateUTC")) or dates.EPOCH) >= since
