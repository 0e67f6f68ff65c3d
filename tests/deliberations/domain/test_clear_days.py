"""Clear days of notice (CGCT art. L. 2121-11, L. 2121-12): neither dispatch nor sitting counts, nothing rolls."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber, Territory
from deliberations.domain.clear_days import (
    Doubt,
    Notice,
    clear_days_between,
    latest_dispatch,
    required_notice,
)
from tests.facts import make_council, make_mandate

pytestmark = pytest.mark.unit

DAY = date(2024, 6, 28)
SMALL = Notice(3, "CGCT art. L. 2121-11")
LARGE = Notice(5, "CGCT art. L. 2121-12")
GROUPED = Notice(5, "CGCT art. L. 5211-1 et L. 2121-12")
CROSSED = Notice(5, "CGCT art. L. 2121-12", Doubt.THRESHOLD_CROSSED)
SECOND = Notice(3, "CGCT art. L. 2121-17, al. 2")


@pytest.mark.parametrize(
    ("dispatched", "held", "expected"),
    [
        (date(2023, 12, 15), date(2023, 12, 19), 3),
        (date(2023, 12, 22), date(2023, 12, 26), 3),
        (date(2024, 1, 11), date(2024, 1, 15), 3),
        (date(2024, 3, 22), date(2024, 3, 28), 5),
        (date(2024, 2, 27), date(2024, 3, 1), 2),
        (date(2023, 2, 27), date(2023, 3, 1), 1),
        (DAY, date(2024, 6, 30), 1),
        (DAY, date(2024, 6, 29), 0),
        (DAY, DAY, -1),
        (date(2024, 6, 29), DAY, -2),
    ],
    ids=[
        *("seed", "weekend-and-christmas", "three", "five", "leap-29-february", "no-29-february"),
        *("urgency", "next-day", "same-day", "after-the-sitting"),
    ],
)
def test_clear_days_l2121_11(dispatched, held, expected):
    assert clear_days_between(dispatched, held) == expected


@pytest.mark.parametrize(
    ("held", "days", "expected"),
    [
        (date(2024, 1, 15), 3, date(2024, 1, 11)),
        (date(2024, 3, 28), 5, date(2024, 3, 22)),
        (date(2023, 12, 19), 3, date(2023, 12, 15)),
        (date(2023, 12, 19), 5, date(2023, 12, 13)),
        (date(2024, 3, 1), 3, date(2024, 2, 26)),
        (date(2023, 12, 19), 1, date(2023, 12, 17)),
    ],
)
def test_latest_dispatch_gives_exactly_the_notice(held, days, expected):
    assert latest_dispatch(held, days) == expected
    assert clear_days_between(expected, held) == days


@pytest.mark.parametrize(
    ("facts", "second", "expected"),
    [
        ({"populations": (DatedNumber(3499),)}, False, SMALL),
        ({"populations": (DatedNumber(3500),)}, False, LARGE),
        ({"populations": (DatedNumber(3400), DatedNumber(3600, date(2024, 1, 1)))}, False, LARGE),
        ({"populations": (DatedNumber(3400), DatedNumber(3600, date(2025, 1, 1)))}, False, SMALL),
        ({}, False, Notice(3, "CGCT art. L. 2121-11", Doubt.UNKNOWN_POPULATION)),
        ({"populations": (DatedNumber(3500),)}, True, SECOND),
        ({"body_type": BodyType.EPCI}, False, GROUPED),
        ({"body_type": BodyType.CLOSED_SYNDICATE}, False, GROUPED),
        ({"body_type": BodyType.EPCI}, True, Notice(3, "CGCT art. L. 5211-1 et L. 2121-17, al. 2")),
        ({"body_type": BodyType.EPCI, "territory": Territory.ALSACE_MOSELLE}, False, GROUPED),
        ({"body_type": BodyType.OPEN_SYNDICATE}, False, None),
        ({"body_type": BodyType.CCAS}, False, None),
        ({"body_type": BodyType.OTHER}, False, None),
        ({"body_type": BodyType.OTHER}, True, None),
        ({"body_type": BodyType.CCAS}, True, None),
        ({"territory": Territory.ALSACE_MOSELLE}, False, None),
        ({"territory": Territory.ALSACE_MOSELLE}, True, None),
        ({"territory": Territory.OVERSEAS, "populations": (DatedNumber(900),)}, False, SMALL),
    ],
    ids=[
        *(
            "l2121_11-3499",
            "l2121_12-3500",
            "crossed-term-unknown",
            "l2121_11-not-yet-crossed",
            "unknown-population",
        ),
        *(
            "l2121_17-second-call",
            "l5211_1-epci",
            "l5211_1-syndicate",
            "l2121_17-epci-second-call",
            "epci-of-alsace",
        ),
        *("l5721_4-statutes", "r123_16-not-clear-days", "other-no-rule", "other-no-rule-second-call"),
        *("ccas-second-call", "l2541_1", "l2541_4-second-call", "overseas"),
    ],
)
def test_required_notice(facts, second, expected):
    assert required_notice(make_council(**facts), DAY, second_convocation=second) == expected


SINCE_2020 = {
    "more": (make_mandate("maire", since=date(2020, 5, 25)), make_mandate("recent", since=date(2023, 3, 1)))
}


@pytest.mark.parametrize(
    ("populations", "expected"),
    [
        ([(3400, 2018), (3600, 2023)], CROSSED),
        ([(3600, 2018), (3400, 2023)], CROSSED),
        ([(3400, 2018), (3600, 2021), (3400, 2023)], CROSSED),
        ([(3400, 2015), (3600, 2019), (3700, 2023)], LARGE),
        ([(3600, 2015), (3400, 2019)], SMALL),
        ([(3400, 2018), (3600, 2025)], SMALL),
        ([(3600, 2023)], LARGE),
        ([(3600, 2025)], Notice(3, "CGCT art. L. 2121-11", Doubt.UNKNOWN_POPULATION)),
    ],
    ids=[
        *("grown", "shrunk", "there-and-back", "grown-before-the-term", "shrunk-before-the-term"),
        *("grown-later", "unknown-at-first", "unknown-until-later"),
    ],
)
def test_required_notice_when_the_threshold_is_crossed(populations, expected):
    numbers = tuple(DatedNumber(value, date(year, 1, 1)) for value, year in populations)
    assert required_notice(make_council(0, populations=numbers, **SINCE_2020), DAY) == expected
