"""Seats, members in office and head of the council."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from councils.domain.people import Office, OfficeKind
from deliberations.domain.checks.composition import RULES
from deliberations.domain.record import Record
from tests.facts import HELD_ON, MAYOR, make_council, make_mandate, make_sitting

pytestmark = pytest.mark.unit


def found(council, held_on=HELD_ON):
    record = Record(council, make_sitting(8, held_on=held_on))
    return [(f.code, f.message) for rule in RULES for f in rule.findings(record)]


@pytest.mark.parametrize(("seats", "codes"), [(15, []), (16, []), (14, ["composition.too_many_members"])])
def test_no_more_members_than_seats(seats, codes):
    assert [code for code, _ in found(make_council(15, seats=(DatedNumber(seats),)))] == codes


@pytest.mark.parametrize(
    ("population", "seats", "body", "told"),
    [
        (1499, 15, BodyType.COMMUNE, False),
        (1500, 15, BodyType.COMMUNE, True),
        (1500, 15, BodyType.EPCI, False),
        (499, 15, BodyType.COMMUNE, True),
    ],
)
def test_legal_seats_of_the_population_l2121_2(population, seats, body, told):
    council = make_council(
        15, body_type=body, populations=(DatedNumber(population),), seats=(DatedNumber(seats),)
    )
    assert [code for code, _ in found(council)] == (["composition.other_seats"] if told else [])


@pytest.mark.parametrize(
    ("seats", "elected_on", "told"),
    [
        (13, date(2026, 3, 22), False),
        (12, date(2026, 3, 22), True),
        (15, date(2026, 3, 22), False),
        (16, date(2026, 3, 22), True),
        (13, date(2020, 5, 23), True),
    ],
)
def test_legal_seats_of_a_council_deemed_complete_l2121_2_1(seats, elected_on, told):
    council = make_council(12, populations=(DatedNumber(900),), seats=(DatedNumber(seats),))
    elected = tuple(replace(m, since=elected_on) for m in council.mandates)
    assert bool(found(replace(council, mandates=elected), date(2026, 3, 27))) is told


def test_too_many_members_cites_no_article_outside_communes():
    articles = {}
    for body in (BodyType.COMMUNE, BodyType.EPCI):
        record = Record(make_council(15, seats=(DatedNumber(14),), body_type=body), make_sitting())
        articles[body] = [f.article for rule in RULES for f in rule.findings(record)]
    assert articles == {BodyType.COMMUNE: ["CGCT art. L. 2121-2"], BodyType.EPCI: [""]}


def test_legal_seats_stay_those_of_the_beginning_of_the_term():
    council = make_council(
        15, populations=(DatedNumber(1200), DatedNumber(1600, date(2023, 1, 1))), seats=(DatedNumber(15),)
    )
    elected = tuple(replace(m, since=date(2020, 5, 24)) for m in council.mandates)
    assert found(replace(council, mandates=elected)) == []


def test_one_mayor_at_a_time():
    council = make_council(14, more=(make_mandate("m99", offices=(MAYOR,)),))
    ((code, message),) = found(council)
    assert code == "composition.several_heads"
    assert message.startswith("Prénom M1 et Prénom M99 sont enregistré(e)s ensemble")


def deputy(uid, order=None, title="Adjoint", kind=OfficeKind.DEPUTY, **dates):
    return make_mandate(uid, offices=(Office(kind, title=title, order=order, **dates),))


YESTERDAY = HELD_ON - timedelta(days=1)
POSTS = {
    "same-order": ([deputy("a", 1), deputy("b", 1)], True),
    "other-orders": ([deputy("a", 1), deputy("b", 2)], False),
    "orders-unknown": ([deputy("a"), deputy("b")], False),
    "same-title": ([deputy("a", title="1er adjoint"), deputy("b", title="Première adjointe")], True),
    "title-and-order": ([deputy("a", 2), deputy("b", title="Second adjoint")], True),
    "other-titles": ([deputy("a", title="2e adjoint"), deputy("b", title="12e adjoint")], False),
    "title-is-no-rank": ([deputy("a", title="10 ans adjoint"), deputy("b", 10)], False),
    "deputy-and-vice-president": ([deputy("a", 1), deputy("b", 1, kind=OfficeKind.VICE_PRESIDENT)], False),
    "vice-presidents": (
        [deputy("a", 4, kind=OfficeKind.VICE_PRESIDENT), deputy("b", 4, kind=OfficeKind.VICE_PRESIDENT)],
        True,
    ),
    "delegated-councillors": (
        [deputy(uid, 1, kind=OfficeKind.DELEGATED_COUNCILLOR) for uid in ("a", "b")],
        False,
    ),
    "handed-over-that-day": ([deputy("a", 1, until=HELD_ON), deputy("b", 1, since=HELD_ON)], False),
    "handed-over-the-day-before": ([deputy("a", 1, until=HELD_ON), deputy("b", 1, since=YESTERDAY)], True),
    "two-take-it-that-day": ([deputy("a", 1, since=HELD_ON), deputy("b", 1, since=HELD_ON)], True),
    "over-before": ([deputy("a", 1, until=YESTERDAY), deputy("b", 1)], False),
    "one-person": ([deputy("a", 1), replace(deputy("b", 1), person="a")], False),
}


@pytest.mark.parametrize(("deputies", "told"), POSTS.values(), ids=POSTS)
def test_one_holder_a_post(deputies, told):
    found_there = found(make_council(5, more=deputies))
    assert [code for code, _ in found_there] == (["composition.same_post"] if told else [])


def test_one_holder_a_post_names_them_and_the_rank():
    ((_, message),) = found(make_council(5, more=[deputy("a", 3), deputy("b", 3), deputy("c", 3)]))
    assert message == (
        "Prénom A, Prénom B et Prénom C sont enregistré(e)s ensemble au rang 3 des adjoints à cette date."
    )
