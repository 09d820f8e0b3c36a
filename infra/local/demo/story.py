"""The demo, scene by scene, on a stage that is up. Starts runs and leaves it to the caller to watch them."""

from collections import ChainMap
from collections.abc import Sequence

from infra.local.demo import books, cells, planner
from infra.local.demo.changes import Change, changes
from infra.local.demo.comparison import Comparison, compare, in_reach
from infra.local.demo.edits import Edit, edit_everything, enter_invoice
from infra.local.demo.hearing import Heard, heard
from infra.local.demo.ledger import Ledger
from infra.local.demo.operator import AnaplanOperator, XeroOperator
from infra.local.home import Run
from infra.local.stage import Stage

_COLLECTIONS = (
    "Accounts",
    "Invoices",
    "CreditNotes",
    "Payments",
    "BankTransactions",
    "BankTransfers",
    "Overpayments",
    "Prepayments",
    "ManualJournals",
    "Budgets",
)


class Story:
    """load, edit, load again, hear of one more edit, then ask what changed and whether both sides agree."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._xero = XeroOperator(stage.vendors["xero_admin"])
        self._anaplan = AnaplanOperator(stage.vendors["anaplan_admin"])

    def load(self) -> Run:
        """A run over everything; the first reads it all, later ones what has changed since."""
        return self._stage.home.run("actuals", {"trigger": "person"})

    def edit(self) -> list[Edit]:
        """Work in Xero; remembers the model of before. Raises NothingSuits."""
        self._before = self._anaplan.contents()
        return edit_everything(self._xero, [self._ledger(code) for code in self._stage.settings.entities])

    def changes(self, edits: Sequence[Edit]) -> list[Change]:
        """What is different in the model since before the edits."""
        return changes(self._before, self._anaplan.contents(), edits)

    def hear(self) -> Heard:
        """One more invoice, of which nobody tells the connector but Xero. Raises NothingSuits, RuntimeError."""
        before = self._anaplan.contents()
        self._stage.deliver_webhooks()
        ledgers = [self._ledger(code) for code in self._stage.settings.entities]
        return heard(
            self._stage.home,
            lambda: enter_invoice(self._xero, ledgers),
            lambda made: len([one for one in changes(before, self._anaplan.contents(), [made]) if one.edit == 0]),
        )

    def plan(self) -> Run:
        """Somebody plans accruals in Anaplan and approves most of them; a run brings those into Xero."""
        self.type_plan()
        return self._stage.home.run("plan", {"plan": next(iter(self._stage.settings.plans)), "trigger": "person"})

    def type_plan(self) -> None:
        """What the planner does."""
        tenants = {code: entity.tenant_id for code, entity in self._stage.settings.entities.items()}
        planner.plan(self._xero, self._anaplan, tenants)

    def compare(self) -> Comparison:
        """The books beside the model, as both are now."""
        entities = self._stage.settings.entities.items()
        said = [self._books(code, entity.tenant_id) for code, entity in entities]
        held = cells.amounts(self._anaplan.contents())
        years = self._stage.settings.xero.budget_years
        return compare(*(in_reach(side, years) for side in (ChainMap(*map(dict, said)), held)))

    def _books(self, code: str, tenant: str) -> books.Amounts:
        return books.amounts(code, {name: self._xero.records(tenant, name) for name in _COLLECTIONS})

    def _ledger(self, code: str) -> Ledger:
        tenant = self._stage.settings.entities[code].tenant_id
        return Ledger(
            entity=code,
            tenant=tenant,
            invoices=self._xero.records(tenant, "Invoices"),
            accounts=self._xero.records(tenant, "Accounts"),
            categories=self._xero.records(tenant, "TrackingCategories"),
        )
