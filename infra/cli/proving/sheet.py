"""The books of a proof as CSV, one line per account and month, a column per class."""

import csv
import io

from ml_connector.sync.proof.classes import Class
from ml_connector.sync.sheets import harmless

from infra.cli.proving.report import ProofReport


def sheet(report: ProofReport) -> str:
    """The text of the file."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    kinds = [kind.value for kind in Class]
    lines.writerow(["Entity", "Currency", "Month", "Account", "Account id", "Trial balance", "Loaded", *kinds])
    for proof in report.books:
        for row in proof.rows:
            named = [proof.entity, proof.currency, row.period, harmless(row.account), row.account_id]
            amounts = [row.moved, row.loaded, *(row.classes.get(kind, 0) for kind in kinds)]
            lines.writerow([*named, *(f"{amount:.2f}" for amount in amounts)])
    return text.getvalue()
