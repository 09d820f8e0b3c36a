"""What AWS says when it refuses, reduced to what the stores act on.

Everything else a call can raise is left alone: it is either transient, and retried by botocore, or a fault of ours.
"""

from botocore.exceptions import ClientError

_LOST = {"ConditionalCheckFailed", "TransactionConflict"}


def code_of(error: ClientError) -> str:
    """AWS's own name of what went wrong."""
    return error.response.get("Error", {}).get("Code", "")


def lost_race(error: ClientError) -> bool:
    """Whether a conditional write found another writer before it: read again, then decide again.

    Source: Amazon DynamoDB, Transactions, CancellationReasons (in the order of the request's items).
    """
    if code_of(error) == "TransactionCanceledException":
        return set(reasons(error)) - {"None"} <= _LOST
    return code_of(error) in {"ConditionalCheckFailedException", "TransactionConflictException"}


def reasons(error: ClientError) -> list[str]:
    """Why a transaction was cancelled, one code per item of the request; "None" for those that were not at fault."""
    # A key of the answer that botocore's own types do not list.
    found: list[dict[str, str]] = dict(error.response).get("CancellationReasons", [])  # type: ignore[assignment]
    return [reason.get("Code", "None") for reason in found]
