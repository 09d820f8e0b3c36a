"""The whole of the settings, and what must agree between its parts."""

from collections.abc import Collection
from typing import Self

from pydantic import Field, model_validator

from ml_connector.datasets import DATASETS, SignPolicy
from ml_connector.hosts import Endpoints, Part
from ml_connector.settings.anaplan import Anaplan
from ml_connector.settings.calendar import Calendar
from ml_connector.settings.dimensions import Dimension, dimension_flaws
from ml_connector.settings.entities import Entity
from ml_connector.settings.flows import Flows
from ml_connector.settings.keep import Keep
from ml_connector.settings.loads import Load
from ml_connector.settings.plans import Plan
from ml_connector.settings.proof import Proof
from ml_connector.settings.webhooks import Webhooks
from ml_connector.settings.words import DimensionName, EntityCode, Link, Name
from ml_connector.settings.xero import Xero


def parents_of(dimension: str) -> str:
    """The name under which a run keeps the list of a dimension's parents."""
    return f"{dimension}-parents"


class Settings(Part):
    """Everything a deployment is told.

    silence_seconds   how long a vendor may say nothing before an answer counts as lost
    links   where journals in Xero point to, such as a page of your own about runs
    signs   how figures are signed: as their documents show them, debit +, or as the account's class grows
    """

    firm: Name
    endpoints: Endpoints = Field(default_factory=Endpoints)
    silence_seconds: float = Field(60, ge=1, le=60)
    xero: Xero
    anaplan: Anaplan
    entities: dict[EntityCode, Entity] = Field(min_length=1)
    signs: SignPolicy = "document"
    loads: dict[str, Load] = Field(min_length=1)
    dimensions: dict[DimensionName, Dimension] = Field(default_factory=dict)
    calendar: Calendar = Field(default_factory=Calendar)
    proof: Proof = Field(default_factory=Proof)
    flows: Flows
    webhooks: Webhooks | None = None
    links: Link = "https://ml-connector.invalid"
    plans: dict[Name, Plan] = Field(default_factory=dict, description="what is planned in Anaplan and comes back")
    keep: Keep = Field(default_factory=Keep)

    def model_of(self, entity: str, dataset: str) -> str:
        """The entry of ``anaplan.models`` that a dataset of an entity is loaded into."""
        return self.loads[dataset].model or self.entities[entity].model

    def dimensions_of(self, dataset: str) -> dict[str, Dimension]:
        """The dimensions that a dataset's load keeps, or whose members its columns name."""
        if DATASETS[dataset].kind == "reference":
            return {name: one for name, one in self.dimensions.items() if one.filled_by == dataset}
        headers = self.loads[dataset].columns.keys()
        return {name: one for name, one in self.dimensions.items() if headers & one.columns}

    def lists_of(self, dataset: str) -> dict[str, str]:
        """The lists that a dataset's load is held against: those of its dimensions, and those of their parents."""
        found = self.dimensions_of(dataset)
        parents = {parents_of(name): one.parents for name, one in found.items() if one.filled_by == dataset}
        return {name: one.list_ for name, one in found.items()} | {x: list_ for x, list_ in parents.items() if list_}

    @property
    def guards(self) -> dict[str, Dimension]:
        """The dimensions that nobody but a person fills, and that stop a run whose facts could name something else."""
        return {name: one for name, one in self.dimensions.items() if one.filled_by is None and one.unknown == "stop"}

    @property
    def read_at_xero(self) -> list[str]:
        """The datasets and reports that Xero is asked for."""
        proof = ["trial_balance", *(["journals"] if self.proof.journals else [])] if self.proof.books else []
        return [*self.loads, *proof]

    def compiled(self) -> str:
        """The JSON that functions read: the file and its tables in one object."""
        return self.model_dump_json(by_alias=True, exclude_none=True)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        wrong = [*_dangling(self), *_unknown_columns(self), *dimension_flaws(self.dimensions, self.loads)]
        if wrong:
            raise ValueError("\n".join(wrong))
        return self


def _dangling(settings: Settings) -> list[str]:
    """References between parts that lead nowhere."""
    references: list[tuple[str, str, Collection[str]]] = [
        *((f"entities.{c}.connection", e.connection, settings.xero.connections) for c, e in settings.entities.items()),
        *((f"entities.{c}.model", e.model, settings.anaplan.models) for c, e in settings.entities.items()),
        *((f"loads.{d}.model", x.model, settings.anaplan.models) for d, x in settings.loads.items() if x.model),
        *(
            (f"anaplan.models.{n}.connection", m.connection, settings.anaplan.connections)
            for n, m in settings.anaplan.models.items()
        ),
        *((f"loads.{d}", d, DATASETS) for d in settings.loads),
        *((f"plans.{n}.model", p.model, settings.anaplan.models) for n, p in settings.plans.items()),
        *((f"plans.{n}.entity", p.entity, settings.entities) for n, p in settings.plans.items() if p.entity),
        *((f"plans.{n}.entities", e, settings.entities) for n, p in settings.plans.items() for e in p.entities),
        *(("webhooks.datasets", d, settings.loads) for d in (settings.webhooks and settings.webhooks.datasets) or ()),
        *(
            (f"dimensions.{n}.filled_by", d.filled_by, settings.loads)
            for n, d in settings.dimensions.items()
            if d.filled_by
        ),
    ]
    return [
        f"{path}: '{name}' is not one of {', '.join(known)}" for path, name, known in references if name not in known
    ]


def _unknown_columns(settings: Settings) -> list[str]:
    return [
        f"loads.{name}.columns.{header}: {name} have no field '{field}'; there are {', '.join(sorted(dataset.fields))}"
        for name, load in settings.loads.items()
        if (dataset := DATASETS.get(name))
        for header, rule in load.columns.items()
        for field in rule.fields
        if not dataset.offers(field)
    ]
