"""Who somebody is to AWS, so that one person does not count as two. Pure."""

import re

_ASSUMED = re.compile(r"(?P<role>arn:[^:]+:sts::\d+:assumed-role/(?P<name>[^/]+))/.+")
_PERSONAL = "AWSReservedSSO_"


def principal(arn: str) -> str:
    """The principal behind a caller's ARN.

    Whoever assumes a role names the session at will, so the role counts; but IAM Identity Center names it after the
    person. Source: AWS, IAM User Guide, IAM identifiers; IAM Identity Center, Permission sets.
    """
    found = _ASSUMED.fullmatch(arn)
    return found["role"] if found and not found["name"].startswith(_PERSONAL) else arn
