"""Which documents post, and how each dataset's do.

An over- or prepayment is posted where its money moves, under bank transactions, and under its own endpoint only if bank
transactions are not loaded: so it is counted once. What its allocations move is known to its own endpoint alone. A
transfer is posted once, under bank transfers.
"""

from collections.abc import Callable, Collection
from typing import Any

from ml_connector.datasets import DATASETS
from ml_connector.sync.money import digits
from ml_connector.sync.proof.book import Entry
from ml_connector.sync.proof.postings import Posted, Poster

LEDGER = tuple(name for name, dataset in DATASETS.items() if dataset.kind == "fact" and name != "budgets")
"""The datasets whose documents post, in the order in which they refer to each other."""


def poster_of(dataset: str, poster: Poster, loaded: Collection[str]) -> Callable[[Any], Posted | None]:
    """What posts the documents of a dataset; gives None for those that are posted elsewhere, or cannot be.

    loaded   the datasets that settings load
    """
    post: Callable[[Any], Posted | None]
    match dataset:
        case "payments":
            post = poster.payment
        case "bank_transfers":
            post = poster.transfer
        case "manual_journals":
            post = poster.journal
        case "bank_transactions":
            post = _unless(lambda document: document.type.endswith("-TRANSFER"), poster.bank)
        case "overpayments" | "prepayments":
            post = poster.allocations if "bank_transactions" in loaded else poster.bank
        case _:
            post = poster.trade
    return post


def entry(
    document: Any, post: Callable[[Any], Posted | None], statuses: Collection[str], kept_back: Collection[str]
) -> Entry:
    """The document as it stands in the book; empty if it is not in the books.

    kept_back   keys of rows in quarantine, without their entity
    """
    updated = document.updated.isoformat()
    posted = post(document) if document.status in statuses else None
    if posted is None:
        return Entry(document.id, updated)
    kept = tuple((leg.account, leg.amount) for leg in posted.legs if leg.key in kept_back)
    rate = getattr(document, "rate", None)
    return Entry(
        document.id,
        updated,
        posted.period,
        posted.amounts,
        kept,
        digits(rate),
        posted.doubts,
        posted.source,
        posted.beside,
        posted.prepaid,
    )


def _unless(elsewhere: Callable[[Any], bool], post: Callable[[Any], Posted | None]) -> Callable[[Any], Posted | None]:
    return lambda document: None if elsewhere(document) else post(document)
