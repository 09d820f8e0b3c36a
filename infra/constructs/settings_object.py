"""The settings as functions read them: one object beside the code, so a changed setting is a deployment."""

import tempfile
from pathlib import Path

from aws_cdk import aws_s3_assets
from constructs import Construct
from ml_connector.settings import Settings


def settings_object(scope: Construct, construct_id: str, settings: Settings) -> aws_s3_assets.Asset:
    """The compiled settings as an S3 object."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.json"
        file.write_text(settings.compiled(), encoding="utf-8")
        return aws_s3_assets.Asset(scope, construct_id, path=str(file))  # the file is copied right here
