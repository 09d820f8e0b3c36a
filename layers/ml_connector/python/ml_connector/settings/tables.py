"""Tables of columns: what they say, and which of them lie in the bucket and are filled in when a run begins."""

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator

from ml_connector.columns import TableRule
from ml_connector.errors import SettingsWrong
from ml_connector.settings.document import Settings
from ml_connector.settings.loads import Load

_FROM, _TO = "from", "to"
_SHOWN = 3


def read_table(lines: Iterable[str], source: str) -> dict[str, str]:
    """From values to members; an entry without a member is not made yet, so its rows are kept back.

    raises   SettingsWrong if it is no CSV with the headers from,to, or gives one value two members
    """
    try:
        rows = [(row[_FROM], row[_TO]) for row in csv.DictReader(lines) if row[_TO]]
    except (KeyError, csv.Error) as error:
        raise SettingsWrong(
            f"The table {source} cannot be read ({error!r}); it needs a CSV in UTF-8 with the headers from,to"
        ) from error
    values: dict[str, str] = {}
    twice = [value for value, member in rows if values.setdefault(value, member) != member]
    if twice:
        told = "; ".join(f"'{value}' is {' and '.join(_all(rows, value))}" for value in dict.fromkeys(twice[:_SHOWN]))
        raise SettingsWrong(f"The table {source} gives one value several members ({told}); leave one line of each")
    return values


def read_bytes(body: bytes, source: str) -> dict[str, str]:
    """The same of a file as it is stored."""
    try:
        return read_table(io.StringIO(body.decode("utf-8-sig"), newline=""), source)
    except UnicodeDecodeError as error:
        raise SettingsWrong(f"The table {source} is not in UTF-8 ({error}); save it as CSV UTF-8") from error


def stored_tables(settings: Settings, datasets: Collection[str]) -> dict[str, str]:
    """The tables in the bucket that the loads of these datasets use, and a column that names each."""
    return {
        rule.stored: f"loads.{name}.columns.{header}"
        for name, load in settings.loads.items()
        if name in datasets
        for header, rule in load.columns.items()
        if isinstance(rule, TableRule) and rule.stored
    }


def with_stored(settings: Settings, datasets: Collection[str], values: Callable[[str], dict[str, str]]) -> Settings:
    """The settings with the stored tables of these datasets filled in; ``values`` gives one by its name."""
    if not stored_tables(settings, datasets):
        return settings
    loads = {name: _filled(load, values) if name in datasets else load for name, load in settings.loads.items()}
    return settings.model_copy(update={"loads": loads})


def with_tables(load: Load, values: Callable[[TableRule], dict[str, str]]) -> Load:
    """A load with its tables filled in."""
    filled = {
        header: rule.model_copy(update={"values": values(rule)}) if isinstance(rule, TableRule) else rule
        for header, rule in load.columns.items()
    }
    return load.model_copy(update={"columns": filled})


def _filled(load: Load, values: Callable[[str], dict[str, str]]) -> Load:
    return with_tables(load, lambda rule: values(rule.stored) if rule.stored else rule.values)


def _all(rows: Collection[tuple[str, str]], value: str) -> Iterator[str]:
    return (f"'{member}'" for member in dict.fromkeys(to for from_, to in rows if from_ == value))
