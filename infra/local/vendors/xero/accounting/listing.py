"""A list request, from the question to the page; tells whoever listens what was given out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from werkzeug.wrappers import Request

from infra.local.vendors.xero.accounting.paging import Page, page_of
from infra.local.vendors.xero.accounting.shapes import in_list, with_unit_amounts
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.query.question import Question, read_question
from infra.local.vendors.xero.query.selection import selected
from infra.local.vendors.xero.wire.exact import Record


@dataclass(frozen=True)
class Listed:
    """A list answer that is about to leave.

    selection   every record that the question means, over all pages, in the order asked for
    page        the page given out, None if the list was not paged
    """

    tenant: Tenant
    collection: str
    selection: Sequence[Record]
    page: int | None


Listener = Callable[[Listed], None]


def list_page(
    request: Request, tenant: Tenant, endpoint: Endpoint, listeners: Sequence[Listener], *, order_unpages: bool = False
) -> Page:
    """The page a request asks for; raises QueryWrong and HeaderWrong. ``order_unpages``: an order turns paging off."""
    question = read_question(request, endpoint)
    if order_unpages and question.order:
        question = replace(question, page=None)
    selection = selected(tenant[endpoint.name].records(), question, endpoint.name, endpoint.hiding)
    page = page_of(selection, question.page, question.page_size)
    shown = [_shown(endpoint, record, question) for record in page.records]
    for listener in tuple(listeners):
        listener(Listed(tenant, endpoint.name, selection, question.page))
    return Page(shown, page.number, page.size, page.total)


def _shown(endpoint: Endpoint, record: Record, question: Question) -> Record:
    cut = in_list(
        endpoint,
        record,
        paged=question.page is not None,
        summary=question.summary,
        archived_too=question.shown_too,
    )
    return with_unit_amounts(endpoint, cut, four_decimals=question.four_decimals)
