"""The books of a proof as CSV, one line per account and month, a column per class."""

import csv
import io

from ml_connector.sync.proof.classes import Class

from infra.cli.proving.report import ProofReport

_ASKS_FOR_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(report: ProofReport) -> str:
    """The text of the file."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    kinds = [kind.value for kind in Class]
    lines.writerow(["Entity", "Currency", "Month", "Account", "Account id", "Trial balance", "Loaded", *kinds])
    for proof in report.books:
        for row in proof.rows:
            named = [proof.entity, proof.currency, row.period, _text(row.account), row.account_id]
            amounts = [row.moved, row.loaded, *(row.classes.get(kind, 0) for kind in kinds)]
            lines.writerow([*named, *(f"{amount:.2f}" for amount in amounts)])
    return text.getvalue()


def _text(name: str) -> str:
    """An account that somebody has named like a formula must not become one in a spreadsheet."""
    return f"'{name}" if name.startswith(_ASKS_FOR_A_FORMULA) else name
