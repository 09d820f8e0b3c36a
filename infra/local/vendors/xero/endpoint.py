"""What can be said about one endpoint of the Accounting API. The facts themselves are in ``endpoints``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hiding:
    """Records with this value stay out of lists unless the parameter is true."""

    field: str
    value: str
    parameter: str


@dataclass(frozen=True)
class Endpoint:
    """One collection of an organisation.

    name        as in the path
    item        one element, as in XML and in messages
    id_field    what identifies a record
    scope       the granular scope; ``.read`` is enough for reading
    file        the data folder's file, without .json
    key         the key in the answer
    broad       the scope from before 2026-03-02 that covers it as well
    number      a second field by which one record can be asked for
    paged       whether ``page`` and ``pageSize`` mean anything
    delta       whether If-Modified-Since means anything
    stamped     whether records carry UpdatedDateUTC
    lines       the list that is empty when the collection is asked for without ``page``
    details     fields that are only in paged and single answers
    dropped     fields left out with ``summaryOnly=true``
    forced      parameters that name records, and switch paging on by themselves
    listed      parameters that name records, and do not
    dated       fields that have a ``…String`` sibling
    writable    whether records can be created and changed
    """

    name: str
    item: str
    id_field: str
    scope: str
    file: str
    key: str = ""
    broad: str = ""
    number: str = ""
    paged: bool = False
    delta: bool = False
    stamped: bool = True
    lines: str = ""
    details: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    hiding: Hiding | None = None
    writable: bool = False

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self.name)

    @property
    def scopes(self) -> frozenset[str]:
        """Any one of these lets a token read here."""
        return frozenset(f"{scope}{read}" for scope in (self.scope, self.broad) if scope for read in ("", ".read"))
