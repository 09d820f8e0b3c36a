"""The customer whose Anaplan this is: users, their tokens, the request allowance and the models."""

from infra.local.vendors.anaplan.certificates import Certificates
from infra.local.vendors.anaplan.declaration import Declaration
from infra.local.vendors.anaplan.grants import Grants
from infra.local.vendors.anaplan.limits import TokenBucket
from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.state.build import build_model
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.users import TokenDesk, UserDirectory
from infra.local.vendors.common.clock import Clock


class Tenant:
    """Everything that has state, made from a declaration. Raises ValueError if that contradicts itself."""

    def __init__(self, declared: Declaration, clock: Clock) -> None:
        self.declared = declared
        self.clock = clock
        self.switches = Switches()
        self.users = UserDirectory(declared.users)
        self.tokens = TokenDesk(clock, self.switches)
        self.certificates = Certificates(self.users, clock, self.switches)
        self.grants = Grants(clock, self.switches, self.tokens)
        self.bucket = TokenBucket(clock)
        self.live = LiveModel(build_model(declared), clock, self.switches)

    def model(self, model_id: str, workspace_id: str | None) -> LiveModel | None:
        """The model of that id in that workspace, if one is named; ids are compared to the letter.

        Source: Anaplan, Resource structure and parameters (help.anaplan.com, f7d6ca4a).
        """
        model = self.live.model
        return self.live if model.id == model_id and workspace_id in (None, model.workspace.id) else None

    def close(self) -> None:
        """Let every request go that waits for the model."""
        self.live.queue.close()
