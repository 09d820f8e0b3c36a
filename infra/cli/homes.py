"""Which home a command speaks to: a local one that was described, or AWS."""

import os
import sys
from pathlib import Path

from ml_connector import plain
from msgspec import DecodeError

from infra.cli.trouble import Misuse
from infra.local.home import Description, Home, attach
from infra.local.home.home import in_aws

VARIABLE = "ML_CONNECTOR_HOME"
_HOW = "Write one with `ml-connector local up > home.json`"


def choose(file: str | None, stack: str) -> Home:
    """The home that ``file`` or else the environment names, or the stack in AWS; raises Misuse.

    file   the path of what ``local up`` printed first; ``-`` reads it from stdin
    """
    named = file or os.environ.get(VARIABLE)
    return in_aws(stack) if named is None else attach(_described(named))


def _described(file: str) -> Description:
    text = sys.stdin.readline() if file == "-" else _read(file)
    try:
        return plain.read_json(Description, text)
    except DecodeError as error:
        raise Misuse(f"{'stdin' if file == '-' else file} does not describe a local home: {error}", _HOW) from None


def _read(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"The description of the local home cannot be read: {error}", _HOW) from None
