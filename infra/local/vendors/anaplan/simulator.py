"""The simulator as one program: auth service and Integration API on one address, the operator's paths beside them.

A request for the vendor is written to the journal and passes the armed faults before it reaches the vendor's paths.
"""

from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from infra.local.vendors.anaplan.declaration import Declaration
from infra.local.vendors.anaplan.tasks.queue import QueueClosedError
from infra.local.vendors.anaplan.tenant import Tenant
from infra.local.vendors.anaplan.web.action_paths import add_action_paths
from infra.local.vendors.anaplan.web.admin_paths import AdminPaths
from infra.local.vendors.anaplan.web.auth_paths import AuthPaths
from infra.local.vendors.anaplan.web.calls import ModelPaths, guarded
from infra.local.vendors.anaplan.web.discovery import DiscoveryPaths
from infra.local.vendors.anaplan.web.errors import ApiError, error_answer
from infra.local.vendors.anaplan.web.file_paths import add_file_paths
from infra.local.vendors.anaplan.web.large_read_paths import add_large_read_paths
from infra.local.vendors.anaplan.web.list_paths import add_list_paths
from infra.local.vendors.anaplan.web.module_paths import add_module_paths
from infra.local.vendors.anaplan.web.oauth_paths import PATHS, OAuthPaths
from infra.local.vendors.anaplan.web.status_paths import add_status_paths
from infra.local.vendors.anaplan.web.task_paths import add_task_paths
from infra.local.vendors.common.admin import PREFIX, common_routes
from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.faults import Faults
from infra.local.vendors.common.handling import Dropped, Handler, journaled, with_faults
from infra.local.vendors.common.journal import Journal
from infra.local.vendors.common.routes import Routes, tolerant


class AnaplanSimulator:
    """Answers requests; what it holds is under ``tenant``, and is another one after a reset."""

    def __init__(self, declared: Declaration, clock: Clock) -> None:
        self.clock = clock
        self.journal = Journal()
        self.faults = Faults()
        self._started_with = declared
        self.tenant = Tenant(declared, self.clock)
        self._assemble()

    def handle(self, request: Request) -> Response:
        """The answer; raises Dropped to cut the line."""
        if request.path.startswith(PREFIX):
            return self._admin(request)
        return self._vendor(request)

    def description(self, url: str) -> dict[str, Any]:
        """What a client needs to know, ready for JSON."""
        user, model = self.tenant.users.first, self.tenant.live.model
        return {
            "api": url,
            "auth": url,
            "oauth": url,
            "email": user.email,
            "password": user.password,
            "workspace_id": model.workspace.id,
            "model_id": model.id,
            "admin": f"{url}{PREFIX}",
        }

    def rebuild(self, declared: Declaration | None = None) -> None:
        """Start afresh, from the declaration given or the first one. Raises ValueError and then stays as it is."""
        tenant = Tenant(declared or self._started_with, self.clock)
        self.close()
        self.clock.reset()
        self.journal.clear()
        self.faults.clear()
        self.tenant = tenant
        self._assemble()

    def close(self) -> None:
        """Let every request go that waits."""
        self.tenant.close()

    def _assemble(self) -> None:
        admin = common_routes(clock=self.clock, journal=self.journal, faults=self.faults)
        AdminPaths(self.tenant, self.rebuild).add_to(admin)
        self._admin = tolerant(admin)
        self._vendor = journaled(with_faults(self._doors(), self.faults), journal=self.journal, clock=self.clock)

    def _doors(self) -> Handler:
        auth, api, clock = Routes(), Routes(), self.clock
        AuthPaths(self.tenant).add_to(auth)
        OAuthPaths(self.tenant.users, self.tenant.grants).add_to(auth)
        DiscoveryPaths(self.tenant).add_to(api)
        paths = ModelPaths(api, self.tenant)
        for add in (
            add_file_paths,
            add_action_paths,
            add_task_paths,
            add_status_paths,
            add_list_paths,
            add_module_paths,
            add_large_read_paths,
        ):
            add(paths)
        guarded_api = guarded(api, self.tenant)

        def handle(request: Request) -> Response:
            try:
                return auth.dispatch(request) if request.path.startswith(("/token/", *PATHS)) else guarded_api(request)
            except HTTPException as unknown:
                return error_answer(request, ApiError(unknown.code or 500), clock.now())
            except QueueClosedError:
                raise Dropped from None

        return handle
