"""What is wrong with a query, in the vendor's terms."""


class QueryWrong(Exception):
    """``where`` or ``order`` cannot be understood: ErrorNumber 16, QueryParseException."""


class HeaderWrong(Exception):
    """A header cannot be understood: 412."""
