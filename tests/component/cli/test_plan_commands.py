"""The commands about plans: what they show, what they refuse, and which way out they name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from ml_connector import plain
from ml_connector.stores.approvals import ApprovalStore, Asked
from ml_connector.stores.exports import ExportStore
from ml_connector.stores.ledger import LedgerStore
from ml_connector.sync.plan.comparison import Comparison, Row
from ml_connector.sync.plan.journals import together
from ml_connector.sync.plan.ledger import Entry
from moto import mock_aws
from msgspec.structs import replace

from infra.cli.main import main
from infra.cli.principals import principal
from tests.component.cli.deployed import REGION, STACK, Deployed
from tests.unit.sync.plan.world import journal

if TYPE_CHECKING:
    Ask = Callable[..., Any]

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RUN = "plan-1"
WISH = journal("10.50")
HASH = together([WISH.hash])
SOMEBODY = "arn:aws:iam::123456789012:user/somebody-else"
PLANS = {"accruals": {}, "budget": {"mode": "budget_file", "budget": "Budget 2026"}, "kept": {"mode": "reference"}}


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("ML_CONNECTOR_HOME", raising=False)
    with mock_aws():
        boto3.setup_default_session()
        found = Deployed(PLANS)
        found.answer_on(boto3._get_default_session().events)  # noqa: SLF001  (there is no other way to them)
        yield found
        boto3.DEFAULT_SESSION = None


@pytest.fixture
def ask(deployed: Deployed, capsys: pytest.CaptureFixture[str]) -> Ask:
    """A command with its exit status; its JSON document."""
    assert deployed

    def command(*words: str, status: int = 0) -> Any:
        assert main([*words, "--stack", STACK, "--json"]) == status
        return json.loads(capsys.readouterr().out)

    return command


def _plans(deployed: Deployed) -> str:
    """A run that has planned a journal; the key of the journal."""
    store = ExportStore(deployed.objects)
    store.put(RUN, "0-report.json", b"{}")
    return store.put(RUN, "0-journal-0000.json", plain.json(WISH).encode())


def _waits(deployed: Deployed, started_by: str | None = SOMEBODY) -> str:
    """The same, and asks for an approval."""
    key = _plans(deployed)
    asked = Asked(token="t-1", hash=HASH, plan="accruals", started_by=started_by)
    ApprovalStore(deployed.table, lambda: NOON).ask(RUN, asked)
    return key


def test_the_status_leads_from_the_plans_lines_to_xeros_page(deployed: Deployed, ask: Ask) -> None:
    """Every document of the period, with the run that made it; another period has none."""
    _plans(deployed)
    entry = Entry().next(WISH, RUN)
    entry = entry.changed(entry.documents[0], state="CONFIRMED", id="j-1", checked=True)
    LedgerStore(deployed.table).write(WISH.key, entry, 0)

    first, second = ask("journal", "status", "--period", "2026-01", "--entity", "UK")["journals"]

    assert (first["name"], first["state"], first["run"]) == ("1", "CONFIRMED", RUN)
    assert first["link"] == "https://go.xero.com/Journal/View.aspx?invoiceID=j-1"
    assert [line["amount"] for line in first["lines"]] == ["10.50", "-10.50"]
    assert (second["name"], second["state"], second["link"]) == ("1R", "PREPARED", None)
    assert ask("journal", "status", "--period", "2026-02")["journals"] == []


def test_what_was_seen_can_be_approved_by_somebody_else(deployed: Deployed, ask: Ask) -> None:
    """The run is told who has approved, what and when."""
    _waits(deployed)

    seen = ask("journal", "approve", RUN)
    approval = ask("journal", "approve", RUN, "--hash", seen["hash"][:12])

    (answer,) = deployed.answers
    assert [one["period"] for one in seen["journals"]] == ["2026-01"]
    assert answer["taskToken"] == "t-1"
    assert json.loads(answer["output"]) == approval
    assert approval["hash"] == HASH
    assert approval["by"].startswith("arn:aws:")
    assert approval["at"]


def _nothing(_: Deployed) -> None:
    pass


def _changed_cent(deployed: Deployed) -> None:
    deployed.overwrite(_waits(deployed), b"10.50", b"10.51")


def _by_the_starter(deployed: Deployed) -> None:
    _waits(deployed, boto3.client("sts", region_name=REGION).get_caller_identity()["Arn"])


def _over(deployed: Deployed) -> None:
    _waits(deployed)
    deployed.refusal = "TaskTimedOut"


REFUSALS: dict[str, tuple[Callable[[Deployed], object], str, str, str]] = {
    "an unknown run": (_nothing, HASH, "waits for no approval", "runs list"),
    "a changed cent": (_changed_cent, HASH, "are not the ones it asked to have approved", "who may write"),
    "lines that were not seen": (_waits, "0123456789ab", f"are {HASH[:12]}, not 0123456789ab", "Look at them again"),
    "no hash at all": (_waits, "", "not ", "Look at them again"),
    "whoever has started it": (_by_the_starter, HASH, "has started run 'plan-1' and cannot", "somebody else"),
    "a run that is over": (_over, HASH, "does not wait any more", "runs show plan-1"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_an_approval_is_refused_with_the_reason_and_a_way_out(deployed: Deployed, ask: Ask, case: str) -> None:
    """Nothing is let through that somebody else has not seen to the cent."""
    begin, digest, cause, next_step = REFUSALS[case]
    begin(deployed)

    told = ask("journal", "approve", RUN, "--hash", digest, status=2)

    assert cause in told["cause"]
    assert next_step in told["next_step"]
    assert len(deployed.answers) == bool(deployed.refusal)


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("run plan", "Name one of the plans in settings: accruals, budget, kept"),
        ("run plan acruals", "there is no 'acruals'"),
        ("budget verify accruals", "has mode draft_journal; this is for mode budget_file"),
        ("budget compare budget", "has mode budget_file; this is for mode reference"),
        ("budget compare --run plan-9", "Run 'plan-9' has compared nothing"),
        ("runs show plan-9", "There is no run 'plan-9'"),
    ],
)
def test_what_there_is_not_is_refused_before_anything_starts(ask: Ask, words: str, cause: str) -> None:
    """With the names that there are."""
    told = ask(*words.split(), status=2)

    assert cause in told["cause"]
    assert told["next_step"]


def test_a_comparison_of_a_past_run_is_shown_by_month(deployed: Deployed, ask: Ask) -> None:
    """Nothing is started for it."""
    row = Row(
        entity="UK", version="Forecast", period="2026-10", account_id="a", code="469", name="Rent",
        account_class="EXPENSE", planned=Decimal(10), actual=Decimal("12.50"),
    )  # fmt: skip
    kept = Comparison(run=RUN, plan="kept", at=NOON, rows=(row, replace(row, period="2026-12")))
    ExportStore(deployed.objects).put(RUN, "0-comparison.json", plain.json(kept).encode())

    told = ask("budget", "compare", "--run", RUN, "--period", "2026-10")

    assert [(one["period"], one["actual"]) for one in told["rows"]] == [("2026-10", "12.50")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("arn:aws:sts::1:assumed-role/runner/a", "arn:aws:sts::1:assumed-role/runner/b", True),
        ("arn:aws:sts::1:assumed-role/runner/a", "arn:aws:sts::1:assumed-role/approver/a", False),
        (
            "arn:aws:sts::1:assumed-role/AWSReservedSSO_Finance_1/ann@firm",
            "arn:aws:sts::1:assumed-role/AWSReservedSSO_Finance_1/bob@firm",
            False,
        ),
        ("arn:aws:iam::1:user/ann", "arn:aws:iam::1:user/bob", False),
    ],
)
def test_one_person_does_not_count_as_two(one: str, other: str, *, same: bool) -> None:
    """Whoever assumes a role may call the session as they like; only Identity Center calls it after the person."""
    assert (principal(one) == principal(other)) == same
