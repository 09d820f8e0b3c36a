"""A range of document dates, as Xero is asked for it."""

from datetime import date

from ml_connector.plain import Plain


class Window(Plain, frozen=True):
    """Documents dated ``first`` or later and before ``until``; None: without that end."""

    first: date | None = None
    until: date | None = None

    def within(self, where: str) -> str:
        """A filter of Xero's that also holds to this window."""
        ends = (("Date>=", self.first), ("Date<", self.until))
        terms = [f"{compared}DateTime({day:%Y,%m,%d})" for compared, day in ends if day is not None]
        return " AND ".join([*([where] if where else []), *terms])
