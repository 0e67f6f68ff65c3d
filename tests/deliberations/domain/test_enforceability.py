"""When an act becomes executory and what keeps it from it, how and until when it may be challenged."""

from datetime import date, timedelta

import pytest

from councils.domain.bodies import BodyType, Council, DatedNumber, DatedPublicationMode, PublicationMode
from deliberations.domain.acts import ActState, Deliberation, PublicFact, Source
from deliberations.domain.enforceability import (
    Appeal,
    Obstacle,
    add_months,
    appeal_deadline,
    appeal_of,
    appeal_start,
    decision_list_due,
    enforceable_from,
    executory_since,
    first_publication,
    is_enforceable,
    is_in_mode,
    obstacle_of,
)
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, ItemOutcome
from deliberations.domain.votes import Choice, Election
from tests.facts import make_act, make_council, make_item, make_sitting, make_vote

pytestmark = pytest.mark.unit

DEC_28, JAN_2 = date(2023, 12, 28), date(2024, 1, 2)


@pytest.mark.parametrize(
    ("published", "transmitted", "transmissible", "expected"),
    [
        (DEC_28, DEC_28, True, DEC_28),
        (JAN_2, DEC_28, True, JAN_2),
        (DEC_28, JAN_2, True, JAN_2),
        (DEC_28, None, True, None),
        (None, DEC_28, True, None),
        (None, None, True, None),
        (DEC_28, None, False, DEC_28),
        (DEC_28, JAN_2, False, DEC_28),
        (None, DEC_28, False, None),
    ],
    ids=[
        *("l2131_1-seed", "l2131_1-published-last", "l2131_1-transmitted-last", "l2131_1-not-transmitted"),
        *(
            "l2131_1-not-published",
            "l2131_1-neither",
            "l2131_3-published-only",
            "l2131_3-transmitted-all-the-same",
        ),
        "l2131_3-not-published",
    ],
)
def test_enforceable_from(published, transmitted, transmissible, expected):
    found = enforceable_from(
        published_on=published, transmitted_on=transmitted, is_transmissible=transmissible
    )
    assert found == expected


@pytest.mark.parametrize(
    ("published", "deadline"),
    [
        (date(2023, 12, 28), date(2024, 2, 29)),
        (date(2025, 3, 10), date(2025, 5, 12)),
        (date(2023, 12, 31), date(2024, 3, 1)),
        (date(2024, 12, 31), date(2025, 3, 3)),
        (date(2023, 12, 29), date(2024, 3, 1)),
        (date(2024, 2, 29), date(2024, 4, 30)),
        (date(2024, 7, 1), date(2024, 9, 2)),
        (date(2024, 2, 28), date(2024, 4, 29)),
        (date(2024, 2, 29) + timedelta(days=1), date(2024, 5, 2)),
        (date(2024, 3, 7), date(2024, 5, 10)),
        (date(2024, 9, 9), date(2024, 11, 12)),
        (date(2024, 10, 24), date(2024, 12, 26)),
        (date(2024, 1, 29), date(2024, 4, 2)),
        (date(2023, 12, 30), date(2024, 3, 1)),
    ],
    ids=[
        *("seed-thursday", "sunday-then-monday", "31-december-leap", "31-december-then-saturday"),
        *("29-december-leap", "from-29-february", "1-july", "28-february", "1-may-is-a-holiday"),
        *(
            "ascension-and-8-may",
            "11-november",
            "25-december-not-26",
            "easter-monday",
            "clamped-to-29-february",
        ),
    ],
)
def test_appeal_deadline_cja_r421_1(published, deadline):
    assert appeal_deadline(published) == deadline


def test_appeal_deadline_is_always_a_working_day_within_a_week():
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(1100)]
    late = [(appeal_deadline(d) - add_months(d, 2)).days for d in days]
    assert (min(late), max(late)) == (1, 4)
    assert {appeal_deadline(d).weekday() for d in days} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 11, 15), 2, date(2025, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 10, 31), 12, date(2025, 10, 31)),
    ],
)
def test_add_months_clamps_to_the_end(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("held", "due"),
    [(date(2023, 12, 19), date(2023, 12, 26)), (date(2024, 2, 26), date(2024, 3, 4))],
    ids=["seed", "leap-year"],
)
def test_decision_list_is_due_within_a_week_l2121_25(held, due):
    assert decision_list_due(held) == due


# --- what keeps an act from being executory


def received(on: date) -> PublicFact:
    return PublicFact(on, Source.DECLARED)


def published(on: date, channel: str = "site Internet") -> PublicFact:
    return PublicFact(on, Source.DECLARED, channel)


