"""Duties of a sitting: their last day, their state on each side of it, whom they concern."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from councils.domain.bodies import BodyType, DatedNumber, Territory
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.duties import DutyState, duties_of_sitting
from deliberations.domain.findings import Override
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty
from deliberations.domain.sittings import (
    Channel,
    Convocation,
    Dispatch,
    ItemKind,
    ItemOutcome,
    Origin,
    PaperPublication,
    Requester,
    SittingPaper,
    Subject,
)
from deliberations.domain.votes import Election
from tests.facts import HELD_ON as HELD
from tests.facts import make_council, make_item, make_sitting

pytestmark = pytest.mark.unit

DONE, DUE, LATE, NONE = DutyState.DONE, DutyState.DUE, DutyState.LATE, DutyState.NOT_APPLICABLE
SMALL, LARGE = (DatedNumber(1200),), (DatedNumber(3500),)


def duties(today, *, council=None, others=(), **facts):
    record = Record(council or make_council(15, populations=SMALL), make_sitting(8, **facts))
    return {duty.code.removeprefix("sitting."): duty for duty in duties_of_sitting(record, today, others)}


def on_paper(paper, day):
    return PaperPublication(paper, PublicFact(day, Source.DECLARED))


@pytest.mark.parametrize(
    ("held_on", "inhabitants", "latest"),
    [
        (date(2024, 1, 15), SMALL, date(2024, 1, 11)),
        (date(2024, 3, 28), LARGE, date(2024, 3, 22)),
        (date(2023, 12, 26), SMALL, date(2023, 12, 22)),
        (date(2024, 3, 1), SMALL, date(2024, 2, 26)),
        (date(2024, 1, 2), LARGE, date(2023, 12, 27)),
    ],
    ids=["law-9-three", "law-9-five", "weekend-and-christmas", "29-february", "31-december"],
)
def test_dispatch_last_day_never_rolls_over_l2121_11(held_on, inhabitants, latest):
    council = make_council(15, populations=inhabitants)
    sent = Convocation(latest)
    duty = duties(held_on, council=council, held_on=held_on, convocation=sent)["dispatch"]
    assert (duty.last, duty.state, duty.was_late) == (latest, DONE, False)
    late = Convocation(latest + timedelta(days=1))
    assert duties(held_on, council=council, held_on=held_on, convocation=late)["dispatch"].was_late


@pytest.mark.parametrize(
    ("today", "state"), [(date(2024, 6, 24), DUE), (date(2024, 6, 25), LATE)], ids=["last-day", "day-after"]
)
def test_dispatch_not_sent(today, state):
    duty = duties(today, convocation=Convocation())["dispatch"]
    assert (duty.last, duty.state) == (date(2024, 6, 24), state)
    assert duty.next_action == "Envoyer la convocation à tous les membres au plus tard le 24 juin 2024."


def test_dispatch_in_urgency_leaves_one_clear_day():
    assert duties(date(2024, 6, 1), convocation=Convocation(is_urgent=True))["dispatch"].last == date(
        2024, 6, 26
    )


def test_dispatch_at_midnight_is_read_in_the_council_zone():
    late = Dispatch("m3", Channel.ELECTRONIC, datetime(2024, 6, 24, 22, 30, tzinfo=UTC))
    duty = duties(date(2024, 6, 28), convocation=Convocation(dispatches=(late,)))["dispatch"]
    assert (duty.done_on, duty.was_late) == (date(2024, 6, 25), True)


@pytest.mark.parametrize(
    ("facts", "code", "latest"),
    [
        ({"body_type": BodyType.CCAS}, "dispatch_social_board", date(2024, 6, 25)),
        ({"territory": Territory.ALSACE_MOSELLE}, "dispatch_local_law", date(2024, 6, 25)),
        ({"body_type": BodyType.EPCI}, "dispatch", date(2024, 6, 22)),
    ],
)
def test_dispatch_of_other_bodies(facts, code, latest):
    council = make_council(15, populations=SMALL, **facts)
    assert duties(date(2024, 6, 1), council=council, convocation=Convocation())[code].last == latest


def test_duties_of_other_bodies_are_left_out():
    codes = set(duties(date(2024, 6, 1), council=make_council(15, body_type=BodyType.CCAS)))
    assert codes == {"dispatch_social_board", "second_call_social_board"}
    assert "dispatch_local_law" not in duties(date(2024, 6, 1))
    assert duties(date(2024, 6, 1), council=make_council(15, body_type=BodyType.OTHER)) == {}


def test_local_law_has_no_settled_minutes():
    council = make_council(15, territory=Territory.ALSACE_MOSELLE)
    assert duties(date(2024, 6, 1), council=council)["minutes_settled"].state is NONE


@pytest.mark.parametrize(
    ("inhabitants", "notes", "state", "action"),
    [
        (SMALL, "", NONE, "Commune de moins de 3 500 habitants."),
        ((), "", NONE, "Population inconnue : l'enregistrer pour savoir si cette obligation existe."),
        (LARGE, "", LATE, "Joindre à la convocation une note de synthèse sur chaque délibération."),
        (LARGE, "<p>Note</p>", DONE, ""),
    ],
)
def test_notes_l2121_12(inhabitants, notes, state, action):
    council = make_council(15, populations=inhabitants)
    agenda = (make_item(note_html=notes),)
    duty = duties(date(2024, 6, 28), council=council, agenda=agenda)["notes"]
    assert (duty.state, duty.next_action) == (state, action)


@pytest.mark.parametrize(
    ("today", "posted", "state", "was_late"),
    [
        (date(2023, 12, 26), None, DUE, False),
        (date(2023, 12, 27), None, LATE, False),
        (date(2024, 1, 10), date(2023, 12, 26), DONE, False),
        (date(2024, 1, 10), date(2023, 12, 27), DONE, True),
    ],
)
def test_decision_list_within_a_week_l2121_25(today, posted, state, was_late):
    publications = (on_paper(SittingPaper.DECISION_LIST, posted),) if posted else ()
    duty = duties(today, held_on=date(2023, 12, 19), publications=publications)["decision_list"]
    assert (duty.last, duty.state, duty.was_late) == (date(2023, 12, 26), state, was_late)


@pytest.mark.parametrize(
    ("held_on", "state"), [(date(2022, 6, 30), NONE), (date(2022, 7, 1), LATE)], ids=["before", "reform"]
)
def test_decision_list_since_the_reform(held_on, state):
    assert duties(date(2024, 1, 1), held_on=held_on)["decision_list"].state is state


def test_old_paper_is_not_accused():
    duty = duties(date(2025, 1, 1), origin=Origin.RECORDED)["decision_list"]
    assert duty.next_action.startswith("Non enregistré : afficher la liste")
    again = duties(date(2025, 1, 1), origin=Origin.RECORDED, movements=make_sitting(7).movements)[
        "second_call"
    ]
    assert again.next_action.startswith("Non enregistré : convoquer à nouveau, sur le même ordre du jour")


def test_minutes_are_settled_at_the_next_sitting_then_published_within_a_week_l2121_15():
    following = make_sitting(uid="suivante", held_on=date(2024, 9, 20))
    found = duties(date(2024, 9, 20), others=(following,))
    assert (found["minutes_settled"].last, found["minutes_settled"].state) == (date(2024, 9, 20), DUE)
    assert (found["minutes_published"].last, found["minutes_published"].state) == (None, DUE)
    found = duties(date(2024, 9, 28), others=(following,), minutes_settled_in="suivante")
    assert (found["minutes_settled"].done_on, found["minutes_settled"].state) == (date(2024, 9, 20), DONE)
    assert (found["minutes_published"].last, found["minutes_published"].state) == (date(2024, 9, 27), LATE)


def test_papers_go_to_the_councillors_of_members_within_a_month_l5211_40_2():
    council = make_council(15, body_type=BodyType.EPCI)
    found = duties(date(2024, 2, 29), council=council, held_on=date(2024, 1, 31))
    assert found["list_to_members"].last == date(2024, 2, 29)
    sent = Override("duty.sitting.list_to_members", "envoyée", at=datetime(2024, 2, 10, tzinfo=UTC))
    done = duties(date(2024, 3, 31), council=council, overrides=(sent,))["list_to_members"]
    assert (done.state, done.done_on, done.next_action) == (DONE, date(2024, 2, 10), "envoyée")


@pytest.mark.parametrize(
    ("requested", "held_on", "state", "was_late"),
    [
        (Requester.NOBODY, date(2024, 6, 28), NONE, False),
        (Requester.PREFECT, date(2024, 6, 28), DONE, False),
        (Requester.MEMBERS, date(2024, 7, 2), DONE, True),
    ],
)
def test_request_within_thirty_days_l2121_9(requested, held_on, state, was_late):
    asked = Convocation(date(2024, 6, 1), requested_by=requested, requested_on=date(2024, 6, 1))
    duty = duties(date(2024, 7, 10), held_on=held_on, convocation=asked)["requested"]
    assert (duty.state, duty.was_late) == (state, was_late)


def test_second_call_four_days_later_at_the_earliest_l2121_17():
    short = {"movements": make_sitting(7).movements}
    duty = duties(date(2024, 6, 28), **short)["second_call"]
    assert (duty.first, duty.state) == (date(2024, 7, 2), DUE)
    again = make_sitting(uid="b", held_on=date(2024, 7, 4), convocation=Convocation(second_of="seance"))
    assert duties(date(2024, 7, 4), others=(again,), **short)["second_call"].done_on == date(2024, 7, 4)
    assert duties(date(2024, 6, 28))["second_call"].state is NONE


@pytest.mark.parametrize(
    ("held_on", "monday"),
    [
        (date(2026, 3, 20), date(2026, 3, 23)),
        (date(2026, 3, 22), date(2026, 3, 23)),
        (date(2026, 3, 23), date(2026, 3, 30)),
    ],
    ids=["friday", "sunday", "monday"],
)
def test_table_of_the_council_on_the_monday_after_r2121_2(held_on, monday):
    election = Election("e", "p1", "maire")
    found = duties(
        held_on, held_on=held_on, agenda=(make_item(kind=ItemKind.ELECTION),), elections=(election,)
    )
    assert (found["table_sent"].last, found["election_posted"].last) == (monday, held_on + timedelta(days=1))
    assert duties(held_on)["table_sent"].state is NONE


def test_override_without_reason_closes_nothing():
    empty = Override("duty.sitting.decision_list", " ")
    assert duties(date(2025, 1, 1), overrides=(empty,))["decision_list"].state is LATE
    said = replace(empty, reason="affichée, date oubliée")
    duty = duties(date(2025, 1, 1), overrides=(said,))["decision_list"]
    assert (duty.state, duty.done_on, duty.was_late) == (DONE, None, False)


@pytest.mark.parametrize(
    ("today", "state", "done_on"),
    [
        (date(2024, 3, 31), DUE, None),
        (date(2024, 4, 1), LATE, None),
        (date(2024, 4, 20), DONE, date(2024, 4, 20)),
    ],
    ids=["30th-day", "31st-day", "held"],
)
def test_request_is_done_on_the_day_the_sitting_is_held_l2121_9(today, state, done_on):
    asked = Convocation(requested_by=Requester.PREFECT, requested_on=date(2024, 3, 1))
    duty = duties(today, held_on=date(2024, 4, 20), convocation=asked)["requested"]
    assert (duty.state, duty.done_on, duty.was_late) == (state, done_on, done_on is not None)


@pytest.mark.parametrize(
    ("body", "latest"),
    [(BodyType.COMMUNE, date(2024, 6, 27)), (BodyType.CCAS, date(2024, 6, 25))],
)
def test_urgency_of_the_local_law_is_for_communes_only(body, latest):
    council = make_council(15, body_type=body, territory=Territory.ALSACE_MOSELLE)
    found = duties(date(2024, 6, 1), council=council, convocation=Convocation(is_urgent=True))
    duty = found["dispatch_local_law" if body is BodyType.COMMUNE else "dispatch_social_board"]
    assert duty.last == latest


@pytest.mark.parametrize(
    ("council", "code", "article"),
    [
        ({}, "decision_list", "CGCT art. L. 2121-25"),
        ({}, "dispatch", "CGCT art. L. 2121-11"),
        ({"body_type": BodyType.EPCI}, "dispatch", "CGCT art. L. 5211-1 et L. 2121-12"),
        ({"body_type": BodyType.EPCI}, "notes", "CGCT art. L. 5211-1 et L. 2121-12"),
        ({"body_type": BodyType.EPCI}, "decision_list", "CGCT art. L. 5211-1 et L. 2121-25"),
        ({"body_type": BodyType.CLOSED_SYNDICATE}, "minutes_settled", "CGCT art. L. 5211-1 et L. 2121-15"),
        ({"body_type": BodyType.EPCI}, "list_to_members", "CGCT art. L. 5211-40-2"),
        ({"body_type": BodyType.CCAS}, "second_call_social_board", "CASF art. R. 123-17"),
    ],
)
def test_duty_cites_the_article_of_the_body(council, code, article):
    council = make_council(15, **{"populations": SMALL, **council})
    assert duties(date(2024, 6, 1), council=council)[code].article == article


def test_dispatch_cites_the_article_of_a_second_call_and_of_an_installation():
    large = make_council(15, populations=LARGE)
    second = Convocation(date(2024, 6, 20), second_of="avant")
    assert (
        duties(HELD, council=large, convocation=second)["dispatch"].article == "CGCT art. L. 2121-17, al. 2"
    )
    first = (make_item(subject=Subject.INSTALLATION),)
    assert duties(HELD, council=large, agenda=first)["dispatch"].article == "CGCT art. L. 2121-7"


def test_minutes_settled_in_an_unknown_sitting_are_not_settled_l2121_15():
    following = make_sitting(uid="suivante", held_on=date(2024, 9, 20))
    duty = duties(date(2024, 9, 21), others=(following,), minutes_settled_in="zzz")["minutes_settled"]
    assert (duty.state, duty.done_on) == (LATE, None)
    assert duty.next_action.startswith(
        "La séance qui a arrêté le procès-verbal n'est pas une séance suivante connue"
    )


def test_minutes_settled_in_an_earlier_sitting_are_not_settled():
    earlier = make_sitting(uid="avant", held_on=date(2024, 3, 1))
    duty = duties(date(2024, 9, 21), others=(earlier,), minutes_settled_in="avant")["minutes_settled"]
    assert (duty.state, duty.done_on) == (DUE, None)


@pytest.mark.parametrize(
    ("channels", "told"),
    [
        (
            ("affichage",),
            "Seul l'affichage est enregistré : mettre aussi la liste en ligne, si la commune a un site.",
        ),
        (("site Internet",), "Seule la mise en ligne est enregistrée : afficher aussi la liste."),
        (("affichage", "site Internet"), ""),
        (("affichage et mise en ligne",), ""),
    ],
)
def test_decision_list_is_posted_and_put_online_l2121_25(channels, told):
    facts = (PublicFact(date(2024, 7, 1), Source.DECLARED, channel) for channel in channels)
    published = tuple(PaperPublication(SittingPaper.DECISION_LIST, fact) for fact in facts)
    duty = duties(date(2024, 7, 30), publications=published)["decision_list"]
    assert (duty.state, duty.done_on, duty.next_action) == (DONE, date(2024, 7, 1), told)


@pytest.mark.parametrize(
    ("day", "told"),
    [(2, "5 juillet 2024."), (3, " Il reste 2 jours."), (4, " Il reste 1 jour."), (5, " Dernier jour.")],
)
def test_decision_list_says_how_long_remains_from_day_five(day, told):
    assert duties(date(2024, 7, day))["decision_list"].next_action.endswith(told)


def test_decision_list_names_the_body():
    council = make_council(15, body_type=BodyType.CLOSED_SYNDICATE)
    assert "si le syndicat a un site" in duties(HELD, council=council)["decision_list"].next_action


def test_papers_of_a_syndicate_go_to_the_members_by_general_knowledge():
    council = make_council(15, body_type=BodyType.CLOSED_SYNDICATE)
    found = duties(HELD, council=council)
    for code in ("list_to_members", "minutes_to_members"):
        assert found[code].certainty is Certainty.COMMON_KNOWLEDGE
    epci = duties(HELD, council=make_council(15, body_type=BodyType.EPCI))
    assert epci["list_to_members"].certainty is Certainty.ESTABLISHED


def test_second_call_of_a_social_board_r123_17():
    council = make_council(15, body_type=BodyType.CCAS)
    duty = duties(HELD, council=council, movements=make_sitting(7).movements)["second_call_social_board"]
    assert (duty.state, "le quorum ne sera plus exigé" in duty.next_action) == (DUE, True)
    assert duties(HELD, council=council)["second_call_social_board"].state is NONE


@pytest.mark.parametrize(
    ("item", "state"),
    [
        ({"kind": ItemKind.INFORMATION}, NONE),
        ({"kind": ItemKind.QUESTION}, NONE),
        ({"outcome": ItemOutcome.WITHDRAWN}, NONE),
        ({"outcome": ItemOutcome.ADJOURNED}, DUE),
    ],
)
def test_second_call_is_for_what_was_to_be_deliberated(item, state):
    short = {"movements": make_sitting(7).movements, "agenda": (make_item(**item),)}
    assert duties(HELD, **short)["second_call"].state is state


def test_what_an_old_paper_does_not_tell_is_unknown_not_late():
    large = make_council(15, populations=LARGE)
    found = duties(date(2025, 1, 1), council=large, origin=Origin.RECORDED, convocation=Convocation())
    assert (found["dispatch"].state, found["notes"].state) == (NONE, NONE)
    assert found["dispatch"].next_action == "Date d'envoi non relevée sur cet acte ancien."


def test_notes_are_not_asked_of_a_commune_that_has_just_crossed_3500():
    crossed = (DatedNumber(3400), DatedNumber(3600, date(2024, 1, 1)))
    council = make_council(15, populations=crossed)
    dated = replace(council, mandates=tuple(replace(m, since=date(2020, 5, 24)) for m in council.mandates))
    duty = duties(date(2024, 7, 1), council=dated)["notes"]
    assert (duty.state, "franchi en cours de mandat" in duty.next_action) == (NONE, True)


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Paris", date(2024, 7, 2)), ("America/Martinique", date(2024, 7, 1))]
)
def test_override_is_dated_in_the_council_zone(zone, day):
    council = make_council(15, populations=SMALL, time_zone=zone)
    said = Override("duty.sitting.decision_list", "affichée", at=datetime(2024, 7, 1, 22, 30, tzinfo=UTC))
    assert duties(date(2024, 7, 3), council=council, overrides=(said,))["decision_list"].done_on == day


def test_minutes_are_settled_on_the_very_day_of_the_next_sitting_l2121_15():
    following = make_sitting(8, held_on=date(2024, 9, 20), uid="suivante")
    duty = duties(date(2024, 9, 1), others=(following,))["minutes_settled"]
    assert (duty.first, duty.last) == (date(2024, 9, 20), date(2024, 9, 20))


def test_minutes_settled_nowhere_known_say_so_and_only_then():
    told = duties(date(2024, 9, 1), minutes_settled_in="perdue")["minutes_settled"].next_action
    assert told.startswith("La séance qui a arrêté le procès-verbal n'est pas une séance suivante connue")
    assert duties(date(2024, 9, 1))["minutes_settled"].next_action.startswith("Arrêter le procès-verbal")


def test_dispatch_of_a_social_board_cites_its_own_code():
    council = make_council(15, body_type=BodyType.CCAS)
    assert duties(HELD, council=council)["dispatch_social_board"].article == "CASF art. R. 123-16"
