"""How one column of a load gets its value: from a field, a template, a table or a constant.

Account code: account_code                                  a field as it is
Account: "{entity}:{account_id}"                            a template; empty when one of its fields is empty
Version: {constant: Actual}
Cost centre: {table: cost_centres.csv, of: account_code}    a CSV beside the settings with the headers from,to
Cost centre: {table: "s3:centres.csv", of: account_code}    the same in the bucket, as it is when a run begins
"""

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, field_validator

_STORED = "s3:"
_KEY = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class _Rule(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that this rule reads."""
        return ()


class FieldRule(_Rule):
    """The field as it is."""

    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The one field."""
        return (self.field,)


class TemplateRule(_Rule):
    """Text with ``{field}`` placeholders; empty when one of its fields is empty."""

    template: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The placeholders, in order."""
        return tuple(_PLACEHOLDER.findall(self.template))

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands around the placeholders; one more than there are fields."""
        return tuple(_PLACEHOLDER.split(self.template)[::2])


class ConstantRule(_Rule):
    """The same text in every row."""

    constant: str


class TableRule(_Rule):
    """The value that a table gives for a field; a value the table lacks sends the row to quarantine."""

    table: str
    of: str
    values: dict[str, str] = Field(default_factory=dict)

    @property
    def stored(self) -> str:
        """The name of the table in the bucket; empty if it lies beside the settings."""
        return self.table.removeprefix(_STORED) if self.table.startswith(_STORED) else ""

    @field_validator("table")
    @classmethod
    def _is_a_key(cls, table: str) -> str:
        if table.startswith(_STORED) and not _KEY.fullmatch(table.removeprefix(_STORED)):
            raise ValueError("a table in the bucket has a name of letters, digits, '.', '_' and '-', such as s3:uk.csv")
        return table

    @property
    def fields(self) -> tuple[str, ...]:
        """The field that is looked up."""
        return (self.of,)


def _read(value: Any) -> Any:
    if isinstance(value, str):
        return {"template" if "{" in value else "field": value}
    return value


def _kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else {*type(value).model_fields}
    return next((kind for kind in ("template", "constant", "table") if kind in keys), "field") + _TAG


_TAG = " rule"  # marks the part that pydantic adds to the path of a finding
Column = Annotated[
    Annotated[FieldRule, Tag("field" + _TAG)]
    | Annotated[TemplateRule, Tag("template" + _TAG)]
    | Annotated[ConstantRule, Tag("constant" + _TAG)]
    | Annotated[TableRule, Tag("table" + _TAG)],
    Discriminator(_kind),
    BeforeValidator(_read),
]
