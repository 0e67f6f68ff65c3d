"""What a secretary reads in a terminal: one word for a fault, both days of a late fact, nothing that is not known."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.sittings import (
    Convocation,
    Origin,
    PaperPublication,
    SittingPaper,
    SourceStatement,
)
from deliberations.domain.votes import StatedResult, Tally
from deliberations.dossier.plain import lines_of
from deliberations.dossier.report import report_on
from tests.facts import make_act, make_council, make_sitting, make_vote

pytestmark = pytest.mark.unit

LONG_AFTER = date(2026, 11, 28)
SMALL = make_council(15, populations=(DatedNumber(900),))
TIE = make_vote(everyone=None, tally=Tally(4, 4), stated=StatedResult.ADOPTED)


def told(*sittings, council=SMALL, today=LONG_AFTER):
    return list(lines_of(report_on(council, sittings, today=today)))


def told_of(present=8, *, council=SMALL, today=LONG_AFTER, **facts):
    old = {"origin": Origin.RECORDED, **facts}
    return told(make_sitting(present, **old), council=council, today=today)


def starting(lines, word):
    return [line.strip() for line in lines if line.strip().startswith(word)]


@pytest.mark.parametrize(
    ("origin", "word", "totals"),
    [
        (Origin.LIVE, "REFUS", "refus : 1, alerte : 0, note : 0"),
        (Origin.RECORDED, "IRRÉGULARITÉ", "irrégularité : 1, alerte : 0, note : 0"),
    ],
)
def test_fault_of_an_old_act_is_not_the_refusal_of_its_file(origin, word, totals):
    lines = told_of(7, origin=origin)
    assert f"  {word} quorum.not_met (CGCT art. L. 2121-17)" in lines
    assert lines[-1] == totals


def test_totals_tell_refusals_apart_from_irregularities():
    live = make_sitting(8, uid="b", origin=Origin.LIVE, held_on=date(2024, 9, 20))
    lines = told(make_sitting(7, origin=Origin.RECORDED), live)
    assert lines[-1] == "refus : 0, irrégularité : 1, alerte : 0, note : 0"


@pytest.mark.parametrize(("sent", "given"), [(28, 0), (30, 0), (27, 0), (26, 1)])
def test_clear_days_are_never_negative(sent, given):
    lines = told_of(convocation=Convocation(sent_on=date(2024, 6, sent)))
    assert lines[1] == f"Convocation : jours francs {given}, requis 3"


def test_number_that_is_not_known_is_not_printed():
    act = make_act(year=None, sequence=None)
    assert "Point 1. Objet p1" in told_of(deliberations=(act,))
    assert "Point 1. Objet p1 (n° 2024-1)" in told_of(deliberations=(make_act(),))


def posted(day):
    return PaperPublication(SittingPaper.DECISION_LIST, PublicFact(day, Source.DECLARED))


@pytest.mark.parametrize("origin", [Origin.RECORDED, Origin.LIVE])
def test_late_fact_is_told_with_both_days_l2121_25(origin):
    lines = told_of(publications=(posted(date(2024, 7, 12)),), origin=origin)
    both = "le 12 juillet 2024, au plus tard le 5 juillet 2024"
    told_once = f"FAITE EN RETARD Publier la liste des délibérations, {both} (CGCT art. L. 2121-25)"
    assert starting(lines, "FAITE EN RETARD") == [told_once]


def test_fact_of_the_last_day_is_not_told():
    assert starting(told_of(publications=(posted(date(2024, 7, 5)),)), "FAITE") == []


def test_duty_that_an_old_act_does_not_tell_is_not_to_be_done():
    lines = told_of(7, deliberations=(make_act(),))
    assert starting(lines, "À FAIRE") == starting(lines, "EN RETARD") == starting(lines, "EN COURS") == []
    unknown = starting(lines, "NON RELEVÉ")
    assert "NON RELEVÉ Transmettre l'acte à l'État : 2024-1 (CGCT art. L. 2131-1 et L. 2131-2)" in unknown
    assert "NON RELEVÉ Convoquer une seconde fois (CGCT art. L. 2121-17)" in unknown
    late = (
        "NON RELEVÉ Publier la liste des délibérations, au plus tard le 5 juillet 2024 (CGCT art. L. 2121-25)"
    )
    assert late in unknown


def test_day_that_is_not_over_is_still_to_be_kept_by_an_act_just_recorded():
    lines = told_of(today=date(2024, 7, 1))
    day = "À FAIRE Publier la liste des délibérations, au plus tard le 5 juillet 2024 (CGCT art. L. 2121-25)"
    assert day in starting(lines, "À FAIRE")


def test_what_our_own_sitting_has_not_done_is_to_be_done():
    lines = told_of(origin=Origin.LIVE, deliberations=(make_act(),))
    assert starting(lines, "NON RELEVÉ") == []
    assert "À FAIRE Transmettre l'acte à l'État : 2024-1" in "\n".join(lines)


def test_tie_adopted_by_its_announcement_alone_says_so():
    board = make_council(8, body_type=BodyType.CCAS)
    lines = told_of(members=8, council=board, votes=(TIE,))
    vote = "Vote : votants 8, exprimés 8, pour 4, contre 4, abstentions 0 → "
    assert starting(lines, "Vote") == [f"{vote}adopté d'après le résultat annoncé (partage des voix)"]


def printed(number, item="p1"):
    return (SourceStatement("in_office", str(number), number, item),)


@pytest.mark.parametrize("item", ["p1", None], ids=["on-the-item", "on-the-sitting"])
def test_quorum_on_another_number_of_members_than_the_paper_says_so(item):
    said = "Quorum atteint, sur les membres enregistrés (l'acte en indique un autre nombre) : "
    lines = told_of(statements=printed(27, item))
    assert starting(lines, "Quorum") == [f"{said}8 requis sur 15, présents 8"]


def test_quorum_on_the_members_of_the_paper_is_told_plainly():
    lines = told_of(statements=printed(15))
    assert starting(lines, "Quorum") == ["Quorum atteint : 8 requis sur 15, présents 8"]


@pytest.mark.parametrize(
    ("populations", "number", "more"),
    [
        ((), 27, " (cinq à partir de 3 500 habitants : population inconnue)"),
        ((DatedNumber(900),), 27, ""),
        ((), 1, ""),
    ],
    ids=["incomplete", "known-population", "complete"],
)
def test_days_required_of_members_who_are_not_all_known(populations, number, more):
    council = make_council(1, populations=populations)
    known = {"attendance_recorded": False, "members": 1, "secretaries": ()}
    facts = {**known, "statements": printed(number, None)}
    assert told_of(1, council=council, **facts)[1] == f"Convocation : jours francs 6, requis 3{more}"
