"""What a journal is known by: its business meaning, not its run."""

from typing import NamedTuple


class JournalKey(NamedTuple):
    """At most one living journal for each of these.

    period   as ``periods.Period`` names it
    kind     what settings call this kind of journal
    """

    entity: str
    version: str
    period: str
    kind: str

    def __str__(self) -> str:
        return f"{self.entity} {self.version} {self.period} {self.kind}"
