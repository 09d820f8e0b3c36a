"""Rows of payments: one each, on the bank account that was used."""

from decimal import Decimal

from ml_connector.datasets import SignPolicy
from ml_connector.sync.documents import PaymentDocument
from ml_connector.sync.facts import FactRow, Header, Refusal, rate_of
from ml_connector.sync.links import bank_link
from ml_connector.sync.members import Members
from ml_connector.sync.money import to_base
from ml_connector.sync.signs import Signs, unsigned

NO_RATE = "the payment is in a foreign currency and carries neither a rate nor a bank amount"
_CHOOSE = "choose a bank account in Xero; the edit brings the payment with the next run"


class PaymentRows:
    """Turns the payments of one entity into rows."""

    def __init__(self, entity: str, base_currency: str, members: Members, policy: SignPolicy = "document") -> None:
        self._entity, self._base, self._members = entity, base_currency, members
        self._signs = Signs(policy, members.account_classes)

    def header(self, document: PaymentDocument) -> Header:
        """What the row says of its payment."""
        return Header.of(document, self._entity, self._base, bank_link(document.id))

    def rows(self, document: PaymentDocument, header: Header) -> tuple[list[FactRow], list[Refusal]]:
        """The one row of the payment, or why it cannot be loaded."""
        account = self._members.account(document.account_id, document.account_code) or ""
        base = self._base_amount(document)
        row = FactRow(
            header=header,
            line_key=f"{self._entity}-{document.id}",
            account_id=account,
            account_code=self._members.account_codes.get(account, document.account_code),
            account_name=self._members.account_names.get(account, ""),
            amount=document.amount,
            base_amount=base or Decimal(0),
        )
        if base is None:
            return [], [Refusal(row, NO_RATE, "look at the payment in Xero: its link is in the row")]
        if not account:
            named = document.account_code or document.account_id or "at all"
            return [], [Refusal(row, f"Xero's chart of accounts has no account {named}", _CHOOSE)]
        refusals = [unsigned(row) for row in self._signs.apply(document.type, [row])]
        return ([] if refusals else [row]), refusals

    def _base_amount(self, document: PaymentDocument) -> Decimal | None:
        """By the rate where there is one; else what the bank account moved, which is in base currency for most."""
        rate = rate_of(document, self._base)
        if rate is not None:
            return to_base(document.amount, rate)
        return document.bank_amount
