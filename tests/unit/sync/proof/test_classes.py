"""Why books and documents differ, with and without journals."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.proof.accounts import by_accounts
from ml_connector.sync.proof.amounts import Place, added
from ml_connector.sync.proof.books import BooksProof, Evidence, posted_amounts, prove_books
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.journals import Journal
from ml_connector.sync.proof.postings import Posted

from tests.unit.sync.proof.chart_of import CHART

MONTH = "2026-10"
ALL = frozenset({"invoices", "payments", "bank_transfers"})
amounts = st.decimals("-99.99", "99.99", places=2)


def residual(**accounts: str) -> dict[Place, Decimal]:
    return {Place(name.replace("_", "-"), MONTH): Decimal(amount) for name, amount in accounts.items()}


def said(found: dict[Class, dict[Place, Decimal]]) -> dict[Class, dict[str, str]]:
    return {kind: {place.account: str(amount) for place, amount in of.items()} for kind, of in found.items()}


def test_unrealised_gains_explain_their_other_side_on_the_control_accounts() -> None:
    """A revaluation is posted by the ledger itself; no document says it."""
    found = by_accounts(residual(unrealised="-30.00", ar="50.00"), {}, CHART)

    assert said(found) == {
        Class.UNREALISED: {"unrealised": "-30.00", "ar": "30.00"},
        Class.UNEXPLAINED: {"ar": "20.00"},
    }


def test_a_difference_that_stands_alone_is_never_explained() -> None:
    """A cent that is missing on sales has no other side that the ledger would post by itself."""
    assert said(by_accounts(residual(acc_sales="0.01"), {}, CHART)) == {Class.UNEXPLAINED: {"acc-sales": "0.01"}}


def test_a_dataset_that_is_not_loaded_owns_what_it_may_have_moved() -> None:
    """Without transfers, banks may differ against each other, and nothing else may."""
    found = by_accounts(
        residual(acc_bank="-70.00", acc_saver="70.00", acc_rent="5.00"), {"bank_transfers": None}, CHART
    )

    assert said(found) == {
        Class.TRANSFERS: {"acc-bank": "-70.00", "acc-saver": "70.00"},
        Class.UNEXPLAINED: {"acc-rent": "5.00"},
    }


def test_a_dataset_without_documents_in_a_month_owns_nothing_of_it() -> None:
    """Else whoever does not load everything would never hear of an error."""
    rent = residual(acc_rent="5.00")

    assert set(by_accounts(rent, {"manual_journals": None}, CHART)) == {Class.NOT_LOADED}
    assert set(by_accounts(rent, {"manual_journals": {MONTH}}, CHART)) == {Class.NOT_LOADED}
    assert set(by_accounts(rent, {"manual_journals": {"2026-09"}}, CHART)) == {Class.UNEXPLAINED}


@given(st.dictionaries(st.sampled_from(sorted(CHART.accounts)), amounts), st.frozensets(st.sampled_from(sorted(ALL))))
def test_the_classes_add_up_to_the_residual(difference: dict[str, Decimal], missing: frozenset[str]) -> None:
    """Nothing is explained twice, and nothing is lost."""
    left = {Place(account, MONTH): amount for account, amount in difference.items() if amount}

    assert added(by_accounts(left, dict.fromkeys(missing), CHART).values()) == left


def test_journals_tell_every_class_by_where_they_come_from() -> None:
    """With them the classes are exact: only what no journal and no document says is unexplained."""
    amount = Decimal(100)
    invoice = Posted("inv", MONTH, (("ar", amount), ("acc-sales", -amount)))
    journals = [
        journal(1, "ACCREC", "inv", ("ar", amount), ("acc-sales", -amount)),
        journal(2, "ACCREC", "later", ("ar", amount), ("acc-sales", -amount)),
        journal(3, "TRANSFER", "t", ("acc-bank", -amount), ("acc-saver", amount)),
        journal(4, "PAYSLIP", "p", ("acc-wages", amount), ("acc-bank", -amount)),
        journal(5, "", "", ("unrealised", amount), ("ar", -amount)),
        journal(6, "", "", ("rounding", amount), ("acc-bank", -amount)),
    ]
    moved = added({Place(account, MONTH): x} for one in journals for account, x in one.lines)
    moved = added((moved, {Place("acc-rent", MONTH): Decimal("0.05")}))

    proof = prove_books(
        "UK",
        "GBP",
        [MONTH],
        Evidence(
            moved=moved,
            documents={"invoices": posted_amounts([invoice])},
            loaded={"invoices"},
            known=ALL,
            posted=[invoice],
            journals=journals,
        ),
        CHART,
    )

    sums: dict[str, Decimal] = {}
    for row in proof.rows:
        assert row.residual == sum(row.classes.values(), Decimal(0))
        for kind, of_row in row.classes.items():
            sums[kind] = sums.get(kind, Decimal(0)) + abs(of_row)
    assert sums == {
        Class.LEFT_OUT.value: 2 * amount,
        Class.TRANSFERS.value: 2 * amount,
        Class.PAYROLL.value: 2 * amount,
        Class.UNREALISED.value: 2 * amount,
        Class.NO_SOURCE.value: 2 * amount,
        Class.UNEXPLAINED.value: Decimal("0.05"),
    }
    assert proof.flaw.endswith("0.05 GBP on 469 Rent in 2026-10")


def judged(*journals: Journal, posted: Posted, all_there: bool) -> BooksProof:
    moved = added({Place(account, MONTH): x} for one in journals for account, x in one.lines)
    evidence = Evidence(
        moved=moved,
        documents={"invoices": posted_amounts([posted])},
        loaded={"invoices", "bank_transactions"},
        known=ALL,
        posted=[posted],
        journals=journals,
        all_there=all_there,
    )
    return prove_books("UK", "GBP", [MONTH], evidence, CHART)


def test_a_document_that_only_journals_know_of_is_a_flaw_where_everything_was_pulled() -> None:
    """Else a lost document would explain itself; it is named instead, and pulled again by its month."""
    sale = (("ar", Decimal(100)), ("acc-sales", Decimal(-100)))
    invoice = Posted("inv", MONTH, sale)
    journals = (journal(1, "ACCREC", "inv", *sale), journal(2, "ACCREC", "lost", *sale))

    assert not judged(*journals, posted=invoice, all_there=False).flaw
    found = judged(*journals, posted=invoice, all_there=True)

    assert found.flaw.endswith("look at ACCREC lost was never loaded")
    assert [(one.loaded, one.amount) for one in found.suspects] == [(False, Decimal(200))]


def test_the_document_that_the_ledger_has_otherwise_is_named() -> None:
    """Two accounts differ in the trial balance; journals tell whose line it is."""
    invoice = Posted("inv", MONTH, (("ar", Decimal(100)), ("acc-sales", Decimal(-100))))
    recoded = journal(3, "ACCREC", "inv", ("ar", Decimal(100)), ("acc-rent", Decimal(-100)))

    found = judged(recoded, posted=invoice, all_there=True)

    assert found.flaw.endswith("look at ACCREC inv differs")


def test_an_edit_that_was_undone_explains_nothing_and_suspects_nobody() -> None:
    """A voided document that was never loaded has journals that come to nothing."""
    sale = (("ar", Decimal(100)), ("acc-sales", Decimal(-100)))
    invoice = Posted("inv", MONTH, sale)
    undone = tuple((account, -amount) for account, amount in sale)
    made = (
        journal(1, "ACCREC", "inv", *sale),
        journal(2, "ACCREC", "void", *sale),
        journal(3, "ACCREC", "void", *undone),
    )

    assert judged(*made, posted=invoice, all_there=True).flaw == ""


def test_a_prepayment_is_known_to_journals_by_its_own_id() -> None:
    """It is posted with the bank transaction that it is as well."""
    legs = (("acc-bank", Decimal(-50)), ("acc-rent", Decimal(50)))
    money = Posted("transaction", MONTH, legs, source="prepayment")

    found = judged(journal(1, "APPREPAYMENT", "prepayment", *legs), posted=money, all_there=True)

    assert found.rows[0].classes == {}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ACCREC", "CASHPAID", "TRANSFER", "PAYSLIP", "MANJOURNAL", "", "EXPCLAIM"]),
            st.sampled_from("abc"),
            st.sampled_from(sorted(CHART.accounts)),
            st.sampled_from(sorted(CHART.accounts)),
            amounts,
        ),
        max_size=12,
    ),
    st.dictionaries(st.sampled_from("abc"), amounts),
    st.booleans(),
)
def test_classes_by_journals_add_up_to_the_residual(
    made: list[tuple[str, str, str, str, Decimal]],
    posted: dict[str, Decimal],
    all_there: bool,  # noqa: FBT001 - drawn
) -> None:
    """Whatever the journals say: each row is what moved, and what moved is loaded or has a class."""
    documents = [Posted(id_, MONTH, (("ar", amount), ("acc-sales", -amount))) for id_, amount in posted.items()]
    journals = [
        journal(number, kind, source if kind else "", (debit, amount), (credit, -amount))
        for number, (kind, source, debit, credit, amount) in enumerate(made)
    ]
    moved = added({Place(account, MONTH): x} for one in journals for account, x in one.lines)
    evidence = Evidence(
        moved=moved,
        documents={"invoices": posted_amounts(documents)},
        loaded={"invoices"},
        known=ALL,
        posted=documents,
        journals=journals,
        all_there=all_there,
    )

    for row in prove_books("UK", "GBP", [MONTH], evidence, CHART).rows:
        assert row.residual == sum(row.classes.values(), Decimal(0))


def test_an_unexplained_amount_within_the_tolerance_is_no_flaw() -> None:
    """A firm may live with cents, if it says so."""
    evidence = Evidence(moved=residual(acc_rent="0.05"), documents={}, loaded=ALL, known=ALL)

    assert prove_books("UK", "GBP", [MONTH], evidence, CHART, Decimal("0.04")).flaw
    assert not prove_books("UK", "GBP", [MONTH], evidence, CHART, Decimal("0.05")).flaw


def test_what_is_kept_back_is_told_apart_from_what_was_loaded() -> None:
    """The books agree with the documents, the model does not hold them all, and the proof says which."""
    books = residual(acc_rent="80.00", ap="-80.00")
    evidence = Evidence(
        moved=books, documents={"bills": books}, loaded=ALL, known=ALL, kept_back=residual(acc_rent="30.00")
    )

    rent = next(row for row in prove_books("UK", "GBP", [MONTH], evidence, CHART).rows if row.account == "469 Rent")

    assert (rent.loaded, rent.classes) == (Decimal("50.00"), {Class.KEPT_BACK.value: Decimal("30.00")})


def journal(number: int, kind: str, source: str, *lines: tuple[str, Decimal]) -> Journal:
    return Journal(number, MONTH, kind, source, lines)
