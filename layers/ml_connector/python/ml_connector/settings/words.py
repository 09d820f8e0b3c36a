"""The kinds of text that settings are made of; a wrong one is told what would be right."""

import re
import zoneinfo
from typing import Annotated

from pydantic import AfterValidator

_HEX_ID = re.compile(r"[0-9a-fA-F]{32}")


def matches(pattern: str, right: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"must be {right}")
        return value

    return AfterValidator(check)


def workspace_id(value: str) -> str:
    if _HEX_ID.fullmatch(value) and value != value.lower():
        raise ValueError(f"Anaplan writes workspace ids in lower case: {value.lower()}")
    return value


def model_id(value: str) -> str:
    if _HEX_ID.fullmatch(value) and value != value.upper():
        raise ValueError(f"Anaplan writes model ids in upper case: {value.upper()}")
    return value


def _time_zone(value: str) -> str:
    known = zoneinfo.available_timezones()  # empty where the system has no time zone data
    if known and value not in known:
        raise ValueError("must be an IANA time zone such as Europe/London or Pacific/Auckland")
    return value


EntityCode = Annotated[str, matches(r"[A-Za-z0-9_]{1,12}", "1 to 12 letters, digits or _, such as UK")]
DimensionName = Annotated[str, matches(r"[a-z0-9_]{1,30}", "1 to 30 small letters, digits or _, such as accounts")]
Currency = Annotated[str, matches(r"[A-Z]{3}", "three capital letters such as GBP")]
SecretName = Annotated[str, matches(r"[\w/+=.@-]{1,256}", "the name of a secret such as ml-connector/xero/group")]
Name = Annotated[str, matches(r"\S(.*\S)?", "a name without spaces at its ends")]
Link = Annotated[str, matches(r"https?://\S+", "an address such as https://intranet.example.com/ml-connector")]
Schedule = Annotated[
    str, matches(r"(cron|rate|at)\(.+\)", "an EventBridge Scheduler expression such as cron(30 5 * * ? *)")
]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
