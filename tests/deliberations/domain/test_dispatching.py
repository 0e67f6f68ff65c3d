"""By when to convoke, computed from the day of the sitting (CGCT art. L. 2121-11, L. 2121-12, L. 2121-17)."""

from dataclasses import replace
from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber, Territory
from deliberations.domain.clear_days import Doubt
from deliberations.domain.dispatching import (
    dispatch_limit,
    earliest_sitting,
    is_second_call_too_early,
    last_open_day,
)
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, Sitting, Subject
from tests.facts import make_council, make_item

pytestmark = pytest.mark.unit

TUESDAY = date(2023, 12, 19)
SMALL, LARGE = (DatedNumber(1200),), (DatedNumber(8000),)


def planned(held_on=TUESDAY, *, second_of="", agenda=(), **council):
    facts = {"populations": SMALL, **council}
    sitting = Sitting("s", held_on, convocation=Convocation(second_of=second_of), agenda=agenda)
    return Record(make_council(11, **facts), sitting)


@pytest.mark.parametrize(
    ("record", "latest", "days", "urgent"),
    [
        pytest.param(planned(), date(2023, 12, 15), 3, date(2023, 12, 17), id="L2121-11"),
        pytest.param(planned(populations=LARGE), date(2023, 12, 13), 5, date(2023, 12, 17), id="L2121-12"),
        pytest.param(
            planned(populations=LARGE, second_of="first"), date(2023, 12, 15), 3, None, id="L2121-17"
        ),
        pytest.param(
            planned(populations=LARGE, agenda=(make_item(subject=Subject.INSTALLATION),)),
            date(2023, 12, 15),
            3,
            date(2023, 12, 17),
            id="L2121-7",
        ),
        pytest.param(
            planned(body_type=BodyType.EPCI), date(2023, 12, 13), 5, date(2023, 12, 17), id="L5211-1"
        ),
        pytest.param(planned(date(2024, 3, 1)), date(2024, 2, 26), 3, date(2024, 2, 28), id="29-february"),
        pytest.param(planned(date(2024, 1, 2)), date(2023, 12, 29), 3, date(2023, 12, 31), id="new-year"),
    ],
)
def test_limit_in_clear_days(record, latest, days, urgent):
    limit = dispatch_limit(record)
    assert (limit.latest, limit.days, limit.urgent_latest, limit.are_clear) == (latest, days, urgent, True)


@pytest.mark.parametrize(
    ("record", "article", "urgent"),
    [
        pytest.param(planned(body_type=BodyType.CCAS), "CASF art. R. 123-16", None, id="ccas"),
        pytest.param(
            planned(territory=Territory.ALSACE_MOSELLE),
            "CGCT art. L. 2541-1 et s.",
            date(2023, 12, 18),
            id="alsace-moselle",
        ),
    ],
)
def test_limit_in_days_that_are_not_clear(record, article, urgent):
    limit = dispatch_limit(record)
    assert (limit.latest, limit.days, limit.are_clear) == (date(2023, 12, 16), 3, False)
    assert (limit.article, limit.urgent_latest) == (article, urgent)


def test_no_rule_of_ours_for_an_open_syndicate():
    assert dispatch_limit(planned(body_type=BodyType.OPEN_SYNDICATE)) is None


def test_unknown_population_is_told_as_a_doubt():
    assert dispatch_limit(planned(populations=())).doubt is Doubt.UNKNOWN_POPULATION
    assert dispatch_limit(planned()).doubt is None


def test_earliest_sitting_gives_the_very_notice():
    clear, plain = dispatch_limit(planned()), dispatch_limit(planned(body_type=BodyType.CCAS))
    assert earliest_sitting(clear, date(2023, 12, 15)) == TUESDAY
    assert earliest_sitting(plain, date(2023, 12, 16)) == TUESDAY


@pytest.mark.parametrize(
    ("latest", "territory", "open_day"),
    [
        (date(2023, 12, 15), Territory.ORDINARY, date(2023, 12, 15)),
        (date(2023, 12, 17), Territory.ORDINARY, date(2023, 12, 15)),
        (date(2023, 12, 25), Territory.ORDINARY, date(2023, 12, 22)),
        (date(2023, 12, 26), Territory.ORDINARY, date(2023, 12, 26)),
        (date(2023, 12, 26), Territory.ALSACE_MOSELLE, date(2023, 12, 22)),
        (date(2024, 1, 1), Territory.ORDINARY, date(2023, 12, 29)),
    ],
)
def test_last_open_day(latest, territory, open_day):
    assert last_open_day(planned(territory=territory), latest) == open_day


@pytest.mark.parametrize(
    ("held_on", "is_early"),
    [(date(2023, 12, 22), True), (date(2023, 12, 23), False), (date(2024, 1, 9), False)],
)
def test_second_call_needs_three_clear_days_after_the_first(held_on, is_early):
    assert is_second_call_too_early(planned(held_on, second_of="first"), TUESDAY) is is_early


def test_second_call_of_a_social_board_has_no_delay_established():
    record = planned(date(2023, 12, 20), second_of="first", body_type=BodyType.CCAS)
    assert not is_second_call_too_early(record, TUESDAY)


def test_record_is_not_needed_to_be_complete():
    bare = replace(planned().council, persons=(), mandates=())
    assert dispatch_limit(Record(bare, Sitting("s", TUESDAY))).latest == date(2023, 12, 15)
