"""How the books are proven."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from ml_connector.hosts import Part

LedgerPart = Literal[
    "receivable",
    "payable",
    "tax",
    "rounding",
    "realised_gains",
    "unrealised_gains",
    "bank_revaluations",
    "opening_balances",
    "retained_earnings",
    "payroll",
]


class Proof(Part):
    """Comparing what documents post with Xero's trial balance, after each run that pulls all of an entity's facts.

    books         whether it is done; it costs one call to Xero per month that is compared, and one more
    tolerance     what may stay unexplained on one account in one month, in base currency
    months        the newest months that are compared in every run, beside those in which something has changed
    most_months   months that one run compares at most, the newest first
    full_monthly  whether the first run of each month compares all of them

    journals        whether the app may read journals (Xero's Advanced tier, scope accounting.journals.read): what
                    differs is then classified by where each journal comes from, and not by the accounts that it moves
    journal_calls   calls that one run spends on them at most: a hundred journals each, the new ones only

    closed_periods   what becomes of changes dated on or before Xero's lock dates: they are loaded, loaded and reported,
                     or kept back in quarantine until somebody decides
    """

    books: bool = False
    tolerance: Decimal = Field(Decimal(0), ge=0)
    months: int = Field(2, ge=1, le=36)
    most_months: int = Field(36, ge=1, le=120)
    full_monthly: bool = True
    journals: bool = False
    journal_calls: int = Field(100, ge=1, le=5000)
    closed_periods: Literal["load", "report", "quarantine"] = "report"
