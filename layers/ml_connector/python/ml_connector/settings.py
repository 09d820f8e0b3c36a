"""What a deployment is told: one YAML file, checked at synth, in the command line and at every cold start.

Holds no secret: connections name the secrets that do. ``load`` reads the file and the tables beside it; ``compiled``
is the self-contained JSON that the functions read.
"""

import csv
import re
import zoneinfo
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from ml_connector.columns import Column, TableRule
from ml_connector.datasets import DATASETS
from ml_connector.errors import SettingsWrong
from ml_connector.explain import explain
from ml_connector.hosts import Endpoints, Part

_HEX_ID = re.compile(r"[0-9a-fA-F]{32}")


def _matches(pattern: str, right: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"must be {right}")
        return value

    return AfterValidator(check)


def _workspace(value: str) -> str:
    if _HEX_ID.fullmatch(value) and value != value.lower():
        raise ValueError(f"Anaplan writes workspace ids in lower case: {value.lower()}")
    return value


def _model(value: str) -> str:
    if _HEX_ID.fullmatch(value) and value != value.upper():
        raise ValueError(f"Anaplan writes model ids in upper case: {value.upper()}")
    return value


def _time_zone(value: str) -> str:
    known = zoneinfo.available_timezones()  # empty where the system has no time zone data
    if known and value not in known:
        raise ValueError("must be an IANA time zone such as Europe/London or Pacific/Auckland")
    return value


EntityCode = Annotated[str, _matches(r"[A-Za-z0-9_]{1,12}", "1 to 12 letters, digits or _, such as UK")]
Currency = Annotated[str, _matches(r"[A-Z]{3}", "three capital letters such as GBP")]
SecretName = Annotated[str, _matches(r"[\w/+=.@-]{1,256}", "the name of a secret such as ml-connector/xero/group")]
Name = Annotated[str, _matches(r"\S(.*\S)?", "a name without spaces at its ends")]
Schedule = Annotated[
    str, _matches(r"(cron|rate|at)\(.+\)", "an EventBridge Scheduler expression such as cron(30 5 * * ? *)")
]
TimeZone = Annotated[str, AfterValidator(_time_zone)]


class XeroConnection(Part):
    """One consent (web_app) or one Custom Connection (custom), which may cover several entities."""

    kind: Literal["web_app", "custom"]
    secret: SecretName = Field(description="the name of the secret with client_id, client_secret and refresh_token")

    @property
    def idles(self) -> bool:
        """Whether it dies when nobody uses it: a refresh token does after 60 days."""
        return self.kind == "web_app"


class XeroLimits(Part):
    """What Xero allows per organisation, and in ``app_minute`` over all of them.

    tier      Xero's commercial tier, which decides on the calls of a day; ``day`` says so where it is another number
    reserve   percent of a day's calls that a backfill leaves to the runs of every day

    Source: Xero, OAuth 2.0 API limits; Pricing for developers.
    """

    tier: Literal["starter", "standard"] = "standard"
    day: int | None = Field(None, ge=1, description="calls a day, if the tier does not say")
    minute: int = Field(60, ge=1)
    concurrent: int = Field(5, ge=1)
    app_minute: int = Field(10_000, ge=1)
    reserve: int = Field(10, ge=0, le=90)

    @property
    def a_day(self) -> int:
        """Calls a day."""
        return self.day or {"starter": 1_000, "standard": 5_000}[self.tier]


class Xero(Part):
    """How Xero is asked.

    overlap_minutes   how far before the watermark the next delta begins; covers late writes on Xero's side
    page_size         1 to 1000
    calls_per_step    calls that one invocation may spend before it hands back to the workflow
    """

    connections: dict[str, XeroConnection] = Field(description="one entry per Xero consent", min_length=1)
    limits: XeroLimits = Field(default_factory=XeroLimits)
    overlap_minutes: int = Field(5, ge=0, le=1440)
    page_size: int = Field(1000, ge=1, le=1000)
    calls_per_step: int = Field(40, ge=1, le=1000)


class AnaplanConnection(Part):
    """One Anaplan login.

    kind                basic (e-mail and password), certificate (of a public CA), oauth (authorization code) or device
    certificate_format  v2 signs the time along; v1 only where v2 is not yet taken
    timestamp_unit      of the time in v2
    """

    kind: Literal["basic", "certificate", "oauth", "device"] = "basic"
    secret: SecretName = Field(description="the name of the secret with the login")
    certificate_format: Literal["v1", "v2"] = "v2"
    timestamp_unit: Literal["seconds", "milliseconds"] = "seconds"

    @property
    def idles(self) -> bool:
        """Whether it dies when nobody uses it: a refresh token does."""
        return self.kind in ("oauth", "device")


