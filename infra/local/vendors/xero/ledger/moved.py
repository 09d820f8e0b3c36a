"""Money that moves: payments of documents, and transfers between bank accounts."""

from collections.abc import Iterator
from decimal import Decimal

from infra.local.vendors.xero.ledger.chart import LedgerAccount
from infra.local.vendors.xero.ledger.context import Context, Fields, day_of
from infra.local.vendors.xero.ledger.money import amount, in_base, rate_of
from infra.local.vendors.xero.ledger.portions import portion_of
from infra.local.vendors.xero.ledger.posting import Leg, Posting, worth_posting

DOCUMENTS = ("Invoice", "CreditNote", "Prepayment", "Overpayment")

# type of payment -> control account, and 1 where the bank is debited. Source: Xero, Payments, PaymentType.
_PAYMENTS = {
    "ACCRECPAYMENT": ("DEBTORS", 1),
    "ACCPAYPAYMENT": ("CREDITORS", -1),
    "ARCREDITPAYMENT": ("DEBTORS", -1),
    "APCREDITPAYMENT": ("CREDITORS", 1),
    "AROVERPAYMENTPAYMENT": ("DEBTORS", -1),
    "APOVERPAYMENTPAYMENT": ("CREDITORS", 1),
    "ARPREPAYMENTPAYMENT": ("DEBTORS", -1),
    "APPREPAYMENTPAYMENT": ("CREDITORS", 1),
}


def payment_posting(record: Fields, context: Context) -> Iterator[Posting]:
    """The bank takes what it got, the control account the part of the document; what is left is realised gain.

    Source: Xero, Payments: Amount is in the document's currency, BankAmount in the bank account's.
    """
    kind, bank = str(record.get("PaymentType")), context.chart.named(record.get("Account") or {})
    if kind not in _PAYMENTS or bank is None:
        return
    system, sign = _PAYMENTS[kind]
    banked = _banked(record, bank, context)
    about = context.about(record, *DOCUMENTS) or {}
    settled = in_base(amount(record, "Amount"), rate_of(about)) if about.get("CurrencyRate") else banked
    if "PREPAYMENT" in kind and about.get("LineItems"):
        others = [leg.times(-1) for leg in portion_of(about, context, amount(record, "Amount"), settled)]
    else:
        others = [Leg(context.chart.system(system).account_id, -settled)]
    gain = Leg(context.chart.system("REALISEDCURRENCYGAIN").account_id, settled - banked)
    legs = worth_posting(leg.times(sign) for leg in (Leg(bank.account_id, banked), *others, gain))
    yield Posting(kind, str(record["PaymentID"]), day_of(record), legs, str(record.get("Reference") or ""))


def transfer_posting(record: Fields, context: Context) -> Iterator[Posting]:
    """From one bank to the other; Amount is in the currency of the one it comes from."""
    source, target = (context.chart.named(record.get(f"{end}BankAccount") or {}) for end in ("From", "To"))
    if source is None or target is None:
        return
    moved = amount(record, "Amount")
    worth = moved if context.is_base(source) else in_base(moved, rate_of(record))
    legs = worth_posting((Leg(source.account_id, -worth), Leg(target.account_id, worth)))
    yield Posting("TRANSFER", str(record["BankTransferID"]), day_of(record), legs, str(record.get("Reference") or ""))


def _banked(record: Fields, bank: LedgerAccount, context: Context) -> Decimal:
    """What came to the bank, in base currency."""
    if context.is_base(bank) and record.get("BankAmount") is not None:
        return amount(record, "BankAmount")
    return in_base(amount(record, "Amount"), rate_of(record))
