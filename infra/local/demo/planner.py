"""A planner's work in the simulated model: accruals of the coming months, most of them approved."""

from collections.abc import Iterable, Mapping, Sequence

from infra.local.demo.operator import AnaplanOperator, XeroOperator

_MONTHS = ("Dec 26", "Jan 27")
_ACCRUED = ("469", "477", "441")
_UNDECIDED = "489"
_VERSION = "Forecast"

Row = Mapping[str, str]


def plan(xero: XeroOperator, anaplan: AnaplanOperator, entities: Mapping[str, str]) -> list[Row]:
    """Type a plan into the model: two months of accruals per entity, one of them not approved.

    entities   tenant ids by code
    """
    rows = [row for code, tenant in entities.items() for row in _rows(code, xero.records(tenant, "Accounts"))]
    anaplan.type_in("Accruals", rows)
    return rows


def _rows(entity: str, accounts: Sequence[Mapping[str, object]]) -> Iterable[Row]:
    by_code = {str(one["Code"]): str(one["AccountID"]) for one in accounts if one.get("Code")}
    for month in _MONTHS:
        for number, code in enumerate([*_ACCRUED, _UNDECIDED], start=1):
            if code in by_code:
                yield {
                    "Code": f"{entity} {month} {code}",
                    "Entity": entity,
                    "Version": _VERSION,
                    "Period": month,
                    "Account": f"{entity}:{by_code[code]}",
                    "Amount": f"{number * 1250}.{number:02d}",
                    "Approved": "false" if code == _UNDECIDED else "true",
                }
