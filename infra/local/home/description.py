"""Where a home is: what another process needs to use it."""

from pydantic import BaseModel, ConfigDict


class Description(BaseModel):
    """A home as JSON.

    endpoint        the URL of the AWS on this machine; None: the AWS of the caller's credentials
    region          None: the region of the caller's credentials
    state_machines  ARNs by flow
    vendors         URLs of the vendors' simulators and their admin paths, if they run here
    """

    model_config = ConfigDict(frozen=True)

    endpoint: str | None = None
    region: str | None = None
    state_machines: dict[str, str]
    table: str
    bucket: str
    vendors: dict[str, str] = {}


def from_outputs(outputs: dict[str, str], endpoint: str | None = None, region: str | None = None) -> Description:
    """A description from the outputs of the deployed stack."""
    suffix = "StateMachine"
    machines = {name.removesuffix(suffix).lower(): arn for name, arn in outputs.items() if name.endswith(suffix)}
    return Description(
        endpoint=endpoint,
        region=region,
        state_machines=machines,
        table=outputs["Table"],
        bucket=outputs["Bucket"],
    )
