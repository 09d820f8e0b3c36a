"""From rows as Anaplan shows them to journals as Xero takes them, or to a reason a person can act on."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector import plain
from ml_connector.columns import TableRule, TemplateRule
from ml_connector.settings.plans import JournalRules
from ml_connector.sync.plan.building import build
from ml_connector.sync.plan.export import PlanRow
from ml_connector.sync.plan.journals import Journal, Stopped
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.locked import Books
from ml_connector.sync.plan.naming import Members, Unmapped
from ml_connector.sync.plan.periods import Calendar, month
from ml_connector.sync.plan.selection import Figure, Group, Rules, select
from ml_connector.sync.references import ReferenceRow
from msgspec.structs import replace

ROLES = ("entity", "version", "period", "account", "tracking.Department")
KEY = JournalKey("UK", "Forecast", "2026-01", "plan")


def account(code: str, name: str, class_: str = "EXPENSE", **more: str) -> ReferenceRow:
    label = f"UK {code} {name}"
    return ReferenceRow(id=f"acc{code}-0000", entity="UK", name=name, label=label, code=code, class_=class_, **more)


CHART = [
    account("4000", "Sales", "REVENUE"),
    account("6100", "Rent"),
    account("2100", "Accruals", "LIABILITY"),
    account("9000", "Total Fina cards"),
    account("6900", "Old", status="ARCHIVED"),
    account("0900", "Bank", "ASSET", type="BANK"),
    account("0610", "Receivable", "ASSET", system_account="DEBTORS"),
    account("7001", "Twin"),
    account("7002", "Twin"),
]
OPTIONS = [
    ReferenceRow(
        id=f"opt-{name}", entity="UK", name=name, label=f"UK Department: {name}", category="Department", status=s
    )
    for name, s in (("North", "ACTIVE"), ("South", "ACTIVE"), ("West", "ARCHIVED"))
]
MEMBERS = Members(
    CHART,
    OPTIONS,
    [
        TemplateRule(template="{entity}:{account_id}"),
        TableRule(table="t.csv", of="account_code", values={"6100": "PROP"}),
    ],
    lambda _: [TemplateRule(template="{entity}:{tracking.Department}")],
)
RULES = Rules(
    entities={"UK": "UK", "NZ": "NZ"},
    entity=None,
    version=None,
    approved_versions=frozenset(),
    flagged=True,
    units=Decimal(1),
    totals=("Total *", "All *"),
    control="Grand total",
    unassigned=frozenset({"", "None"}),
    calendar=Calendar(),
    kind="plan",
    knows=lambda _, label: MEMBERS.has_account(label),
)


def row(account: str, amount: str | None, *, approved: bool = True, department: str = "", **labels: str) -> PlanRow:
    named = {
        "entity": "UK",
        "version": "Forecast",
        "period": "Jan 26",
        "account": account,
        "tracking.Department": department,
    }
    figure = None if amount is None else Decimal(amount)
    return PlanRow(2, tuple((named | labels).values()), figure, approved)


def made(
    figures: Mapping[str, str] | Sequence[tuple[str, str, str]], books: Books | None = None, **rules: Any
) -> Journal | Stopped:
    listed = [(code, "", amount) for code, amount in figures.items()] if isinstance(figures, Mapping) else figures
    group = Group(KEY, month(2026, 1))
    group.figures = [
        Figure(number, code, {"Department": department} if department else {}, Decimal(amount))
        for number, (code, department, amount) in enumerate(listed, start=2)
    ]
    return build(group, MEMBERS, books or Books(), JournalRules(**rules), sign="natural", status="DRAFT")


def reasons(found: Journal | Stopped) -> str:
    assert isinstance(found, Stopped)
    return " | ".join(found.reasons)


def journal(found: Journal | Stopped) -> Journal:
    assert isinstance(found, Journal), found
    return found


@pytest.mark.parametrize(
    "label", ["UK:acc6100-0000", "6100", "Rent", "UK 6100 Rent", "PROP", "acc6100-0000", "Anything long~acc61000"]
)
def test_an_account_is_found_by_every_name_that_the_rules_give_it(label: str) -> None:
    """Exports show codes or display names, and names that were cut or told apart carry a piece of the id."""
    assert MEMBERS.account(label).code == "6100"


def test_a_name_of_two_accounts_is_none() -> None:
    """To guess would post to the wrong one."""
    with pytest.raises(Unmapped, match="the name of 2 accounts"):
        MEMBERS.account("Twin")
    with pytest.raises(Unmapped, match="no option of Department"):
        MEMBERS.option("Department", "Mars")
    with pytest.raises(Unmapped, match="no tracking category"):
        MEMBERS.option("Region", "North")


def test_rows_are_sorted_by_journal_and_every_other_row_is_counted() -> None:
    """Nothing is left out in silence."""
    found = select(
        [
            row("Rent", "10"),
            row("Rent", "5", approved=False),
            row("Rent", "99", period="Q1 FY26"),
            row("Total expenses", "15"),
            row("Total Fina cards", "3"),  # an account of this name is no total
            row("Rent", "15", department="All departments"),
            row("Rent", None, department="North"),
            row("Rent", "1", entity="FR"),
            row("Rent", "1", period="Smarch"),
            row("Grand total", "18"),
        ],
        ROLES,
        RULES,
    )

    assert dict(found.counts) == {"rows": 10, "approved": 2, "unapproved": 1, "totals": 3, "empty": 1, "control": 1}
    assert [told.partition(";")[0] for told in found.told_strays] == [
        "1 rows: settings know no entity 'FR'",
        "1 rows: 'Smarch' is no month or week",
    ]
    assert [(f.account, f.amount) for f in found.groups[KEY].figures] == [
        ("Rent", Decimal(10)),
        ("Total Fina cards", Decimal(3)),
    ]
    assert found.groups[KEY].faults == []


def test_a_control_total_that_disagrees_stops_the_journal() -> None:
    """Rows that selective access hides, or that stand twice, show here and nowhere else."""
    found = select([row("Rent", "10"), row("Grand total", "11")], ROLES, RULES)

    assert "the control total is 11 and its rows add up to 10" in found.groups[KEY].faults[0]


def test_only_approved_versions_count_where_versions_are_approved() -> None:
    """A version can be approved as a whole, and with a flag beside it both are needed."""
    rules = replace(RULES, approved_versions=frozenset({"Budget"}))

    found = select(
        [row("Rent", "10"), row("Rent", "1", version="Budget"), row("Rent", "2", version="Budget", approved=False)],
        ROLES,
        rules,
    )

    assert found.counts["approved"] == 1
    assert found.counts["unapproved"] == 2


def test_a_fault_counts_only_where_it_would_be_posted() -> None:
    """Text in a row that nobody has approved harms nobody."""
    faulty = replace(row("Rent", None), fault="text stands where a number has to be")

    found = select([faulty, replace(faulty, approved=False)], ROLES, RULES)

    assert found.groups[KEY].faults == ["line 2: text stands where a number has to be"]
    assert found.counts == {"rows": 2, "faulty": 1, "unapproved": 1}


def test_natural_figures_become_debits_and_credits() -> None:
    """Planners show revenue and liabilities positive; a journal has them in credit."""
    found = journal(made([("4000", "North", "100"), ("6100", "", "60"), ("2100", "", "-40")]))

    assert [(line.account_code, line.amount, line.tracking) for line in found.drafts[0].lines] == [
        ("2100", Decimal("40.00"), ()),
        ("4000", Decimal("-100.00"), (("Department", "North"),)),
        ("6100", Decimal("60.00"), ()),
    ]
    assert found.drafts[0].date == date(2026, 1, 31)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["4000", "6100"]),
            st.sampled_from(["", "North", "South"]),
            st.decimals(-9999, 9999, places=4),
        ),
        max_size=30,
    ),
    st.integers(2, 6),
    st.booleans(),
)
def test_with_a_balancing_account_every_journal_balances_and_nothing_is_lost(
    figures: list[tuple[str, str, Decimal]],
    most: int,
    reversing: bool,  # noqa: FBT001  (drawn)
) -> None:
    """Whatever the plan, every part comes to zero, is small enough, and all parts together say what the plan says."""
    found = journal(
        made([(c, d, str(a)) for c, d, a in figures], balancing_account="2100", lines=most, reversing=reversing)
    )

    forward = [draft for draft in found.drafts if draft.reverses is None]
    for draft in found.drafts:
        assert sum(line.amount for line in draft.lines) == 0
        assert 2 <= len(draft.lines) <= most
    for code, sign in (("6100", 1), ("4000", -1)):
        planned = sum((sign * amount for c, _, amount in figures if c == code), Decimal(0))
        booked = sum(line.amount for draft in forward for line in draft.lines if line.account_code == code)
        assert abs(booked - planned) <= Decimal("0.015")  # half a cent for each of three lines
    if reversing:
        assert sum(line.amount for draft in found.drafts for line in draft.lines if line.account_code == "2100") == 0


def test_a_reversing_pair_stands_on_the_last_and_the_next_day() -> None:
    """What is accrued in January is gone in February."""
    found = journal(made({"6100": "10", "2100": "10"}, reversing=True))

    assert [(d.name, d.date, d.reverses, d.lines[0].amount) for d in found.drafts] == [
        ("1", date(2026, 1, 31), None, Decimal("-10.00")),
        ("1R", date(2026, 2, 1), "1", Decimal("10.00")),
    ]


@pytest.mark.parametrize(
    ("figures", "rules", "says"),
    [
        ({"6100": "10"}, {}, "debits exceed credits by 10.00"),
        ({"8888": "10"}, {}, "'8888' is no account in Xero"),
        ({"6900": "10", "2100": "10"}, {}, "'Old' is archived"),
        ({"0900": "10", "2100": "10"}, {}, "bank account"),
        ({"0610": "10", "2100": "10"}, {}, "system account"),
        ([("6100", "West", "10"), ("2100", "", "10")], {}, "'Department: West' is archived"),
        ({"6100": "10"}, {"balancing_account": "777"}, "the balancing account '777' is no account"),
        ({"6100": "10"}, {"balancing_account": "6900"}, "the balancing account: account 6900 'Old' is archived"),
        ([("6100", "", "2"), ("4000", "", "1"), ("2100", "", "1")], {"lines": 2}, "3 lines and a journal may have 2"),
    ],
    ids=[
        "unbalanced",
        "unknown",
        "archived",
        "bank",
        "system",
        "old option",
        "no balancing",
        "old balancing",
        "too large",
    ],
)
def test_what_xero_would_refuse_is_known_before(figures: Mapping[str, str], rules: dict[str, Any], says: str) -> None:
    """Nothing is sent for this journal; the others are not held up."""
    assert says in reasons(made(figures, **rules))


def test_a_locked_period_stops_the_journal_or_moves_it() -> None:
    """What equals the lock date is locked; which of both is wanted is a setting."""
    locked = Books(date(2026, 1, 31))
    figures = {"6100": "10", "2100": "10"}

    assert "locked until 2026-01-31" in reasons(made(figures, locked))
    moved = journal(made(figures, locked, when_locked="next_open_day", reversing=True))
    assert [draft.date for draft in moved.drafts] == [date(2026, 2, 1), date(2026, 2, 1)]


def test_the_hash_changes_with_a_cent_and_not_with_a_word() -> None:
    """A second approval and the ledger both rest on it."""
    one = journal(made({"6100": "10", "2100": "10"}))
    other = journal(made({"6100": "10.01", "2100": "10.01"}))
    reworded = journal(made({"6100": "10", "2100": "10"}, narration="{period}"))

    assert one.hash != other.hash
    assert one.hash == reworded.hash
    assert one.hash == plain.read_json(Journal, plain.json(one)).hash


def test_a_plan_of_nothing_is_a_journal_without_documents() -> None:
    """It takes away what was posted for the key before."""
    assert journal(made({"6100": "0.001"})).drafts == ()
