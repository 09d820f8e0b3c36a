"""From a folder of books to a running stage with the settings and the logins of these tests."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.home.lifecycle import DEMO
from infra.local.stage import Stage
from tests.infra.processes import homes_of
from tests.workflows.rig import Rig
from tests.workflows.stage_settings import LOCKED_OUT_SECRET, REVOKED_SECRET, settings_for
from tests.workflows.workers import Workers

PACE = 0.01
"""Of the time that workflows wait."""


@contextmanager
def raised(books: Path, *, enforce_iam: bool = False) -> Iterator[Rig]:
    """A stage while the block lasts."""
    others = homes_of(os.getpid())
    with Stage(DEMO, xero_data=books, pace=PACE, enforce_iam=enforce_iam) as stage:
        (leader,) = homes_of(os.getpid()) - others
        settings = settings_for(stage)
        _store_wrong_logins(stage)
        stage.home.put_settings(settings)
        yield Rig(stage, settings, Workers(leader))


def _store_wrong_logins(stage: Stage) -> None:
    assert stage.xero is not None
    told = stage.xero.description()
    revoked = {name: told[name] for name in ("client_id", "client_secret")} | {"refresh_token": "revoked-long-ago"}
    wrong = {"email": "integration@harbourvale.example", "password": "not-the-password"}
    for name, login in ((REVOKED_SECRET, revoked), (LOCKED_OUT_SECRET, wrong)):
        stage.home.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(login))
