"""A table of paths: werkzeug's routing with one handler per method and rule."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.handling import json_answer

Endpoint = Callable[..., Response]  # (request, **parts of the path)


class Routes:
    """Paths in werkzeug's rule syntax, each with the methods it answers."""

    def __init__(self) -> None:
        self._map = Map(merge_slashes=False, redirect_defaults=False)

    def add(self, method: str, rule: str, endpoint: Endpoint) -> None:
        """Answer ``method rule`` with ``endpoint(request, **parts)``."""
        self._map.add(Rule(rule, methods=[method], endpoint=endpoint, strict_slashes=False))

    def dispatch(self, request: Request) -> Response:
        """The answer of the matching endpoint; raises werkzeug's NotFound or MethodNotAllowed."""
        endpoint, parts = self._map.bind_to_environ(request.environ).match()
        return endpoint(request, **parts)  # type: ignore[no-any-return] # werkzeug keeps endpoints untyped


def tolerant(routes: Routes) -> Callable[[Request], Response]:
    """The routes as a handler for operators: what goes wrong is told as {"error": …}."""

    def handle(request: Request) -> Response:
        try:
            return routes.dispatch(request)
        except HTTPException as wrong:
            return json_answer({"error": wrong.description}, wrong.code or 500)
        except ValidationError as wrong:
            return json_answer({"error": "; ".join(_told(error) for error in wrong.errors())}, 400)

    return handle


def _told(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "body"
    return f"{place}: {error['msg']}"


M = TypeVar("M", bound=BaseModel)


def body_of(request: Request, model: type[M]) -> M:
    """The request's JSON body read into a model; raises pydantic's ValidationError."""
    return model.model_validate_json(request.get_data() or b"{}")
