"""What Anaplan's lists consist of."""

from collections.abc import Mapping
from typing import NamedTuple


class Item(NamedTuple):
    """One item of an Anaplan list as it was read back; properties by name, all as text."""

    code: str
    name: str
    properties: Mapping[str, str]
