"""Signing keys are read rarely, found soon after they are changed, and never asked for at a stranger's pace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from ml_connector.stores.signing_keys import BELIEVED, SigningKeys

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Reader:
    """Keys of one secret, with a watch and what was said of it."""

    def __init__(self, secretsmanager: SecretsManagerClient) -> None:
        self._secretsmanager = secretsmanager
        self.name = f"webhooks-{uuid4().hex[:8]}"
        self.watch, self.told = Watch(), list[str]()
        self.keys = SigningKeys(secretsmanager, [self.name], self.told.append, self.watch)

    def store(self, content: str) -> None:
        try:
            self._secretsmanager.put_secret_value(SecretId=self.name, SecretString=content)
        except self._secretsmanager.exceptions.ResourceNotFoundException:
            self._secretsmanager.create_secret(Name=self.name, SecretString=content)

    def holding(self, *keys: str) -> None:
        self.store(json.dumps({"signing_keys": keys}))


@pytest.fixture
def reader(secretsmanager: SecretsManagerClient) -> Reader:
    return Reader(secretsmanager)


def test_two_keys_are_known_while_they_are_changed(reader: Reader) -> None:
    """The old one until Xero signs with the new one."""
    reader.holding("old", "new")

    assert reader.keys.known() == {reader.name: ("old", "new")}


def test_a_changed_key_is_found_by_who_asks_and_forgotten_after_a_while(reader: Reader) -> None:
    """A bad signature is the reason to look; without one, the old key is believed for a quarter of an hour."""
    reader.holding("old")
    assert reader.keys.known() == {reader.name: ("old",)}
    reader.holding("new")

    assert reader.keys.known() == {reader.name: ("old",)}
    assert reader.keys.fresh() == {reader.name: ("old",)}  # looked a moment ago
    reader.watch.seconds = 31
    assert reader.keys.fresh() == {reader.name: ("new",)}
    reader.holding("newer")
    reader.watch.seconds += BELIEVED + 1
    assert reader.keys.known() == {reader.name: ("newer",)}


@pytest.mark.parametrize("content", ["{}", "", "[]", '{"signing_keys": []}', '{"signing_keys": "key"}', "no JSON"])
def test_a_secret_without_keys_is_told_and_lets_nobody_in(reader: Reader, content: str) -> None:
    """An empty key would be one that everybody knows."""
    reader.store(content or '{"signing_keys": [""]}')

    assert reader.keys.known() == {reader.name: ()}
    assert reader.name in reader.told[0]


def test_a_secret_that_is_not_there_is_told(reader: Reader) -> None:
    """Somebody deleted it; Xero hears 401 and a person finds the reason in the log."""
    assert reader.keys.known() == {reader.name: ()}
    assert "every webhook is refused" in reader.told[0]
