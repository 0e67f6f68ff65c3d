"""What a decision of the mayor is, and what is remarked on it (CGCT art. L. 2122-22, L. 2122-23, L. 2131-1)."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Gender, Office, OfficeKind, Person
from deliberations.domain.acts import ActState, PublicFact, Signatory, Source
from deliberations.domain.delegated import (
    DecisionObstacle,
    DecisionStage,
    decision_executory_since,
    decision_number,
    masked_decision,
    obstacle_of_decision,
    proposed_delegation,
    stage_of,
)
from deliberations.domain.delegated_checks import DecisionCase, HeldSitting, check_decision
from deliberations.domain.delegated_powers import POWERS, shown_power
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import ReportedDecision, Sitting
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.decisions import report_intro, report_lines
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.money import euros, read_euros
from deliberations.richtext import without_private
from tests.deliberations.decisions.world import DECIDED, LIMIT, commune, decided, given
from tests.facts import make_council

pytestmark = pytest.mark.unit

RECEIVED = PublicFact(date(2024, 6, 21), Source.DECLARED, "préfecture")
ONLINE = PublicFact(date(2024, 6, 24), Source.MACHINE, "site Internet")
NOTIFIED = PublicFact(date(2024, 6, 22), Source.DECLARED, "notification")


def test_number_is_printed_or_built():
    assert decision_number(decided(), "DEC{year}-{sequence:02d}") == "DEC2024-01"
    assert decision_number(decided(printed_number="DEC202419"), "{sequence}") == "DEC202419"
    assert decision_number(decided(sequence=None), "{sequence}") == ""


@pytest.mark.parametrize(
    ("facts", "obstacle", "since"),
    [
        ({"is_signed": False}, DecisionObstacle.NOT_SIGNED, None),
        ({"operative": ()}, DecisionObstacle.NO_DECISION, None),
        ({"state": ActState.SUSPENDED}, DecisionObstacle.SUSPENDED, None),
        ({"state": ActState.ANNULLED}, DecisionObstacle.ANNULLED, None),
        ({"transmission": RECEIVED}, DecisionObstacle.NOT_PUBLISHED, None),
        ({"publications": (ONLINE,)}, DecisionObstacle.NOT_TRANSMITTED, None),
        ({"transmission": RECEIVED, "publications": (ONLINE,)}, None, date(2024, 6, 24)),
        ({"is_transmissible": False, "publications": (ONLINE,)}, None, date(2024, 6, 24)),
        (
            {"is_individual": True, "transmission": RECEIVED, "publications": (ONLINE,)},
            DecisionObstacle.NOT_PUBLISHED,
            None,
        ),
        (
            {"is_individual": True, "transmission": RECEIVED, "publications": (NOTIFIED,)},
            None,
            date(2024, 6, 22),
        ),
        (
            {"state": ActState.REFERRED, "transmission": RECEIVED, "publications": (ONLINE,)},
            None,
            date(2024, 6, 24),
        ),
    ],
)
def test_executory_l2131_1(facts, obstacle, since):
    decision = decided(**facts)
    assert obstacle_of_decision(commune(), decision) is obstacle
    assert decision_executory_since(commune(), decision) == since


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ({"is_signed": False}, DecisionStage.DRAFT),
        ({}, DecisionStage.SIGNED),
        ({"transmission": RECEIVED}, DecisionStage.TRANSMITTED),
        ({"publications": (ONLINE,)}, DecisionStage.MADE_KNOWN),
        ({"transmission": RECEIVED, "publications": (ONLINE,)}, DecisionStage.EXECUTORY),
        ({"state": ActState.ANNULLED}, DecisionStage.ANNULLED),
    ],
)
def test_stage(facts, stage):
    assert stage_of(commune(), decided(**facts)) is stage


def case(*, council=None, held=(), has_order=False, delegation=None, **facts) -> DecisionCase:
    delegations = (given() if delegation is None else delegation,)
    return DecisionCase(council or commune(), decided(**facts), delegations, held, has_order)


def codes(*args, **facts) -> list[str]:
    found = check_decision(case(*args, **facts))
    assert all(finding.severity is not Severity.REFUSAL for finding in found)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, []),
        ({"delegation": given(uid="autre")}, ["decision.no_delegation"]),
        ({"decided_on": date(2024, 3, 27)}, ["decision.before_delegation"]),
        ({"decided_on": date(2024, 3, 28)}, []),
        ({"delegation": given(until=date(2024, 6, 19))}, ["decision.after_delegation"]),
        ({"delegation": given(until=DECIDED)}, []),
        ({"paragraph": None}, ["decision.no_paragraph"]),
        ({"paragraph": 26}, ["decision.paragraph_outside"]),
        ({"paragraph": 32}, ["decision.paragraph_unknown", "decision.paragraph_outside"]),
        ({"paragraph": 4}, ["decision.amount_unknown"]),
        ({"paragraph": 4, "amount_cents": LIMIT}, []),
        ({"paragraph": 4, "amount_cents": LIMIT + 1}, ["decision.amount_beyond"]),
        ({"signatory": Signatory("m2")}, ["decision.signatory"]),
        ({"signatory": Signatory("m2"), "has_order": True}, []),
        (
            {"signatory": Signatory("m2"), "has_order": True, "delegation": given(allows_signature=False)},
            ["decision.signature_forbidden"],
        ),
        ({"delegation": given(allows_signature=False)}, []),
    ],
)
def test_delegation_covers_the_decision_l2122_22(facts, found):
    assert codes(**facts) == found


def test_another_mayor_needs_another_delegation():
    council = commune()
    offices = {
        "m1": (Office(OfficeKind.MAYOR, until=date(2024, 5, 31)),),
        "m2": (Office(OfficeKind.MAYOR, since=date(2024, 6, 1)),),
    }
    changed = replace(
        council,
        mandates=tuple(replace(m, offices=offices.get(m.uid, ())) for m in council.mandates),
    )
    assert codes(council=changed, signatory=Signatory("m2")) == ["decision.another_mayor"]


def test_other_bodies_have_other_texts():
    assert codes(council=commune(body_type=BodyType.EPCI), delegation=given(uid="autre")) == []


@pytest.mark.parametrize(
    ("sent_on", "found"), [(date(2024, 7, 5), []), (date(2024, 7, 6), ["decision.sent_late"])]
)
def test_individual_decision_is_sent_within_fifteen_days_l2131_2(sent_on, found):
    sent = PublicFact(sent_on, Source.DECLARED, "préfecture")
    assert codes(is_individual=True, transmission=sent) == found
    assert codes(transmission=sent) == []


BEFORE, SAME, NEXT, LATER = (
    HeldSitting("avant", date(2024, 5, 2)),
    HeldSitting("meme-jour", DECIDED),
    HeldSitting("suivante", date(2024, 6, 28)),
    HeldSitting("plus-tard", date(2024, 9, 20)),
)


@pytest.mark.parametrize(
    ("held", "reported_in", "message"),
    [
        ((BEFORE, SAME), "", ""),
        ((NEXT,), "suivante", ""),
        ((NEXT,), "", "Il n'en a pas été rendu compte à la séance du 28 juin 2024."),
        ((NEXT, LATER), "plus-tard", "Il n'en a pas été rendu compte à la séance du 28 juin 2024."),
        (
            (NEXT, LATER),
            "",
            "Il n'en a pas été rendu compte aux séances des 28 juin 2024, 20 septembre 2024.",
        ),
    ],
)
def test_reported_at_the_next_sitting_l2122_23(held, reported_in, message):
    found = check_decision(case(held=held, reported_in=reported_in))
    assert [finding.message for finding in found] == ([message] if message else [])


def test_report_in_words():
    body = BodyWords(commune())
    told = ReportedDecision("DEC2024-01", "Mise à disposition d'une salle", DECIDED)
    assert report_lines([told, ReportedDecision("DEC202419")]) == (
        "Décision n° DEC2024-01 du 20 juin 2024 : Mise à disposition d'une salle",
        "Décision n° DEC202419 : sans objet",
    )
    assert report_intro(body, 1) == (
        "En application de l'article L. 2122-23 du Code général des collectivités territoriales, le maire rend "
        "compte au conseil municipal de la décision suivante, prise par délégation :"
    )
    assert report_intro(body, 2).endswith("des décisions suivantes, prises par délégation :")


@pytest.mark.parametrize(
    ("gender", "told"), [(Gender.FEMININE, ", la maire rend"), (Gender.MASCULINE, ", le maire rend")]
)
def test_report_agrees_with_who_is_mayor(gender, told):
    council = make_council(1, people=(Person("", "Dominique", "MARTIN", gender),))
    mayor = replace(council.mandates[0], offices=(Office(OfficeKind.MAYOR),))
    council = replace(council, mandates=(mayor,))
    members = MemberWords(Record(council, Sitting("s", DECIDED)), BodyWords(council))
    assert told in report_intro(BodyWords(council), 1, members)


def test_the_delegation_that_holds_the_paragraph_is_proposed():
    first, later = given(), given(uid="b", decided_on=date(2024, 5, 1), powers=())
    assert proposed_delegation((first, later), None, DECIDED) is later
    assert proposed_delegation((first, later), 4, DECIDED) is first
    assert proposed_delegation((first, later), 4, date(2024, 1, 1)) is None


def test_nothing_private_is_left_in_the_public_copy():
    hidden = '<mark data-private="">Jeanne Untel</mark>'
    decision = decided(
        title_html=f"Concession de {hidden}", annexes=("Plan", "Acte de Jeanne Untel"), hidden_annexes=(2,)
    )
    public = masked_decision(decision, without_private)
    assert "Untel" in decision.title_html
    assert "Untel" not in repr(public)
    assert public.annexes[0] == "Plan"


@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "0 €"), (150_000, "1 500 €"), (150_050, "1 500,50 €"), (123_456_789_00, "123 456 789 €")],
)
def test_amounts_in_figures(cents, text):
    assert euros(cents) == text
    assert read_euros(text) == cents


@pytest.mark.parametrize(
    ("text", "cents"), [("", None), (" ", None), ("12.5", 1250), ("1\u202f500,05\u00a0€", 150_005)]
)
def test_amounts_typed(text, cents):
    assert read_euros(text) == cents


@pytest.mark.parametrize("text", ["-5", "1,234", "mille", "1e9", "12 € HT", "9" * 12])
def test_other_texts_are_no_amounts(text):
    with pytest.raises(ValueError, match="no amount"):
        read_euros(text)


def test_powers_are_those_of_the_article_in_order():
    assert list(POWERS) == list(range(1, 32))
    assert shown_power(4) == "4° – Marchés publics et accords-cadres"
    assert shown_power(99) == "99°"
