"""Records by the number that people call their documents by.

Knows the index over records; what a record says is read elsewhere, by the id that is found here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

BY_NUMBER = "by-number"


class NumberIndex:
    """The index BY_NUMBER: pk RECORD#{entity}#{dataset}, number; it follows the table within a moment.

    Integrations  DynamoDB Query
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, entity: str, dataset: str, beginning: str, most: int = 50) -> list[tuple[str, str]]:
        """Numbers that begin so, in order, each with the id of its document."""
        return self._query(entity, dataset, "begins_with(#number, :number)", beginning, most)

    def around(self, entity: str, dataset: str, number: str, most: int = 5) -> list[str]:
        """The numbers that would stand before and after this one, at most so many of each."""
        before = self._query(entity, dataset, "#number < :number", number, most, forward=False)
        after = self._query(entity, dataset, "#number > :number", number, most)
        return [found for found, _ in (*before, *after)]

    def _query(
        self, entity: str, dataset: str, where: str, number: str, most: int, *, forward: bool = True
    ) -> list[tuple[str, str]]:
        answer = self._table.query(
            IndexName=BY_NUMBER,
            KeyConditionExpression=f"pk = :pk AND {where}",
            ExpressionAttributeNames={"#number": "number"},
            ExpressionAttributeValues={":pk": f"RECORD#{entity}#{dataset}", ":number": number},
            Limit=most,
            ScanIndexForward=forward,
        )
        return [(str(item["number"]), str(item["sk"])) for item in answer["Items"]]
