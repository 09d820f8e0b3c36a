"""The parts that certain accounts play in Xero's ledger, and how the account that plays one is recognised.

Source: Xero, Accounting API, Types, System Accounts; the names are those of Xero's default charts.
"""

from enum import Enum

from msgspec import Struct


class Part(Enum):
    """What the ledger posts by itself goes to an account that plays one of these parts."""

    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    TAX = "tax"
    ROUNDING = "rounding"
    REALISED = "realised_gains"
    UNREALISED = "unrealised_gains"
    REVALUATION = "bank_revaluations"
    OPENING = "opening_balances"
    RETAINED = "retained_earnings"
    PAYROLL = "payroll"


class Signs(Struct, frozen=True):
    """What tells the account: Xero's word for a system account, or else its name, in lower case."""

    system: tuple[str, ...]
    names: tuple[str, ...]


PARTS: dict[Part, Signs] = {
    Part.RECEIVABLE: Signs(("DEBTORS",), ("accounts receivable", "trade debtors")),
    Part.PAYABLE: Signs(("CREDITORS",), ("accounts payable", "trade creditors")),
    Part.TAX: Signs(("GST",), ("sales tax", "gst", "vat")),
    Part.ROUNDING: Signs(("ROUNDING",), ("rounding",)),
    Part.REALISED: Signs(("REALISEDCURRENCYGAIN",), ("realised currency gains", "realized currency gains")),
    Part.UNREALISED: Signs(("UNREALISEDCURRENCYGAIN",), ("unrealised currency gains", "unrealized currency gains")),
    Part.REVALUATION: Signs(("BANKCURRENCYGAIN",), ("bank revaluations",)),
    Part.OPENING: Signs(("HISTORICAL",), ("historical adjustment", "historical adjustments")),
    Part.RETAINED: Signs(("RETAINEDEARNINGS",), ("retained earnings",)),
    Part.PAYROLL: Signs(("WAGEPAYABLES",), ("wages payable", "wages payable - payroll")),
}
