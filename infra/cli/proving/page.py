"""A proof as one HTML page that needs nothing but itself: no script, no network; everything in it is escaped."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from ml_connector.sync.proof.books import BooksProof, Row
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.journals import Suspect

from infra.cli.proving.report import LoadProof, Month, ProofReport, by_account, kinds, months
from infra.cli.proving.style import STYLE, TINTS

_NOBODY = "No books were compared in this run."


def page(report: ProofReport) -> str:
    """The text of the file."""
    verdict = "proven" if report.proven else "not proven"
    body = [
        f"<h1>{escape(report.title)}</h1>",
        f'<p class="verdict {"well" if report.proven else "badly"}">{verdict}</p>',
        *(f'<p class="note">{escape(reason)}</p>' for reason in report.not_compared),
        *map(_books, report.books),
        *([_loads(report.loads)] if report.loads else []),
        *([] if report.books else [f'<p class="note">{_NOBODY}</p>']),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(report.title)}: {verdict}</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n"
    )


def _books(proof: BooksProof) -> str:
    found = months(proof)
    first, last = proof.periods[0], proof.periods[-1]
    how = "classified by Xero's journals" if proof.exact else "classified by accounts"
    lacking = f"; not loaded: {', '.join(proof.not_loaded)}" if proof.not_loaded else ""
    lacking += f"; journals were {proof.journals}" if proof.journals else ""
    verdict = proof.flaw or "Every amount that the trial balance moved is loaded, or has a class."
    return (
        f"<section><h2>{escape(proof.entity)}: books and trial balance, {first} to {last}</h2>"
        f'<p class="{"badly" if proof.flaw else "well"}">{escape(_sentence(verdict))}</p>'
        f'<p class="note">{escape(proof.currency)}, debit positive; {how}{escape(lacking)}; tolerance '
        f"{proof.tolerance:,.2f} per account and month.</p>"
        f"{_legend(found)}{_bars(found)}{_suspects(proof.suspects)}{_accounts(proof)}</section>"
    )


def _legend(found: Iterable[Month]) -> str:
    shown = ["loaded", *(kind.value for kind in Class if any(kind.value in month.classes for month in found))]
    keys = (f'<li><i style="background:{TINTS[kind]}"></i>{escape(kind)}</li>' for kind in shown)
    return f'<ul class="legend">{"".join(keys)}</ul>'


def _bars(found: list[Month]) -> str:
    largest = max((month.loaded + sum(month.classes.values()) for month in found), default=Decimal(0)) or Decimal(1)
    rows = "".join(
        f'<tr><th scope="row">{escape(month.period)}</th><td class="bar">{_bar(month, largest)}</td>'
        f"<td>{month.loaded:,.2f}</td><td>{month.explained:,.2f}</td>"
        f'<td class="{"badly" if month.unexplained else ""}">{month.unexplained:,.2f}</td></tr>'
        for month in found
    )
    head = "".join(f"<th>{name}</th>" for name in ("Month", "", "Loaded", "Explained", "Unexplained"))
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        '<p class="note">Amounts are added up over accounts without regard to sign.</p>'
    )


def _bar(month: Month, largest: Decimal) -> str:
    parts = [("loaded", month.loaded), *month.classes.items()]
    pieces = (
        f'<i title="{escape(kind)}: {amount:,.2f}" style="width:{amount / largest * 100:.3f}%;'
        f'background:{TINTS[kind]}"></i>'
        for kind, amount in parts
        if amount
    )
    return f"<div>{''.join(pieces)}</div>"


def _accounts(proof: BooksProof) -> str:
    differing = by_account(proof.rows)
    parts = []
    if differing:
        parts.append(f"<h3>Why books and documents differ, by account</h3>{_table(differing, with_month=False)}")
    if proof.beyond:
        parts.append(f"<h3>Unexplained beyond the tolerance</h3>{_table(proof.beyond, with_month=True)}")
    every = _table(proof.rows, with_month=True)
    parts.append(f"<details><summary>All {len(proof.rows):,} accounts and months</summary>{every}</details>")
    return "".join(parts)


def _suspects(suspects: Iterable[Suspect]) -> str:
    lines = "".join(
        f"<tr><td>{escape(one.period)}</td><td>{escape(one.source_type)}</td><th scope='row'>{escape(one.source)}</th>"
        f"<td>{'loaded otherwise' if one.loaded else 'never loaded'}</td><td>{one.amount:,.2f}</td></tr>"
        for one in suspects
    )
    head = "".join(f"<th>{name}</th>" for name in ("Month", "Kind", "Document", "", "By"))
    found = f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    return f"<h3>Where journals and documents part</h3>{found}" if lines else ""


def _table(rows: Iterable[Row], *, with_month: bool) -> str:
    shown = list(rows)
    classes = kinds(shown)
    names = [*(["Month"] if with_month else []), "Account", "Trial balance", "Loaded", *map(escape, classes)]
    lines = "".join(
        f"<tr>{f'<td>{escape(row.period)}</td>' if with_month else ''}<th scope='row'>{escape(row.account)}</th>"
        f"<td>{row.moved:,.2f}</td><td>{row.loaded:,.2f}</td>{''.join(_cell(row, kind) for kind in classes)}</tr>"
        for row in shown
    )
    head = "".join(f"<th>{name}</th>" for name in names)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'


def _cell(row: Row, kind: str) -> str:
    amount = row.classes.get(kind, Decimal(0))
    bad = ' class="badly"' if amount and kind == Class.UNEXPLAINED.value else ""
    return f"<td{bad}>{f'{amount:,.2f}' if amount else '·'}</td>"


def _loads(loads: Iterable[LoadProof]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(one.entity)}</th><td>{escape(one.dataset)}</td><td>{escape(one.found.view)}</td>'
        f"<td>{one.found.rows:,}</td><td>{one.found.missing:,}</td><td>{one.found.wrong:,}</td>"
        f'<td class="{"badly" if one.found.flaw else "well"}">'
        f"{escape(_sentence(one.found.flaw)) if one.found.flaw else 'as it was sent'}</td></tr>"
        for one in loads
    )
    names = ("Entity", "Dataset", "View", "Rows sent", "Missing", "Other figures", "The model holds it")
    head = "".join(f"<th>{name}</th>" for name in names)
    return (
        "<section><h2>What was sent, read back from Anaplan</h2>"
        f'<div class="wide"><table class="loads"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        "</section>"
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
