"""A small chart of accounts and documents on it, for the proof of the books."""

from dataclasses import dataclass

from ml_connector.sync.proof.chart import Chart


@dataclass(frozen=True)
class AnAccount:
    """An active expense account."""

    id: str
    name: str = ""
    code: str = ""
    type: str = "EXPENSE"
    class_: str = "EXPENSE"
    status: str = "ACTIVE"
    currency: str = ""
    tax_type: str = ""
    system_account: str = ""


ACCOUNTS = (
    AnAccount("acc-sales", "Sales", "200", "REVENUE", "REVENUE"),
    AnAccount("acc-rent", "Rent", "469"),
    AnAccount("acc-wages", "Wages", "477"),
    AnAccount("acc-bank", "Cheque", "", "BANK", "ASSET"),
    AnAccount("acc-saver", "Saver", "091", "BANK", "ASSET"),
    AnAccount("ar", "Debtors", "610", "CURRENT", "ASSET", system_account="DEBTORS"),
    AnAccount("ap", "Creditors", "800", "CURRLIAB", "LIABILITY", system_account="CREDITORS"),
    AnAccount("gst", "GST", "820", "CURRLIAB", "LIABILITY", system_account="GST"),
    AnAccount("rounding", "Rounding", "860", "CURRLIAB", "LIABILITY", system_account="ROUNDING"),
    AnAccount("realised", "Realised", "499", system_account="REALISEDCURRENCYGAIN"),
    AnAccount("unrealised", "Unrealised", "498", system_account="UNREALISEDCURRENCYGAIN"),
    AnAccount("opening", "Historical", "840", "CURRLIAB", "LIABILITY", system_account="HISTORICAL"),
    AnAccount("retained", "Retained", "960", "EQUITY", "EQUITY", system_account="RETAINEDEARNINGS"),
)
CHART = Chart.of(ACCOUNTS)
