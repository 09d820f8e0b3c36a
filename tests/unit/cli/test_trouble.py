"""Errors that are meant for people are told in words; bugs keep their trace."""

import inspect

import botocore.exceptions as aws
import pytest
from ml_connector import errors

from infra.cli.statuses import Status
from infra.cli.trouble import Misuse, next_step, trouble
from infra.local.vendors.xero.books.folder import FolderWrong

OURS = [
    thing
    for thing in vars(errors).values()
    if inspect.isclass(thing) and issubclass(thing, errors.ConnectorError) and not thing.__subclasses__()
]


@pytest.mark.parametrize("error", OURS, ids=lambda error: error.__name__)
def test_every_error_of_the_connector_has_a_next_step_of_its_own(error: type[errors.ConnectorError]) -> None:
    """A new class without one would be called a bug."""
    assert next_step(error.__name__) != next_step("SomethingNobodyForesaw")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.SettingsWrong("no such entity"), Status.MISUSED),
        (FolderWrong("no organisation.json"), Status.MISUSED),
        (Misuse("no such run", "see the list"), Status.MISUSED),
        (errors.VendorDown("503"), Status.BADLY),
        (aws.EndpointConnectionError(endpoint_url="http://127.0.0.1:9"), Status.BADLY),
        (aws.NoCredentialsError(), Status.BADLY),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_the_caller_can_mend_alone_has_another_status_than_what_failed(error: Exception, status: Status) -> None:
    """Scripts tell the two apart."""
    told = trouble(error)

    assert told
    assert told[1] is status
    assert told[0].cause
    assert told[0].next_step


def test_a_bug_is_not_explained_away() -> None:
    """Its trace is what helps."""
    assert trouble(KeyError("rows")) is None
