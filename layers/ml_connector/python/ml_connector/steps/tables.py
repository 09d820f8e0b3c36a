"""The tables that settings name in the bucket: taken once for each run, so that all of it goes by the same ones."""

from collections.abc import Collection

from ml_connector.errors import SettingsWrong
from ml_connector.settings import Settings
from ml_connector.settings.tables import read_bytes, stored_tables, with_stored
from ml_connector.wiring import parked


def take_tables(run: str, settings: Settings, datasets: Collection[str]) -> None:
    """Keep a copy of every table that these loads use, as it is now; one that the run has taken already stays.

    raises   SettingsWrong if one is missing, cannot be read, or gives one value two members
    """
    store = parked.tables()
    for name, column in stored_tables(settings, datasets).items():
        if not store.has_kept(run, name):
            body = _newest(name, column)
            read_bytes(body, f"s3:{name} of {column}")
            store.keep(run, name, body)


def with_taken(run: str, settings: Settings, dataset: str) -> Settings:
    """The settings with what the run has taken."""
    store = parked.tables()
    return with_stored(settings, (dataset,), lambda name: read_bytes(store.kept(run, name), f"s3:{name}"))


def with_newest(settings: Settings) -> Settings:
    """The settings with all tables as they are now; raises SettingsWrong like ``take_tables``."""
    columns = stored_tables(settings, settings.loads)
    return with_stored(
        settings, settings.loads, lambda name: read_bytes(_newest(name, columns[name]), f"s3:{name} of {columns[name]}")
    )


def _newest(name: str, column: str) -> bytes:
    body = parked.tables().newest(name)
    if body is None:
        raise SettingsWrong(
            f"{column} names the table s3:{name}, and there is no tables/{name} in the bucket: "
            f"put it there with `ml-connector map put-table {name} FILE`"
        )
    return body
