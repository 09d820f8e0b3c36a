"""How a dataset gets into Anaplan."""

from typing import Literal, Self

from pydantic import Field, model_validator

from ml_connector.columns import Column
from ml_connector.hosts import Part
from ml_connector.settings.words import Name


class Load(Part):
    """How one dataset gets into Anaplan: the file, the import or process that reads it, and the file's columns."""

    file: Name
    import_: Name | None = Field(None, alias="import")
    process: Name | None = None
    model: str | None = Field(None, description="an entry of anaplan.models, if it is not the entity's own")
    statuses: list[str] | None = Field(None, description="the statuses whose figures count, if not the usual ones")
    columns: dict[str, Column] = Field(min_length=1)

    @property
    def action(self) -> tuple[str, Literal["import", "process"]]:
        """What reads the file: a name, and what it names."""
        return (self.process, "process") if self.process else (self.import_ or "", "import")

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if (self.import_ is None) == (self.process is None):
            raise ValueError("needs either import or process, and not both")
        return self
