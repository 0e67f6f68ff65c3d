"""Substitutes: each for his own titular, in a group of communes, before any proxy (CGCT art. L. 5211-6)."""

from dataclasses import replace

import pytest

from councils.domain.bodies import BodyType
from councils.domain.people import Gender, SeatKind
from deliberations.domain.checks.substitutes import RULES
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from tests.facts import debate, make_council, make_mandate, make_sitting, move

pytestmark = pytest.mark.unit

SEATED = move(K.SUBSTITUTE_SEATED, "m9", "s1")


def found(*moves, body=BodyType.EPCI, titular="m9", **facts):
    substitute = make_mandate("s1", seat=SeatKind.SUBSTITUTE, substitute_for=titular)
    council = make_council(9, body_type=body, more=(substitute,))
    record = Record(council, make_sitting(8, members=9, moves=moves, **facts))
    return [finding for rule in RULES for finding in rule.findings(record)]


PROXY = move(K.GIVES_PROXY, "m9", "m2")
CASES = {
    "in-his-place": ([SEATED], {}, []),
    "of-another": ([SEATED], {"titular": "m8"}, ["substitute.of_another"]),
    "of-nobody-knows-whom": ([SEATED], {"titular": None}, []),
    "in-a-commune": ([SEATED], {"body": BodyType.COMMUNE}, ["substitute.not_allowed"]),
    "in-a-ccas": ([SEATED], {"body": BodyType.CCAS}, ["substitute.not_allowed"]),
    "where-statutes-decide": ([SEATED], {"body": BodyType.OPEN_SYNDICATE}, []),
    "with-a-proxy": ([SEATED, PROXY], {}, ["substitute.with_proxy"]),
    "absent-then-a-proxy": ([move(K.ABSENT, "s1"), PROXY], {}, []),
    "proxy-alone": ([PROXY], {}, ["proxy.substitute_first"]),
}


@pytest.mark.parametrize(("moves", "facts", "codes"), CASES.values(), ids=CASES)
def test_substitutes_l5211_6(moves, facts, codes):
    findings = found(*moves, **facts)
    assert [f.code for f in findings] == codes
    assert {f.severity for f in findings} <= {Severity.WARNING}


def test_member_of_the_council_is_nobody_s_substitute():
    (finding,) = found(move(K.ABSENT, "m8"), move(K.SUBSTITUTE_SEATED, "m9", "m8"))
    assert finding.message == "Prénom M8, membre du conseil, siège à la place de Prénom M9."


@pytest.mark.parametrize(
    ("gender", "word"),
    [(Gender.FEMININE, "suppléante"), (Gender.MASCULINE, "suppléant"), (None, "suppléant(e)")],
)
def test_substitute_first_agrees_with_the_substitute(gender, word):
    substitute = make_mandate("s1", seat=SeatKind.SUBSTITUTE, substitute_for="m9")
    council = make_council(9, body_type=BodyType.EPCI, more=(substitute,))
    persons = tuple(replace(p, gender=gender) if p.uid == "s1" else p for p in council.persons)
    record = Record(replace(council, persons=persons), make_sitting(8, members=9, moves=[PROXY]))
    (finding,) = (f for rule in RULES for f in rule.findings(record))
    assert finding.message == f"Prénom M9, dont Prénom S1 est {word}, a donné pouvoir."


def told(*moves, **facts):
    return [(f.code, f.severity) for f in found(*moves, **facts)]


HERE = move(K.PRESENT, "m9")
LISTED = move(K.PRESENT, "s1")
BESIDE = "substitute.beside_titular"
TOGETHER = {
    "seated-after-him": ([HERE, SEATED], [(BESIDE, Severity.WARNING)]),
    "seated-before-him": ([SEATED, HERE], [(BESIDE, Severity.WARNING)]),
    "titular-on-a-screen": ([SEATED, move(K.ATTENDS_REMOTELY, "m9")], [(BESIDE, Severity.WARNING)]),
    "both-listed": ([HERE, LISTED], [(BESIDE, Severity.NOTICE)]),
    "listed-then-seated": ([HERE, LISTED, SEATED], [(BESIDE, Severity.WARNING)]),
    "titular-left": ([HERE, move(K.LEAVES, "m9"), SEATED], []),
    "titular-noted-absent": ([HERE, move(K.EXCUSED, "m9"), SEATED], []),
    "titular-comes": ([SEATED, move(K.ARRIVES, "m9")], []),
    "titular-leaves-at-the-next-item": ([HERE, move(K.SUBSTITUTE_SEATED, "m9", "s1", on=debate("p1"))], []),
    "substitute-gone": ([SEATED, move(K.LEAVES, "s1"), HERE], []),
    "listed-in-his-place": ([LISTED, SEATED], []),
    "listed-and-not-seated": ([LISTED], [("substitute.not_seated", Severity.WARNING)]),
    "listed-then-titular-comes": (
        [LISTED, move(K.ARRIVES, "m9", on=debate("p1"))],
        [("substitute.not_seated", Severity.WARNING)],
    ),
}


@pytest.mark.parametrize(("moves", "expected"), TOGETHER.values(), ids=TOGETHER)
def test_substitute_beside_his_titular_l5211_6(moves, expected):
    assert told(*moves) == expected


def test_substitute_beside_his_titular_is_named_with_him():
    (finding,) = found(HERE, SEATED)
    assert finding.message == ("Prénom S1, suppléant(e) de Prénom M9, siège en même temps que Prénom M9.")
    assert (finding.where, finding.article) == ("présences", "CGCT art. L. 5211-6")


def test_substitute_listed_with_his_titular_is_told_once():
    (finding,) = found(HERE, LISTED, HERE)
    assert finding.message == (
        "Prénom S1, suppléant(e) de Prénom M9, est noté(e) présent(e) en même temps que Prénom M9."
    )


def test_substitute_of_a_titular_who_gave_a_proxy_is_only_asked_for_first():
    assert [code for code, _ in told(LISTED, PROXY)] == ["proxy.substitute_first"]


@pytest.mark.parametrize("body", [BodyType.COMMUNE, BodyType.CCAS, BodyType.OPEN_SYNDICATE])
def test_substitute_beside_his_titular_is_of_groups_only(body):
    assert BESIDE not in [code for code, _ in told(HERE, LISTED, SEATED, body=body)]