BOTH = {"transmission": received(JAN_2), "publications": (published(DEC_28),)}


def record_of(act: Deliberation, council: Council | None = None, item: dict | None = None, **facts) -> Record:
    sitting = make_sitting(agenda=(make_item(**(item or {})),), deliberations=(act,), **facts)
    return Record(council or make_council(), sitting)


@pytest.mark.parametrize(
    ("act", "item", "obstacle", "since"),
    [
        (BOTH, {}, None, JAN_2),
        ({**BOTH, "transmission": None}, {}, Obstacle.NOT_TRANSMITTED, None),
        ({**BOTH, "transmission": None}, {"is_transmissible": False}, None, DEC_28),
        ({**BOTH, "publications": ()}, {}, Obstacle.NOT_PUBLISHED, None),
        ({**BOTH, "operative": ()}, {}, Obstacle.NO_DECISION, None),
        ({**BOTH, "state": ActState.SUSPENDED}, {}, Obstacle.SUSPENDED, None),
        ({**BOTH, "state": ActState.ANNULLED}, {}, Obstacle.ANNULLED, None),
        ({**BOTH, "state": ActState.REFERRED}, {}, None, JAN_2),
        (BOTH, {"outcome": ItemOutcome.ADJOURNED}, Obstacle.NOT_EXAMINED, None),
        (BOTH, {"outcome": ItemOutcome.WITHDRAWN}, Obstacle.NOT_EXAMINED, None),
    ],
    ids=[
        *("l2131_1-both", "l2131_1-not-transmitted", "l2131_3-need-not-be", "l2131_1-not-published"),
        *("without-decision", "suspended", "annulled", "l2131_6-referred-stays-executory"),
        *("adjourned", "withdrawn"),
    ],
)
def test_obstacle_and_first_executory_day(act, item, obstacle, since):
    facts = make_act(**act)
    record = record_of(facts, item=item)
    assert (obstacle_of(record, facts), executory_since(record, facts)) == (obstacle, since)
    assert is_enforceable(record, facts) is (obstacle is None)


def test_election_without_text_decides_by_itself():
    act = make_act(operative=(), **BOTH)
    record = record_of(act, elections=(Election("election", "p1", "maire"),))
    assert obstacle_of(record, act) is None


# --- which publication counts

SITE, POSTED, PAPER = published(JAN_2), published(DEC_28, "Affichage"), published(DEC_28, "papier")
SITE_ALWAYS = (DatedPublicationMode(PublicationMode.ELECTRONIC),)
POSTING_UNTIL_2024 = (
    DatedPublicationMode(PublicationMode.ELECTRONIC, date(2024, 1, 1)),
    DatedPublicationMode(PublicationMode.POSTING, date(2022, 7, 1)),
)


@pytest.mark.parametrize(
    ("modes", "publications", "expected"),
    [
        ((), (), None),
        ((), (SITE, POSTED), SITE),
        ((), (POSTED,), POSTED),
        (SITE_ALWAYS, (SITE, POSTED), SITE),
        (SITE_ALWAYS, (POSTED,), POSTED),
        (POSTING_UNTIL_2024, (SITE, POSTED), POSTED),
        (POSTING_UNTIL_2024, (SITE, PAPER), SITE),
    ],
    ids=[
        "none",
        "no-choice-is-electronic",
        "no-choice-and-only-posted",
        "in-the-mode",
        "in-another-mode-only",
        "mode-of-that-day",
        "mode-changed",
    ],
)
def test_first_publication_is_the_one_made_in_the_mode_l2131_1(modes, publications, expected):
    council = make_council(publication_modes=modes)
    assert first_publication(council, make_act(publications=publications)) == expected


@pytest.mark.parametrize(
    ("modes", "fact", "expected"),
    [
        ((), POSTED, False),
        ((), published(date(2022, 6, 30), "affichage"), True),
        (SITE_ALWAYS, SITE, True),
        (SITE_ALWAYS, POSTED, False),
        (POSTING_UNTIL_2024, POSTED, True),
        (POSTING_UNTIL_2024, published(date(2022, 6, 30), "papier"), True),
        (POSTING_UNTIL_2024, published(JAN_2, "affichage"), False),
    ],
)
def test_publication_in_the_mode_of_its_day(modes, fact, expected):
    assert is_in_mode(make_council(publication_modes=modes), fact) is expected


EPCI = {"body_type": BodyType.EPCI}
LARGE, SMALL = {"populations": (DatedNumber(9000),)}, {"populations": (DatedNumber(900),)}
POSTING = {"publication_modes": (DatedPublicationMode(PublicationMode.POSTING),)}


