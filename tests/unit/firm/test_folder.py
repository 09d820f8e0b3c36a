"""The firm written to folders is the firm."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from infra.local.firm import AS_OF, organisations, write
from infra.local.firm.folder import as_json

FILES = {
    "bank_transactions.json",
    "bank_transfers.json",
    "budgets.json",
    "credit_notes.json",
    "manual_journals.json",
    "overpayments.json",
    "prepayments.json",
    "accounts.json",
    "contacts.json",
    "currencies.json",
    "invoices.json",
    "organisation.json",
    "payments.json",
    "tracking_categories.json",
}


def read(folder: Path) -> dict[str, Any]:
    """Every collection in `folder`, numbers with a point as Decimal."""
    files = [json.loads(file.read_text("utf-8"), parse_float=Decimal) for file in folder.iterdir()]
    return {name: records for each in files for name, records in each.items()}


def test_what_is_written_reads_back_as_it_was(tmp_path: Path) -> None:
    """To the digit: 1.10 stays 1.10 and a rate keeps its six decimals."""
    folders = write(tmp_path, scale=0.05)

    firm = organisations(scale=0.05)
    assert [repr(sorted(read(folder).items())) for folder in folders] == [
        repr(sorted(each.collections.items())) for each in firm
    ]


def test_each_organisation_has_a_folder_of_its_own(tmp_path: Path) -> None:
    """With the files every seed folder has."""
    folders = write(tmp_path / "firm", scale=0.0)

    assert sorted(tmp_path.joinpath("firm").iterdir()) == sorted(folders)
    assert [{file.name for file in folder.iterdir()} for folder in folders] == [FILES, FILES]


def test_the_same_firm_is_the_same_bytes(tmp_path: Path) -> None:
    """Twice written, nothing differs."""
    first, second = (write(tmp_path / name, AS_OF, 0.05) for name in ("first", "second"))

    for one, two in zip(first, second, strict=True):
        assert all(file.read_bytes() == (two / file.name).read_bytes() for file in one.iterdir())


def test_a_value_that_json_would_bend_is_refused() -> None:
    """Only Decimal is written beside JSON's own types."""
    with pytest.raises(TypeError, match="complex"):
        as_json("Invoices", [{"Total": 1j}])
