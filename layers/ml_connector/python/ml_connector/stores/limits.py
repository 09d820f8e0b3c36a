"""What is counted and reserved under a vendor's limits; what may be granted is told by ``ml_connector.limits``."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from ml_connector.plain import Plain
from ml_connector.stores.states import StateStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb.service_resource import Table

S = TypeVar("S", bound=Plain)


class LimitStore(StateStore[S]):
    """States at pk LIMIT#{key}, sk LIMIT."""

    def __init__(self, table: Table, empty: S, pause: Callable[[float], None] = time.sleep) -> None:
        super().__init__(table, "LIMIT", empty, pause)
