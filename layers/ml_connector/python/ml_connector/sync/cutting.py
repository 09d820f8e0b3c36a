"""Texts within Anaplan's 60 characters, and the few that come to the same when they are cut."""

from hashlib import blake2b

from ml_connector.sync.references import LONGEST_NAME
from ml_connector.sync.unmapped import Unmapped

_DIGITS = 8
_MARK = "~"
_SHOWN = 2

SHORTEN = "shorten one of them in Xero, or give each a member of its own with a table"


class Texts(dict[str, str]):
    """What a column writes for a text: the text itself within 60 characters.

    Told of every text before one is judged, it knows which are cut to the same, or to what another one is as it is.
    """

    def __init__(self, known: dict[str, str] | None = None) -> None:
        super().__init__(known or {})
        self._cut: dict[str, dict[str, str]] = {}

    def __missing__(self, text: str) -> str:
        fit = self[text] = self.fit(text)
        return fit

    def fit(self, text: str) -> str:
        """The text within 60 characters, which is remembered if another text may come to the same."""
        fit = within(text)
        if may_be_cut(fit):
            self._cut.setdefault(fit.casefold(), {})[text.casefold()] = text
        return fit

    def same(self, fit: str) -> list[str]:
        """The different texts that have come to this one, if there is more than one; letter case does not count."""
        texts = self._cut.get(fit.casefold(), {})
        return sorted(texts.values()) if len(texts) > 1 else []

    def instead(self, unmapped: Unmapped) -> str:
        """Nothing stands for what is unmapped; raises it."""
        raise unmapped


def may_be_cut(text: str) -> bool:
    """Whether it ends as what was cut does, here or in ``references``."""
    return text[-_DIGITS - 1 : -_DIGITS] == _MARK


def within(text: str) -> str:
    """``text`` within 60 characters; a cut one ends in a hash of the whole, so that two long ones stay apart.

    Of 10,000 long ones that begin alike, two come to the same in one case of a hundred: see ``Texts.same``.
    """
    if len(text) <= LONGEST_NAME:
        return text
    ending = _MARK + blake2b(text.encode(), digest_size=_DIGITS // 2).hexdigest()
    return text[: LONGEST_NAME - len(ending)].rstrip() + ending


def clash(fit: str, texts: list[str]) -> str:
    """In words."""
    told = " and ".join(f"'{text}'" for text in texts[:_SHOWN])
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return f"{told}{more} come to one member of {LONGEST_NAME} characters, '{fit}'"
