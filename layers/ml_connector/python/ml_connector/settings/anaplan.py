"""How Anaplan is reached, and its models."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ml_connector.hosts import Part
from ml_connector.settings.words import Name, SecretName, model_id, workspace_id


class AnaplanConnection(Part):
    """One Anaplan login.

    kind                basic (e-mail and password), certificate (of a public CA), oauth (authorization code) or device
    certificate_format  v2 signs the time along; v1 only where v2 is not yet taken
    timestamp_unit      of the time in v2
    """

    kind: Literal["basic", "certificate", "oauth", "device"] = "basic"
    secret: SecretName = Field(description="the name of the secret with the login")
    certificate_format: Literal["v1", "v2"] = "v2"
    timestamp_unit: Literal["seconds", "milliseconds"] = "seconds"

    @property
    def idles(self) -> bool:
        """Whether it dies when nobody uses it: a refresh token does."""
        return self.kind in ("oauth", "device")


class Model(Part):
    """One Anaplan model, by name or by id."""

    connection: str
    workspace: Annotated[Name, AfterValidator(workspace_id)] = Field(description="the name or id of a workspace")
    model: Annotated[Name, AfterValidator(model_id)] = Field(description="the name or id of a model")


class Anaplan(Part):
    """How Anaplan is used.

    chunk_bytes    size of one upload part before compression, at most 50 MB
    poll_seconds   the waits between two looks at a running import; the last one repeats
    lease_minutes  how long a model stays locked without a sign of life; longer than a function's longest run
    """

    connections: dict[str, AnaplanConnection] = Field(description="one entry per Anaplan login", min_length=1)
    calls_a_minute: int = Field(600, ge=10, description="the tenant's calls a minute, less what other clients need")
    models: dict[str, Model] = Field(description="one entry per Anaplan model", min_length=1)
    chunk_bytes: int = Field(10_000_000, ge=1_000, le=50_000_000)
    poll_seconds: list[int] = Field([5, 5, 10, 10, 30, 60], min_length=1)
    lease_minutes: int = Field(20, ge=16, le=240)
