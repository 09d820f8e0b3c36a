"""Where a home is: what another process needs to use it."""

from urllib.parse import urlsplit

from msgspec import Struct


class Description(Struct, frozen=True, kw_only=True):
    """A home as JSON.

    endpoint        the URL of the AWS on this machine; None: the AWS of the caller's credentials
    region          None: the region of the caller's credentials
    state_machines  ARNs by flow
    closer          the ARN of the state machine that closes runs which ended badly; None: there is none
    webhooks        URL to which Xero delivers its webhooks; None: settings have none
    vendors         URLs of the vendors' simulators and their admin paths, if they run here
    """

    endpoint: str | None = None
    region: str | None = None
    state_machines: dict[str, str]
    table: str
    bucket: str
    closer: str | None = None
    webhooks: str | None = None
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
        closer=outputs.get("Closer"),
        webhooks=_webhooks(outputs.get("WebhookUrl"), endpoint),
    )


def _webhooks(url: str | None, endpoint: str | None) -> str | None:
    """On this machine an API is a path and no host."""
    if url is None or endpoint is None:
        return url
    parts = urlsplit(url)
    api = (parts.hostname or "").split(".")[0]
    return f"{endpoint}/_aws/execute-api/{api}/$default{parts.path}"
