"""What the model holds, read from the simulator's inside, in the shapes of the oracle."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.workflows.oracle import Figures

MODULES = {"invoices": "Invoice lines", "bills": "Bill lines", "payments": "Payment lines"}


class Held:
    """One entity's part of the model."""

    def __init__(self, model: dict[str, Any], entity: str) -> None:
        self._model, self._entity = model, entity

    def lines(self, dataset: str) -> dict[str, Figures]:
        """Every line with figures, by the code of its member."""
        lines = {code: _figures(cells) for code, cells in self._members(dataset)}
        return {code: figures for code, figures in lines.items() if not figures.nothing}

    def documents(self, dataset: str) -> dict[str, Decimal]:
        """What the lines of each document come to in base currency, tax included, by the document's id."""
        sums: dict[str, Decimal] = {}
        for code, figures in self.lines(dataset).items():
            document = self.cells(dataset, code)["Document"]
            sums[document] = sums.get(document, Decimal(0)) + figures.base_amount + figures.base_tax
        return sums

    def cells(self, dataset: str, code: str) -> dict[str, str]:
        """Everything the model says of one line."""
        return dict(self._members(dataset))[code]

    def codes(self, dataset: str) -> set[str]:
        """The members of all lines that were ever there."""
        return {code for code, _ in self._members(dataset)}

    def accounts(self) -> dict[str, tuple[str, str, str]]:
        """Code, type and status of every account."""
        return {
            code: (told["Account code"], told["Type"], told["Status"]) for code, told in self._properties("Accounts")
        }

    def options(self) -> dict[str, tuple[str, str]]:
        """Category and status of every tracking option."""
        return {code: (told["Category"], told["Status"]) for code, told in self._properties("Tracking options")}

    def name(self, of: str, code: str) -> str:
        """The name of a list's item."""
        return next(str(item["name"]) for item in self._model["lists"][of] if item["code"] == code)

    def _members(self, dataset: str) -> Iterator[tuple[str, dict[str, str]]]:
        rows = self._model["modules"][MODULES[dataset]]
        return ((row["code"], row["cells"]) for row in rows if row["code"].startswith(f"{self._entity}-"))

    def _properties(self, of: str) -> Iterator[tuple[str, dict[str, str]]]:
        items = self._model["lists"][of]
        return ((item["code"], item["properties"]) for item in items if item["code"].startswith(f"{self._entity}:"))


def _figures(cells: dict[str, Any]) -> Figures:
    return Figures(
        cells["Account"],
        cells["Period"],
        Decimal(cells["Amount"]),
        Decimal(cells["Base amount"]),
        Decimal(cells.get("Tax") or 0),
        Decimal(cells.get("Base tax") or 0),
        cells.get("Department", ""),
        cells.get("Region", ""),
    )
