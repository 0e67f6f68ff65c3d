"""Duties of a year: sittings, budget, accounts, what follows a renewal."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber
from deliberations.domain.duties import DutyState, duties_of_year
from deliberations.domain.findings import Override
from deliberations.domain.sittings import ItemKind, ItemOutcome, Origin, Subject
from deliberations.domain.votes import Choice, Nomination
from tests.facts import make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

DONE, DUE, LATE, NONE = DutyState.DONE, DutyState.DUE, DutyState.LATE, DutyState.NOT_APPLICABLE


def council_of(inhabitants=1200, since=date(2020, 5, 24), **facts):
    council = make_council(15, populations=(DatedNumber(inhabitants),), **facts)
    return replace(council, mandates=tuple(replace(m, since=since) for m in council.mandates))


def duties(year, today, *sittings, council=None):
    found = duties_of_year(council or council_of(), sittings, year, today)
    return {duty.code.removeprefix("year."): duty for duty in found}


def decided(held_on, subject, *, choice=Choice.FOR, **item):
    agenda = (make_item(subject=subject, **item),)
    return make_sitting(8, held_on=held_on, agenda=agenda, votes=(make_vote(everyone=choice),))


def test_one_sitting_a_quarter_l2121_7():
    sittings = (make_sitting(held_on=date(2024, 3, 31)), make_sitting(held_on=date(2024, 4, 1)))
    found = duties(2024, date(2024, 9, 30), *sittings)
    assert [found[f"quarter_{n}"].state for n in (1, 2, 3, 4)] == [DONE, DONE, DUE, DUE]
    assert found["quarter_3"].last == date(2024, 9, 30)
    assert duties(2024, date(2024, 10, 1), *sittings)["quarter_3"].state is LATE


def test_a_closed_syndicate_is_only_held_to_the_half_year_l5211_11():
    found = duties(2024, date(2024, 7, 1), council=council_of(body_type=BodyType.CLOSED_SYNDICATE))
    assert (found["half_1"].state, found["half_1"].last) == (LATE, date(2024, 6, 30))
    assert "quarter_1" not in found


@pytest.mark.parametrize(
    ("year", "last"), [(2024, date(2024, 4, 15)), (2020, date(2020, 4, 30))], ids=["ordinary", "renewal"]
)
def test_budget_l1612_2(year, last):
    found = duties(year, last)
    assert (found["budget"].last, found["budget"].state) == (last, DUE)


@pytest.mark.parametrize(
    ("item", "choice", "expected"),
    [
        ({}, Choice.FOR, date(2024, 4, 8)),
        ({"financial_year": 2024}, Choice.FOR, date(2024, 4, 8)),
        ({"financial_year": 2023}, Choice.FOR, None),
        ({}, Choice.AGAINST, None),
    ],
    ids=["year-of-the-sitting", "said", "another-year", "rejected"],
)
def test_budget_is_done_when_adopted(item, choice, expected):
    vote = decided(date(2024, 4, 8), Subject.BUDGET, choice=choice, **item)
    assert duties(2024, date(2024, 4, 10), vote)["budget"].done_on == expected


@pytest.mark.parametrize(
    "sitting",
    [
        decided(date(2024, 6, 30), Subject.ACCOUNTS),
        decided(date(2024, 6, 30), Subject.NONE, kind=ItemKind.ACCOUNTS),
        decided(date(2024, 6, 30), Subject.ACCOUNTS, financial_year=2023),
    ],
    ids=["subject", "kind", "year-said"],
)
def test_accounts_of_the_year_before_by_30_june_l1612_12(sitting):
    found = duties(2024, date(2024, 7, 1), sitting)
    assert (found["accounts"].state, found["accounts"].was_late) == (DONE, False)
    assert duties(2024, date(2024, 7, 1))["accounts"].state is LATE


def test_budget_debate_two_to_ten_weeks_before_l2312_1():
    large = council_of(3500)
    budget = decided(date(2024, 4, 8), Subject.BUDGET)
    found = duties(2024, date(2024, 4, 9), budget, council=large)["budget_debate"]
    assert (found.first, found.last, found.state) == (date(2024, 1, 29), date(2024, 3, 25), LATE)
    debate = decided(date(2024, 3, 25), Subject.BUDGET_DEBATE)
    assert duties(2024, date(2024, 4, 9), budget, debate, council=large)["budget_debate"].state is DONE
    assert duties(2024, date(2024, 4, 9), budget)["budget_debate"].state is NONE
    other = decided(date(2024, 3, 25), Subject.BUDGET_DEBATE, financial_year=2025)
    assert duties(2024, date(2024, 4, 9), budget, other, council=large)["budget_debate"].state is LATE


def test_rules_of_procedure_within_six_months_l2121_8():
    found = duties(2020, date(2020, 11, 24))["rules_of_procedure"]
    assert (found.last, found.state) == (date(2020, 11, 24), DUE)
    assert duties(2021, date(2021, 1, 1))["rules_of_procedure"].state is NONE
    assert duties(2020, date(2021, 1, 1), council=council_of(999))["rules_of_procedure"].state is NONE
    adopted = decided(date(2020, 10, 1), Subject.RULES_OF_PROCEDURE)
    assert duties(2020, date(2021, 1, 1), adopted)["rules_of_procedure"].done_on == date(2020, 10, 1)


def test_social_board_within_two_months_of_the_renewal_r123_10():
    found = duties(2020, date(2020, 7, 25))["social_board"]
    assert (found.last, found.state) == (date(2020, 7, 24), LATE)
    assert duties(2024, date(2024, 1, 1))["social_board"].state is NONE


def test_another_assembly_has_no_duty():
    assert duties(2024, date(2024, 1, 1), council=council_of(body_type=BodyType.OTHER)) == {}


@pytest.mark.parametrize("outcome", [ItemOutcome.ADJOURNED, ItemOutcome.WITHDRAWN])
def test_budget_put_off_is_not_voted(outcome):
    sitting = decided(date(2024, 4, 2), Subject.BUDGET, outcome=outcome)
    assert duties(2024, date(2024, 5, 1), sitting)["budget"].state is LATE


def test_budget_that_is_only_planned_or_was_not_decided_is_not_voted():
    planned = decided(date(2024, 4, 2), Subject.BUDGET)
    assert duties(2024, date(2024, 3, 1), planned)["budget"].state is DUE
    silent = replace(planned, votes=())
    assert duties(2024, date(2024, 5, 1), silent)["budget"].state is LATE
    assert duties(2024, date(2024, 5, 1), replace(silent, origin=Origin.RECORDED))["budget"].state is DONE


def test_sitting_to_come_is_not_one_of_the_quarter_l2121_7():
    planned = make_sitting(held_on=date(2024, 2, 20))
    assert duties(2024, date(2024, 2, 19), planned)["quarter_1"].state is DUE
    assert duties(2024, date(2024, 2, 20), planned)["quarter_1"].state is DONE


@pytest.mark.parametrize(
    ("body", "article"),
    [
        (BodyType.COMMUNE, "CGCT art. L. 2121-7"),
        (BodyType.EPCI, "CGCT art. L. 5211-1 et L. 2121-7"),
        (BodyType.CCAS, ""),
    ],
)
def test_quarter_cites_the_article_of_the_body(body, article):
    assert duties(2024, date(2024, 1, 1), council=council_of(body_type=body))["quarter_1"].article == article


@pytest.mark.parametrize(
    ("body", "inhabitants", "state"),
    [
        (BodyType.CLOSED_SYNDICATE, 800, NONE),
        (BodyType.EPCI, 2000, NONE),
        (BodyType.EPCI, None, NONE),
        (BodyType.EPCI, 3500, LATE),
    ],
)
def test_budget_debate_from_3500_inhabitants_everywhere_l2312_1(body, inhabitants, state):
    council = council_of(body_type=body)
    populations = (DatedNumber(inhabitants),) if inhabitants else ()
    council = replace(council, populations=populations)
    assert duties(2024, date(2024, 12, 31), council=council)["budget_debate"].state is state


def test_year_of_old_papers_only_is_unknown_not_late():
    old = replace(decided(date(2019, 6, 4), Subject.ACCOUNTS), origin=Origin.RECORDED)
    found = duties(2019, date(2026, 1, 1), old)
    told = "Année dont seules des séances passées ont été reprises : à vérifier au registre."
    assert (found["accounts"].state, found["quarter_2"].state) == (DONE, DONE)
    assert (found["budget"].state, found["budget"].next_action) == (NONE, told)
    live = make_sitting(uid="autre", held_on=date(2019, 9, 1))
    assert duties(2019, date(2026, 1, 1), old, live)["budget"].state is LATE


def test_one_member_of_mid_term_does_not_make_a_renewal():
    council = make_council(15, populations=(DatedNumber(2000),))
    late = replace(council.mandates[-1], since=date(2023, 5, 1))
    council = replace(council, mandates=(*council.mandates[:-1], late))
    found = duties(2023, date(2024, 1, 10), council=council)
    assert (found["rules_of_procedure"].state, found["social_board"].state) == (NONE, NONE)
    assert found["budget"].last == date(2023, 4, 15)


@pytest.mark.parametrize(
    ("year", "last"),
    [
        (2026, date(2026, 4, 30)),
        (2020, date(2020, 4, 30)),
        (2014, date(2014, 4, 30)),
        (2025, date(2025, 4, 15)),
        (2008, date(2008, 4, 30)),
        (2001, date(2001, 4, 30)),
        (1995, date(1995, 4, 30)),
        (2007, date(2007, 4, 15)),
        (2002, date(2002, 4, 15)),
        (2013, date(2013, 4, 15)),
    ],
)
def test_budget_has_the_benefit_of_the_doubt_where_the_term_is_not_known(year, last):
    assert duties(year, last, council=make_council(15))["budget"].last == last


@pytest.mark.parametrize(("since", "state"), [(date(2024, 1, 1), LATE), (date(2024, 1, 2), NONE)])
def test_budget_debate_is_due_by_the_population_of_new_year_l2312_1(since, state):
    council = replace(council_of(), populations=(DatedNumber(1200), DatedNumber(3500, since)))
    assert duties(2024, date(2024, 12, 31), council=council)["budget_debate"].state is state


def test_social_board_named_by_a_single_candidacy_is_named_r123_10():
    item = make_item(subject=Subject.SOCIAL_BOARD, nomination=Nomination(single_candidacy=True))
    unopposed = make_sitting(8, held_on=date(2020, 6, 20), agenda=(item,))
    silent = make_sitting(8, held_on=date(2020, 6, 20), agenda=(replace(item, nomination=Nomination()),))
    assert duties(2020, date(2020, 7, 1), unopposed)["social_board"].done_on == date(2020, 6, 20)
    assert duties(2020, date(2020, 7, 1), silent)["social_board"].done_on is None


@pytest.mark.parametrize(
    ("held_on", "state"),
    [(date(2024, 2, 1), DONE), (date(2023, 2, 1), LATE), (date(2025, 2, 1), LATE)],
    ids=["that-year", "year-before", "year-after"],
)
def test_year_duty_is_closed_by_a_reason_given_in_a_sitting_of_that_year(held_on, state):
    reason = Override(code="duty.year.budget", reason="Budget réglé par le préfet")
    sitting = replace(make_sitting(held_on=held_on), overrides=(reason,))
    assert duties(2024, date(2025, 3, 1), sitting)["budget"].state is state
