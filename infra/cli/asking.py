"""One question to one function of a home, outside of any run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from infra.cli.trouble import FunctionFailed

if TYPE_CHECKING:
    from infra.local.home import Home


def ask(home: Home, function: str, question: dict[str, Any]) -> Any:
    """What it answers; raises FunctionFailed with the name and the words of what the function raised."""
    lambda_ = home.client("lambda")
    answer = lambda_.invoke(FunctionName=home.function(function), Payload=json.dumps(question).encode())
    told = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise FunctionFailed(told.get("errorType", "Unknown"), told.get("errorMessage", ""))
    return told
