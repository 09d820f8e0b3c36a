"""Figures and flags as Anaplan's number formats show them."""

import re
from decimal import Decimal

_CURRENCY = re.compile(r"\b[A-Z]{3}\b|[$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20ba]|\bkr\b|\bR\b")
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?\s*(?P<digits>[\d.,'\s]*\d[\d.,'\s]*?)(?:[eE](?P<power>[-+]?\d{1,3}))?"
    r"\s*(?P<scale>[kKmMbB%])?\s*(?P<close>\))?(?P<behind>-)?"
)
_GROUPS = re.compile(r"\d{1,3}(?:[,'\s]\d{2,3})*[,'\s]\d{3}(?:\.\d*)?|\d*(?:\.\d*)?")
_SCALES = {"": 0, "k": 3, "m": 6, "b": 9, "%": -2}
_SWAPPED = str.maketrans(",.", ".,")
_NOTHING = ("", "-", "\u2013", "\u2014")
_YES = frozenset("true yes y 1 x on checked approved".split())
_NO = frozenset(["", *"false no n 0 off unchecked".split()])


class NotAFigure(ValueError):
    """Text where a figure has to be."""


def figure(text: str, decimal_mark: str = ".") -> Decimal | None:
    """The number that a cell shows, exactly; None for an empty cell or a dash.

    text           such as ``1,234.50``, ``(1,234.50)``, ``£ 1,200``, ``GBP 12``, ``1.2k``, ``3 %``, ``1.234,50``
    decimal_mark   ``.`` or ``,``; the other one then marks thousands
    raises         NotAFigure
    """
    plain = text.strip().replace("\u2212", "-")
    if plain in _NOTHING:
        return None
    found = _NUMBER.fullmatch(_CURRENCY.sub("", plain, count=1).strip())
    if found is None or bool(found["open"]) != bool(found["close"]):
        raise NotAFigure(text)
    digits = found["digits"].translate(_SWAPPED) if decimal_mark == "," else found["digits"]
    signs = [sign for sign in (found["open"], found["sign"], found["behind"]) if sign]
    if not _GROUPS.fullmatch(digits) or len(signs) > 1:
        raise NotAFigure(text)
    power = int(found["power"] or 0) + _SCALES[(found["scale"] or "").casefold()]
    value = Decimal(re.sub(r"[,'\s]", "", digits)).scaleb(power)
    return -value if value and signs not in ([], ["+"]) else value


def flag(text: str) -> bool:
    """Whether a boolean cell is ticked; raises NotAFigure for a text that is neither yes nor no."""
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise NotAFigure(text)
    return word in _YES
