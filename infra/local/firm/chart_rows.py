"""The rows of the two charts of accounts. Only data: code, name, type, tax kind, system account, status.

Source of types and system accounts: Xero, Accounting API types, Accounts.
"""

from typing import NamedTuple


class Row(NamedTuple):
    code: str | None
    name: str
    type: str
    tax_kind: str = "none"
    system: str | None = None
    status: str = "ACTIVE"
    currency: str | None = None


SHARED = (
    Row("200", "Design fees", "REVENUE", "standard"),
    Row("205", "Engineering fees", "SALES", "standard"),
    Row("210", "Planning & consents", "REVENUE", "standard"),
    Row("215", "Site surveys and inspections", "SALES", "standard"),
    Row("220", "Publications and data licences", "REVENUE", "zero"),
    Row(
        "230",
        "Disbursements recharged to clients at cost, including travel, lodging and statutory fees",
        "REVENUE",
        "standard",
    ),
    Row("240", "Training events (until the Leith studio closed)", "REVENUE", "standard", status="ARCHIVED"),
    Row("270", "Interest received", "OTHERINCOME"),
    Row("310", "Subcontractors", "DIRECTCOSTS", "standard"),
    Row("315", "Models, prints & materials", "DIRECTCOSTS", "standard"),
    Row("320", "Laboratory and testing", "DIRECTCOSTS", "standard"),
    Row("400", "Marketing and bids", "OVERHEADS", "standard"),
    Row("404", "Bank fees", "OVERHEADS"),
    Row("412", "Audit, legal & advisory", "EXPENSE", "standard"),
    Row("416", "Depreciation", "DEPRECIATN"),
    Row("420", 'Travel, meals & "client care"', "EXPENSE", "standard"),
    Row("429", "General expenses", "EXPENSE", "standard"),
    Row(
        "433",
        "Professional indemnity, public liability and employers' liability insurance premiums",
        "EXPENSE",
    ),
    Row("441", "Software subscriptions", "OVERHEADS", "standard"),
    Row("445", "Light, power and heating", "OVERHEADS", "reduced"),
    Row("449", "Vehicle leases (ended)", "EXPENSE", "standard", status="ARCHIVED"),
    Row("461", "Books and journals", "EXPENSE", "zero"),
    Row("469", "Rent", "OVERHEADS"),
    Row("473", "Repairs & maintenance", "EXPENSE", "standard"),
    Row("477", "Salaries", "EXPENSE"),
    Row("489", "Telephone & internet", "OVERHEADS", "standard"),
    Row("494", "Travel abroad", "EXPENSE", "zero"),
    Row("497", "Bank revaluations", "EXPENSE", system="BANKCURRENCYGAIN"),
    Row("498", "Unrealised currency gains", "EXPENSE", system="UNREALISEDCURRENCYGAIN"),
    Row("499", "Realised currency gains", "EXPENSE", system="REALISEDCURRENCYGAIN"),
    Row("610", "Accounts receivable", "CURRENT", system="DEBTORS"),
    Row("620", "Prepayments", "PREPAYMENT"),
    Row("710", "Office equipment", "FIXED", "standard"),
    Row("711", "Office equipment, accumulated depreciation", "FIXED"),
    Row("800", "Accounts payable", "CURRLIAB", system="CREDITORS"),
    Row("801", "Unpaid expense claims", "CURRLIAB", system="UNPAIDEXPCLM"),
    Row("805", "Accruals", "CURRLIAB"),
    Row("840", "Historical adjustment", "CURRLIAB", system="HISTORICAL"),
    Row("860", "Rounding", "CURRLIAB", system="ROUNDING"),
    Row("877", "Tracking transfers", "CURRLIAB", system="TRACKINGTRANSFERS"),
    Row("900", "Term loan", "TERMLIAB"),
    Row("950", "Share capital", "EQUITY"),
    Row("960", "Retained earnings", "EQUITY", system="RETAINEDEARNINGS"),
)

OWN = {
    "GB": (
        Row("600", "Current account", "BANK", currency="GBP"),
        Row("601", "US dollar account", "BANK", currency="USD"),
        Row("602", "Euro account", "BANK", currency="EUR"),
        Row(None, "Company cards", "BANK", currency="GBP"),
        Row("479", "Employer's National Insurance", "EXPENSE"),
        Row("820", "VAT", "CURRLIAB", system="GST"),
        Row("830", "Corporation tax", "CURRLIAB"),
    ),
    "NZ": (
        Row("600", "Cheque account", "BANK", currency="NZD"),
        Row("601", "Australian dollar account", "BANK", currency="AUD"),
        Row(None, "Company cards", "BANK", currency="NZD"),
        Row("479", "KiwiSaver employer contributions", "EXPENSE"),
        Row("820", "GST", "CURRLIAB", system="GST"),
        Row("830", "Income tax", "CURRLIAB"),
    ),
}
