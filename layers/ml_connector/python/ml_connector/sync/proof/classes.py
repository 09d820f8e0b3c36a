"""The classes into which the difference between books and documents falls."""

from enum import Enum


class Class(Enum):
    """Why the trial balance moved without a document that was loaded; the value is what a person reads."""

    KEPT_BACK = "kept back in quarantine"
    MOVED_ON = "changed between the pull and the trial balance"
    NOT_LOADED = "datasets that are not loaded"
    LEFT_OUT = "documents that were not loaded"
    UNKNOWN_RATE = "payments of documents whose rate is unknown"
    TRANSFERS = "bank transfers"
    UNREALISED = "unrealised currency gains"
    ROUNDING = "rounding"
    OPENING = "opening balances"
    NO_SOURCE = "journals without a source"
    PAYROLL = "payroll"
    INVENTORY = "inventory"
    UNEXPLAINED = "unexplained"
