"""A run whose organisation has no calls left for today: it waits where everybody can see it, and goes on by itself."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ml_connector import plain

from infra.cli.archive import Archive
from infra.cli.main import main
from infra.local.home.lifecycle import DEMO
from infra.local.stage import Stage

PACE = 0.0005  # an hour's wait takes two seconds
CALLS_A_DAY = 4
SECONDS = 90.0


def until(true: Callable[[], Any]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_run_waits_for_the_next_day_and_goes_on(firm: Path, tmp_path: Path, capsys: Any) -> None:
    """Nothing is lost, nothing is asked for twice, and no call is refused."""
    with Stage(DEMO, xero_data=firm, pace=PACE, enforce_iam=True) as stage:
        limits = stage.settings.xero.limits.model_copy(update={"day": CALLS_A_DAY, "reserve": 0})
        xero = stage.settings.xero.model_copy(update={"limits": limits})
        stage.home.put_settings(stage.settings.model_copy(update={"xero": xero}))
        table, dynamodb = stage.home.description.table, stage.home.client("dynamodb")
        key = {
            "pk": {"S": f"LIMIT#xero#{stage.settings.entities['UK'].tenant_id}"},
            "sk": {"S": "LIMIT"},
        }

        run = stage.home.run("actuals", {"entities": ["UK"]})
        archive = Archive(stage.home)
        until(lambda: (header := archive.recent(1)) and header[0].parked)
        parked = archive.report(run.name).parked[0]
        described = tmp_path / "home.json"
        described.write_text(plain.json(stage.home.description))
        main(["limits", "--json", "--home", str(described)])
        told = json.loads(capsys.readouterr().out)["allowances"][0]

        def ended() -> bool:
            dynamodb.delete_item(TableName=table, Key=key)  # as if a day had passed
            time.sleep(1)
            return run.status() != "RUNNING"

        until(ended)
        ending = run.ending()
        assert stage.xero is not None
        asked = [one for one in stage.xero.simulator.state.journal.entries(0) if "/api.xro/" in one.path]

    assert parked.until > datetime.now(UTC)
    assert "the calls of this day are used up" in parked.reason
    assert (told["entity"], told["left"]["day"]) == ("UK", 0)
    assert ending.status == "SUCCEEDED", ending.message
    assert {one.status for one in asked} == {200}
    assert len({(one.path, one.query) for one in asked}) == len(asked)
