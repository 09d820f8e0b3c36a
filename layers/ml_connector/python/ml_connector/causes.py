"""What the cause says with which Step Functions keeps the end of a run."""

import json


def said(cause: str | None) -> str | None:
    """The message in a cause, which is JSON when a function raised and plain text otherwise."""
    try:
        wrapped = json.loads(cause or "")
    except ValueError:
        return cause
    return str(wrapped["errorMessage"]) if isinstance(wrapped, dict) and "errorMessage" in wrapped else cause
