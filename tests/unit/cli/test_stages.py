"""The command line knows every function of the flow."""

import json
import re
from pathlib import Path

from infra.cli.stages import Stages
from infra.constructs.names import construct_id

FLOW = Path(__file__).parents[3] / "infra" / "state_machines" / "actuals.asl.json"


def test_every_function_of_the_flow_belongs_to_a_stage() -> None:
    """A function that nobody shows would look like a run that hangs."""
    called = set(re.findall(r'"Resource": "\$\{(\w+)\}"', FLOW.read_text(encoding="utf-8")))
    known = {construct_id(function) for stage in Stages().all() for function in stage.functions}

    assert json.loads(FLOW.read_text(encoding="utf-8"))
    assert called == known
