"""All the checks together, on the sample dossiers: exactly the findings that their papers deserve."""

from pathlib import Path

import pytest

from deliberations.domain.checks.book import RULE_BOOK, check_sitting
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from deliberations.dossier.reader import read_dossier
from tests.facts import make_act, make_council, make_sitting, make_vote

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[3] / "dossiers"
W, N = Severity.WARNING, Severity.NOTICE
NO_SECRETARY = ("secretary.missing", W)
SECRETARY_LOST = ("secretary.missing", N)
NO_WAIVER = ("nomination.no_waiver", W)
NO_CHAIR = ("chair.unknown", N)
NO_DISPATCH = ("notice.unknown", N)
EXPECTED = {
    "aiglun-2023-02-27": [SECRETARY_LOST, NO_CHAIR, NO_DISPATCH, NO_WAIVER],
    "arthun-liste-2022-12-09": [SECRETARY_LOST, NO_CHAIR, NO_DISPATCH],
    "bagneux-2022-06-28": [SECRETARY_LOST],
    "bailly-2024-06": [("text.citation", N)],
    "boismorand-2023-03-17-ca": [NO_SECRETARY, NO_DISPATCH, ("accounts.not_voted", W)],
    "coeur-de-brenne-2020-01-20": [NO_SECRETARY, NO_WAIVER, ("text.mixed_bullets", N)],
    "commune-exemple-2024-06-28": [
        ("agenda.added_item", W),
        *[("proxy.paper", N)] * 4,
        ("proxy.holder_not_in_room", W),
        ("proxy.passed_on", W),
        ("vote.rejected", N),
    ],
    "couthenans-2021-04-09": [NO_SECRETARY, NO_CHAIR, *[("vote.fewer_than_voters", W)] * 8],
    "gruson-2023-12-19": [NO_WAIVER, ("text.placeholder", W), *[("text.mixed_bullets", N)] * 2],
    "guingamp-paimpol-bureau-2023-02-12": [NO_SECRETARY, NO_DISPATCH],
    "ibos-2023-009": [NO_CHAIR],
    "installation": [],
    "le-gosier-2015-11-30": [],
    "seance-mouvementee": [],
    "mazeres-2022-7-4": [],
    "montreverd-2022-03-31": [NO_WAIVER],
    "neuilly-sur-marne-2022-03-16": [("proxy.no_holder", N), NO_SECRETARY, NO_CHAIR, NO_DISPATCH],
    "poissons-2022-41": [("publication.mode", N)],  # posted in 2022, and no choice of posting is known
    "sebazac-concoures-2023-03-27": [("accounts.chair_not_elected", N), NO_WAIVER, NO_DISPATCH],
    "seloncourt-liste-2026-07-27": [SECRETARY_LOST, NO_CHAIR, NO_DISPATCH],
    "siaep-condom-caussens-2021-03-03": [],
    "tronget-36-2023": [],
    "unias-2024-03": [("paper.executory", W)],
    "varennes-sur-allier-2026-06-05": [("nomination.not_voted", W), ("paper.absent", N)],
    "villeneuve-sur-yonne-2023-02-23": [NO_WAIVER, NO_DISPATCH],
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
    waiver, blank = (f for f in findings_of("gruson-2023-12-19") if f.severity is W)
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
