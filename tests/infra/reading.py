"""Reading a template like a reviewer: names without hashes, statements as lines."""

import re
from collections import Counter
from typing import Any

Template = dict[str, Any]


def resources(template: Template, kind: str) -> dict[str, Any]:
    """Properties by logical id, without the hash at its end."""
    return {
        bare(name): resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource["Type"] == kind
    }


def bare(logical_id: str) -> str:
    return re.sub(r"[0-9A-F]{8}$", "", logical_id)


def text(value: Any) -> str:
    """A value with its references written as names."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return bare(value["Ref"])
    if "Fn::GetAtt" in value:
        return bare(value["Fn::GetAtt"][0])
    if "Fn::Sub" in value:
        return str(value["Fn::Sub"])
    return "".join(text(part) for part in value["Fn::Join"][1])


def statements(template: Template, role: str) -> list[dict[str, Any]]:
    """Everything that a role may do, wherever the policy is written."""
    own = resources(template, "AWS::IAM::Role")[role].get("Policies", [])
    attached = [x for x in resources(template, "AWS::IAM::Policy").values() if role in map(text, x["Roles"])]
    return [one for policy in [*own, *attached] for one in policy["PolicyDocument"]["Statement"]]


def targets(statement: dict[str, Any]) -> list[str]:
    """The resources that a statement is about."""
    return [_without_hash(text(one)) for one in listed(statement["Resource"])]


def line(statement: dict[str, Any]) -> str:
    """What may be done, to what, and under which condition."""
    condition = "; ".join(
        f"{key} in {', '.join(sorted(text(one) for one in listed(values)))}"
        for condition in statement.get("Condition", {}).values()
        for key, values in condition.items()
    )
    actions = ", ".join(sorted(listed(statement["Action"])))
    return f"{actions} on {', '.join(targets(statement))}" + (f" if {condition}" if condition else "")


def reduced(template: Template) -> dict[str, Any]:
    """What a reviewer should see change: kinds of resources, who may do what, and what functions are told."""
    roles = sorted(resources(template, "AWS::IAM::Role"))
    return {
        "resources": dict(sorted(Counter(x["Type"] for x in template["Resources"].values()).items())),
        "outputs": sorted(template["Outputs"]),
        "roles": {role: sorted(map(line, statements(template, role))) for role in roles},
        "environment": {
            name: sorted(function["Environment"]["Variables"])
            for name, function in sorted(resources(template, "AWS::Lambda::Function").items())
        },
    }


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _without_hash(resource: str) -> str:
    return re.sub(r"[0-9a-f]{64}", "<hash>", resource)
