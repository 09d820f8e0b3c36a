"""Which sign a figure gets: the one place where that is decided.

Xero's documents carry amounts without a sign and a type that says which way they go; only journals and transfers are
signed there, debit +. A model needs one convention (``signs`` in settings):

document         as people read the document: invoices, bills, and payments of them are positive, what takes back
                 (credit notes, refunds) is negative; money spent or received counts as the account's class grows;
                 manual journals and transfers stay debit +, budgets stay as they were entered
debit_positive   debit +, credit -, whatever the document: the sum of a period over all accounts and sides is zero
natural          as the account's class grows: debit + on assets and expenses, credit + on the others

The figure of a payment and of a transfer stands on a bank account, that of any other document on its lines' accounts.
Source: Xero, Accounting API types; Manual Journals, LineAmount; Payments, PaymentType.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from ml_connector.datasets import SignPolicy
from ml_connector.sync.facts import FactRow, Refusal

CLASSES: Mapping[str, int] = {"ASSET": 1, "EXPENSE": 1, "LIABILITY": -1, "EQUITY": -1, "REVENUE": -1}
"""+1: a debit makes an account of this class grow."""


class Side(Struct, frozen=True):
    """How the figures of one type of document stand in the books.

    debit    +1: a positive figure is a debit, -1: a credit, None: what makes its account's class grow
    stated   the sign under the policy ``document``; None: by the account's class
    """

    debit: int | None
    stated: int | None


_SPENT, _RECEIVED = Side(1, None), Side(-1, None)
_PAID_BACK_BY_US, _PAID_BACK_TO_US = Side(-1, -1), Side(1, -1)

SIDES: Mapping[str, Side] = {
    "ACCREC": Side(-1, 1),
    "ACCPAY": Side(1, 1),
    "ACCRECCREDIT": Side(1, -1),
    "ACCPAYCREDIT": Side(-1, -1),
    "SPEND": _SPENT,
    "SPEND-OVERPAYMENT": _SPENT,
    "SPEND-PREPAYMENT": _SPENT,
    "RECEIVE": _RECEIVED,
    "RECEIVE-OVERPAYMENT": _RECEIVED,
    "RECEIVE-PREPAYMENT": _RECEIVED,
    "TRANSFER": Side(1, 1),
    "MANJOURNAL": Side(1, 1),
    "BUDGET": Side(None, None),
    "ACCRECPAYMENT": Side(1, 1),
    "ACCPAYPAYMENT": Side(-1, 1),
    "ARCREDITPAYMENT": _PAID_BACK_BY_US,
    "APCREDITPAYMENT": _PAID_BACK_TO_US,
    "AROVERPAYMENTPAYMENT": _PAID_BACK_BY_US,
    "APOVERPAYMENTPAYMENT": _PAID_BACK_TO_US,
    "ARPREPAYMENTPAYMENT": _PAID_BACK_BY_US,
    "APPREPAYMENTPAYMENT": _PAID_BACK_TO_US,
}
"""Every type of document whose figures can be loaded."""


def sign(policy: SignPolicy, type_: str, class_: str) -> int | None:
    """+1 or -1 for a figure of a document of this type on an account of this class; None if nobody can know."""
    side, grows = SIDES.get(type_), CLASSES.get(class_)
    if side is None:
        return None
    if policy == "document" and side.stated is not None:
        return side.stated
    if policy == "debit_positive" and side.debit is not None:
        return side.debit
    if grows is None:
        return None
    if policy == "debit_positive":
        return grows
    return 1 if side.debit is None else side.debit * grows


class Signs(Struct, frozen=True):
    """Signs the figures of one entity.

    classes   of its accounts, by id
    """

    policy: SignPolicy = "document"
    classes: Mapping[str, str] = MappingProxyType({})

    def apply(self, type_: str, rows: Iterable[FactRow]) -> Iterator[FactRow]:
        """Give rows on known accounts their signs; yields those for which none is known, as they were."""
        side = SIDES.get(type_)
        if side is not None and self.policy == "document" and side.stated == 1:
            return
        for row in rows:
            found = sign(self.policy, type_, self.classes.get(row.account_id, ""))
            if found is None:
                yield row
            elif found < 0:
                negate(row)


def negate(row: FactRow) -> None:
    """The other way round; a zero stays a plain zero."""
    row.amount, row.tax = 0 - row.amount, 0 - row.tax
    row.base_amount, row.base_tax = 0 - row.base_amount, 0 - row.base_tax


def unsigned(row: FactRow) -> Refusal:
    """Why a row that has no sign cannot be loaded."""
    named = row.account_code or row.account_id
    reason = f"the sign of Xero's type '{row.header.document_type}' on account {named} is unknown"
    return Refusal(
        row, reason, "report it with the document's type and the class of the account; it stays out until then"
    )