class Model(Part):
    """One Anaplan model, by name or by id."""

    connection: str
    workspace: Annotated[Name, AfterValidator(_workspace)] = Field(description="the name or id of a workspace")
    model: Annotated[Name, AfterValidator(_model)] = Field(description="the name or id of a model")


class Anaplan(Part):
    """How Anaplan is used.

    chunk_bytes    size of one upload part before compression, at most 50 MB
    poll_seconds   the waits between two looks at a running import; the last one repeats
    lease_minutes  how long a model stays locked without a sign of life; longer than a function's longest run
    """

    connections: dict[str, AnaplanConnection] = Field(description="one entry per Anaplan login", min_length=1)
    calls_a_minute: int = Field(600, ge=10, description="the tenant's calls a minute, less what other clients need")
    models: dict[str, Model] = Field(description="one entry per Anaplan model", min_length=1)
    chunk_bytes: int = Field(10_000_000, ge=1_000, le=50_000_000)
    poll_seconds: list[int] = Field([5, 5, 10, 10, 30, 60], min_length=1)
    lease_minutes: int = Field(20, ge=16, le=240)


class Entity(Part):
    """One Xero organisation, pinned to its tenant id."""

    connection: str = Field(description="the name of an entry of xero.connections")
    tenant_id: Annotated[str, _matches(r"[0-9a-zA-Z-]{8,64}", "the tenant id that Xero shows for the organisation")]
    base_currency: Currency
    model: str = Field(description="the name of an entry of anaplan.models")


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


class Flow(Part):
    """When a flow starts."""

    schedule: Schedule
    time_zone: TimeZone = "UTC"
    enabled: bool = True


class Flows(Part):
    """The flows of this deployment."""

    actuals: Flow


class Settings(Part):
    """Everything a deployment is told."""

    firm: Name
    endpoints: Endpoints = Field(default_factory=Endpoints)
    xero: Xero
    anaplan: Anaplan
    entities: dict[EntityCode, Entity] = Field(min_length=1)
    loads: dict[str, Load] = Field(min_length=1)
    flows: Flows

    def model_of(self, entity: str, dataset: str) -> str:
        """The entry of ``anaplan.models`` that a dataset of an entity is loaded into."""
        return self.loads[dataset].model or self.entities[entity].model

    def compiled(self) -> str:
        """The JSON that functions read: the file and its tables in one object."""
        return self.model_dump_json(by_alias=True, exclude_none=True)

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        wrong = [*_dangling(self), *_unknown_columns(self)]
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


def load(path: Path) -> Settings:
    """Read settings and the tables beside them.

    raises   SettingsWrong with one line per finding: path, value, what would be right
    """
    import yaml  # noqa: PLC0415 - functions read the compiled settings and need not pay for it at every cold start

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise SettingsWrong(f"Settings {path} cannot be read: {error}") from error
    settings = parse(content, str(path))
    return settings.model_copy(
        update={"loads": {name: _with_tables(x, path.parent) for name, x in settings.loads.items()}}
    )


def parse(content: Any, source: str) -> Settings:
    """Check settings that were read from ``source``; raises SettingsWrong like ``load``."""
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise SettingsWrong(f"Settings {source} are wrong:\n{explain(error, Settings)}") from error


def parse_compiled(content: bytes, source: str) -> Settings:
    """Read what ``Settings.compiled`` wrote; raises SettingsWrong like ``load``."""
    try:
        return Settings.model_validate_json(content)
    except ValidationError as error:
        raise SettingsWrong(f"Settings {source} are wrong:\n{explain(error, Settings)}") from error


def _with_tables(load_: Load, folder: Path) -> Load:
    filled = {
        header: rule.model_copy(update={"values": _table(folder / rule.table)}) if isinstance(rule, TableRule) else rule
        for header, rule in load_.columns.items()
    }
    return load_.model_copy(update={"columns": filled})


def _table(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return {row["from"]: row["to"] for row in csv.DictReader(lines)}
    except (OSError, KeyError, csv.Error) as error:
        raise SettingsWrong(
            f"The table {path} cannot be read ({error!r}); it needs a CSV with the headers from,to"
        ) from error
