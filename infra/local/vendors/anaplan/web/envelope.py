"""What surrounds an answer's content: meta and status, and for collections a page of them.

Sources: Anaplan, Request and response formats (help.anaplan.com, 5fbaa2ab); live observations that without a
limit up to 5,000 rows come with a ``next`` of limit 20, and that an empty collection has no key at all.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.web.errors import ApiError
from infra.local.vendors.common.handling import json_answer

DEFAULT_PAGE = 5_000
MISLEADING_PAGE = 20
Row = Mapping[str, Any]


def success(
    request: Request, subject: str, content: Mapping[str, Any], meta: Mapping[str, Any] | None = None
) -> Response:
    """Content in its envelope; ``subject`` names the schema."""
    schema = f"{request.host_url}2/0/objects/{subject}"
    body = {"meta": {"schema": schema, **(meta or {})}, "status": {"code": 200, "message": "Success"}}
    return json_answer(body | dict(content))


def collection(request: Request, subject: str, key: str, rows: Sequence[Row]) -> Response:
    """All rows in one answer, as of endpoints that have no pages."""
    return success(request, subject, _dropped_if_empty(key, rows))


def page(request: Request, subject: str, key: str, rows: Sequence[Row], cap: int = 0) -> Response:
    """The page of rows that ``limit`` and ``offset`` ask for, silently cut to ``cap`` rows unless that is 0."""
    limit, offset = _number(request, "limit"), _number(request, "offset") or 0
    size = DEFAULT_PAGE if limit is None else limit
    shown = rows[offset : offset + (min(size, cap) if cap else size)]
    paging: dict[str, Any] = {"currentPageSize": len(shown), "totalSize": len(rows), "offset": offset}
    if limit is None:
        paging["next"] = _link(request, MISLEADING_PAGE, MISLEADING_PAGE)
    elif offset + len(shown) < len(rows):
        paging["next"] = _link(request, limit, offset + limit)
    if offset > 0:
        paging["previous"] = _link(request, size, max(0, offset - size))
    return success(request, subject, _dropped_if_empty(key, shown), {"paging": paging})


def sorted_rows(request: Request, rows: Sequence[Row], *, strict: bool) -> list[Row]:
    """Rows by the query's ``sort``. Strict collections want a sign and a known field, others take anything."""
    order = request.args.get("sort", "")
    if not order:
        return list(rows)
    # A plus sign that was not escaped arrives as a blank.
    sign, name = (order[0], order[1:]) if order[0] in "+- " else ("", order)
    known = not rows or name in rows[0]
    if strict and not (sign and known):
        raise ApiError(400, f"Bad sort order format: {order}. Expected + or - followed by a field name")
    return sorted(rows, key=_by(name), reverse=sign == "-") if known else list(rows)


def _by(name: str) -> Callable[[Row], str]:
    return lambda row: str(row.get(name, "")).casefold()


def _dropped_if_empty(key: str, rows: Sequence[Row]) -> dict[str, Any]:
    return {key: list(rows)} if rows else {}


def _number(request: Request, name: str) -> int | None:
    text = request.args.get(name)
    if text is None:
        return None
    if not text.isdecimal():
        raise ApiError(400, f"Invalid {name}: {text}")
    return int(text)


def _link(request: Request, limit: int, offset: int) -> str:
    return f"{request.base_url}?limit={limit}&offset={offset}"
