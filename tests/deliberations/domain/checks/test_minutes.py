"""Checks on minutes that are said to be settled."""

from datetime import UTC, date, datetime

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks.book import check_sitting
from deliberations.domain.checks.minutes import (
    check_content,
    check_date_in_title,
    check_settled_at_once,
    check_settled_later,
)
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, ItemOutcome, Origin
from deliberations.domain.votes import Election, Nomination, StatedResult, Tally, VoteMethod
from tests.facts import HELD_ON, make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

EARLIER = make_sitting(uid="avant", held_on=date(2024, 3, 1))
OPENED = datetime(2024, 6, 28, 18, tzinfo=UTC)


def record_of(**facts) -> Record:
    return Record(make_council(), make_sitting(**{"opened_at": OPENED, **facts}), (EARLIER,))


@pytest.mark.parametrize(("settled_in", "is_found"), [("avant", True), ("apres", False), ("", False)])
def test_minutes_are_settled_in_a_later_sitting_l2121_15(settled_in, is_found):
    found = [f.severity for f in check_settled_later(record_of(minutes_settled_in=settled_in))]
    assert found == ([Severity.REFUSAL] if is_found else [])


@pytest.mark.parametrize(("settled_in", "is_found"), [("seance", True), ("apres", False), ("", False)])
def test_minutes_settled_at_once_are_only_warned_of(settled_in, is_found):
    found = [f.severity for f in check_settled_at_once(record_of(minutes_settled_in=settled_in))]
    assert found == ([Severity.WARNING] if is_found else [])


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, None),
        ({"opened_at": None}, "l'heure de la séance"),
        ({"chair": None}, "le président"),
        ({"secretaries": ()}, "le secrétaire"),
        ({"attendance_recorded": False}, "les membres présents ou représentés"),
        ({"movements": ()}, "les membres présents ou représentés"),
        ({"agenda": (), "chair": None}, "le président, l'ordre du jour"),
        ({"secretaries": (), "origin": Origin.RECORDED}, None),
        ({"secretaries": (), "minutes_settled_in": ""}, None),
    ],
)
def test_minutes_say_what_they_must_before_they_are_settled_l2121_15(facts, missing):
    found = [f.message for f in check_content(record_of(**{"minutes_settled_in": "apres", **facts}))]
    assert found == ([f"Le procès-verbal est dit arrêté, mais il manque : {missing}."] if missing else [])


@pytest.mark.parametrize(("held_on", "is_found"), [(date(2022, 6, 30), False), (HELD_ON, True)])
def test_minutes_rules_begin_with_the_reform(held_on, is_found):
    sitting = make_sitting(held_on=held_on, minutes_settled_in="seance")
    codes = {f.code for f in check_sitting(Record(make_council(), sitting))}
    assert ("minutes.settled_at_once" in codes) is is_found


def missing(**facts):
    record = record_of(minutes_settled_in="apres", **facts)
    return [(f.severity, f.message.split("il manque : ")[1]) for f in check_content(record)]


ITEM = {"deliberations": (make_act(),)}
BARE = Tally(in_favour=10)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({**ITEM, "votes": (make_vote(),)}, []),
        (ITEM, [(Severity.REFUSAL, "le résultat des scrutins (point 1).")]),
        ({"deliberations": (make_act(operative=()),)}, []),
        ({**ITEM, "elections": (Election("e", "p1", "délégué"),)}, []),
        ({**ITEM, "agenda": (make_item(outcome=ItemOutcome.ADJOURNED),)}, []),
        ({**ITEM, "agenda": (make_item(kind=ItemKind.ACKNOWLEDGEMENT),)}, []),
        ({**ITEM, "agenda": (make_item(nomination=Nomination(single_candidacy=True)),)}, []),
        (
            {"votes": (make_vote(everyone=None, ballots=()),)},
            [(Severity.REFUSAL, "le résultat des scrutins (point 1).")],
        ),
        ({"votes": (make_vote(everyone=None, stated=StatedResult.ADOPTED),)}, []),
        ({"votes": (make_vote(method=VoteMethod.PUBLIC, requested_by_present=2),)}, []),
        (
            {
                "votes": (
                    make_vote(method=VoteMethod.PUBLIC, requested_by_present=2, everyone=None, tally=BARE),
                )
            },
            [(Severity.REFUSAL, "le nom des votants et le sens de leur vote au scrutin public (point 1).")],
        ),
        (
            {"votes": (make_vote(method=VoteMethod.SECRET, everyone=None, tally=BARE),)},
            [(Severity.WARNING, "qui a demandé le scrutin (point 1).")],
        ),
        (
            {
                "votes": (make_vote(method=VoteMethod.SECRET, everyone=None, tally=BARE),),
                "agenda": (make_item(nomination=Nomination()),),
            },
            [],
        ),
    ],
)
def test_minutes_tell_the_ballots_l2121_15(facts, expected):
    assert missing(**facts) == expected


def test_minutes_of_a_group_of_communes_cite_what_lends_the_article_l5211_1():
    council = make_council(body_type=BodyType.EPCI)
    sitting = make_sitting(opened_at=OPENED, secretaries=(), minutes_settled_in="apres")
    (finding,) = check_content(Record(council, sitting))
    assert finding.article == "CGCT art. L. 5211-1 et L. 2121-15"


def test_minutes_under_local_law_are_only_warned_of_l2541_1():
    council = make_council(territory=Territory.ALSACE_MOSELLE)
    sitting = make_sitting(opened_at=OPENED, secretaries=(), minutes_settled_in="avant")
    found = check_sitting(Record(council, sitting, (EARLIER,)))
    minutes = {(f.code, f.severity, f.article) for f in found if f.code.startswith("minutes.")}
    assert minutes == {
        (code, Severity.WARNING, "CGCT art. L. 2541-1 et s.")
        for code in ("minutes.settled_before", "minutes.incomplete")
    }


@pytest.mark.parametrize(
    ("title", "is_found"),
    [
        ("Approbation du PV du 12 décembre 2024", True),
        ("Adoption du compte-rendu de la séance du 12/12/2024", True),
        ("Approbation des procès-verbaux des 3 mai et 12 décembre 2024", True),
        ("Approbation du procès-verbal du 3 mai 2024", False),
        ("Procès-verbal de la séance du 28 juin 2024", False),
        ("Approbation du procès-verbal de la dernière séance", False),
        ("Compte rendu des décisions du maire jusqu'au 12 décembre 2024", False),
        ("Procès-verbal de mise à disposition au 1er janvier 2025", False),
        ("Compte administratif arrêté au 31 décembre 2024", False),
    ],
)
def test_minutes_approved_are_of_a_sitting_already_held(title, is_found):
    record = record_of(agenda=(make_item(title_html=title),))
    assert [f.severity for f in check_date_in_title(record)] == ([Severity.WARNING] if is_found else [])


def test_minutes_title_is_read_in_linear_time():
    record = record_of(agenda=(make_item(title_html="PV" + " 1 er" * 38 + " x"),))
    assert list(check_date_in_title(record)) == []
