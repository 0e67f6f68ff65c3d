"""Checks on the dates of receipt and publication of an act, and on the way it is made public."""

from datetime import date

import pytest

from councils.domain.bodies import BodyType, DatedNumber, DatedPublicationMode, PublicationMode
from deliberations.domain.acts import PublicFact, Source
from deliberations.domain.checks.publication import (
    check_dates_of_acts,
    check_electronic_publication,
    check_notification,
    check_publication_mode,
    check_publication_of_the_choice,
    check_publication_setting,
)
from deliberations.domain.findings import Severity
from deliberations.domain.record import Record
from tests.facts import make_act, make_council, make_sitting

pytestmark = pytest.mark.unit

HELD = date(2024, 6, 28)


def dates_found(**facts):
    sitting = make_sitting(held_on=HELD, deliberations=(make_act(**facts),))
    return [(f.code, f.item, f.message) for f in check_dates_of_acts(Record(make_council(), sitting))]


def fact(on: date) -> PublicFact:
    return PublicFact(on, Source.DECLARED)


def test_dates_of_acts_before_the_sitting():
    early = fact(date(2024, 6, 27))
    assert dates_found(transmission=early, publications=(fact(HELD), early)) == [
        ("transmission.before_sitting", "p1", "La transmission du 27 juin 2024 est antérieure à la séance."),
        ("publication.before_sitting", "p1", "La publication du 27 juin 2024 est antérieure à la séance."),
    ]


@pytest.mark.parametrize(
    "facts",
    [{}, {"transmission": fact(HELD), "publications": (fact(date(2024, 7, 1)),)}],
    ids=["none", "same-day"],
)
def test_dates_of_acts_sound(facts):
    assert dates_found(**facts) == []


@pytest.mark.parametrize(
    ("mode", "channels", "expected"),
    [
        (PublicationMode.ELECTRONIC, ("affichage",), ["publication.mode"]),
        (PublicationMode.ELECTRONIC, ("affichage", "site Internet"), []),
        (PublicationMode.POSTING, ("affichage",), []),
        (PublicationMode.PAPER, ("site Internet",), ["publication.mode"]),
        (PublicationMode.ELECTRONIC, (), []),
        (None, ("affichage",), ["publication.mode"]),
        (None, ("site Internet",), []),
    ],
)
def test_publication_in_another_mode_is_reported_l2131_1(mode, channels, expected):
    modes = (DatedPublicationMode(mode),) if mode else ()
    act = make_act(publications=tuple(PublicFact(HELD, Source.DECLARED, channel) for channel in channels))
    record = Record(make_council(publication_modes=modes), make_sitting(deliberations=(act,)))
    assert [f.code for f in check_publication_mode(record)] == expected


def published(*channels: str, **facts):
    return make_act(publications=tuple(PublicFact(HELD, Source.DECLARED, c) for c in channels), **facts)


def record_of(act, **council) -> Record:
    return Record(make_council(**council), make_sitting(deliberations=(act,)))


def test_publication_by_an_unknown_way_is_named():
    modes = (DatedPublicationMode(PublicationMode.ELECTRONIC),)
    (finding,) = check_publication_mode(record_of(published("bulletin municipal"), publication_modes=modes))
    assert finding.message == (
        "La publication du 28 juin 2024 (« bulletin municipal ») n'est ni un affichage, ni une mise à disposition sur "
        "papier, ni une mise en ligne."
    )


def test_publication_of_an_individual_decision_is_its_notification():
    modes = (DatedPublicationMode(PublicationMode.ELECTRONIC),)
    act = published("affichage", is_individual=True)
    assert list(check_publication_mode(record_of(act, publication_modes=modes))) == []


@pytest.mark.parametrize(
    ("council", "act", "is_found"),
    [
        ({"populations": (DatedNumber(3500),)}, published("affichage"), True),
        ({"populations": (DatedNumber(3500),)}, published("papier"), True),
        ({"populations": (DatedNumber(3500),)}, published("affichage", "site Internet"), False),
        ({"populations": (DatedNumber(3500),)}, published("site Internet"), False),
        ({"populations": (DatedNumber(3500),)}, published(), False),
        ({"populations": (DatedNumber(3500),)}, published("affichage", is_individual=True), False),
        ({"populations": (DatedNumber(3499),)}, published("affichage"), False),
        ({}, published("affichage"), False),
        ({"body_type": BodyType.EPCI}, published("affichage"), True),
    ],
)
def test_publication_is_electronic_from_3500_l2131_1(council, act, is_found):
    codes = [f.code for f in check_electronic_publication(record_of(act, **council))]
    assert codes == (["publication.not_electronic"] if is_found else [])


@pytest.mark.parametrize(
    ("mode", "decided_by", "is_found"),
    [
        (PublicationMode.POSTING, "2024-1", True),
        (PublicationMode.PAPER, "2024-1", True),
        (PublicationMode.ELECTRONIC, "2024-1", False),
        (PublicationMode.POSTING, "2024-2", False),
        (PublicationMode.POSTING, "", False),
    ],
)
def test_publication_of_the_choice_of_a_commune_without_site(mode, decided_by, is_found):
    modes = (DatedPublicationMode(mode, HELD, decided_by),)
    found = check_publication_of_the_choice(record_of(make_act(), publication_modes=modes))
    assert [f.code for f in found] == (["publication.choice_elsewhere"] if is_found else [])


def test_publication_without_a_recorded_choice_is_only_noticed():
    (finding,) = check_publication_mode(record_of(published("affichage")))
    assert (finding.severity, "sans choix, le mode est électronique" in finding.message) == (
        Severity.NOTICE,
        True,
    )


@pytest.mark.parametrize(
    ("council", "mode", "is_found"),
    [
        ({"populations": (DatedNumber(3500),)}, PublicationMode.POSTING, True),
        ({"populations": (DatedNumber(3500),)}, PublicationMode.ELECTRONIC, False),
        ({"populations": (DatedNumber(3499),)}, PublicationMode.POSTING, False),
        ({}, PublicationMode.POSTING, False),
        ({"body_type": BodyType.EPCI}, PublicationMode.PAPER, True),
        ({"body_type": BodyType.CLOSED_SYNDICATE}, PublicationMode.PAPER, False),
    ],
)
def test_setting_is_warned_of_before_anything_is_published_l2131_1(council, mode, is_found):
    modes = (DatedPublicationMode(mode),)
    found = check_publication_setting(record_of(make_act(), publication_modes=modes, **council))
    expected = [("setting.publication_mode", Severity.WARNING)] if is_found else []
    assert [(f.code, f.severity) for f in found] == expected


@pytest.mark.parametrize(
    ("act", "is_found"),
    [
        (published("affichage", is_individual=True), True),
        (published("affichage", "notification", is_individual=True), False),
        (published(is_individual=True), False),
        (published("affichage"), False),
    ],
    ids=["posted", "notified", "not-yet", "not-individual"],
)
def test_individual_decision_published_but_not_notified(act, is_found):
    codes = [f.code for f in check_notification(record_of(act))]
    assert codes == (["publication.not_notified"] if is_found else [])
