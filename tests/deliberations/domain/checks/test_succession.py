"""Rules that look back: a proxy of a fourth sitting, of a second call, its paper, five absences in Alsace-Moselle."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks.succession import RULES, check_lasting_proxies
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.movements import ProxyPaper
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, Origin
from tests.facts import HELD_ON, make_council, make_sitting, member_names, move, timeline

pytestmark = pytest.mark.unit

FULL = ProxyPaper(dated_on=date(2024, 6, 20), is_signed=True, received_by="en main propre")


def sitting(number=0, holder="m2", paper=FULL, absent=(), moves=(), **facts):
    """A sitting ``number`` months before the one looked at, with a proxy of m15 unless ``holder`` is None."""
    came = [move(K.PRESENT, uid) for uid in member_names(14) if uid not in absent]
    if holder:
        came.append(replace(move(K.GIVES_PROXY, "m15", holder), paper=paper))
    held_on = HELD_ON - timedelta(days=30 * number)
    return make_sitting(movements=timeline([*came, *moves]), uid=f"s{number}", held_on=held_on, **facts)


def found(earlier, now, council=None):
    record = Record(council or make_council(15), now, tuple(earlier))
    return [f.code for rule in RULES for f in rule.findings(record)]


ANEW = replace(FULL, dated_on=HELD_ON)
ARRIVES = (move(K.ARRIVES, "m15"),)
THREE = (sitting(3), sitting(2), sitting(1))


@pytest.mark.parametrize(
    ("earlier", "paper", "codes"),
    [
        (THREE, FULL, ["proxy.fourth_sitting"]),
        (THREE[1:], FULL, []),
        ((sitting(3), sitting(2, holder=None), sitting(1)), FULL, []),
        ((sitting(3), sitting(2, holder="m4"), sitting(1)), FULL, []),
        (THREE, replace(FULL, is_for_illness=True), []),
        ((sitting(4, holder=None), *THREE), FULL, ["proxy.fourth_sitting"]),
        (THREE, ANEW, []),
        ((sitting(3), sitting(2, moves=ARRIVES), sitting(1)), FULL, []),
    ],
    ids=[
        "fourth",
        "third",
        "one-without",
        "another-holder",
        "illness",
        "more-before",
        "given-anew",
        "giver-came",
    ],
)
def test_a_proxy_of_a_fourth_sitting_l2121_20(earlier, paper, codes):
    assert found(earlier, sitting(paper=paper)) == codes


def test_a_fourth_sitting_is_only_noted_where_a_paper_has_no_date():
    undated = replace(FULL, dated_on=None)
    record = Record(make_council(15), sitting(paper=FULL), (sitting(3, paper=undated), *THREE[1:]))
    (finding,) = check_lasting_proxies(record)
    assert finding.severity is Severity.NOTICE
    assert finding.message.endswith(
        "à une quatrième séance de suite ; sans date, rien ne dit si c'est le même."
    )


def test_a_ccas_has_no_such_limit():
    assert found(THREE, sitting(), make_council(15, body_type=BodyType.CCAS)) == []


@pytest.mark.parametrize(
    ("paper", "told"),
    [
        (FULL, None),
        (replace(FULL, dated_on=None), "la date"),
        (replace(FULL, is_signed=False), "la signature"),
        (replace(FULL, is_signed=None), "la mention de sa signature"),
        (ProxyPaper(is_signed=False), "la date, la signature et la façon dont il a été reçu"),
    ],
)
def test_the_paper_of_a_proxy_annezin(paper, told):
    record = Record(make_council(15), sitting(paper=paper))
    messages = [f.message for rule in RULES for f in rule.findings(record)]
    assert messages == ([f"Pouvoir de Prénom M15 : il manque {told}."] if told else [])


def test_nothing_is_asked_of_an_old_paper():
    assert found((), sitting(paper=ProxyPaper(), origin=Origin.RECORDED)) == []


SECOND = Convocation(HELD_ON, second_of="s1")


@pytest.mark.parametrize(
    ("first", "now", "codes"),
    [
        (FULL, FULL, ["proxy.second_call"]),
        (FULL, replace(FULL, covers_second_call=True), []),
        (FULL, replace(FULL, dated_on=date(2024, 6, 27)), []),
    ],
    ids=["same-paper", "it-says-so", "another-paper"],
)
def test_a_proxy_of_the_first_call(first, now, codes):
    assert found((sitting(1, paper=first),), sitting(paper=now, convocation=SECOND)) == codes


@pytest.mark.parametrize(
    ("territory", "present_at", "codes"),
    [
        (Territory.ALSACE_MOSELLE, None, ["attendance.five_absences"]),
        (Territory.ALSACE_MOSELLE, 2, []),
        (Territory.ORDINARY, None, []),
    ],
)
def test_five_absences_in_a_row_l2541_1(territory, present_at, codes):
    sittings = [
        sitting(number, holder=None, absent=() if number == present_at else ("m9",))
        for number in (4, 3, 2, 1, 0)
    ]
    council = make_council(14, territory=territory)
    record = Record(council, sittings[-1], tuple(sittings[:-1]))
    findings = [f for rule in RULES for f in rule.findings(record)]
    assert [f.code for f in findings] == codes
    assert all(f.severity is Severity.WARNING and "Prénom M9" in f.message for f in findings)
