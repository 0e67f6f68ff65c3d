"""Checks on the election of the mayor, of the deputies and of the heads of an EPCI (CGCT art. L. 2122-8)."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from councils.domain.people import Gender, Office, OfficeKind
from deliberations.domain.checks import deputies as officers
from deliberations.domain.checks import deputy_numbers
from deliberations.domain.checks import elections as ballots
from deliberations.domain.findings import Severity
from deliberations.domain.movements import MovementKind as K
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, ItemOutcome, Origin
from deliberations.domain.votes import CandidateTally, Election, Round
from tests.facts import debate, make_council, make_item, make_mandate, make_person, make_sitting, move

pytestmark = pytest.mark.unit

RULES = (*ballots.RULES, *officers.RULES, *deputy_numbers.RULES)

BEFORE, SINCE = date(2026, 2, 28), date(2026, 3, 1)
F, M = Gender.FEMININE, Gender.MASCULINE
MAYOR = Election("maire", "p1", "Maire", rounds=(Round(1, (CandidateTally("A", 8, ("m1",)),)),))


def council(members=15, *, population=900, seats=15, genders=(), born=(), **facts):
    people = [
        make_person("x", gender=g, birth_date=b)
        for g, b in zip(
            (*genders, *[None] * (members - len(genders))),
            (*born, *[None] * (members - len(born))),
            strict=True,
        )
    ]
    return make_council(
        members,
        people=people,
        populations=(DatedNumber(population),) if population else (),
        seats=(DatedNumber(seats),) if seats else (),
        **facts,
    )


def findings(body, *elections, present=8, **sitting):
    record = Record(body, make_sitting(present, elections=elections, **sitting))
    return [finding for rule in RULES for finding in rule.findings(record)]


def codes(body, *elections, **sitting):
    return [f.code.removeprefix("election.") for f in findings(body, *elections, **sitting)]


BY_TITLE = {"title_html": "Élection du maire", "kind": ItemKind.ELECTION}
ANNOUNCED = {
    "announced": ((MAYOR,), make_item(), []),
    "added": ((MAYOR,), make_item(added_in_sitting=True), ["not_announced"]),
    "added-by-title": ((), make_item(added_in_sitting=True, **BY_TITLE), ["not_announced"]),
    "added-deputy": (
        (replace(MAYOR, posts="Premier adjoint"),),
        make_item(added_in_sitting=True),
        ["not_announced"],
    ),
    "added-delegate": ((replace(MAYOR, posts="Délégué"),), make_item(added_in_sitting=True), []),
    "added-and-put-off": (
        (),
        make_item(added_in_sitting=True, outcome=ItemOutcome.ADJOURNED, **BY_TITLE),
        [],
    ),
    "title-without-an-election": ((), make_item(added_in_sitting=True, title_html="Élection du maire"), []),
}


@pytest.mark.parametrize(("elections", "item", "expected"), ANNOUNCED.values(), ids=ANNOUNCED)
def test_convocation_announces_the_election_l2122_8(elections, item, expected):
    assert codes(council(), *elections, agenda=(item,)) == expected


COMPLETE = {
    "complete": ({"members": 15}, SINCE, []),
    "one-vacant": ({"members": 14}, BEFORE, ["council_incomplete"]),
    "seats-unknown": ({"members": 14, "seats": None}, BEFORE, ["council_incomplete"]),
    "seats-and-population-unknown": ({"members": 14, "seats": None, "population": None}, BEFORE, []),
    "population-unknown": ({"members": 14, "population": None}, SINCE, ["council_incomplete"]),
    "thirteen-of-fifteen-since-2026": ({"members": 13}, SINCE, []),
    "twelve-of-fifteen-since-2026": ({"members": 12}, SINCE, ["council_incomplete"]),
    "thousand-inhabitants": ({"members": 14, "population": 1000}, SINCE, ["council_incomplete"]),
    "nine-of-eleven-l2121_2_1": ({"members": 9, "population": 499, "seats": 11}, BEFORE, []),
    "eight-of-eleven": ({"members": 8, "population": 100, "seats": 11}, BEFORE, ["council_incomplete"]),
    "nine-of-eleven-before-2019": (
        {"members": 9, "population": 499, "seats": 11},
        date(2018, 1, 1),
        ["council_incomplete"],
    ),
    "five-hundred-inhabitants": (
        {"members": 14, "population": 500},
        BEFORE,
        ["council_incomplete"],
    ),
    "first-day-of-the-exceptions": (
        {"members": 9, "population": 499, "seats": 11},
        date(2019, 12, 28),
        [],
    ),
    "first-day-of-the-exceptions-hundred": (
        {"members": 5, "population": 99, "seats": 7},
        date(2019, 12, 28),
        [],
    ),
    "day-before-the-exceptions": (
        {"members": 5, "population": 99, "seats": 7},
        date(2019, 12, 27),
        ["council_incomplete"],
    ),
    "five-of-seven": ({"members": 5, "population": 99, "seats": 7}, BEFORE, []),
    "four-of-seven": ({"members": 4, "population": 99, "seats": 7}, BEFORE, ["council_incomplete"]),
}


@pytest.mark.parametrize(("facts", "held_on", "expected"), COMPLETE.values(), ids=COMPLETE)
def test_council_is_complete_to_elect_the_mayor_l2122_8(facts, held_on, expected):
    members = facts["members"]
    mayor = replace(MAYOR, rounds=(Round(1, (CandidateTally("A", members, ("m1",)),)),))
    assert codes(council(**facts), mayor, present=members, members=members, held_on=held_on) == expected


def test_council_incomplete_elects_deputies_without_a_word():
    deputy = replace(MAYOR, posts="Premier adjoint")
    assert codes(council(14), deputy, members=14, held_on=BEFORE) == []


def test_council_incomplete_says_the_figures_and_only_warns():
    (finding,) = findings(council(13), MAYOR, members=13, held_on=BEFORE)
    assert finding.message.startswith("2 sièges vacants sur 15")
    assert finding.severity is Severity.WARNING


AGES = (date(1970, 1, 1), date(1950, 1, 1), date(1950, 1, 1), None, date(1940, 1, 1))
ITEM_CHAIR = {"agenda": (make_item(chair="m1"),)}
CHAIRS = {
    "the-oldest": ({"chair": "m5"}, []),
    "a-younger-one": ({"chair": "m1"}, ["chair_not_oldest"]),
    "age-of-the-chair-unknown": ({"chair": "m4"}, []),
    "nobody": ({"chair": None}, []),
    "the-oldest-is-not-here": ({"chair": "m2", "present": 3}, []),
    "as-old": ({"chair": "m3", "present": 3}, []),
    "older-by-proxy-only": (
        {"chair": "m2", "present": 4, "moves": [move(K.GIVES_PROXY, "m5", "m2")]},
        [],
    ),
    "old-paper-tells-the-sitting-only": ({"chair": "m1", "origin": Origin.RECORDED}, ["chair_not_oldest"]),
    "old-paper-without-the-age": ({"chair": "m4", "origin": Origin.RECORDED}, ["ages_unknown"]),
    "old-paper-tells-the-item": ({"origin": Origin.RECORDED, **ITEM_CHAIR}, ["chair_not_oldest"]),
    "old-paper-tells-who-took-it": (
        {"origin": Origin.RECORDED, "moves": [move(K.CHAIR_TAKEN, "m2", on=debate("p1"))]},
        ["chair_not_oldest"],
    ),
    "outgoing-mayor": ({"chair": "sortant"}, ["chair_not_oldest"]),
    "planned": ({"chair": "m1", "agenda": (make_item(**BY_TITLE),), "elections": ()}, ["chair_not_oldest"]),
}


@pytest.mark.parametrize(("facts", "expected"), CHAIRS.values(), ids=CHAIRS)
def test_oldest_member_chairs_the_election_of_the_mayor_l2122_8(facts, expected):
    body = council(born=AGES, more=(make_mandate("sortant", until=date(2020, 1, 1)),))
    aged = tuple(replace(p, birth_date=date(1960, 1, 1)) if p.uid == "sortant" else p for p in body.persons)
    facts = dict(facts)
    elections = facts.pop("elections", (replace(MAYOR, rounds=()),))
    assert codes(replace(body, persons=aged), *elections, **facts) == expected


def test_younger_chair_is_named_with_the_oldest():
    body = council(born=AGES, genders=(F, M, M, M, F))
    (finding,) = findings(body, MAYOR)
    assert finding.message == (
        "Prénom X préside l'élection du maire d'après les faits enregistrés, alors que Prénom X, plus âgée, est dans "
        "la salle."
    )


def test_chair_of_another_election_may_be_young():
    assert codes(council(born=AGES), replace(MAYOR, posts="Premier adjoint")) == []


def deputies(*members, seats=None, **facts):
    tallies = (CandidateTally("Liste A", 8, members),)
    basics = {
        "seats": len(members) if seats is None else seats,
        "by_list": True,
        "rounds": (Round(1, tallies),),
    }
    return Election("adjoints", "p1", "Adjoints", **{**basics, **facts})


ALTERNATING, NOT = (F, M, F, M), ["not_alternating"]
THREE = deputies("m1", "m2", "m3")
PARITY = {
    "alternating": (ALTERNATING, 900, SINCE, (MAYOR, THREE), []),
    "two-women-first": ((F, F, M), 900, SINCE, (MAYOR, THREE), NOT),
    "two-men-last": ((F, M, M), 900, SINCE, (MAYOR, THREE), NOT),
    "begins-with-a-man": ((M, F, M), 900, SINCE, (MAYOR, THREE), []),
    "genders-unknown": ((None, None, None), 900, SINCE, (MAYOR, THREE), []),
    "one-unknown-between": ((F, None, F), 900, SINCE, (MAYOR, THREE), []),
    "one-unknown-aside": ((None, F, F), 900, SINCE, (MAYOR, THREE), NOT),
    "small-before-2026": ((F, F, M), 900, BEFORE, (MAYOR, THREE), []),
    "thousand-before-2026": ((F, F, M), 1000, BEFORE, (MAYOR, THREE), NOT),
    "thousand-since-2020": ((F, F, M), 1000, date(2020, 3, 1), (MAYOR, THREE), NOT),
    "thousand-before-2020": ((F, F, M), 1000, date(2020, 2, 29), (MAYOR, THREE), []),
    "small-without-the-mayor": ((F, F, M), 900, SINCE, (THREE,), NOT),
    "small-vacancy": ((F, F, M), 900, SINCE, (replace(THREE, posts="Adjoints en remplacement"),), []),
    "thousand-vacancy": ((F, F, M), 1000, SINCE, (THREE,), NOT),
    "not-a-list": ((F, F, M), 1000, SINCE, (replace(THREE, seats=1, by_list=False),), []),
}


@pytest.mark.parametrize(
    ("genders", "population", "held_on", "elections", "expected"), PARITY.values(), ids=PARITY
)
def test_lists_of_deputies_alternate_l2122_7_2(genders, population, held_on, elections, expected):
    assert codes(council(population=population, genders=genders), *elections, held_on=held_on) == expected


def test_list_that_does_not_alternate_is_reported_once():
    twice = replace(THREE, rounds=tuple(replace(r, number=n) for n in (1, 2) for r in THREE.rounds))
    found = findings(council(genders=(F, F, M)), MAYOR, twice, held_on=SINCE)
    assert [f.message for f in found if f.code == "election.not_alternating"] == [
        "Adjoints : la liste « Liste A » n'alterne pas une femme et un homme (Prénom X, puis Prénom X)."
    ]


@pytest.mark.parametrize(
    ("legal", "most"), [(7, 2), (11, 3), (15, 4), (19, 5), (23, 6), (27, 8), (29, 8), (33, 9), (69, 20)]
)
def test_number_of_deputies_l2122_2(legal, most):
    body = council(seats=legal)
    members = tuple(f"m{n}" for n in range(1, 22))
    for seats, expected in ((most, []), (most + 1, ["too_many_deputies"])):
        election = deputies(*members, seats=seats)
        assert codes(body, election, held_on=BEFORE) == expected


def test_number_of_deputies_is_one_at_least_l2122_2():
    election = replace(deputies("m1"), by_list=False)
    assert codes(council(seats=3), election, held_on=BEFORE) == []
    assert codes(council(seats=3), deputies("m1", "m2"), held_on=BEFORE) == ["too_many_deputies"]


def deputy(since, until=None):
    return Office(OfficeKind.DEPUTY, since=since, until=until)


STAYING = {
    "three-stay": ([deputy(date(2020, 5, 25))] * 3, (), []),
    "four-stay": ([deputy(date(2020, 5, 25))] * 4, (), ["too_many_deputies"]),
    "one-of-four-resigned": (
        [*[deputy(date(2020, 5, 25))] * 3, deputy(date(2020, 5, 25), date(2024, 6, 27))],
        (),
        [],
    ),
    "one-of-four-ends-that-day": (
        [*[deputy(date(2020, 5, 25))] * 3, deputy(date(2020, 5, 25), date(2024, 6, 28))],
        (),
        [],
    ),
    "elected-that-day": ([deputy(date(2024, 6, 28))] * 4, (), []),
    "since-nobody-knows": ([deputy(None)] * 4, (), []),
    "one-too-many-of-the-mayor-s-evening": (
        [],
        (MAYOR, deputies("m1", "m2", "m3", "m4")),
        ["too_many_deputies"],
    ),
    "all-elected-anew": ([deputy(date(2020, 5, 25))] * 4, (MAYOR,), []),
}


@pytest.mark.parametrize(("offices", "elections", "expected"), STAYING.values(), ids=STAYING)
def test_number_of_deputies_counts_those_who_stay(offices, elections, expected):
    body = council()
    holders = [replace(m, offices=(o,)) for m, o in zip(body.mandates[1:], offices, strict=False)]
    mandates = (body.mandates[0], *holders, *body.mandates[1 + len(holders) :])
    election = Election("adjoint", "p1", "Adjoint")
    assert codes(replace(body, mandates=mandates), *elections, election) == expected


def test_number_of_deputies_of_the_evening_that_elects_the_mayor():
    assert codes(council(), MAYOR, deputies("m1", "m2", "m3", "m4"), held_on=BEFORE) == []


def test_number_of_deputies_of_the_population_where_no_seats_are_recorded():
    body = council(seats=None)
    assert codes(body, deputies("m1", "m2", "m3", "m4"), held_on=BEFORE) == []
    assert codes(body, deputies("m1", "m2", "m3", "m4", "m5"), held_on=BEFORE) == ["too_many_deputies"]


@pytest.mark.parametrize(("held_on", "expected"), [(BEFORE, []), (SINCE, ["too_many_deputies"])])
def test_number_of_deputies_of_a_council_deemed_complete_l2121_2_1(held_on, expected):
    """13 elected of 15 since March 2026: the law counts on 13."""
    assert codes(council(13), deputies("m1", "m2", "m3", "m4"), held_on=held_on) == expected


def test_number_of_deputies_is_not_judged_where_neighbourhoods_have_some():
    election = deputies(*(f"m{n}" for n in range(1, 31)))
    assert codes(council(population=80_000, seats=53), election, held_on=BEFORE) == []


def test_number_of_deputies_says_the_figures():
    (finding,) = findings(council(), deputies("m1", "m2", "m3", "m4", "m5"), held_on=BEFORE)
    assert finding.message == "Adjoints : 5 adjoints, pour 4 au plus (30 % de 15)."
    assert finding.article == "CGCT art. L. 2122-2"


ONE = replace(deputies("m2", seats=1), uid="a1", posts="Premier adjoint", by_list=False)
TWO = replace(ONE, uid="a2", posts="Deuxième adjoint")
TOGETHER = Election("adjoints", "p1", "Adjoints", seats=3)
NO_LIST = ["deputies_not_by_list"]
BY_LIST = {
    "on-a-list": ((MAYOR, THREE), 900, SINCE, {}, []),
    "one-by-one": ((MAYOR, ONE, TWO), 900, SINCE, {}, NO_LIST),
    "one-by-one-on-old-paper": (
        (MAYOR, ONE, TWO),
        900,
        SINCE,
        {"origin": Origin.RECORDED},
        ["ages_unknown", *NO_LIST],
    ),
    "one-alone": ((MAYOR, ONE), 900, SINCE, {}, []),
    "two-vacancies": ((ONE, TWO), 900, SINCE, {}, []),
    "together-without-list": ((TOGETHER,), 900, SINCE, {}, NO_LIST),
    "together-on-old-paper": ((TOGETHER,), 900, SINCE, {"origin": Origin.RECORDED}, []),
    "small-before-2026": ((MAYOR, ONE, TWO), 999, BEFORE, {}, []),
    "thousand-before-2026": ((MAYOR, ONE, TWO), 1000, BEFORE, {}, NO_LIST),
    "thousand-since-2014": ((MAYOR, ONE, TWO), 1000, date(2014, 3, 1), {}, NO_LIST),
    "thousand-before-2014": ((MAYOR, ONE, TWO), 1000, date(2014, 2, 28), {}, []),
}


@pytest.mark.parametrize(
    ("elections", "population", "held_on", "facts", "expected"), BY_LIST.values(), ids=BY_LIST
)
def test_several_deputies_are_elected_on_a_list_l2122_7_2(elections, population, held_on, facts, expected):
    body = council(population=population)
    assert codes(body, *elections, held_on=held_on, **facts) == expected


@pytest.mark.parametrize(("elected_on", "expected"), [(date(2020, 5, 23), []), (date(2026, 3, 22), NO_LIST)])
def test_several_deputies_follow_the_rule_of_their_renewal(elected_on, expected):
    body = council()
    mandates = tuple(replace(m, since=elected_on) for m in body.mandates)
    assert codes(
        replace(body, mandates=mandates), TOGETHER, held_on=date(2026, 3, 10 if not expected else 27)
    ) == (expected)


def test_single_deputy_follows_the_rules_of_the_mayor_l2122_7():
    (finding,) = findings(council(), deputies("m2"))
    assert (finding.code, finding.severity) == ("election.single_deputy_by_list", Severity.NOTICE)


HEADS_TOGETHER = ["group_heads_together"]


@pytest.mark.parametrize(
    ("body_type", "posts", "facts", "expected"),
    [
        (BodyType.EPCI, "Vice-présidents", {"by_list": True, "seats": 2}, HEADS_TOGETHER),
        (BodyType.EPCI, "Vice-présidents", {"seats": 2}, HEADS_TOGETHER),
        (BodyType.EPCI, "Président", {"by_list": True}, HEADS_TOGETHER),
        (BodyType.EPCI, "Premier vice-président", {}, []),
        (BodyType.EPCI, "Délégués au syndicat", {"by_list": True, "seats": 2}, []),
        (BodyType.COMMUNE, "Vice-présidents", {"by_list": True, "seats": 2}, []),
    ],
)
def test_heads_of_an_epci_are_elected_one_by_one_ce_319812(body_type, posts, facts, expected):
    election = Election("e", "p1", posts, **facts)
    assert codes(council(body_type=body_type), election) == expected


def test_heads_of_an_epci_only_warn():
    election = Election("e", "p1", "Vice-présidents", seats=2, by_list=True)
    (finding,) = findings(council(body_type=BodyType.EPCI), election)
    assert (finding.severity, finding.article) == (Severity.WARNING, "CE 23/04/2009 Moirans, n° 319812")
