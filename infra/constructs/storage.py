"""What outlives every run: one table for cursors, locks, runs and records, one bucket for whatever is larger."""

from typing import cast

from aws_cdk import CfnResource, Duration, RemovalPolicy, aws_dynamodb, aws_iam, aws_kms, aws_s3
from constructs import Construct
from ml_connector.settings import Keep
from ml_connector.stores.numbers import BY_NUMBER
from ml_connector.stores.records import OPEN

NONCURRENT_DAYS = 90
"""How long an overwritten or deleted object can still be fetched back."""


class Storage(Construct):
    """Deleting the stack leaves both behind, on purpose."""

    def __init__(self, scope: Construct, construct_id: str, key: aws_kms.IKey, keep: Keep) -> None:
        super().__init__(scope, construct_id)
        self.table = self._table(key)
        self.bucket = self._bucket(key, keep)
        self._protect_audit()

    def _table(self, key: aws_kms.IKey) -> aws_dynamodb.TableV2:
        text = aws_dynamodb.AttributeType.STRING
        table = aws_dynamodb.TableV2(
            self,
            "Table",
            partition_key=aws_dynamodb.Attribute(name="pk", type=text),
            sort_key=aws_dynamodb.Attribute(name="sk", type=text),
            global_secondary_indexes=[
                # Sparse: only records of documents with a number. Keys only, so that it costs one write per number.
                aws_dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=BY_NUMBER,
                    partition_key=aws_dynamodb.Attribute(name="pk", type=text),
                    sort_key=aws_dynamodb.Attribute(name="number", type=text),
                    projection_type=aws_dynamodb.ProjectionType.KEYS_ONLY,
                ),
                # Sparse too: only records of documents with rows that are kept back.
                aws_dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=OPEN,
                    partition_key=aws_dynamodb.Attribute(name="pk", type=text),
                    sort_key=aws_dynamodb.Attribute(name="open", type=text),
                    projection_type=aws_dynamodb.ProjectionType.KEYS_ONLY,
                ),
            ],
            time_to_live_attribute="expires",
            billing=aws_dynamodb.Billing.on_demand(),
            encryption=aws_dynamodb.TableEncryptionV2.aws_managed_key(),
            point_in_time_recovery_specification=aws_dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True, recovery_period_in_days=35
            ),
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        # customer_managed_key() wants the region at synth, which this template does not know.
        resource = cast("CfnResource", table.node.default_child)
        resource.add_property_override("Replicas.0.SSESpecification", {"KMSMasterKeyId": key.key_arn})
        return table

    def _protect_audit(self) -> None:
        """Nobody, whatever else they may do, deletes an entry of the audit before its time or writes over one.

        Source: Amazon S3, Enforce conditional writes; lifecycle rules are not bound by the policy of the bucket.
        """
        entries = [self.bucket.arn_for_objects("audit/*")]
        for actions, unless in (
            (["s3:DeleteObject", "s3:DeleteObjectVersion"], None),
            (["s3:PutObject"], {"Null": {"s3:if-none-match": "true"}}),
        ):
            statement = aws_iam.PolicyStatement(
                effect=aws_iam.Effect.DENY,
                principals=[aws_iam.AnyPrincipal()],
                actions=actions,
                resources=entries,
                conditions=unless,
            )
            self.bucket.add_to_resource_policy(statement)

    def _bucket(self, key: aws_kms.IKey, keep: Keep) -> aws_s3.Bucket:
        return aws_s3.Bucket(
            self,
            "Bucket",
            versioned=True,
            encryption=aws_s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            block_public_access=aws_s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=aws_s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            lifecycle_rules=[
                aws_s3.LifecycleRule(
                    id="forget",
                    noncurrent_version_expiration=Duration.days(NONCURRENT_DAYS),
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                ),
                _until("runs", keep.runs),
                _until("audit", keep.audit),
            ],
            removal_policy=RemovalPolicy.RETAIN,
        )


def _until(folder: str, years: int) -> aws_s3.LifecycleRule:
    return aws_s3.LifecycleRule(id=folder, prefix=f"{folder}/", expiration=Duration.days(366 * years))