@pytest.mark.parametrize(
    ("council", "publications", "expected"),
    [
        (LARGE, (POSTED, SITE), SITE),
        (EPCI, (POSTED, SITE), SITE),
        (LARGE, (POSTED,), None),
        ({**LARGE, **POSTING}, (POSTED, SITE), SITE),
        ({**SMALL, **POSTING}, (POSTED, SITE), POSTED),
        ({**SMALL, **POSTING}, (SITE,), None),
        ({"body_type": BodyType.CLOSED_SYNDICATE, **LARGE, **POSTING}, (POSTED,), POSTED),
        (SMALL, (POSTED,), POSTED),
        ({"body_type": BodyType.OTHER}, (POSTED,), POSTED),
        (LARGE, (published(date(2022, 6, 30), "affichage"),), published(date(2022, 6, 30), "affichage")),
    ],
    ids=[
        *("large", "epci", "large-only-posted", "large-has-no-choice", "chosen", "not-as-chosen"),
        *("syndicate-has-a-choice", "no-choice-recorded", "without-rules", "before-the-reform"),
    ],
)
def test_appeal_starts_from_the_publication_of_the_law_l2131_1(council, publications, expected):
    assert appeal_start(make_council(**council), make_act(publications=publications)) == expected


NOTIFIED = published(date(2024, 1, 20), "notification")


@pytest.mark.parametrize(
    ("publications", "expected"),
    [
        ((SITE, NOTIFIED), NOTIFIED),
        ((published(DEC_28, ""), NOTIFIED), NOTIFIED),
        ((published(DEC_28, ""),), published(DEC_28, "")),
        ((published(DEC_28, "courriel"),), published(DEC_28, "courriel")),
        ((SITE, POSTED), None),
    ],
    ids=["notified", "unnamed-then-notified", "unnamed", "another-way", "never-notified"],
)
def test_individual_decision_is_known_once_notified_l2131_1(publications, expected):
    act = make_act(is_individual=True, publications=publications)
    assert first_publication(make_council(), act) == expected


def test_rejected_proposal_has_nothing_to_execute():
    act = make_act(**BOTH)
    record = record_of(act, votes=(make_vote(everyone=Choice.AGAINST),))
    assert (obstacle_of(record, act), executory_since(record, act)) == (Obstacle.PROPOSAL_REJECTED, None)


# --- which appeal


@pytest.mark.parametrize(
    ("kind", "posts", "body", "expected"),
    [
        (ItemKind.DELIBERATION, (), BodyType.COMMUNE, Appeal.ORDINARY),
        (ItemKind.ELECTION, ("maire",), BodyType.COMMUNE, Appeal.ELECTION_OF_HEADS),
        (
            ItemKind.ELECTION,
            ("premier adjoint", "Deuxième adjointe"),
            BodyType.COMMUNE,
            Appeal.ELECTION_OF_HEADS,
        ),
        (ItemKind.DELIBERATION, ("maire",), BodyType.COMMUNE, Appeal.ELECTION_OF_HEADS),
        (ItemKind.ELECTION, ("maire", "délégué au syndicat"), BodyType.COMMUNE, Appeal.NOT_ESTABLISHED),
        (ItemKind.ELECTION, (), BodyType.COMMUNE, Appeal.NOT_ESTABLISHED),
        (ItemKind.ELECTION, ("président",), BodyType.EPCI, Appeal.NOT_ESTABLISHED),
        (ItemKind.ELECTION, ("maire",), BodyType.EPCI, Appeal.NOT_ESTABLISHED),
        (ItemKind.ELECTION, ("représentant du maire",), BodyType.COMMUNE, Appeal.NOT_ESTABLISHED),
    ],
    ids=[
        *("ordinary", "mayor", "deputies", "by-its-posts", "mixed", "nothing-filled", "epci", "epci-mayor"),
        "named-after-the-mayor",
    ],
)
def test_appeal_of_an_act(kind, posts, body, expected):
    elections = tuple(Election(f"e{n}", "p1", post) for n, post in enumerate(posts))
    act = make_act()
    record = record_of(act, make_council(body_type=body), {"kind": kind}, elections=elections)
    assert appeal_of(record, act) is expected


def test_appeal_of_an_individual_decision_runs_from_its_notification():
    act = make_act(is_individual=True)
    assert appeal_of(record_of(act), act) is Appeal.NOTIFIED


def test_appeal_of_an_election_known_by_its_title_only():
    act, item = make_act(), {"kind": ItemKind.ELECTION, "title_html": "Élection du maire"}
    assert appeal_of(record_of(act, item=item), act) is Appeal.ELECTION_OF_HEADS
