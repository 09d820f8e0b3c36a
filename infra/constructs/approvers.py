"""What a person needs to approve the journals of a plan, and nothing more: a policy to be attached to whoever may."""

from aws_cdk import Stack, aws_iam, aws_kms
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.constructs.access import ITEM_KEYS, OBJECT_KEYS
from infra.constructs.policies import Grounds, allow

_SEEN = ("APPROVAL", "LEDGER")


class Approvers(Construct):
    """See what runs ask for and what is posted, and answer; neither start a run, nor change anything that is kept.

    Nobody else in the stack may answer. The policy's name is fixed, because permission sets of IAM Identity Center
    find policies by name. Source: AWS, Step Functions, Service integration patterns, Wait for a callback.
    """

    def __init__(self, scope: Construct, construct_id: str, *, machine: sfn.StateMachine, grounds: Grounds) -> None:
        super().__init__(scope, construct_id)
        stack = Stack.of(self)
        self.policy = aws_iam.ManagedPolicy(
            self,
            "Policy",
            managed_policy_name=f"{stack.stack_name}-approvers-{stack.region}",
            description="See and approve the journals that plans are about to write into Xero",
            statements=[
                allow(["states:SendTaskSuccess"], [machine.state_machine_arn]),
                *_reading(grounds),
                _through(grounds.key, stack.region),
                # Where the command finds the table and the bucket.
                allow(["cloudformation:DescribeStacks"], [stack.stack_id]),
            ],
        )


def _reading(grounds: Grounds) -> list[aws_iam.PolicyStatement]:
    keys = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [key for name in _SEEN for key in ITEM_KEYS[name]]}}
    plans = OBJECT_KEYS["plan"]
    return [
        allow(["dynamodb:GetItem", "dynamodb:Query"], [grounds.table.table_arn], keys),
        allow(["s3:ListBucket"], [grounds.bucket.bucket_arn], {"StringLike": {"s3:prefix": [plans]}}),
        allow(["s3:GetObject"], [grounds.bucket.arn_for_objects(plans)]),
    ]


def _through(key: aws_kms.IKey, region: str) -> aws_iam.PolicyStatement:
    services = [f"{service}.{region}.amazonaws.com" for service in ("dynamodb", "s3")]
    return allow(["kms:Decrypt"], [key.key_arn], {"StringEquals": {"kms:ViaService": services}})
