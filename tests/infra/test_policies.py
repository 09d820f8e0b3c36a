"""The partition keys that policies are judged by are those that a request names, wherever it names them."""

from typing import Any

import pytest

from infra.local.aws.policies import leading_keys


def key(pk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": "x"}}


REQUESTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "get": ({"TableName": "t", "Key": key("CURSOR#a")}, ["CURSOR#a"]),
    "put": ({"TableName": "t", "Item": {**key("RUN#1"), "Key": {"S": "not a key"}}}, ["RUN#1"]),
    "batch get": ({"RequestItems": {"t": {"Keys": [key("RECORD#a"), key("RECORD#b")]}}}, ["RECORD#a", "RECORD#b"]),
    "batch write": ({"RequestItems": {"t": [{"PutRequest": {"Item": key("RECORD#a")}}]}}, ["RECORD#a"]),
    "transaction": (
        {"TransactItems": [{"ConditionCheck": {"Key": key("RUN#1")}}, {"Put": {"Item": key("LOCK#m")}}]},
        ["RUN#1", "LOCK#m"],
    ),
    "query": (
        {
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :prefix)",
            "ExpressionAttributeValues": {":pk": {"S": "RUN#1"}, ":prefix": {"S": "LOAD"}},
        },
        ["RUN#1"],
    ),
}


@pytest.mark.parametrize(("request_", "keys"), REQUESTS.values(), ids=REQUESTS)
def test_every_partition_key_of_a_request_is_seen(request_: dict[str, Any], keys: list[str]) -> None:
    """A key that is missed is a key that nobody has to be allowed."""
    assert list(leading_keys(request_)) == keys
