"""The classes into which the difference between books and documents falls."""

from decimal import Decimal
from enum import Enum

from ml_connector.sync.proof.amounts import Place


class Class(Enum):
    """Why the trial balance moved without a document that was loaded; the value is what a person reads."""

    KEPT_BACK = "kept back in quarantine"
    MOVED_ON = "changed between the pull and the trial balance"
    NOT_LOADED = "datasets that are not loaded"
    LEFT_OUT = "documents that were not loaded"
    UNKNOWN_RATE = "payments of documents whose rate is unknown"
    TRANSFERS = "bank transfers"
    ALLOCATED = "allocations of prepayments"
    REALISED = "realised currency gains"
    UNREALISED = "unrealised currency gains"
    ROUNDING = "rounding"
    OPENING = "opening balances"
    NO_SOURCE = "journals without a source"
    PAYROLL = "payroll"
    INVENTORY = "inventory"
    UNEXPLAINED = "unexplained"


Classified = dict[Class, dict[Place, Decimal]]
"""Amounts by class."""
