"""Every code of Anaplan's tables leads somewhere."""

import pytest
from ml_connector.anaplan.codes import COMPLETION, DATA, FAILURE, kind_of, remedy


def test_a_code_stands_in_one_table_only() -> None:
    """Otherwise its meaning would depend on the order of looking."""
    assert len(COMPLETION) + len(FAILURE) + len(DATA) == len(COMPLETION | FAILURE.keys() | DATA.keys())


@pytest.mark.parametrize("code", [*FAILURE, *DATA, "codeOfNextYear"])
def test_a_code_that_is_a_problem_has_a_remedy(code: str) -> None:
    """A code alone does not tell anybody what to do."""
    assert kind_of(code) != "completion"
    assert remedy(code)


def test_a_code_of_completion_needs_none() -> None:
    """It says what was done."""
    assert {kind_of(code) for code in COMPLETION} == {"completion"}
    assert not any(remedy(code) for code in COMPLETION)
