"""The months a model knows, under the names users see: ``Oct 26``."""

from itertools import product

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Calendar:
    """Months from the first to the last, both as YYYY-MM and both included."""

    def __init__(self, first: str, last: str) -> None:
        years = range(int(first[:4]), int(last[:4]) + 1)
        months = ((f"{year}-{month:02d}", year, month) for year, month in product(years, range(1, 13)))
        self.periods = tuple(_name(year, month) for text, year, month in months if first <= text <= last)
        self._by_name = {name.casefold(): name for name in self.periods}

    def find(self, text: str) -> str | None:
        """The month of that name, None if the model's timescale does not reach it."""
        return self._by_name.get(text.casefold())


def _name(year: int, month: int) -> str:
    return f"{_NAMES[month - 1]} {year % 100:02d}"
