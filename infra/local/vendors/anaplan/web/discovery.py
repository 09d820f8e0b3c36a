"""Who and where: users, workspaces and models. None of these waits for a busy model."""

from typing import Any

from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.tenant import Tenant
from infra.local.vendors.anaplan.web.calls import caller
from infra.local.vendors.anaplan.web.envelope import page, sorted_rows, success
from infra.local.vendors.anaplan.web.errors import ApiError
from infra.local.vendors.common.routes import Routes

_CREATED = "2024-01-15T09:00:00.000+0000"


class DiscoveryPaths:
    """Endpoints above models."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def add_to(self, routes: Routes) -> None:
        """Answer the paths."""
        routes.add("GET", "/2/0/users/me", self._me)
        routes.add("GET", "/2/0/workspaces", self._workspaces)
        routes.add("GET", "/2/0/workspaces/<workspace>", self._workspace)
        routes.add("GET", "/2/0/workspaces/<workspace>/models", self._models)
        routes.add("GET", "/2/0/workspaces/<workspace>/models/<model>", self._not_this_way)
        routes.add("GET", "/2/0/models", self._models)
        routes.add("GET", "/2/0/models/<model>", self._model)

    def _me(self, request: Request) -> Response:
        user = caller(request)
        shown = {
            "id": user.id,
            "active": True,
            "email": user.email,
            "emailOptIn": False,
            "firstName": user.first_name,
            "lastName": user.last_name,
            "customerId": "c" * 32,
            "lastLoginDate": self._tenant.clock.now().isoformat(),
        }
        return success(request, "user", {"user": shown})

    def _workspaces(self, request: Request) -> Response:
        rows = sorted_rows(request, [self._workspace_row(request)], strict=True)
        return page(request, "workspace", "workspaces", rows, self._tenant.switches.page_cap)

    def _workspace(self, request: Request, workspace: str) -> Response:
        if workspace != self._tenant.live.model.workspace.id:
            raise ApiError(404)
        return success(request, "workspace", {"workspace": self._workspace_row(request)})

    def _workspace_row(self, request: Request) -> dict[str, Any]:
        workspace = self._tenant.live.model.workspace
        row: dict[str, Any] = {"id": workspace.id, "name": workspace.name, "active": True}
        if request.args.get("tenantDetails") == "true":
            row |= {"sizeAllowance": 10_737_418_240, "currentSize": 1_073_741_824}
        return row

    def _models(self, request: Request, workspace: str | None = None) -> Response:
        live = self._tenant.live
        if workspace not in (None, live.model.workspace.id):
            raise ApiError(404)
        rows = sorted_rows(request, [self._model_row(request, live)], strict=True)
        return page(request, "model", "models", rows, self._tenant.switches.page_cap)

    def _model(self, request: Request, model: str) -> Response:
        live = self._tenant.model(model, None)
        if live is None:
            raise ApiError(404)
        row = self._model_row(request, live)
        if request.args.get("modelDetails") == "true":
            row["modelTransactionRunning"] = live.queue.running is not None
        return success(request, "model", {"model": row})

    def _not_this_way(self, request: Request, workspace: str, model: str) -> Response:  # noqa: ARG002 - a rule's parts
        raise ApiError(405)

    def _model_row(self, request: Request, live: LiveModel) -> dict[str, Any]:
        model = live.model
        row: dict[str, Any] = {
            "id": model.id,
            "name": model.name,
            "activeState": self._tenant.switches.active_state,
            "currentWorkspaceId": model.workspace.id,
            "currentWorkspaceName": model.workspace.name,
            "modelUrl": f"{request.host_url}a/models/{model.id}",
            "categoryValues": [],
        }
        if request.args.get("modelDetails") == "true":
            row |= {
                "memoryUsage": 0,
                "lastSavedSerialNumber": 1,
                "lastModifiedByUserGuid": self._tenant.users.first.id,
                "isoCreationDate": _CREATED,
                "lastModified": _CREATED,
            }
        return row
