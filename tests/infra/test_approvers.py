"""Whoever approves journals may do that, and whoever writes them may not."""

from typing import Any

from tests.infra.reading import Template, line, listed, resources, text


def _policy(template: Template) -> dict[str, Any]:
    (found,) = resources(template, "AWS::IAM::ManagedPolicy").values()
    return dict(found)


def test_an_approver_sees_what_is_asked_and_posted_and_answers(template: Template) -> None:
    """Nothing is written but the answer: no table, no bucket, no run."""
    told = [line(statement) for statement in _policy(template)["PolicyDocument"]["Statement"]]

    assert [one.partition(" on ")[0] for one in told] == [
        "states:SendTaskSuccess",
        "dynamodb:GetItem, dynamodb:Query",
        "s3:ListBucket",
        "s3:GetObject",
        "kms:Decrypt",
        "cloudformation:DescribeStacks",
    ]
    assert told[0].endswith("on PlanMachine")
    assert told[1].endswith("dynamodb:LeadingKeys in APPROVAL#*, LEDGER#*")
    assert told[2].endswith("s3:prefix in runs/*/plan/*")
    assert told[3].endswith("/runs/*/plan/*")
    assert "kms:ViaService" in told[4]


def test_a_permission_set_finds_the_policy_by_its_name(template: Template) -> None:
    """Told apart by stack and region, as names of policies are unique in an account."""
    assert "approvers" in text(_policy(template)["ManagedPolicyName"])
    assert "Region" in str(_policy(template)["ManagedPolicyName"])


def test_nothing_in_the_stack_may_approve(template: Template) -> None:
    """A function that writes journals and may also approve them would be no second pair of eyes."""
    attached = resources(template, "AWS::IAM::Policy").values()
    own = [policy for role in resources(template, "AWS::IAM::Role").values() for policy in role.get("Policies", [])]
    granted = [
        action
        for policy in (*attached, *own)
        for statement in policy["PolicyDocument"]["Statement"]
        for action in listed(statement["Action"])
    ]

    assert not [action for action in granted if action.startswith("states:SendTask")]
    assert "*" not in granted
    assert "states:*" not in granted
