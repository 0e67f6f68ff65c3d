"""The log of the logins is purged like that of the readings, and the counts are shared."""

from datetime import UTC, datetime

import pytest
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from councils.models import Council, CouncilPreferences
from councils.services.logins import purge_logins
from deliberations.services.recurring import DUTIES

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)


def logged(model, day: datetime, **fields: int) -> None:
    row = model.objects.create(username=f"{day:%Y}-{day:%m}@exemple.test", ip_address="192.0.2.1", **fields)
    model.objects.filter(pk=row.pk).update(attempt_time=day)


@pytest.mark.parametrize(("months", "left"), [(3, 1), (12, 2)])
def test_logins_are_kept_as_long_as_the_council_that_keeps_least(months, left):
    council = Council.objects.create(uid="exemple", place_name="Exemple")
    CouncilPreferences.objects.create(council=council, reading_months=months)
    for day in (
        datetime(2026, 11, 1, tzinfo=UTC),
        datetime(2026, 5, 1, tzinfo=UTC),
        datetime(2020, 1, 1, tzinfo=UTC),
    ):
        logged(AccessLog, day)
        logged(AccessAttempt, day, failures_since_start=1)
    assert purge_logins(AT) == f"Journal des connexions : {2 * (3 - left)} lignes effacées."
    assert (AccessLog.objects.count(), AccessAttempt.objects.count()) == (left, left)
    assert purge_logins(AT) == ""
    assert purge_logins in [duty.run for duty in DUTIES]


def test_counts_are_kept_in_the_database_for_every_process():
    cache.clear()
    cache.add("essais", 1, 60)
    cache.incr("essais")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {settings.CACHES['default']['LOCATION']}")
        assert cursor.fetchone() == (1,)
    assert cache.get("essais") == 2
