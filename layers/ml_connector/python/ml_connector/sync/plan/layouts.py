"""The layouts in which Anaplan can write an export."""

from enum import StrEnum


class Layout(StrEnum):
    """How Anaplan can write an export. Source: Anaplan, Export labels and layouts."""

    SINGLE = "TABULAR_SINGLE_COLUMN"
    MULTI = "TABULAR_MULTI_COLUMN"
    CURRENT_PAGE = "GRID_CURRENT_PAGE"
    ALL_PAGES = "GRID_ALL_PAGES"

    @property
    def is_grid(self) -> bool:
        """Whether labels stand at the left and above."""
        return self in (Layout.CURRENT_PAGE, Layout.ALL_PAGES)
