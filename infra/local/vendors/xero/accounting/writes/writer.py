"""Writes manual journals. Source: Xero, Manual Journals; Requests and responses, summarizeErrors and errors."""

from collections.abc import Sequence
from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.accounting.envelope import answer, api_error, text_error
from infra.local.vendors.xero.accounting.writes.body import MAX_BYTES, BodyWrong, Fields, journals_of
from infra.local.vendors.xero.accounting.writes.journal import judge
from infra.local.vendors.xero.accounting.writes.verdict import Verdict
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.settings import Behaviour
from infra.local.vendors.xero.wire.exact import Record

_NOBODY = "00000000-0000-0000-0000-000000000000"


class Writer:
    """PUT creates, POST creates or changes; one bad element spoils the lot unless summarizeErrors is false."""

    def __init__(self, clock: Clock, behaviour: Behaviour) -> None:
        self._clock = clock
        self._behaviour = behaviour

    def write(self, request: Request, tenant: Tenant, endpoint: Endpoint, record_id: str | None) -> Response:
        """The answer, errors included; ``record_id`` is the one in the path."""
        if len(request.get_data()) > MAX_BYTES:
            return text_error(413, "The request is too large")
        if record_id and tenant[endpoint.name].get(record_id) is None:
            return text_error(404, "The resource you're looking for cannot be found")
        try:
            given = journals_of(request, endpoint)
        except BodyWrong as wrong:
            return api_error(request, wrong.number, wrong.kind, str(wrong))
        named = {endpoint.id_field: record_id} if record_id else {}
        verdicts = [self._judged(request.method, {**each, **named}, tenant, endpoint) for each in given]
        return self._answered(request, tenant, endpoint, verdicts)

    def _judged(self, method: str, given: Fields, tenant: Tenant, endpoint: Endpoint) -> Verdict:
        record_id = given.get(endpoint.id_field)
        old = tenant[endpoint.name].get(str(record_id)) if record_id else None
        verdict = judge(given, None if method == "PUT" else old, tenant, self._behaviour, self._clock.now())
        if method == "PUT" and old is not None:
            verdict.errors.append(f"A manual journal with the id {record_id} is there already")
        if method == "POST" and record_id and old is None:
            verdict.errors.append(f"No manual journal has the id {record_id}")
        return verdict

    def _answered(self, request: Request, tenant: Tenant, endpoint: Endpoint, verdicts: Sequence[Verdict]) -> Response:
        each_by_itself = request.args.get("summarizeErrors", "true").casefold() == "false"
        bad = [verdict for verdict in verdicts if verdict.errors]
        if bad and not each_by_itself:
            elements = [_refused(verdict) for verdict in bad]
            return api_error(request, 10, "ValidationException", "A validation exception occurred", elements)
        shown = [self._kept(verdict, tenant, endpoint) for verdict in verdicts]
        if each_by_itself:
            statuses = [{"StatusAttributeString": verdict.status} for verdict in verdicts]
            shown = [Record(record | status) for record, status in zip(shown, statuses, strict=True)]
        return answer(request, endpoint, shown, self._clock.now(), None)

    def _kept(self, verdict: Verdict, tenant: Tenant, endpoint: Endpoint) -> Record:
        """The element of the answer: saved, unless there is an error in it."""
        if verdict.errors:
            return Record({endpoint.id_field: _NOBODY} | _refused(verdict))
        (record,) = tenant.upsert(endpoint.name, [verdict.wanted])
        return Record(record | verdict.told())


def _refused(verdict: Verdict) -> dict[str, Any]:
    return {"JournalLines": [], **verdict.given, **verdict.told()}
