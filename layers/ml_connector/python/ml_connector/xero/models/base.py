"""What all of Xero's records share: how fields are found, how dates are read, what is tolerated.

The records are flat: what Xero nests is picked by path, because every nested object would cost as much as a record.
"""

import datetime as dt
import functools
from typing import Annotated, Any

from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field, PlainValidator

from ml_connector.xero import dates

# Documents of a year share few dates, so most are looked up instead of parsed.
Day = Annotated[dt.date, PlainValidator(functools.lru_cache(maxsize=4096)(dates.day))]
Moment = Annotated[dt.datetime, PlainValidator(dates.moment)]


def pascal(name: str) -> str:
    """``account_code`` as Xero writes it: ``AccountCode``."""
    return "".join(part.capitalize() for part in name.split("_"))


def key(*names: str) -> Any:
    """A field that a record cannot be without, under the first of these names that is there."""
    return Field(validation_alias=AliasChoices(*names) if len(names) > 1 else names[0])


def text(*paths: str) -> Any:
    """Text under the first of these paths that leads somewhere (``Contact.Name``), else empty."""
    return Field(default="", validation_alias=_alias(paths))


def maybe(*paths: str) -> Any:
    """A value under the first of these paths that leads somewhere, else None."""
    return Field(default=None, validation_alias=_alias(paths))


def _alias(paths: tuple[str, ...]) -> str | AliasPath | AliasChoices:
    found = [AliasPath(*path.split(".")) if "." in path else path for path in paths]
    return AliasChoices(*found) if len(found) > 1 else found[0]


class XeroRecord(BaseModel):
    """What all of them share. They are built on first use, to keep imports quick."""

    model_config = ConfigDict(
        alias_generator=pascal,
        coerce_numbers_to_str=True,
        defer_build=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )
