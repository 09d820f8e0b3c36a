"""Rows of a list import whose parent is neither in the list nor in the file, and rows that hang on such a row.

Source: Anaplan, Examples of imports into lists (help.anaplan.com, 278a9692): a parent may stand below its children.
"""

from collections.abc import Sequence

from infra.local.vendors.anaplan.state.lists import LONGEST, ItemList
from infra.local.vendors.anaplan.state.reading import Problem


def orphans(target: ItemList, keys: Sequence[str], names: Sequence[str], parents: Sequence[str]) -> dict[int, Problem]:
    """What is wrong with such rows, by row; parents are told by name or code, names and parents may be empty."""
    own: dict[str, int] = {}
    if target.above is target:
        for texts in (keys, names):
            own |= {text.casefold(): row for row, text in enumerate(texts) if text}
    wanted = {
        row: parent
        for row, parent in enumerate(parents)
        if parent and not (target.above.by_name(parent) or target.above.by_code(parent))
    }
    wrong = {
        row: Problem("hierarchyImportInvalidParent", f'Invalid parent "{parent[:LONGEST]}"')
        for row, parent in wanted.items()
        if own.get(parent.casefold(), row) == row
    }
    while hanging := [row for row, parent in wanted.items() if row not in wrong and own[parent.casefold()] in wrong]:
        for row in hanging:
            text = f'Depends on a row that failed: "{wanted[row][:LONGEST]}"'
            wrong[row] = Problem("hierarchyImportFailedDependency", text)
    return wrong
