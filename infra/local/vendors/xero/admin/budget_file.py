"""A person's import in Budget Manager, which the API has not: POST /__admin__/tenants/{tenant}/Budgets/{id}/import."""

from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX
from infra.local.vendors.common.handling import json_answer
from infra.local.vendors.common.routes import Routes
from infra.local.vendors.xero.admin.data import known_tenant
from infra.local.vendors.xero.books.budget_file import BudgetFileWrong, imported, read_budget_file
from infra.local.vendors.xero.state import State


def add_budget_file_route(routes: Routes, state: State) -> None:
    """POST the text of a CSV file into one budget; the number of cells that were taken."""

    def take(request: Request, tenant_id: str, budget_id: str) -> Response:
        tenant = known_tenant(state, tenant_id)
        budget = tenant["Budgets"].get(budget_id)
        if budget is None:
            raise NotFound(f"no Budget has the id {budget_id}")
        accounts = tenant["Accounts"].records()
        american = any(each.get("CountryCode") == "US" for each in tenant["Organisation"].records())
        try:
            cells = read_budget_file(request.get_data(as_text=True), accounts, month_first=american)
        except BudgetFileWrong as wrong:
            raise BadRequest(str(wrong)) from wrong
        lines = imported(budget.get("BudgetLines") or (), cells, accounts)
        tenant.upsert("Budgets", [{"BudgetID": budget["BudgetID"], "BudgetLines": lines}])
        return json_answer({"cells": sum(map(len, cells.values()))})

    routes.add("POST", f"{PREFIX}/tenants/<tenant_id>/Budgets/<budget_id>/import", take)
