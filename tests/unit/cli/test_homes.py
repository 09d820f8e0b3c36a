"""A command speaks to the home it is told of, and says so when there is none."""

import io
from pathlib import Path

import pytest
from ml_connector import plain

from infra.cli.homes import VARIABLE, choose
from infra.cli.trouble import Misuse
from infra.local.home import Description

HERE = Description(
    endpoint="http://127.0.0.1:4566", region="eu-west-2", state_machines={"actuals": "arn"}, table="t", bucket="b"
)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "home.json"
    path.write_text(plain.json(HERE) + "\n", encoding="utf-8")
    return str(path)


def test_a_home_is_found_by_its_file(file: str) -> None:
    """The file is what ``local up`` printed."""
    assert choose(file, "Any").description == HERE


def test_a_home_is_found_by_the_environment_but_the_option_counts_more(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed is meant now; what is exported was meant then."""
    monkeypatch.setenv(VARIABLE, file)
    assert choose(None, "Any").description == HERE

    with pytest.raises(Misuse, match="cannot be read"):
        choose(str(tmp_path / "other.json"), "Any")


def test_a_home_is_found_on_stdin_by_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that ``local up`` can be piped, which goes on after its first line."""
    monkeypatch.setattr("sys.stdin", io.StringIO(plain.json(HERE) + "\nwhatever follows\n"))

    assert choose("-", "Any").description == HERE


def test_a_file_that_describes_no_home_is_refused(tmp_path: Path) -> None:
    """With the way to get one."""
    path = tmp_path / "home.json"
    path.write_text('{"endpoint": "http://127.0.0.1:4566"}', encoding="utf-8")

    with pytest.raises(Misuse) as refused:
        choose(str(path), "Any")
    assert "local up" in refused.value.next_step
