"""What a run showed, in the words of the tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.home import Ending, Step


@dataclass(frozen=True)
class Told:
    """A run that is over, with everything that happened in it."""

    ending: Ending
    steps: tuple[Step, ...]

    @property
    def run(self) -> str:
        """Its id."""
        return self.ending.run

    @property
    def succeeded(self) -> bool:
        """Whether all of it is proven."""
        return self.ending.status == "SUCCEEDED"

    @property
    def results(self) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """The figures by entity and dataset; empty unless it succeeded."""
        rows = self.ending.output["results"] if self.succeeded else ()
        return {(row["entity"], row["dataset"]): row for row in rows}

    @property
    def why(self) -> str:
        """The class and the message of what ended it."""
        return f"{self.ending.error}: {self.ending.message}"

    def raised(self, function: str = "") -> list[str]:
        """The classes of the errors that functions raised, retried ones too."""
        return [step.error or "" for step in self._kind("raised") if function in ("", step.name)]

    def messages(self) -> list[str]:
        """What those errors said."""
        return [step.message or "" for step in self._kind("raised")]

    def called(self, function: str) -> int:
        """How many times a function was called."""
        return sum(step.name == function for step in self._kind("called"))

    def answers(self, function: str) -> list[Any]:
        """What a function answered, each time."""
        return [step.data for step in self._kind("answered") if step.name == function]

    @property
    def waits(self) -> list[int]:
        """The pauses, in seconds, that the workflow was told to make for Xero."""
        return [told["wait_seconds"] for told in self.answers("pull_pages") if told["wait_seconds"]]

    def _kind(self, kind: str) -> Iterator[Step]:
        return (step for step in self.steps if step.kind == kind)
