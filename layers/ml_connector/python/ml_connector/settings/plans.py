"""Plans on their way back: the export that shows one, how it is read, and what becomes of it in Xero."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ml_connector.hosts import Part
from ml_connector.settings.flows import Flow
from ml_connector.settings.words import EntityCode, Name, matches
from ml_connector.sync.plan.layouts import Layout

Mode = Literal["reference", "budget_file", "draft_journal", "posted_journal"]
Kind = Annotated[str, matches(r"[a-z][a-z0-9-]{0,19}", "up to 20 small letters, digits or -, such as accrual")]


class Dimensions(Part):
    """What the export calls its dimensions; an entity or a version that it does not show is fixed in the plan."""

    entity: Name | None = None
    version: Name | None = None
    period: Name = "Time"
    account: Name


class JournalRules(Part):
    """How manual journals are written.

    line_amount_types      how Xero takes the amounts; plans are net of tax
    tax_type               of every line; None: the account's own
    narration              with {entity}, {version}, {period} and {kind}; our own mark is added
    balancing_account      code or id of the account that takes what is missing to zero; without one, journals that do
                           not balance are not posted
    reversing              a second journal on the day after the period takes the first one back
    cash_basis             whether cash reports show them
    lines                  the most lines of one journal; larger ones are split
    when_locked            what a journal in a locked period does: stop, or move to the first day that is open
    """

    line_amount_types: Literal["NoTax", "Exclusive"] = "NoTax"
    tax_type: Name | None = None
    narration: Name = "{version} {period}, {entity} ({kind})"
    balancing_account: Name | None = None
    reversing: bool = False
    cash_basis: bool = False
    lines: int = Field(500, ge=2, le=1_000)
    when_locked: Literal["stop", "next_open_day"] = "stop"


class Plan(Part):
    """One plan: where it is exported, how it is read, and what becomes of it.

    entity, version       for an export that shows only one and has no dimension for it
    versions              the versions that a grid may select its pages by
    entities              what Anaplan calls the entities, by our code: then only these are in the plan; without, all
                          are, by their codes or names
    approved              the line item that is ticked for approved figures; approved_versions: the versions that are
                          approved as a whole; one of both is needed for journals
    second_approval       a person has to confirm the very lines with `ml-connector journal approve`
    layout                the one layout that is accepted; any, if nothing is said
    rows                  the dimensions of a grid's rows from left to right, where its corner is empty
    ignored               columns and line items of the export that do not matter
    units                 what a figure of 1 stands for
    sign                  natural: revenue, liabilities and equity are positive where they grow; debit: as in a journal
    totals                names of members that add up others, with * for anything; unless Xero has them
    control               the member of the accounts' dimension that holds the total of its page, if there is one
    unassigned            names of members that stand for no tracking option
    """

    model: str = Field(description="the name of an entry of anaplan.models")
    export: Name
    mode: Mode = "reference"
    kind: Kind = "plan"
    dimensions: Dimensions
    tracking: dict[Name, Name] = Field({}, max_length=2, description="by Xero's category, the export's dimension")
    amount: Name = "Amount"
    approved: Name | None = None
    approved_versions: tuple[Name, ...] = ()
    second_approval: bool = False
    budget: Name | None = Field(
        None, description="of mode budget_file: what Xero calls the budget, with * for anything if there are several"
    )
    entity: EntityCode | None = None
    version: Name | None = None
    versions: tuple[Name, ...] = ()
    entities: dict[EntityCode, Name] = Field(default_factory=dict)
    layout: Layout | None = None
    line_items: Name = "Line items"
    value: Name = "Value"
    rows: tuple[Name, ...] = ()
    ignored: tuple[Name, ...] = ()
    decimal_mark: Literal[".", ","] = "."
    units: Decimal = Field(Decimal(1), gt=0)
    sign: Literal["natural", "debit"] = "natural"
    totals: tuple[Name, ...] = ("Total *", "Total", "All *", "* Total")
    control: Name | None = None
    unassigned: tuple[str, ...] = ("", "-", "None", "Unassigned")
    journals: JournalRules = Field(default_factory=JournalRules)
    starts: Flow | None = Field(None, description="when it runs by itself; without it, by hand only")

    @model_validator(mode="after")
    def _says_enough(self) -> Self:
        for what in ("entity", "version"):
            if (getattr(self, what) is None) == (getattr(self.dimensions, what) is None):
                raise ValueError(f"needs either {what} or dimensions.{what}, and not both")
        if (self.mode == "budget_file") != (self.budget is not None):
            raise ValueError("mode budget_file needs budget, the name of a budget in Xero, and no other mode has one")
        if self.mode in ("draft_journal", "posted_journal") and not (self.approved or self.approved_versions):
            raise ValueError(f"mode {self.mode} needs approved, a line item, or approved_versions")
        return self
