"""What is read by people in spreadsheets."""

_ASKS_FOR_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{text}" if text.startswith(_ASKS_FOR_A_FORMULA) else text
