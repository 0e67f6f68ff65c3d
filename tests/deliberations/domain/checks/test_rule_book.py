"""All the checks together, on the sample dossiers: exactly the findings that their papers deserve."""

from pathlib import Path

import pytest

from deliberations.domain.checks import RULE_BOOK, check_sitting
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.dossier.reader import read_dossier
from tests.facts import make_act, make_council, make_sitting, make_vote

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[3] / "dossiers"
W, N = Severity.WARNING, Severity.NOTICE
NO_SECRETARY = ("secretary.missing", W)
EXPECTED = {
    "aiglun-2023-02-27": [NO_SECRETARY, ("nomination.no_waiver", W)],
    "bagneux-2022-06-28": [NO_SECRETARY],
    "coeur-de-brenne-2020-01-20": [NO_SECRETARY, ("nomination.no_waiver", W)],
    "commune-exemple-2024-06-28": [
        ("agenda.added_item", W),
        *[("proxy.paper", N)] * 4,
        ("proxy.holder_not_in_room", W),
        ("proxy.passed_on", W),
        ("vote.rejected", N),
    ],
    "couthenans-2021-04-09": [("vote.fewer_than_voters", W)] * 8,
    "gruson-2023-12-19": [("nomination.no_waiver", W), ("text.placeholder", W)],
    "neuilly-sur-marne-2022-03-16": [*[("proxy.no_holder", N)] * 4, NO_SECRETARY],
    "villeneuve-sur-yonne-2023-02-23": [("nomination.no_waiver", W)],
}


def findings_of(name: str):
    dossier = read_dossier((FOLDER / f"{name}.json").read_bytes())
    return [f for s in dossier.sittings for f in check_sitting(Record(dossier.council, s))]


def test_rule_book_samples_are_all_listed():
    assert sorted(p.stem for p in FOLDER.glob("*.json")) == sorted(EXPECTED)


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_rule_book_on_a_sample(name, expected):
    assert sorted((f.code, f.severity) for f in findings_of(name)) == sorted(expected)


def test_rule_book_on_gruson_points_at_the_two_anomalies():
    waiver, blank = findings_of("gruson-2023-12-19")
    assert (waiver.article, waiver.where, waiver.item) == ("CGCT art. L. 2121-21", "vote", "point-1")
    assert (blank.where, "commune de XX et" in blank.message) == ("décision, point 2", True)


def test_rule_book_is_silent_on_a_sound_sitting():
    sitting = make_sitting(8, votes=(make_vote(),), deliberations=(make_act(),))
    assert check_sitting(Record(make_council(15), sitting)) == ()


@pytest.mark.parametrize("rule", RULE_BOOK, ids=lambda rule: rule.title)
def test_rule_book_each_check_says_what_it_looks_at(rule):
    assert rule.check.__doc__


def test_rule_book_on_an_empty_sitting_asks_for_its_agenda():
    sitting = make_sitting(0, agenda=(), movements=(), chair=None, secretaries=())
    found = check_sitting(Record(make_council(0), sitting))
    assert [(f.code, f.severity) for f in found] == [
        ("convocation.incomplete", Severity.REFUSAL),
        ("agenda.no_delegated_decisions", N),
    ]


def test_rule_book_tells_the_six_votes_of_one_point_apart():
    found = findings_of("couthenans-2021-04-09")
    votes = [f.where for f in found if f.item == "point-1"]
    assert votes == [f"vote n° {number}" for number in range(1, 7)]


@pytest.mark.parametrize("name", EXPECTED)
def test_rule_book_says_nothing_twice(name):
    found = findings_of(name)
    assert len(set(found)) == len(found)
