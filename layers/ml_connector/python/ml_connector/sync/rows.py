"""Which dataset's documents become rows in which way."""

from collections.abc import Collection
from typing import Any

from ml_connector.datasets import SignPolicy
from ml_connector.sync.banking import BankRows, TransferRows
from ml_connector.sync.budgets import BudgetRows
from ml_connector.sync.lines import LineRows
from ml_connector.sync.mapping import RowMaker
from ml_connector.sync.members import Members
from ml_connector.sync.payments import PaymentRows


def maker(
    dataset: str, entity: str, base_currency: str, members: Members, policy: SignPolicy, loaded: Collection[str]
) -> RowMaker[Any]:
    """What turns the documents of this dataset into rows.

    loaded   the datasets that settings load
    """
    match dataset:
        case "payments":
            return PaymentRows(entity, base_currency, members, policy)
        case "bank_transactions":
            return BankRows(entity, base_currency, members, policy, loaded)
        case "overpayments" | "prepayments":
            return BankRows(entity, base_currency, members, policy)
        case "bank_transfers":
            return TransferRows(entity, base_currency, members, policy)
        case "budgets":
            return BudgetRows(entity, base_currency, members, policy)
        case _:
            return LineRows(entity, base_currency, members, policy)
