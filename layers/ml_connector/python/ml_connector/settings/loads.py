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


CODE, NAME, PARENT = "Code", "Name", "Parent"
"""The headers of what an item has by itself; any other column of a load that keeps a list is one of its properties."""


class Load(Part):
    """How one dataset gets into Anaplan.

    Either through a file, and the import or process that reads it; or item by item into a list, which needs neither.

    list   its columns are Code, Name and Parent (the name of the parent), and properties under the list's own names
    """

    file: Name | None = None
    import_: Name | None = Field(None, alias="import")
    process: Name | None = None
    list_: Name | None = Field(None, alias="list", description="the name or id of a list that is kept item by item")
    model: str | None = Field(None, description="an entry of anaplan.models, if it is not the entity's own")
    statuses: list[str] | None = Field(None, description="the statuses whose figures count, if not the usual ones")
    columns: dict[str, Column] = Field(min_length=1)
    read_back: ReadBack | None = Field(None, description="what is read after the load to see that it arrived")

    @property
    def way(self) -> Literal["file", "list"]:
        """How its rows travel."""
        return "list" if self.list_ else "file"

    @property
    def action(self) -> tuple[str, Literal["import", "process"]]:
        """What reads the file: a name, and what it names; empty for a list that is kept without one."""
        return (self.process, "process") if self.process else (self.import_ or "", "import")

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if [self.import_, self.process, self.list_].count(None) != 2:  # noqa: PLR2004 - all but one
            raise ValueError("needs one of import, process and list")
        if (self.file is None) != (self.list_ is not None):
            raise ValueError("needs the file that an import or a process reads; a list is kept without any")
        if self.list_ is not None and CODE not in self.columns:
            raise ValueError(f"needs a column '{CODE}', by which items of the list are found again")
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
