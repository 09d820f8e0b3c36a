"""The file with logins stays good: a rotated token takes the place of the old one, and nothing else is touched."""

from pathlib import Path

import pytest
from ml_connector.errors import SettingsWrong

from infra.local.stage import credentials

TEXT = """# the firm's logins
xero:
  group: {client_id: C0FFEE, client_secret: s3cret, refresh_token: old-token}
anaplan: {email: me@example.com, password: "pass"}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "logins.yaml"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_login_is_found_below_its_connection_or_directly_below_its_vendor(file: Path) -> None:
    """Several connections need names; one does not."""
    given = credentials.read(file)

    assert credentials.login(given, "xero", "group")["refresh_token"] == "old-token"
    assert credentials.login(given, "anaplan", "planning")["email"] == "me@example.com"


def test_a_missing_login_is_told_without_any_secret(file: Path) -> None:
    """Messages end up in tickets."""
    given = credentials.read(file) | {"anaplan": {"email": "me@example.com"}}

    with pytest.raises(SettingsWrong, match="password missing") as told:
        credentials.login(given, "anaplan", "planning")
    assert "me@example.com" not in str(told.value)


def test_a_rotated_token_replaces_the_old_one_and_nothing_else(file: Path) -> None:
    """Xero's refresh tokens are good for one use; comments and modes are their owner's."""
    credentials.keep_current(file, "old-token", "new-token")

    assert file.read_text(encoding="utf-8") == TEXT.replace("old-token", "new-token")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_token_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    """Its owner has to connect again, and should hear of it now."""
    with pytest.raises(SettingsWrong, match="connect again"):
        credentials.keep_current(tmp_path / "gone.yaml", "old-token", "new-token")
