"""The dimensions of facts: which members columns may name, and what becomes of a row that names another one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from ml_connector.datasets import DATASETS
from ml_connector.hosts import Part
from ml_connector.settings.loads import CODE, NAME, Load
from ml_connector.settings.words import Name

Policy = Literal["create", "quarantine", "suspense", "stop"]


class Dimension(Part):
    """An Anaplan list whose items columns of facts name, by code or by name.

    columns    the headers of the columns, alike in all loads of facts; none if the list is only kept
    filled_by  the dataset whose load keeps the list, if the connector does
    code       the header under which that load gives the items' codes
    name       the header under which it gives their names
    parent     the header under which it names their parents, if it does
    parents    the list that holds the parents, if it is another one
    unknown    create: the load of ``filled_by`` brings new items; quarantine: rows of unknown members are kept back
               and new items left to a person; suspense: such rows are loaded on the member of ``suspense``; stop: the
               run stops before anything is loaded
    """

    list_: Name = Field(alias="list", description="the name or id of an Anaplan list")
    columns: list[str] = Field(default_factory=list)
    filled_by: str | None = None
    code: str = "Code"
    name: str = "Name"
    parent: str | None = None
    parents: Name | None = Field(None, description="the name or id of the Anaplan list that holds the parents")
    unknown: Policy = "quarantine"
    suspense: Name | None = Field(None, description="the code or name of a member, if unknown is suspense")

    @property
    def consequence(self) -> str:
        """What happens to a member that is unknown and is not created."""
        if self.unknown == "stop":
            return "the run stops"
        if self.suspense is not None:
            return f"rows that name it go to '{self.suspense}'"
        return "rows that name it are kept back"

    @model_validator(mode="after")
    def _policy_is_whole(self) -> Self:
        if (self.unknown == "suspense") != (self.suspense is not None):
            raise ValueError("unknown: suspense needs the member to use under suspense, and nothing else does")
        if not self.columns and self.filled_by is None:
            raise ValueError("needs columns that name the members, or filled_by, the dataset whose load keeps them")
        if self.unknown == "create" and self.filled_by is None:
            raise ValueError("unknown: create needs filled_by, the dataset whose load creates the members")
        return self


def dimension_flaws(dimensions: Mapping[str, Dimension], loads: Mapping[str, Load]) -> Iterator[str]:
    """What dimensions name that loads do not have, one sentence each."""
    for name, load in loads.items():
        if load.list_ and _is(name, "fact"):
            yield f"loads.{name}.list: {name} are documents, which go into Anaplan through a file"
    facts = {header for name, load in loads.items() if _is(name, "fact") for header in load.columns}
    filled = Counter(one.filled_by for one in dimensions.values())
    uses = Counter(header for one in dimensions.values() for header in one.columns)
    for name, one in dimensions.items():
        for header in one.columns:
            if header not in facts:
                yield f"dimensions.{name}.columns: no load of facts has a column '{header}'"
            elif uses[header] > 1:
                yield f"dimensions.{name}.columns: '{header}' belongs to more than one dimension"
        if one.filled_by and filled[one.filled_by] > 1:
            yield f"dimensions.{name}.filled_by: {one.filled_by} fill more than one dimension"
        if one.filled_by and one.filled_by in loads:
            yield from _filling_flaws(name, one, one.filled_by, loads[one.filled_by])


def _filling_flaws(name: str, one: Dimension, dataset: str, load: Load) -> Iterator[str]:
    if not _is(dataset, "reference"):
        yield f"dimensions.{name}.filled_by: {dataset} are documents and fill no list"
    elif one.code not in load.columns:
        yield f"dimensions.{name}.code: loads.{dataset} has no column '{one.code}'"
    if one.parent and one.parent not in load.columns:
        yield f"dimensions.{name}.parent: loads.{dataset} has no column '{one.parent}'"
    if load.list_ and (load.list_, CODE, NAME) != (one.list_, one.code, one.name):
        yield f"dimensions.{name}: loads.{dataset} keeps the list '{load.list_}' with its columns {CODE} and {NAME}"


def _is(name: str, kind: str) -> bool:
    return name in DATASETS and DATASETS[name].kind == kind
