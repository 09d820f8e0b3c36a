"""Why a column has no text for a row, and how to mend it."""


class Unmapped(Exception):
    """A row cannot be written; ``remedy`` says what would mend it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


class NotInTable(Unmapped):
    """A table has no entry for a row's value."""

    def __init__(self, table: str, field: str, value: str) -> None:
        remedy = f"add the line '{value},<member>' to {table}"
        super().__init__(f"the table {table} has no entry for the {field} '{value}'", remedy)


class UnknownMember(Unmapped):
    """A list has no such item."""
