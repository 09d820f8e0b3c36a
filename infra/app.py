"""Synthesize the stack: ``python -m infra.app``, or ``cdk deploy``, which calls it.

Needs no credentials, no network and no clock, so the same inputs always give the same template. The settings file is
named by the context value ``settings``; CDK_OUTDIR says where the result goes.
"""

import json
import sys
from pathlib import Path

from aws_cdk import App, Tags
from ml_connector.errors import SettingsWrong
from ml_connector.settings import load

from infra.stack import ROOT, MlConnector

DEMO = Path("infra/settings/demo.yaml")


def flags() -> dict[str, object]:
    """The feature flags of cdk.json, which only the CDK's own command line would hand over by itself."""
    context: dict[str, object] = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    return context


def build(app: App) -> App:
    """The app with its one stack; raises SettingsWrong."""
    settings = load(ROOT / str(app.node.try_get_context("settings") or DEMO))
    MlConnector(app, "MlConnector", settings)
    Tags.of(app).add("application", "ml-connector")
    return app


def main() -> None:
    """Write the cloud assembly; what a person has to mend is told without a stack trace."""
    # The CDK's own check of the template takes twice as long as everything else; cfn-lint does it in tests/infra.
    app = App(context=flags(), analytics_reporting=False, builtin_cloud_formation_validation=False)
    try:
        build(app).synth()
    except (SettingsWrong, FileNotFoundError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
