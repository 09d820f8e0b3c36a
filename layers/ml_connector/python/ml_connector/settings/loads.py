"""How a dataset gets into Anaplan."""

from typing import Literal, Self

from pydantic import Field, model_validator

from ml_connector.columns import Column, FieldRule
from ml_connector.hosts import Part
from ml_connector.settings.words import Name


class ReadBack(Part):
    """What is read after a load to see that the model holds it.

    view   a saved view, or a module (its default view), that shows the line keys and at least one of the amounts, under
           the names that they have as columns of the load
    """

    view: Name


class Load(Part):
    """How one dataset gets into Anaplan: the file, the import or process that reads it, and the file's columns."""

    file: Name
    import_: Name | None = Field(None, alias="import")
    process: Name | None = None
    model: str | None = Field(None, description="an entry of anaplan.models, if it is not the entity's own")
    statuses: list[str] | None = Field(None, description="the statuses whose figures count, if not the usual ones")
    columns: dict[str, Column] = Field(min_length=1)
    read_back: ReadBack | None = Field(None, description="what is read after the load to see that it arrived")

    @property
    def action(self) -> tuple[str, Literal["import", "process"]]:
        """What reads the file: a name, and what it names."""
        return (self.process, "process") if self.process else (self.import_ or "", "import")

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if (self.import_ is None) == (self.process is None):
            raise ValueError("needs either import or process, and not both")
        return self

    @model_validator(mode="after")
    def _lines_can_be_found(self) -> Self:
        if self.read_back and not any(self.headers("line_key")):
            raise ValueError("read_back needs a column with the field line_key, by which a line is found again")
        return self

    def headers(self, *fields: str) -> list[str]:
        """The headers of the columns that show one of these fields, in the order of the fields."""
        return [
            header
            for field in fields
            for header, rule in self.columns.items()
            if field in rule.fields and (isinstance(rule, FieldRule) or field not in _PLAIN)
        ]


_PLAIN = ("line_key", "amount", "base_amount", "tax", "base_tax")
"""Fields that are found again only where a column shows them as they are."""
