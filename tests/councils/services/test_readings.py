"""Who read what is not public: one line an hour, purged in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from councils.domain.readings import ReadingKind
from councils.models import Council, CouncilPreferences, Reading
from councils.queries import preferences_of
from councils.services.readings import months_before, note_reading, purge_readings
from councils.services.retention import set_retention
from tests.builders import make_user

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

AT = datetime(2026, 3, 10, 9, 15, tzinfo=UTC)


@pytest.fixture
def council(db):
    return Council.objects.create(uid="exemple", place_name="Exemple")


@pytest.fixture
def reader(council):
    return make_user(council=council)


def note(council, reader, *, at=AT, uid="a1", kind=ReadingKind.DRAFT):
    note_reading(council=council, user=reader, kind=kind, uid=uid, label="Projet", at=at)


def test_readings_of_one_hour_are_one_line(council, reader):
    for minutes in (0, 10, 44):
        note(council, reader, at=AT + timedelta(minutes=minutes))
    line = Reading.objects.get()
    assert (line.times, line.hour, line.last_at) == (
        3,
        datetime(2026, 3, 10, 9, 0, tzinfo=UTC),
        AT + timedelta(minutes=44),
    )


def test_readings_of_another_hour_text_kind_or_person_are_other_lines(council, reader):
    note(council, reader)
    note(council, reader, at=AT + timedelta(hours=1))
    note(council, reader, uid="a2")
    note(council, reader, kind=ReadingKind.PROOF)
    note(council, make_user("autre@exemple.test", council=council))
    assert sorted(Reading.objects.values_list("times", flat=True)) == [1] * 5


def test_long_label_is_cut(council, reader):
    note_reading(council=council, user=reader, kind=ReadingKind.FILE, uid="f", label="x" * 900, at=AT)
    assert len(Reading.objects.get().label) == 500


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 11, 29), 120, date(2016, 11, 29)),
    ],
)
def test_months_before(day, months, before):
    assert months_before(day, months) == before


def test_purge_keeps_what_each_council_keeps(council, reader):
    other = Council.objects.create(uid="autre", place_name="Autre")
    CouncilPreferences.objects.create(council=other, reading_months=1)
    for where in (council, other):
        note(where, reader, at=datetime(2026, 1, 9, 12, tzinfo=UTC))
        note(where, reader, at=datetime(2026, 2, 10, 12, tzinfo=UTC))
    assert purge_readings(datetime(2026, 3, 10, 6, tzinfo=UTC)) == 1
    assert Reading.objects.filter(council=council).count() == 2
    assert Reading.objects.get(council=other).last_at.date() == date(2026, 2, 10)
    assert purge_readings(datetime(2027, 2, 10, 6, tzinfo=UTC)) == 2
    assert purge_readings(datetime(2027, 2, 10, 6, tzinfo=UTC)) == 0


def test_retention_is_kept_with_its_history(council, reader):
    assert preferences_of(council).pk is None
    set_retention(council=council, proof_months=12, reading_months=6, by=reader)
    set_retention(council=council, proof_months=24, reading_months=6, by=reader)
    kept = preferences_of(council)
    assert (kept.proof_months, kept.reading_months) == (24, 6)
    past = list(
        CouncilPreferences.history.values_list("proof_months", "history_change_reason", "history_user")
    )
    assert past == [(24, "retention.changed", reader.pk), (12, "retention.changed", reader.pk)]
