"""Text from Xero as rows may hold it."""

_LONGEST_TEXT = 500


def text(value: str) -> str:
    """One line of at most 500 characters: a line break inside a row would let a chunk end in the middle of it."""
    if len(value) <= _LONGEST_TEXT and value.isprintable() and "  " not in value and value == value.strip():
        return value
    value = " ".join(value[: 2 * _LONGEST_TEXT].split())  # a description can be megabytes
    return value if len(value) <= _LONGEST_TEXT else value[: _LONGEST_TEXT - 1] + "…"
