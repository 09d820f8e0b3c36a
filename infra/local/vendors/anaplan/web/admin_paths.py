"""The operator's paths of this simulator, besides those that all simulators share. No vendor path, no password.

GET  model       complete contents, by names and codes        GET  files       every user's copies
POST task        another user's long import begins            POST drop-rows   the next run of an import loses rows
POST settings    behaviour switches (GET tells them)          POST limits      the request allowance (GET tells it)
POST certificates   one is registered for a user
POST seed        list items, rows, default files, or another model  POST reset       as at the start
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.declaration import Declaration, DeclaredItem, read_declaration
from infra.local.vendors.anaplan.limits import Limits
from infra.local.vendors.anaplan.state.seeding import set_default_file, store_items, store_rows
from infra.local.vendors.anaplan.tenant import Tenant
from infra.local.vendors.anaplan.users import User
from infra.local.vendors.anaplan.web.admin_json import shown_files, shown_model
from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.routes import Routes, body_of


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SomeSettings(RootModel[dict[str, JsonValue]]):
    """Settings by name, all or some."""


class TaskOrder(_Order):
    """``user`` is an e-mail address, or ``other`` for the one who is not told to operators."""

    seconds: Annotated[float, Field(ge=0)]
    user: str = "other"


class DropRowsOrder(_Order):
    """The import by name; so many of its last rows get lost."""

    import_name: Annotated[str, Field(alias="import")]
    rows: Annotated[int, Field(ge=1)]


class CertificateOrder(_Order):
    """The user may log in with this certificate (PEM) from now on."""

    email: str
    certificate: str


class SeedOrder(_Order):
    """Another model, from a folder or inline; or, for this one, items by list, rows by module, contents by file."""

    folder: Path | None = None
    model: Declaration | None = None
    lists: dict[str, list[DeclaredItem]] = {}
    rows: dict[str, list[dict[str, str]]] = {}
    default_files: dict[str, str] = {}


class AdminPaths:
    """Endpoints for operators. ``rebuild`` starts afresh from a declaration, None for the one it was started with."""

    def __init__(self, tenant: Tenant, rebuild: Callable[[Declaration | None], None]) -> None:
        self._tenant = tenant
        self._rebuild = rebuild

    def add_to(self, routes: Routes) -> None:
        """Answer the paths."""
        for method, path, endpoint in (
            ("GET", "model", self._model),
            ("GET", "files", self._files),
            ("POST", "task", self._occupy),
            ("POST", "drop-rows", self._drop_rows),
            ("POST", "certificates", self._certificate),
            ("GET", "settings", self._settings),
            ("POST", "settings", self._set),
            ("GET", "limits", self._limits),
            ("POST", "limits", self._limit),
            ("POST", "seed", self._seed),
            ("POST", "reset", self._reset),
        ):
            routes.add(method, f"{PREFIX}/{path}", endpoint)

    def _model(self, _: Request) -> Response:
        return json_answer(shown_model(self._tenant.live.model))

    def _files(self, _: Request) -> Response:
        return json_answer({"files": shown_files(self._tenant.live, self._tenant.users)})

    def _occupy(self, request: Request) -> Response:
        order = body_of(request, TaskOrder)
        task = self._tenant.live.occupy(order.seconds, self._user(order.user))
        return json_answer({"task_id": task.id}, 201)

    def _drop_rows(self, request: Request) -> Response:
        order = body_of(request, DropRowsOrder)
        imports = self._tenant.live.model.imports.values()
        action = next((one for one in imports if one.name == order.import_name), None)
        if action is None:
            raise BadRequest(f"no import {order.import_name!r}; there are {sorted(one.name for one in imports)}")
        self._tenant.live.lose_rows(action, order.rows)
        return Response(status=204)

    def _certificate(self, request: Request) -> Response:
        order = body_of(request, CertificateOrder)
        try:
            self._tenant.certificates.register(order.email, order.certificate)
        except ValueError as wrong:
            raise BadRequest(str(wrong)) from None
        return Response(status=204)

    def _settings(self, _: Request) -> Response:
        return json_answer(self._tenant.switches.model_dump())

    def _set(self, request: Request) -> Response:
        self._tenant.switches.change(body_of(request, SomeSettings).root)
        return self._settings(request)

    def _limits(self, _: Request) -> Response:
        return json_answer(self._tenant.bucket.limits.model_dump())

    def _limit(self, request: Request) -> Response:
        known = self._tenant.bucket.limits.model_dump()
        self._tenant.bucket.limit(Limits.model_validate(known | body_of(request, SomeSettings).root))
        return self._limits(request)

    def _seed(self, request: Request) -> Response:
        order = body_of(request, SeedOrder)
        try:
            if order.folder is not None or order.model is not None:
                self._rebuild(order.model or read_declaration(order.folder))
            else:
                self._store(order)
        except (ValueError, OSError) as wrong:
            raise BadRequest(str(wrong)) from wrong
        return Response(status=204)

    def _store(self, order: SeedOrder) -> None:
        live = self._tenant.live
        with live.queue.turn():
            for name, items in order.lists.items():
                store_items(live.model, name, items)
            for name, rows in order.rows.items():
                store_rows(live.model, name, rows)
            for name, content in order.default_files.items():
                set_default_file(live.model, name, content)

    def _reset(self, _: Request) -> Response:
        self._rebuild(None)
        return Response(status=204)

    def _user(self, name: str) -> User:
        users = self._tenant.users.all()
        wanted = users[-1] if name == "other" else next((user for user in users if user.email == name), None)
        if wanted is None:
            raise BadRequest(f"no user {name!r}; there are {[user.email for user in users]}")
        return wanted
