"""The lines of a manual journal: which accounts and tracking options they may name.

Source: Xero, Manual Journals, and the messages of Response codes and errors.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.accounting.writes.verdict import Verdict
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.ledger.money import amount, rounded
from infra.local.vendors.xero.settings import Behaviour

MAX_TRACKING = 2
_CLOSED = ("DEBTORS", "CREDITORS", "RETAINEDEARNINGS")

Fields = Mapping[str, Any]


class Lines:
    """Judges lines against the chart and the tracking categories as they are now."""

    def __init__(self, tenant: Tenant, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        chart = tenant.ledger.chart
        self._accounts = tenant["Accounts"].records()
        self._closed = {chart.system(name).account_id for name in _CLOSED}
        self._categories = [each for each in tenant["TrackingCategories"].records() if each.get("Status") == "ACTIVE"]

    def judged(self, lines: Iterable[Fields], kind: str, verdict: Verdict) -> list[dict[str, Any]]:
        """The lines as they would be kept; ``kind`` is LineAmountTypes."""
        found = [self._judged(line, kind, verdict) for line in lines]
        return [line for line in found if line is not None]

    def _judged(self, line: Fields, kind: str, verdict: Verdict) -> dict[str, Any] | None:
        account = self._account(line)
        if account is None:
            self._tell_unknown(line, verdict)
            return None
        if line.get("LineAmount") is None:
            verdict.errors.append("LineAmount must be specified for every journal line")
        self._check(account, line, verdict)
        taxed = kind != "NoTax"
        return {
            **({"Description": line["Description"]} if line.get("Description") else {}),
            "TaxType": (line.get("TaxType") or account.get("TaxType") or "NONE") if taxed else "NONE",
            "TaxAmount": rounded(amount(line, "TaxAmount")) if taxed else Decimal("0.00"),
            "LineAmount": rounded(amount(line, "LineAmount")),
            **({"AccountCode": account["Code"]} if account.get("Code") else {}),
            "Tracking": self._tracking(line.get("Tracking") or (), verdict),
            "AccountID": account["AccountID"],
            "IsBlank": False,
        }

    def _account(self, line: Fields) -> Fields | None:
        """An id goes before a code."""
        name, value = ("AccountID", line["AccountID"]) if line.get("AccountID") else ("Code", line.get("AccountCode"))
        wanted = str(value).casefold()
        found = next((each for each in self._accounts if str(each.get(name, "")).casefold() == wanted), None)
        return None if found and found.get("Code") in self._behaviour.unrecognised_accounts else found

    def _tell_unknown(self, line: Fields, verdict: Verdict) -> None:
        named = _named(line)
        if self._behaviour.unknown_account == "drop":
            verdict.warnings.append(
                f"Account code '{named}' has been removed as it does not match a recognised account."
            )
        else:
            verdict.errors.append(f"Account code '{named}' is not a valid code for this document.")

    def _check(self, account: Fields, line: Fields, verdict: Verdict) -> None:
        named = account.get("Code") or _named(line)
        if account.get("Status", "ACTIVE") != "ACTIVE":
            verdict.errors.append(f"Account code '{named}' has been archived, or has been deleted.")
        if account.get("Type") == "BANK" or account["AccountID"] in self._closed:
            verdict.errors.append(f"Account code '{named}' is not a valid code for this document.")

    def _tracking(self, given: Sequence[Fields], verdict: Verdict) -> list[dict[str, Any]]:
        if len(given) > MAX_TRACKING:
            verdict.errors.append(f"A line may have at most {MAX_TRACKING} tracking categories")
        found = [each for each in (self._option(each, verdict) for each in given) if each is not None]
        if self._behaviour.journal_tracking == "warned":
            verdict.warnings.extend(f"The tracking option '{each['Option']}' has been removed." for each in found)
        return found if self._behaviour.journal_tracking == "kept" else []

    def _option(self, given: Fields, verdict: Verdict) -> dict[str, Any] | None:
        """Names count; a pair of ids alone is dropped without a word, as integrators found out."""
        name, option = given.get("Name"), given.get("Option")
        if not (name and option):
            return None
        for category in self._categories:
            for each in category.get("Options", ()):
                if (category["Name"], each["Name"], each.get("Status", "ACTIVE")) == (name, option, "ACTIVE"):
                    return {
                        "Name": name,
                        "Option": option,
                        "TrackingCategoryID": category["TrackingCategoryID"],
                        "TrackingOptionID": each["TrackingOptionID"],
                    }
        text = f"The tracking option '{option}' of '{name}' does not match a recognised option"
        if self._behaviour.unknown_tracking == "refuse":
            verdict.errors.append(text)
        else:
            verdict.warnings.append(f"{text} and has been removed.")
        return None


def _named(line: Fields) -> str:
    return str(line.get("AccountCode") or line.get("AccountID") or "")
