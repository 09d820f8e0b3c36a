"""Settings from a file with the tables beside it, or from what was compiled of them."""

from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ml_connector.columns import TableRule
from ml_connector.errors import SettingsWrong
from ml_connector.settings.document import Settings
from ml_connector.settings.tables import read_bytes, with_tables


def load(path: Path) -> Settings:
    """Read settings and the tables beside them.

    raises   SettingsWrong with one line per finding: path, value, what would be right
    """
    import yaml  # noqa: PLC0415 - functions read the compiled settings and need not pay for it at every cold start

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SettingsWrong(f"Settings {path} cannot be read: {error}") from error
    settings = parse(content, str(path))
    filled = {name: with_tables(x, partial(_beside, path.parent)) for name, x in settings.loads.items()}
    return settings.model_copy(update={"loads": filled})


def parse(content: Any, source: str) -> Settings:
    """Check settings that were read from ``source``; raises SettingsWrong like ``load``."""
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise _wrong(source, error) from error


def parse_compiled(content: bytes, source: str) -> Settings:
    """Read what ``Settings.compiled`` wrote; raises SettingsWrong like ``load``."""
    try:
        return Settings.model_validate_json(content)
    except ValidationError as error:
        raise _wrong(source, error) from error


def _wrong(source: str, error: ValidationError) -> SettingsWrong:
    from ml_connector.explain import explain  # noqa: PLC0415 - only who has wrong settings pays for it

    return SettingsWrong(f"Settings {source} are wrong:\n{explain(error, Settings)}")


def _beside(folder: Path, rule: TableRule) -> dict[str, str]:
    if rule.stored:
        return {}
    path = folder / rule.table
    try:
        return read_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise SettingsWrong(
            f"The table {path} cannot be read ({error!r}); it needs a CSV with the headers from,to"
        ) from error
