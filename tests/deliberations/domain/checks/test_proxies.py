"""The check on proxies: one per holder, and a holder who votes (CGCT art. L. 2121-20)."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType
from deliberations.domain.checks.proxies import check_proxies
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EXCEPTIONAL_REMEDY
from deliberations.domain.sittings import Derogation, Origin
from deliberations.domain.votes import Election, Round
from tests.facts import applied, make_council, make_mandate, make_sitting, make_vote, move, voting

pytestmark = pytest.mark.unit

COVID = date(2021, 4, 9)
REFUSAL, WARNING, NOTICE = Severity.REFUSAL, Severity.WARNING, Severity.NOTICE


def found(council=None, **sitting):
    record = Record(council or make_council(15), make_sitting(**{"present": 8, **sitting}))
    return applied(check_proxies, record)


def run(council=None, **sitting):
    return [(f.code, f.severity, f.item) for f in found(council, **sitting)]


TWO_TO_ONE = [move(K.GIVES_PROXY, "m9", "m1"), move(K.GIVES_PROXY, "m10", "m1")]
SEVERAL = ("proxy.several_for_one_holder", REFUSAL, "p1")
VOTED = {"votes": (make_vote(),)}
PROXIES = {
    "sound": ([move(K.GIVES_PROXY, "m9", "m1"), move(K.GIVES_PROXY, "m10", "m2")], VOTED, []),
    "two-to-one-holder": (TWO_TO_ONE, VOTED, [SEVERAL]),
    "refused-once-for-several-items": (
        *(TWO_TO_ONE, {"items": 3, "votes": (make_vote(), make_vote("p2", uid="v2"))}),
        [("proxy.several_for_one_holder", REFUSAL, None)],
    ),
    "refused-once-for-a-vote-en-bloc": (
        *(TWO_TO_ONE, {"items": 2, "votes": (make_vote("p1", "p2"),)}),
        [("proxy.several_for_one_holder", REFUSAL, None)],
    ),
    "said-once-for-two-votes-on-one-item": (
        *(TWO_TO_ONE, {"votes": (make_vote(), make_vote(uid="v2", ballot=2))}),
        [SEVERAL],
    ),
    "said-at-an-election": (
        *(TWO_TO_ONE, {"elections": (Election("e", "p1", "Délégué", rounds=(Round(1), Round(2))),)}),
        [SEVERAL],
    ),
    "second-proxy-given-before-the-second-vote": (
        [TWO_TO_ONE[0], move(K.GIVES_PROXY, "m10", "m1", on=voting("p1", 2))],
        {"votes": (make_vote(), make_vote(uid="v2", ballot=2))},
        [SEVERAL],
    ),
    "two-holders-with-two-each": (
        [*TWO_TO_ONE, move(K.GIVES_PROXY, "m11", "m2"), move(K.GIVES_PROXY, "m12", "m2")],
        VOTED,
        [SEVERAL] * 2,
    ),
    "second-giver-has-arrived": ([*TWO_TO_ONE, move(K.ARRIVES, "m10")], VOTED, []),
    "holder-gone": (
        [move(K.GIVES_PROXY, "m9", "m8"), move(K.LEAVES, "m8")],
        VOTED,
        [("proxy.holder_not_in_room", WARNING, "p1")],
    ),
    "holder-gone-for-two-items": (
        [move(K.GIVES_PROXY, "m9", "m8"), move(K.LEAVES, "m8")],
        {"items": 2, "votes": (make_vote("p1", "p2"),)},
        [("proxy.holder_not_in_room", WARNING, "p1")],
    ),
    "holder-aside": (
        [move(K.GIVES_PROXY, "m9", "m8"), move(K.STEPS_ASIDE, "m8")],
        VOTED,
        [("proxy.holder_stepped_aside", WARNING, "p1")],
    ),
    "two-holders-unnamed-are-one-remark": (
        [move(K.GIVES_PROXY, "m9"), move(K.GIVES_PROXY, "m10")],
        VOTED,
        [("proxy.no_holder", REFUSAL, "p1")],
    ),
    "holder-unnamed": ([move(K.GIVES_PROXY, "m9")], VOTED, [("proxy.no_holder", REFUSAL, "p1")]),
    "holder-unnamed-on-old-paper": (
        *([move(K.GIVES_PROXY, "m9")], {**VOTED, "origin": Origin.RECORDED}),
        [("proxy.no_holder", WARNING, "p1")],
    ),
    "no-vote-no-use": (TWO_TO_ONE, {}, []),
    "exceptional-laws": (
        *(TWO_TO_ONE, {**VOTED, "held_on": COVID}),
        [("proxy.several_for_one_holder", NOTICE, "p1")],
    ),
}


@pytest.mark.parametrize(("moves", "facts", "expected"), PROXIES.values(), ids=PROXIES)
def test_proxies_l2121_20(moves, facts, expected):
    assert run(moves=moves, **facts) == expected


def test_proxies_of_another_assembly_follow_no_rule_of_ours():
    assert run(make_council(15, body_type=BodyType.OTHER), moves=TWO_TO_ONE, **VOTED) == []


def test_proxies_messages_name_both():
    moves = [
        move(K.GIVES_PROXY, "m9", "m8"),
        move(K.GIVES_PROXY, "m10"),
        *TWO_TO_ONE[:1],
        move(K.LEAVES, "m8"),
    ]
    moves += [move(K.GIVES_PROXY, "m11", "m1"), move(K.GIVES_PROXY, "m12", "m8")]
    record = Record(make_council(15), make_sitting(8, moves=moves, votes=(make_vote(),)))
    assert [f.message for f in check_proxies(record)] == [
        "Prénom M1 détient plusieurs pouvoirs ; un seul est permis.",
        "Le pouvoir de Prénom M10 ne nomme pas son mandataire.",
        "Prénom M8, qui détient le pouvoir de Prénom M12, n'est pas dans la salle.",
    ]


def test_proxies_say_every_item_of_one_fault():
    votes = (make_vote(), make_vote("p2", uid="v2"), make_vote("p4", uid="v4"))
    (finding,) = found(moves=TWO_TO_ONE, items=4, votes=votes)
    assert finding.message == "Prénom M1 détient plusieurs pouvoirs ; un seul est permis (points 1, 2 et 4)."


def test_proxies_refused_on_two_items_hold_no_other():
    votes = (make_vote(), make_vote("p2", uid="v2"), make_vote("p3", uid="v3"))
    ended = move(K.PROXY_ENDS, "m10", on=voting("p3"))
    (finding,) = found(moves=[*TWO_TO_ONE, ended], items=3, votes=votes)
    assert [finding.concerns(item) for item in ("p1", "p2", "p3")] == [True, True, False]


def test_proxies_of_an_office_are_said_with_its_article():
    council = make_council(8, more=(make_mandate("m9", person=None, label="Le premier adjoint"),))
    (finding,) = found(council, members=9, moves=[move(K.GIVES_PROXY, "m9")], **VOTED)
    assert finding.message == "Le pouvoir du premier adjoint ne nomme pas son mandataire."


LEFT, ASIDE = move(K.LEAVES, "m8"), move(K.STEPS_ASIDE, "m8")
MESSAGES = {
    "one-unnamed": ([move(K.GIVES_PROXY, "m9")], "Le pouvoir de Prénom M9 ne nomme pas son mandataire."),
    "two-unnamed": (
        [move(K.GIVES_PROXY, "m9"), move(K.GIVES_PROXY, "m10")],
        "Les pouvoirs de Prénom M9 et de Prénom M10 ne nomment pas leur mandataire.",
    ),
    "two-with-a-holder-gone": (
        [move(K.GIVES_PROXY, "m9", "m8"), move(K.GIVES_PROXY, "m10", "m8"), LEFT],
        "Prénom M8, qui détient les pouvoirs de Prénom M9 et de Prénom M10, n'est pas dans la salle.",
    ),
    "holder-aside": (
        [move(K.GIVES_PROXY, "m9", "m8"), ASIDE],
        "Prénom M8 ne prend pas part au vote : le pouvoir de Prénom M9 n'est pas compté.",
    ),
    "two-with-a-holder-aside": (
        [move(K.GIVES_PROXY, "m9", "m8"), move(K.GIVES_PROXY, "m10", "m8"), ASIDE],
        "Prénom M8 ne prend pas part au vote : les pouvoirs de Prénom M9 et de Prénom M10 ne sont pas comptés.",
    ),
}


@pytest.mark.parametrize(("moves", "message"), MESSAGES.values(), ids=MESSAGES)
def test_proxies_message(moves, message):
    assert [f.message for f in found(moves=moves, **VOTED)] == [message]


REMEDIES = {
    "live": ({}, "Ne retenir qu'un pouvoir, ou le faire donner à un autre membre."),
    "recorded": (
        {"origin": Origin.RECORDED},
        "Vérifier les pouvoirs écrits ; si le résultat du vote en dépend, délibérer à nouveau.",
    ),
    "exceptional-laws": (
        {"held_on": COVID},
        EXCEPTIONAL_REMEDY,
    ),
}


@pytest.mark.parametrize(("facts", "remedy"), REMEDIES.values(), ids=REMEDIES)
def test_proxies_remedy_can_be_done(facts, remedy):
    (finding,) = found(moves=TWO_TO_ONE, **VOTED, **facts)
    assert finding.remedy == remedy
    assert finding.consequence == "Une voix donnée sans pouvoir valable fausse le vote."


@pytest.mark.parametrize(
    ("body_type", "article"),
    [
        (BodyType.COMMUNE, "CGCT art. L. 2121-20"),
        (BodyType.EPCI, "CGCT art. L. 5211-1 et L. 2121-20"),
        (BodyType.CCAS, ""),
    ],
)
def test_proxies_article(body_type, article):
    (finding,) = found(make_council(15, body_type=body_type), moves=TWO_TO_ONE, **VOTED)
    assert finding.article == article


def offered(present, *proxies, **facts):
    """The end of the remedy of a proxy given by m9 to m15, who is away, while it can still be given to another."""
    given = [move(K.GIVES_PROXY, giver, holder) for giver, holder in (("m9", "m15"), *proxies)]
    away = [
        f
        for f in found(present=present, moves=given, **VOTED, **facts)
        if f.code == "proxy.holder_not_in_room"
    ]
    return away[0].remedy


@pytest.mark.parametrize(
    ("present", "proxies", "facts", "offer"),
    [
        (1, (), {}, "Peut le recevoir : Prénom M1."),
        (2, (), {}, "Peuvent le recevoir : Prénom M1 et Prénom M2."),
        (2, (("m10", "m1"),), {}, "Peut le recevoir : Prénom M2."),
        (1, (("m10", "m1"),), {}, "Aucun membre présent ne peut en recevoir un de plus."),
        (
            1,
            (("m10", "m1"),),
            {"derogation": Derogation(proxies_per_holder=2)},
            "Peut le recevoir : Prénom M1.",
        ),
        (8, (), {}, "Peuvent le recevoir, entre autres : Prénom M1, Prénom M2 et Prénom M3."),
    ],
    ids=["one", "two", "one-left", "nobody", "two-proxies-each", "many"],
)
def test_proxies_are_offered_to_those_who_can_hold_one_more(present, proxies, facts, offer):
    assert offered(present, *proxies, **facts).endswith(offer)
