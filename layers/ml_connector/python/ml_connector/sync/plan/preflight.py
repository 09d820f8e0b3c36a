"""What Xero would refuse, or worse, accept and drop: known before anything is sent.

Source: Xero, Accounting API, Manual Journals; Accounts, system accounts.
"""

from collections.abc import Iterator

from ml_connector.sync.plan.naming import Account, Option


def account_faults(account: Account) -> Iterator[str]:
    """Why a manual journal cannot name this account."""
    name = f"account {account.code or account.id} '{account.name}'"
    if account.status != "ACTIVE":
        yield f"{name} is {account.status.lower() or 'not active'} in Xero; restore it, or plan on another one"
    if account.type == "BANK":
        yield f"{name} is a bank account, which no manual journal may name; use a clearing account"
    if account.system_account:
        yield f"{name} is a system account ({account.system_account}), which no manual journal may name"


def option_faults(option: Option) -> Iterator[str]:
    """Why a line cannot carry this tracking option."""
    if option.status != "ACTIVE":
        status = option.status.lower() or "not active"
        yield f"tracking option '{option.category}: {option.name}' is {status} in Xero; restore it, or take another"
