"""The log of who read what is not public: written by the pages, purged by the recurring duties."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from councils.domain.days import council_day
from councils.domain.readings import ReadingKind
from councils.models import Council, CouncilPreferences, Reading, User
from councils.models.fields import LINE


def note_reading(
    *, council: Council, user: User, kind: ReadingKind, uid: str, label: str, at: datetime | None = None
) -> None:
    """Note that ``user`` opened a text that is not public, at ``at`` (aware; now by default).

    One line for each user, text and hour: the next openings of that hour are counted on it.
    """
    moment = at or timezone.now()
    hour = moment.replace(minute=0, second=0, microsecond=0)
    line = Reading.objects.filter(council=council, user=user, kind=kind.value, uid=uid, hour=hour)
    if line.update(times=F("times") + 1, last_at=moment):
        return
    try:
        with transaction.atomic():
            Reading.objects.create(
                council=council,
                user=user,
                kind=kind.value,
                uid=uid,
                label=label[:LINE],
                hour=hour,
                last_at=moment,
            )
    except IntegrityError:  # Another request of the same hour was a little faster.
        line.update(times=F("times") + 1, last_at=moment)


def note_birth_dates(user: User, council: Council) -> None:
    """Note that ``user`` opened the birth dates of the members, which no public table shows."""
    label = "Dates de naissance et coordonnées des membres"
    note_reading(council=council, user=user, kind=ReadingKind.PRIVATE, uid=council.uid, label=label)


def purge_old_readings(at: datetime) -> str:
    """The recurring duty: what it deleted on the civil day of ``at`` (aware), in one French line, or nothing."""
    gone = purge_readings(at)
    return f"Journal des lectures : {gone} lignes effacées." if gone else ""


def purge_readings(at: datetime) -> int:
    """Delete the readings older than their council keeps them, by its own day; how many there were."""
    default = CouncilPreferences._meta.get_field("reading_months").get_default()
    months = dict(CouncilPreferences.objects.values_list("council_id", "reading_months"))
    gone = 0
    for council in Council.objects.filter(pk__in=Reading.objects.order_by().values("council_id")):
        before = months_before(council_day(council, at), months.get(council.pk, default))
        first = datetime.combine(before, time(), ZoneInfo(council.time_zone))
        gone += Reading.objects.filter(council=council, last_at__lt=first).delete()[0]
    return gone


def months_before(day: date, months: int) -> date:
    """The same day ``months`` earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
