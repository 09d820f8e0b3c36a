"""Chance and identity: everything random in the firm comes from a seed, every id from a name.

Knows nothing of books. There is no clock here and no global random state, so the same seed gives the same bytes.
Only uniform draws are used by the firm: they are plain arithmetic, equal on every Python and every platform.
"""

from random import Random
from uuid import UUID, uuid5

SEED = 200


def dice(seed: int, *topic: str) -> Random:
    """A generator of its own for each topic, so that more draws in one leave the others as they were."""
    return Random("/".join((str(seed), *topic)))  # noqa: S311 - made-up books; no secret depends on it


def chance(rng: Random, share: float) -> bool:
    """True in about `share` (0 to 1) of the calls."""
    return rng.random() < share


def new_id(tenant_id: str, *path: str | int) -> str:
    """The id of the thing so named in this organisation; independent of the seed."""
    return str(uuid5(UUID(tenant_id), "/".join(map(str, path))))
