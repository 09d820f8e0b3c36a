"""The budgets that a run has pulled, read back from its raw pages."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from ml_connector.sync.budgets import BudgetWindow, budget_of
from ml_connector.sync.documents import Page, Unreadable
from ml_connector.wiring import parked
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.budgets import Budget
from ml_connector.xero.outlines import ids_of
from ml_connector.xero.reading import records
from ml_connector.xero.singles import questions


def budget_windows(
    run: str, entity: str, read: datetime, years: int
) -> tuple[Iterator[Page[Any]], Callable[[str], bool]]:
    """The windows of every budget that Xero lists, and whether one that is known belongs to a budget that is gone.

    read, years   the watermark of the pass, and how far it went
    """
    endpoint, raw = ENDPOINTS["budgets"], parked.raw_pages()
    list_, *windows = raw.pages(run, entity, "budgets")
    listed = ids_of(raw.read(list_), endpoint)
    asked = zip(windows, questions(listed, read.date(), years), strict=True)

    def page(key: str, first: int) -> Page[Any]:
        found = records(raw.read(key), endpoint.key, Budget)
        return Page(key, [x if isinstance(x, Unreadable) else BudgetWindow(x, first) for x in found])

    return (page(key, question.first) for key, question in asked), lambda id_: budget_of(id_) not in listed
