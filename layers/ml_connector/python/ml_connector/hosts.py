"""Where the vendors are: the roots of their hosts, without the paths of any API."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


def _host(value: str) -> str:
    """The root of a vendor's host; the API's own path may be given and is cut off."""
    if not re.fullmatch(r"https?://[^/\s]+(/.*)?", value):
        raise ValueError("must be a URL such as https://api.example.com")
    return re.sub(r"(/api\.xro/2\.0|/2/0)?/*$", "", value)


Host = Annotated[str, AfterValidator(_host)]


class Part(BaseModel):
    """A part of the settings: unknown keys are mistakes, and nothing changes after loading."""

    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True, populate_by_name=True)


class Endpoints(Part):
    """The vendors' hosts; Anaplan's differ by region."""

    xero_api: Host = "https://api.xero.com"
    xero_identity: Host = "https://identity.xero.com"
    xero_login: Host = "https://login.xero.com"
    anaplan_api: Host = "https://api.anaplan.com"
    anaplan_auth: Host = "https://auth.anaplan.com"
    anaplan_oauth: Host = "https://us1a.app.anaplan.com"

    @property
    def xero_consent(self) -> str:
        """The host of Xero's consent page; a stand-in for the identity host is taken to show the page as well."""
        usual = {name: type(self).model_fields[name].default for name in ("xero_identity", "xero_login")}
        stands_in = self.xero_identity != usual["xero_identity"] and self.xero_login == usual["xero_login"]
        return self.xero_identity if stands_in else self.xero_login
