"""What becomes of an act enters the proof register: withdrawn by another, referred, suspended, annulled."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from deliberations import models
from deliberations.domain.acts import ActLink, ActState, LegalityStep
from deliberations.models import Deliberation, Link, ProofEntry, ProofFact
from deliberations.queries.append_only import drop_triggers, ensure_triggers
from deliberations.queries.evidence import proofs_of
from deliberations.services.proof import resuming
from deliberations.services.proof_checking import check_register
from deliberations.services.proof_followed import adopt, prove_removals
from tests.builders import make_publication, store_act
from tests.support.proofs import forget_proofs

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOW = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)


@pytest.fixture
def act() -> Deliberation:
    return store_act()


@pytest.fixture
def later(act: Deliberation) -> Deliberation:
    """Another act of the same sitting."""
    return Deliberation.objects.create(
        council=act.council,
        sitting=act.sitting,
        item=act.item,
        uid="a9",
        printed_number="2024-9",
        slug="2024-9",
    )


def told() -> list[tuple[str, str]]:
    facts = ProofFact.objects.select_related("entry").order_by("entry__seq")
    return [(fact.entry.kind, fact.subject) for fact in facts]


def codes(act: Deliberation) -> set[str]:
    return {fault.code for fault in check_register(act.council).faults} - {"triggers", "file"}


def withdraw(act: Deliberation, later: Deliberation, kind: ActLink = ActLink.WITHDRAWS) -> Link:
    return Link.objects.create(deliberation=later, kind=kind, number=act.number, adopted_on=date(2024, 6, 28))


@pytest.mark.parametrize("kind", [ActLink.WITHDRAWS, ActLink.REPLACES])
def test_act_is_withdrawn_the_day_the_later_one_is_public(act, later, kind: ActLink) -> None:
    withdraw(act, later, kind)
    assert told() == []
    make_publication(later)
    make_publication(later)
    assert told() == [("PUBLISHED", "a9"), ("REPEALED", act.uid), ("PUBLISHED", "a9")]
    fact = ProofFact.objects.get(entry__kind="REPEALED")
    assert fact.told == {
        "table": "deliberations.link",
        "by_act": "a9",
        "act": act.uid,
        "kind": kind.value,
        "number": act.number,
        "adopted_on": "2024-06-28",
    }
    assert codes(act) == set()
    words = "Retirée par" if kind is ActLink.WITHDRAWS else "Remplacée par"
    assert any(proof.label == f"{words} la délibération n° 2024-9" for proof in proofs_of(act))


def test_link_added_to_an_act_already_public_enters_at_once(act, later) -> None:
    make_publication(later)
    link = withdraw(act, later)
    assert told()[-1] == ("REPEALED", act.uid)
    link.delete()
    assert told()[-1] == ("REMOVED", act.uid)
    assert codes(act) == set()


def test_amending_ends_nothing_and_an_older_act_is_told_by_its_number(act, later) -> None:
    Link.objects.create(deliberation=later, kind=ActLink.AMENDS, number=act.number)
    Link.objects.create(deliberation=later, kind=ActLink.WITHDRAWS, number="1998-3")
    make_publication(later)
    assert told() == [("PUBLISHED", "a9"), ("REPEALED", "a9")]
    assert ProofFact.objects.latest("pk").told["act"] is None


def test_decision_withdrawn_by_another_is_told() -> None:
    council = store_act().council
    one, other = (
        models.MayorDecision.objects.create(council=council, uid=uid, printed_number=uid, slug=uid)
        for uid in ("dec-1", "dec-2")
    )
    models.DecisionLink.objects.create(decision=other, kind=ActLink.WITHDRAWS, number="dec-1")
    models.DecisionPublication.objects.create(decision=other, effective_on=NOW.date(), channel="affichage")
    assert told() == [("PUBLISHED", "dec-2"), ("REPEALED", one.uid)]
    assert check_register(council).faults == []


def test_letters_of_the_prefect_enter(act) -> None:
    event = models.LegalityEvent.objects.create(
        deliberation=act, step=LegalityStep.REFERRAL, received_on=date(2024, 8, 1)
    )
    assert told() == [("LEGALITY", act.uid)]
    event.answered_on = date(2024, 8, 20)
    event.save()
    assert codes(act) == set()
    event.received_on = date(2024, 9, 1)
    event.save()
    assert codes(act) == {"row"}


def test_state_enters_each_time_it_changes(act) -> None:
    for state in (ActState.REFERRED, ActState.SUSPENDED, ActState.SUSPENDED, ActState.IN_FORCE):
        act.state = state
        act.save()
    facts = ProofFact.objects.filter(entry__kind="WITHDRAWN").order_by("pk")
    assert [fact.told["state"] for fact in facts] == ["REFERRED", "SUSPENDED", "IN_FORCE"]
    assert codes(act) == set()
    labels = [proof.label for proof in proofs_of(act) if proof.kind == "Contrôle de légalité"]
    assert labels == ["Déférée au tribunal", "Suspendue", "En vigueur"]


def test_act_that_comes_annulled_is_resumed(act) -> None:
    with resuming():
        Deliberation.objects.create(
            council=act.council, sitting=act.sitting, item=act.item, uid="a7", state=ActState.ANNULLED
        )
    assert told() == [("RESUMED", "a7")]
    Deliberation.objects.get(uid="a7").delete()
    assert codes(act) == {"gone"}
    assert prove_removals(act.council, at=NOW) == 1
    assert codes(act) == set()


def test_what_was_there_before_is_adopted_once(act, later) -> None:
    withdraw(act, later)
    make_publication(later)
    models.LegalityEvent.objects.create(
        deliberation=act, step=LegalityStep.REFERRAL, received_on=date(2024, 8, 1)
    )
    act.state = ActState.ANNULLED
    act.save()
    forget_proofs()
    assert codes(act) == {"unproved"}
    assert adopt(act.council, at=NOW) == 4
    assert adopt(act.council, at=NOW) == 0
    assert codes(act) == set()
    assert {kind for kind, _ in told()} == {"ADOPTED"}


# --- behind its back


def sql(statement: str, *values: object) -> None:
    drop_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    ensure_triggers("default")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE deliberations_deliberation SET state = 'IN_FORCE'", "state"),
        ("UPDATE deliberations_deliberation SET state = 'ANNULLED' WHERE uid = 'a9'", "unproved"),
        ("DELETE FROM deliberations_link", "gone"),
        ("UPDATE deliberations_link SET number = '2024-8'", "row"),
        ("UPDATE deliberations_link SET kind = 'AMENDS'", "row"),
        ("UPDATE deliberations_prooffact SET subject = 'other' WHERE subject = 'a9'", "row"),
    ],
)
def test_end_of_an_act_changed_in_the_database_is_found(act, later, statement: str, code: str) -> None:
    withdraw(act, later)
    make_publication(later)
    act.state = ActState.SUSPENDED
    act.save()
    assert codes(act) == set()
    sql(statement)
    assert code in codes(act)


def test_link_put_in_the_database_is_found(act, later) -> None:
    make_publication(later)
    Link.objects.bulk_create([Link(deliberation=later, kind=ActLink.WITHDRAWS, number=act.number)])
    assert codes(act) == {"unproved"}
    assert ProofEntry.objects.count() == 1
