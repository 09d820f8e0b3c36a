"""Synthesizing needs the repository and nothing else, and says what is wrong with it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from aws_cdk.aws_stepfunctions import StateMachine
from ml_connector.errors import SettingsWrong
from ml_connector.settings import Flow

from infra.app import build
from infra.constructs.access import Function
from infra.constructs.encryption import Encryption
from infra.constructs.functions import same_names
from infra.constructs.layers import Layers
from infra.constructs.schedule import Schedule
from infra.constructs.workflow import Workflow
from infra.local.home.assembly import ROOT, Assembly
from tests.infra.reading import Template, resources

EMPTY = '{"QueryLanguage": "JSONata", "StartAt": "End", "States": {"End": {"Type": "Succeed"}}}'


def test_the_same_sources_give_the_same_template_anywhere(tmp_path: Path, template: Template) -> None:
    """Without credentials, a user's settings or a way out of this machine it is, to the last hash, what runs here."""
    nowhere = "http://127.0.0.1:9"
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "HTTP_PROXY": nowhere, "HTTPS_PROXY": nowhere}
    result = subprocess.run(
        [sys.executable, "-m", "infra.app"],
        cwd=ROOT,
        env={**environment, "CDK_OUTDIR": str(tmp_path / "out")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr[-3000:]
    assert Assembly(tmp_path / "out").template() == template


def test_wrong_settings_are_told_before_anything_is_deployed(tmp_path: Path) -> None:
    """With the path, the value and what would be right."""
    settings = tmp_path / "wrong.yaml"
    settings.write_text("firm: Harbour & Vale\nentities: {UK: {base_currency: pounds}}\n", encoding="utf-8")

    with pytest.raises(SettingsWrong, match=r"entities\.UK\.base_currency"):
        build(App(context={"settings": str(settings)}))


def test_missing_dependencies_are_told_with_the_command_that_builds_them(tmp_path: Path) -> None:
    """The CDK alone would only say that it cannot find an asset."""
    with pytest.raises(FileNotFoundError, match="make synth"):
        Layers(Stack(App()), "Layers", package=tmp_path, dependencies=tmp_path / "absent")


def test_a_function_needs_a_file_and_a_row_in_the_access_table(tmp_path: Path) -> None:
    """A handler without a row would have no role; a row without a handler would only fail when it is called."""
    (tmp_path / "left.py").touch()

    with pytest.raises(ValueError, match="left, right"):
        same_names(tmp_path, {"right": Function(128, 1)})


def test_a_workflow_calls_functions_that_exist(tmp_path: Path) -> None:
    """A placeholder that nobody fills would be deployed as it stands."""
    definition = tmp_path / "plan.asl.json"
    definition.write_text(EMPTY.replace("Succeed", "${Missing}"), encoding="utf-8")
    stack = Stack(App())

    with pytest.raises(ValueError, match="Missing"):
        Workflow(stack, "Plan", definition=definition, functions={}, key=Encryption(stack, "Encryption").key)


def test_a_flow_that_settings_switch_off_keeps_its_schedule_and_does_not_start(tmp_path: Path) -> None:
    """Switching it on again is a setting, not a new deployment."""
    app = App(outdir=str(tmp_path))
    stack = Stack(app, "Off")
    arn = "arn:aws:states:eu-west-2:000000000000:stateMachine:plan"
    machine = StateMachine.from_state_machine_arn(stack, "Machine", arn)
    flow = Flow(schedule="rate(1 day)", enabled=False)

    Schedule(stack, "Start", flow=flow, machine=machine, key=Encryption(stack, "Encryption").key)
    app.synth()

    (schedule,) = resources(Assembly(tmp_path, "Off").template(), "AWS::Scheduler::Schedule").values()
    assert schedule["State"] == "DISABLED"
