"""Every function with no more rights than its role grants, from the first call to the last."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.firm import write
from tests.workflows import edits, mends, plans
from tests.workflows.compare import same_figures
from tests.workflows.raising import raised
from tests.workflows.rig import Rig


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    folder: Path = tmp_path_factory.mktemp("guarded")
    write(folder, scale=0.008)
    with raised(folder, enforce_iam=True) as rig:
        yield rig


def test_whole_runs_need_no_more_than_the_roles_grant(guarded: Rig) -> None:
    """Logins, pages, quarantine, chunks, a refused row with its dump, tombstones, cursors: everything is used once."""
    books = guarded.books("UK")
    first = edits.documents(books)[0]
    edits.copied(books, {**first, "LineItems": [{**edits.booked(first)[0], "AccountID": "", "AccountCode": "999"}]})

    loaded = guarded.run("UK")
    account = edits.new_account(books, Code="4800", Name="Regattas")
    with_account = guarded.run("UK", datasets=["accounts"])
    edits.move_line(books, first["InvoiceID"], account)
    with mends.without_items(guarded.live, "Accounts", f"UK:{account}"):
        refused = guarded.run("UK", datasets=["invoices"])
    mended = guarded.run("UK", datasets=["invoices"])
    with guarded.telling():
        edits.changed(books, edits.documents(books)[1], Status="VOIDED")
        told = guarded.finish(guarded.webhook_run())

    plans.type_in(guarded, [plans.row(guarded, "469", "12.34")])
    planned = plans.run(guarded)

    assert planned.succeeded, planned.why
    assert (loaded.succeeded, with_account.succeeded, mended.succeeded) == (True, True, True), loaded.why
    assert loaded.results["UK", "invoices"]["quarantined"] == 1
    assert told.succeeded, told.why
    assert refused.ending.error == "RowsNotProven", refused.why
    assert guarded.kept.keys(f"runs/{refused.run}/dumps/UK/invoices/")
    same_figures(guarded, "UK", "bills", "payments")


def test_a_function_whose_role_grants_nothing_can_do_nothing(guarded: Rig) -> None:
    """Otherwise the test before would prove nothing."""
    iam = guarded.home.client("iam")
    role = guarded.kept.role_of("prepare")
    (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    nothing = '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'
    iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=nothing)

    told = guarded.run("UK")

    assert "AccessDenied" in told.why
