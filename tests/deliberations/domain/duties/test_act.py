"""Time limits of one act: executory date, control of legality, appeals and their roll-over."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber, DatedPublicationMode, PublicationMode, Territory
from deliberations.domain.acts import ActState, LegalityEvent, LegalityStep, PublicFact, Source
from deliberations.domain.duties import DutyState, duties_of_act
from deliberations.domain.findings import Override
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, ItemOutcome, Subject
from deliberations.domain.votes import Choice, Election
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

DONE, DUE, LATE, NONE = DutyState.DONE, DutyState.DUE, DutyState.LATE, DutyState.NOT_APPLICABLE


def duties(
    today, *, council=None, item=None, elections=(), held_on=date(2024, 6, 28), choice=Choice.FOR, **facts
):
    act = make_act(**facts)
    sitting = make_sitting(
        8,
        held_on=held_on,
        agenda=(make_item(**(item or {})),),
        votes=(make_vote(everyone=choice),),
        elections=elections,
        deliberations=(act,),
    )
    council = council or make_council(15, populations=(DatedNumber(1200),))
    found = duties_of_act(Record(council, sitting), act, today)
    return {duty.code.removeprefix("act."): duty for duty in found}


def overridden(code, item):
    act, other = make_act(), make_act("p2", uid="autre")
    said = Override(code, "publiée au recueil", item=item)
    sitting = make_sitting(8, items=2, deliberations=(act, other), overrides=(said,))
    record = Record(make_council(15), sitting)
    return {duty.code: duty.state for duty in duties_of_act(record, act, date(2024, 7, 1))}


def test_override_closes_one_duty_of_the_act_of_its_item():
    found = overridden("duty.act.publication", "p1")
    assert (found["act.publication"], found["act.transmission"]) == (DONE, DUE)
    assert overridden("duty.act.publication", "p2")["act.publication"] is DUE


def sent(day):
    return PublicFact(day, Source.DECLARED)


@pytest.mark.parametrize(
    ("published", "until"),
    [
        (date(2023, 12, 28), date(2024, 2, 29)),
        (date(2025, 3, 10), date(2025, 5, 12)),
        (date(2023, 12, 31), date(2024, 3, 1)),
        (date(2024, 9, 10), date(2024, 11, 12)),
    ],
    ids=["29-february", "sunday", "clamped", "11-november"],
)
def test_appeal_rolls_over_r421_1(published, until):
    found = duties(until, publications=(sent(published),))
    assert (found["appeal"].last, found["appeal"].state) == (until, DUE)
    assert duties(date(2026, 1, 1), publications=(sent(published),))["appeal"].state is DONE


@pytest.mark.parametrize(
    ("territory", "code", "published", "last", "told"),
    [
        (Territory.ALSACE_MOSELLE, "67", date(2024, 10, 25), date(2024, 12, 26), "27 décembre 2024"),
        (Territory.ALSACE_MOSELLE, "57", date(2024, 1, 28), date(2024, 3, 29), "2 avril 2024"),
        (Territory.ORDINARY, "59", date(2024, 10, 25), date(2024, 12, 26), ""),
        (Territory.OVERSEAS, "974", date(2024, 10, 19), date(2024, 12, 20), "23 décembre 2024"),
    ],
    ids=["26-december", "good-friday", "elsewhere", "20-december-in-la-reunion"],
)
def test_appeal_gives_the_earlier_date_and_tells_the_local_one(territory, code, published, last, told):
    council = make_council(15, territory=territory, department_code=code)
    duty = duties(last, council=council, publications=(sent(published),))["appeal"]
    assert duty.last == last
    assert ("jours fériés locaux" in duty.next_action) is bool(told)
    assert told in duty.next_action


@pytest.mark.parametrize(
    ("transmitted", "published", "executory"),
    [
        (date(2023, 12, 28), date(2024, 1, 2), date(2024, 1, 2)),
        (date(2024, 1, 3), date(2024, 1, 2), date(2024, 1, 3)),
        (None, date(2024, 1, 2), None),
    ],
)
def test_executory_once_both_are_done_l2131_1(transmitted, published, executory):
    found = duties(
        date(2024, 2, 1),
        held_on=date(2023, 12, 19),
        transmission=sent(transmitted) if transmitted else None,
        publications=(sent(published),),
    )
    assert found["executory"].done_on == executory
    assert found["executory"].state is (DONE if executory else DUE)


def test_executory_says_what_is_missing():
    assert duties(date(2024, 7, 1))["executory"].next_action == "Publier l'acte."
    published = duties(date(2024, 7, 1), publications=(sent(date(2024, 7, 1)),))
    assert published["executory"].next_action == "Transmettre l'acte au représentant de l'État."
    assert duties(date(2024, 7, 1), operative=())["executory"].state is NONE


@pytest.mark.parametrize(
    ("today", "state"), [(date(2024, 7, 13), DUE), (date(2024, 7, 14), LATE)], ids=["15th-day", "after"]
)
def test_individual_decision_within_fifteen_days_l2131_2(today, state):
    assert duties(today, is_individual=True)["transmission"].state is state
    assert duties(today)["transmission"].state is DUE


def test_acts_that_are_not_transmissible():
    found = duties(date(2024, 7, 1), item={"is_transmissible": False})
    assert [found[code].state for code in ("transmission", "referral", "suspension")] == [NONE] * 3


PAPERS, LETTER = LegalityStep.PAPERS_REQUESTED, LegalityStep.OBSERVATIONS
CONTROL = {
    "two-months": ((), date(2024, 9, 1)),
    "papers-sent": ((LegalityEvent(PAPERS, date(2024, 8, 1), date(2024, 8, 20)),), date(2024, 10, 20)),
    "papers-awaited": ((LegalityEvent(PAPERS, date(2024, 8, 1)),), None),
    "papers-asked-too-late": ((LegalityEvent(PAPERS, date(2024, 9, 2)),), date(2024, 9, 1)),
    "letter": ((LegalityEvent(LETTER, date(2024, 8, 1)),), date(2024, 10, 1)),
    "letter-answered": ((LegalityEvent(LETTER, date(2024, 8, 1), date(2024, 8, 31)),), date(2024, 10, 31)),
    "both": (
        (LegalityEvent(LETTER, date(2024, 9, 30)), LegalityEvent(PAPERS, date(2024, 8, 1), date(2024, 8, 5))),
        date(2024, 11, 30),
    ),
}


@pytest.mark.parametrize(("events", "last"), CONTROL.values(), ids=CONTROL)
def test_control_of_legality_l2131_6(events, last):
    found = duties(date(2024, 8, 10), transmission=sent(date(2024, 7, 1)), legality=events)
    assert (found["referral"].last, found["referral"].state) == (last, DUE)


def test_control_of_legality_is_over_or_used():
    known = {"transmission": sent(date(2024, 7, 1))}
    assert duties(date(2024, 9, 1), **known)["referral"].state is DUE
    assert duties(date(2024, 9, 2), **known)["referral"].state is DONE
    referred = LegalityEvent(LegalityStep.REFERRAL, date(2024, 8, 1))
    duty = duties(date(2024, 8, 2), legality=(referred,), state=ActState.REFERRED, **known)["referral"]
    assert (duty.done_on, duty.next_action) == (date(2024, 8, 1), "L'acte est déféré au tribunal.")
    assert duties(date(2024, 7, 5), **known)["suspension"].last == date(2024, 7, 11)


def test_election_of_the_mayor_has_its_own_appeals_l2122_13():
    found = duties(
        date(2026, 3, 25),
        held_on=date(2026, 3, 20),
        item={"kind": ItemKind.ELECTION},
        elections=(Election("e", "p1", "maire"),),
        transmission=sent(date(2026, 3, 23)),
        publications=(sent(date(2026, 3, 21)),),
    )
    assert [found[code].state for code in ("appeal", "referral", "suspension", "withdrawal")] == [NONE] * 4
    assert (found["election_appeal"].last, found["election_appeal"].state) == (date(2026, 3, 26), DUE)
    assert found["election_referral"].last == date(2026, 4, 7)
    assert found["election_referral"].is_window
    assert duties(date(2026, 3, 25))["election_appeal"].state is NONE


def test_prefect_has_no_running_time_before_he_receives_the_election():
    elected = {"item": {"kind": ItemKind.ELECTION}, "elections": (Election("e", "p1", "maire"),)}
    duty = duties(date(2026, 11, 25), held_on=date(2026, 3, 20), **elected)["election_referral"]
    assert (duty.first, duty.last, duty.state, duty.is_window) == (None, None, DUE, False)
    assert duty.next_action == "Transmettre le procès-verbal ; les quinze jours partiront de sa réception."


@pytest.mark.parametrize(
    ("financial_year", "last"),
    [(2024, date(2024, 4, 30)), (2025, date(2025, 4, 30)), (2020, date(2020, 5, 15))],
)
def test_budget_sent_fifteen_days_after_its_deadline_l1612_8(financial_year, last):
    elected = tuple(replace(m, since=date(2020, 5, 24)) for m in make_council(15).mandates)
    council = make_council(15, mandates=elected)
    item = {"subject": Subject.BUDGET, "financial_year": financial_year}
    assert duties(date(2024, 7, 1), council=council, item=item)["budget_sent"].last == last
    assert duties(date(2024, 7, 1))["budget_sent"].state is NONE


def test_online_two_months_r2131_1():
    found = duties(date(2024, 8, 31), publications=(sent(date(2024, 6, 30)),))
    assert (found["online"].last, found["online"].state) == (date(2024, 8, 30), DONE)
    assert "online" not in duties(date(2024, 7, 1), council=make_council(15, body_type=BodyType.CCAS))


def test_withdrawal_within_four_months_clamped():
    assert duties(date(2024, 7, 1), held_on=date(2023, 10, 31))["withdrawal"].last == date(2024, 2, 29)


def test_other_elections_have_no_appeal_established_here():
    found = duties(
        date(2024, 7, 1),
        item={"kind": ItemKind.ELECTION},
        elections=(Election("e", "p1", "Membres de la commission d'appel d'offres"),),
        publications=(sent(date(2024, 6, 30)),),
    )
    assert (found["appeal"].state, found["appeal"].next_action) == (NONE, "Délai de recours non établi ici.")
    assert (found["election_appeal"].state, found["withdrawal"].state) == (NONE, NONE)


def test_individual_decision_runs_from_its_notification():
    online, notified = sent(date(2024, 7, 2)), PublicFact(date(2024, 7, 20), Source.DECLARED, "notification")
    facts = {"is_individual": True, "transmission": sent(date(2024, 7, 1))}
    found = duties(date(2024, 7, 21), publications=(online, notified), **facts)
    assert found["executory"].done_on == found["publication"].done_on == date(2024, 7, 20)
    assert (found["appeal"].first, found["appeal"].last) == (date(2024, 7, 20), date(2024, 9, 23))
    assert "que si la notification le mentionne" in found["appeal"].next_action
    assert found["online"].state is NONE
    waiting = duties(date(2024, 7, 21), **facts)
    codes = ("publication", "executory", "appeal")
    assert all(waiting[c].next_action.startswith("Notifier la décision à l'intéressé.") for c in codes)


def test_social_board_publishes_as_it_chose_and_never_personal_aid():
    council = make_council(15, body_type=BodyType.CCAS)
    found = duties(date(2024, 7, 1), council=council)
    for code in ("publication", "executory", "appeal"):
        assert "selon le mode que l'établissement a choisi" in found[code].next_action
        assert "une aide personnelle n'est jamais publiée" in found[code].next_action


def test_posted_act_of_a_large_commune_does_not_open_the_appeal():
    large = make_council(15, populations=(DatedNumber(9000),))
    posted = PublicFact(date(2024, 7, 1), Source.DECLARED, "affichage")
    online = PublicFact(date(2024, 7, 15), Source.DECLARED, "site Internet")
    known = {"council": large, "transmission": sent(date(2024, 7, 1))}
    both = duties(date(2024, 7, 16), publications=(posted, online), **known)
    assert both["executory"].done_on == both["appeal"].first == both["online"].first == date(2024, 7, 15)
    assert duties(date(2024, 7, 16), publications=(posted,), **known)["appeal"].last is None


def test_online_two_months_only_where_publication_is_online():
    modes = (DatedPublicationMode(PublicationMode.POSTING, date(2022, 7, 1), "2022-3"),)
    council = make_council(15, populations=(DatedNumber(900),), publication_modes=modes)
    posted = PublicFact(date(2024, 7, 1), Source.DECLARED, "affichage")
    assert duties(date(2024, 7, 2), council=council, publications=(posted,))["online"].state is NONE
    assert duties(date(2024, 7, 2), council=council)["online"].state is NONE


@pytest.mark.parametrize("outcome", [ItemOutcome.ADJOURNED, ItemOutcome.WITHDRAWN])
def test_item_that_was_not_examined_asks_for_nothing(outcome):
    found = duties(date(2024, 7, 1), item={"outcome": outcome})
    assert {duty.state for duty in found.values()} == {NONE}
    assert found["transmission"].next_action == "Le point n'a pas été examiné : rien à exécuter."


def test_annulled_act_asks_for_nothing_more():
    found = duties(date(2024, 7, 2), transmission=sent(date(2024, 7, 1)), state=ActState.ANNULLED)
    assert (found["transmission"].state, found["publication"].state, found["withdrawal"].state) == (
        DONE,
        NONE,
        NONE,
    )
    assert found["publication"].next_action == "L'acte est annulé par le tribunal."


def test_suspended_act_is_not_said_to_be_referred_by_the_prefect():
    found = duties(date(2024, 7, 2), transmission=sent(date(2024, 7, 1)), state=ActState.SUSPENDED)
    assert (found["referral"].state, "déféré au tribunal" in found["referral"].next_action) == (DUE, False)


def test_rejected_proposal_has_nothing_to_execute_5_1():
    told = "Un rejet n'a rien à exécuter ; à la collectivité de décider s'il est transmis."
    found = duties(date(2024, 7, 1), choice=Choice.AGAINST)
    for code in ("transmission", "publication", "executory", "withdrawal", "online"):
        assert (found[code].state, found[code].next_action) == (NONE, told)
    sent_all_the_same = duties(
        date(2024, 7, 2),
        choice=Choice.AGAINST,
        transmission=sent(date(2024, 7, 1)),
        publications=(sent(date(2024, 7, 1)),),
    )
    assert [sent_all_the_same[code].state for code in ("executory", "withdrawal", "appeal")] == [
        NONE,
        NONE,
        DUE,
    ]


def test_letter_of_observations_says_that_its_date_is_not_established():
    letter = (LegalityEvent(LETTER, date(2024, 8, 1)),)
    found = duties(date(2024, 8, 10), transmission=sent(date(2024, 7, 1)), legality=letter)
    assert found["referral"].next_action.endswith("n'est pas établi.")


def test_appeal_tells_how_and_who_has_longer():
    told = duties(date(2024, 7, 1), publications=(sent(date(2024, 7, 1)),))["appeal"].next_action
    assert "peut être formé par Télérecours citoyens" in told
    assert "Un mois de plus pour qui demeure outre-mer, deux à l'étranger." in told


@pytest.mark.parametrize("year", [99999, 1789, 2200])
def test_impossible_financial_year_is_said_and_nothing_breaks(year):
    duty = duties(date(2024, 7, 1), item={"subject": Subject.BUDGET, "financial_year": year})["budget_sent"]
    assert (duty.state, duty.next_action) == (NONE, "Exercice impossible : corriger l'année du budget.")


def test_referral_begins_with_the_transmission_even_when_it_is_stopped_or_over_l2131_6():
    received = sent(date(2024, 7, 1))
    asked = LegalityEvent(LegalityStep.PAPERS_REQUESTED, date(2024, 7, 10))
    referred = LegalityEvent(LegalityStep.REFERRAL, date(2024, 8, 1))
    waiting = duties(date(2024, 9, 30), transmission=received, legality=(asked,))["referral"]
    over = duties(date(2024, 9, 30), transmission=received, legality=(referred,))["referral"]
    assert (waiting.first, waiting.last, waiting.state) == (date(2024, 7, 1), None, DUE)
    assert (over.first, over.done_on) == (date(2024, 7, 1), date(2024, 8, 1))


def test_rejected_proposal_is_one_of_its_own_act_not_of_another_election():
    """A vote on the form was lost, and the election held: the act is that of the election."""
    election = Election("e", "p1", "Délégués", is_unopposed=True)
    found = duties(date(2024, 7, 1), choice=Choice.AGAINST, elections=(election,))
    assert found["executory"].state is DUE
    assert duties(date(2024, 7, 1), choice=Choice.AGAINST)["executory"].state is NONE


def test_election_of_the_mayor_and_the_deputies_by_one_act_has_the_appeal_of_both_l2122_13():
    elections = (Election("e1", "p1", "Maire"), Election("e2", "p1", "Adjoints"))
    item = {"kind": ItemKind.ELECTION, "title_html": "Élection du maire et des adjoints"}
    found = duties(date(2024, 6, 28), item=item, elections=elections)
    assert (found["election_appeal"].last, found["appeal"].state) == (date(2024, 7, 4), NONE)
