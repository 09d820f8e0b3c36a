"""Whole runs and their logins: the wrong organisation, a dead connection, and where no secret may ever be written."""

import gzip
import json
import webbrowser
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from ml_connector import plain
from ml_connector.stores.pins import PinStore
from ml_connector.sync.guard import Pin

from infra.cli.archive import table_of
from infra.cli.connecting.keeping import Keeping
from infra.cli.connecting.looking import look
from infra.cli.main import main
from infra.local.firm import write
from infra.local.home import Ending
from infra.local.stage import Stage
from tests.component.cli.test_connect_xero import press

XERO, ANAPLAN = "ml-connector/xero/group", "ml-connector/anaplan/planning"
CANARY = "canary-7f3a"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("firm")
    write(folder, scale=0.005)
    with Stage(xero_data=folder, pace=0.01) as stage:
        yield stage


def run(stage: Stage, **request: Any) -> Ending:
    return stage.home.run("actuals", {"trigger": "person", **request}).wait(90)


def log_in(stage: Stage) -> dict[str, str]:
    assert stage.xero is not None
    told = stage.xero.description()
    login = {name: told[name] for name in ("client_id", "client_secret", "refresh_token")}
    stage.home.put_credentials(XERO, login)
    return login


def written(stage: Stage) -> Iterator[tuple[str, str]]:
    """Everything that the connector has written anywhere but into its secrets: where, and the text of it."""
    home = stage.home
    for line in home.function_logs():
        yield f"log of {line.function}", line.text
    bucket, s3 = home.description.bucket, home.client("s3")
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", []):
            body = s3.get_object(Bucket=bucket, Key=entry["Key"])["Body"].read()
            plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
            yield f"object {entry['Key']}", plain.decode("utf-8", "replace")
    for item in table_of(home).scan()["Items"]:
        yield f"item {item['pk']!s} {item['sk']!s}", json.dumps(item, default=str)
    states = home.client("stepfunctions")
    for machine in home.description.state_machines.values():
        for execution in states.list_executions(stateMachineArn=machine)["executions"]:
            history = states.get_execution_history(executionArn=execution["executionArn"], maxResults=1000)
            yield f"history of {execution['name']}", json.dumps(history["events"], default=str)


def test_no_secret_is_written_anywhere_but_into_the_secrets(stage: Stage) -> None:
    """A whole run that works, one with a refused password and one with a refused consent, then a search everywhere."""
    assert stage.xero is not None
    assert stage.anaplan is not None
    state, users = stage.xero.simulator.state, stage.anaplan.simulator.tenant.users
    state.app.client_secret = f"{CANARY}-client-secret"
    user = users.first
    users.change_password(user.email, f"{CANARY}-pässword:with spaces")
    log_in(stage)
    stage.home.put_credentials(ANAPLAN, {"email": user.email, "password": f"{CANARY}-pässword:with spaces"})
    well = run(stage)
    secrets = {*state.tokens.everything(), *stage.anaplan.simulator.tenant.tokens.everything()}
    stage.anaplan.simulator.clock.advance(timedelta(hours=1))  # or warm functions would go on with what they hold
    stage.home.put_credentials(ANAPLAN, {"email": user.email, "password": f"{CANARY}-wrong"})
    refused = run(stage)
    stage.home.put_credentials(ANAPLAN, {"email": user.email, "password": f"{CANARY}-pässword:with spaces"})
    basic = (f"{user.email}:{CANARY}", f"{state.app.client_id}:{CANARY}")  # as the start of a Basic header
    secrets |= {CANARY, *(b64encode(pair.encode()).decode()[: len(pair)] for pair in basic)}

    found = [(where, text) for where, text in written(stage)]
    leaks = {where for where, text in found if any(secret in text for secret in secrets)}

    assert (well.status, refused.error) == ("SUCCEEDED", "BadCredentials")
    assert {where.split()[0] for where, _ in found} == {"log", "object", "item", "history"}
    assert len(secrets) >= 4
    assert leaks == set()


def test_a_run_over_another_organisation_than_the_chosen_one_reads_nothing_of_it(stage: Stage) -> None:
    """Somebody has renamed it, or settings lead to another one: a person has to look."""
    log_in(stage)
    pins = PinStore(table_of(stage.home))
    (entity,) = [code for code, one in stage.settings.entities.items() if one.base_currency == "GBP"]
    chosen = stage.settings.entities[entity]
    pin = Pin(
        tenant_id=chosen.tenant_id,
        organisation_id=chosen.tenant_id,
        name="Harbour & Vale before it was renamed",
        short_code="!hv-uk",
        base_currency="GBP",
        connection="group",
        pinned=datetime(2026, 11, 1, tzinfo=UTC),
    )
    pins.pin(entity, pin)

    ending = run(stage, entities=[entity])

    table_of(stage.home).delete_item(Key={"pk": f"PIN#{entity}", "sk": "PIN"})
    assert ending.error == "SettingsWrong"
    assert "and not Harbour & Vale before it was renamed" in str(ending.message)
    keys = [where for where, _ in written(stage) if ending.run in where]
    assert not any("/chunks/" in key for key in keys)


def test_connecting_from_the_command_line_is_all_that_a_run_needs(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command as it is typed, with a browser that allows everything; the app's id and secret are stored already."""
    assert stage.xero is not None
    log_in(stage)
    stage.xero.simulator.state.tokens.revoke_all()
    described = tmp_path / "home.json"
    described.write_text(plain.json(stage.home.description), encoding="utf-8")
    entity = next(iter(stage.settings.entities))

    def browse(address: str) -> bool:
        Thread(target=lambda: requests.get(press(address), timeout=10), daemon=True).start()
        return True

    monkeypatch.setattr(webbrowser, "open", browse)

    status = main(["connect", "xero", entity, "--home", str(described), "--port", "8769"])
    well = main(["connections", "--home", str(described)])

    assert (status, well) == (0, 0)
    assert run(stage, datasets=["accounts"]).status == "SUCCEEDED"
    pinned = PinStore(table_of(stage.home)).read(entity)
    assert pinned is not None
    assert pinned.tenant_id == stage.settings.entities[entity].tenant_id


def test_a_dead_connection_is_marked_and_asked_for_no_more(stage: Stage) -> None:
    """Xero is asked once; after that every run is told at once what a person has to do."""
    assert stage.xero is not None
    login = log_in(stage)
    stage.home.put_credentials(XERO, login | {"refresh_token": "revoked-long-ago"})
    stage.xero.simulator.state.tokens.revoke_all()
    stage.xero.simulator.state.journal.clear()

    endings = [run(stage, datasets=["accounts"]) for _ in range(2)]

    renewals = [one for one in stage.xero.simulator.state.journal.entries(0) if one.path == "/connect/token"]
    standing = look(stage.settings, Keeping(stage.home, table_of(stage.home))).connections[0]
    assert [ending.error for ending in endings] == ["BadCredentials"] * 2
    assert len(renewals) == 1
    assert standing.state == "reconnect needed"
    assert "ml-connector connect" in standing.why

    stage.xero.simulator.state.consent_again()
    log_in(stage)
    assert look(stage.settings, Keeping(stage.home, table_of(stage.home))).connections[0].state == "connected"
    assert run(stage, datasets=["accounts"]).status == "SUCCEEDED"
