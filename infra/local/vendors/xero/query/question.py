"""A list request as plain data. Parameter names are read without regard to letter case; unknown ones are ignored."""

from dataclasses import dataclass
from datetime import datetime

from werkzeug.wrappers import Request

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.query.modified_since import modified_since

MAX_PAGE = 1000
DEFAULT_PAGE = 100


@dataclass(frozen=True)
class Question:
    """What is asked of one collection. ``page`` is None when paging is off; ``only`` maps a field to allowed values."""

    page: int | None
    page_size: int
    where: str
    order: str
    since: datetime | None
    only: dict[str, frozenset[str]]
    shown_too: bool
    summary: bool
    four_decimals: bool


def read_question(request: Request, endpoint: Endpoint) -> Question:
    """The question of a request; raises HeaderWrong."""
    given = {name.casefold(): value for name, value in request.args.items()}
    header = request.headers.get("If-Modified-Since") if endpoint.delta else None
    return Question(
        page=_page(given, endpoint),
        page_size=_size(given.get("pagesize")),
        where=given.get("where", ""),
        order=given.get("order", ""),
        since=modified_since(header) if header else None,
        only=_only(given, endpoint),
        shown_too=endpoint.hiding is not None and _yes(given, endpoint.hiding.parameter),
        summary=_yes(given, "summaryOnly"),
        four_decimals=given.get("unitdp") == "4",
    )


def _page(given: dict[str, str], endpoint: Endpoint) -> int | None:
    if not endpoint.paged:
        return None
    if "page" in given:
        return max(_number(given["page"]) or 1, 1)
    return 1 if any(name.casefold() in given for name in endpoint.forced) else None


def _size(text: str | None) -> int:
    wanted = _number(text or "")
    return DEFAULT_PAGE if wanted is None else min(max(wanted, 1), MAX_PAGE)


def _only(given: dict[str, str], endpoint: Endpoint) -> dict[str, frozenset[str]]:
    fields = {
        "ids": endpoint.id_field,
        "statuses": "Status",
        "contactids": "Contact.ContactID",
        "invoicenumbers": "InvoiceNumber",
    }
    known = {name.casefold() for name in (*endpoint.forced, *endpoint.listed)}
    return {fields[name]: _values(given[name]) for name in known if given.get(name)}


def _values(text: str) -> frozenset[str]:
    return frozenset(part.strip().casefold() for part in text.split(","))


def _yes(given: dict[str, str], name: str) -> bool:
    return given.get(name.casefold(), "").casefold() == "true"


def _number(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
