"""What is found out about one element of a write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Verdict:
    """``wanted`` is the record it would become; it becomes that only without errors."""

    given: Mapping[str, Any]
    wanted: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The StatusAttributeString of the element."""
        if self.errors:
            return "ERROR"
        return "WARNING" if self.warnings else "OK"

    def told(self) -> dict[str, Any]:
        """The two lists as the API shows them, those that are empty left out."""
        lists = {"Warnings": self.warnings, "ValidationErrors": self.errors}
        return {name: [{"Message": text} for text in texts] for name, texts in lists.items() if texts}
