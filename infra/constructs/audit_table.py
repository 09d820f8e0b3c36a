"""The audit as a table for Athena: a Glue definition over the entries in the bucket, with nothing to be crawled.

Partitions are projected from flow, year and month, so a new month needs nobody. Source: Amazon Athena, Partition
projection.
"""

from aws_cdk import Stack, aws_glue, aws_s3
from constructs import Construct

COLUMNS = {
    "n": "bigint",
    "run": "string",
    "attempt": "int",
    "entity": "string",
    "dataset": "string",
    "stage": "string",
    "document": "string",
    "number": "string",
    "period": "string",
    "pulled": "string",
    "version": "string",
    "page": "string",
    "outcome": "string",
    "rows": "bigint",
    "chunk": "int",
    "held": "bigint",
    "hash": "string",
    "task": "string",
    "action": "string",
    "rows_sent": "bigint",
    "ok": "bigint",
    "ignored": "bigint",
    "failed": "bigint",
    "line": "string",
    "why": "string",
    "kept": "string",
    "export": "string",
    "approver": "string",
    "approved": "string",
    "approved_hash": "string",
    "marker": "string",
    "made_by": "string",
    "sent": "string",
    "read_back": "boolean",
    "chain": "string",
}
"""What the entries of all stages have in them; a stage leaves out what it does not know."""

_PROJECTION = {
    "projection.enabled": "true",
    "projection.flow.type": "enum",
    "projection.flow.values": "actuals,plan",
    "projection.year.type": "integer",
    "projection.year.range": "2026,2056",
    "projection.month.type": "integer",
    "projection.month.range": "1,12",
    "projection.month.digits": "2",
}
_PARTITIONS = {"flow": "string", "year": "int", "month": "int"}


class AuditTable(Construct):
    """Table ``audit`` in a database named after the stack; who may query it is decided by who may read the bucket."""

    def __init__(self, scope: Construct, construct_id: str, bucket: aws_s3.IBucket) -> None:
        super().__init__(scope, construct_id)
        stack = Stack.of(self)
        database = aws_glue.CfnDatabase(
            self,
            "Database",
            catalog_id=stack.account,
            database_input=aws_glue.CfnDatabase.DatabaseInputProperty(
                name=stack.stack_name.lower().replace("-", "_"), description="What happened to every record"
            ),
        )
        location = bucket.s3_url_for_object("audit/")
        template = f"{location}flow=${{flow}}/year=${{year}}/month=${{month}}/"
        table = aws_glue.CfnTable(
            self,
            "Table",
            catalog_id=stack.account,
            database_name=database.ref,
            table_input=aws_glue.CfnTable.TableInputProperty(
                name="audit",
                table_type="EXTERNAL_TABLE",
                parameters={**_PROJECTION, "storage.location.template": template},
                partition_keys=_columns(_PARTITIONS),
                storage_descriptor=aws_glue.CfnTable.StorageDescriptorProperty(
                    location=location,
                    columns=_columns(COLUMNS),
                    input_format="org.apache.hadoop.mapred.TextInputFormat",
                    output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                    serde_info=aws_glue.CfnTable.SerdeInfoProperty(
                        serialization_library="org.openx.data.jsonserde.JsonSerDe"
                    ),
                ),
            ),
        )
        table.add_dependency(database)


def _columns(types: dict[str, str]) -> list[aws_glue.CfnTable.ColumnProperty]:
    return [aws_glue.CfnTable.ColumnProperty(name=name, type=type_) for name, type_ in types.items()]
