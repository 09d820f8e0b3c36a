"""Arrows only point inwards."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "layers/ml_connector/python/ml_connector"
PLAIN = {"columns", "datasets", "errors", "explain", "hosts", "plain", "settings", "sync"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (PACKAGE / folder).rglob("*.py")]
    assert found, folders
    return found


@pytest.mark.parametrize("path", files("."), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_package_knows_neither_infra_nor_functions_nor_test_tools(path: Path) -> None:
    """It is deployed without them."""
    roots = {name.partition(".")[0] for name in imported(path)}

    assert not roots & {"infra", "functions", "tests", "pytest", "moto", "responses", "aws_cdk", "typer", "rich"}


@pytest.mark.parametrize("path", files("sync"), ids=lambda path: path.name)
def test_decisions_touch_neither_aws_nor_the_network_nor_a_vendor(path: Path) -> None:
    """Plain data in and out is what makes them testable by the thousand."""
    names = set(imported(path))
    inside = {name.split(".")[1] for name in names if name.startswith("ml_connector.")}

    assert not {name.partition(".")[0] for name in names} & {"boto3", "botocore", "requests", "aws_lambda_powertools"}
    assert inside <= PLAIN


@pytest.mark.parametrize("path", files("."), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_wiring_builds_clients(path: Path) -> None:
    """Whoever wants to know what a function talks to looks in one place."""
    built = {name for name in imported(path) if name.partition(".")[0] == "boto3" or name == "requests.Session"}

    assert not built or path.parent.name == "wiring"


@pytest.mark.parametrize(
    ("folder", "strangers"),
    [
        ("xero", {"anaplan", "stores", "wiring", "steps"}),
        ("anaplan", {"xero", "stores", "wiring", "steps"}),
        ("stores", {"xero", "anaplan", "wiring", "steps"}),
    ],
)
def test_the_vendors_and_the_stores_do_not_know_each_other(folder: str, strangers: set[str]) -> None:
    """Each can be read, tested and replaced alone."""
    inside = {
        name.split(".")[1] for path in files(folder) for name in imported(path) if name.startswith("ml_connector.")
    }

    assert not inside & strangers


@pytest.mark.parametrize("path", sorted((ROOT / "functions").glob("*.py")), ids=lambda path: path.stem)
def test_a_function_is_short_and_knows_no_other_function(path: Path) -> None:
    """A handler parses, asks and answers; decisions live in the package."""
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 75
    assert not {name.partition(".")[0] for name in imported(path)} & {"functions", "infra", "boto3", "requests"}
