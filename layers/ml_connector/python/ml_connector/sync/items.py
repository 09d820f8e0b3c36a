"""What Anaplan's lists consist of."""

from collections.abc import Mapping

from msgspec import Struct


class Item(Struct, frozen=True, array_like=True):
    """One item of an Anaplan list as it was read back; properties by name, all as text."""

    code: str
    name: str
    properties: Mapping[str, str]
