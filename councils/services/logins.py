"""The log of the logins, which holds addresses of the network, and the tasks done: purged by the recurring duties."""

from datetime import date, datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django_tasks_db.models import DBTaskResult

from councils.models import CouncilPreferences
from councils.services.readings import months_before

TASKS_KEPT = timedelta(days=7)


def purge_logins(at: datetime) -> str:
    """The recurring duty: delete the logins and failures older than the log of readings is kept, and tasks done.

    An installation has one log of logins: the shortest duration that a council chose holds for all. ``at`` is aware.
    """
    before = months_before(at.date(), _months())
    gone = sum(_purge(model, before) for model in (AccessLog, AccessAttempt, AccessFailureLog))
    DBTaskResult.objects.finished().filter(finished_at__lt=at - TASKS_KEPT).delete()
    return f"Journal des connexions : {gone} lignes effacées." if gone else ""


def _months() -> int:
    default: int = CouncilPreferences._meta.get_field("reading_months").get_default()
    chosen = CouncilPreferences.objects.order_by("reading_months").values_list("reading_months", flat=True)
    return chosen.first() or default


def _purge(model: type[AccessLog | AccessAttempt | AccessFailureLog], before: date) -> int:
    gone: int = model._default_manager.filter(attempt_time__date__lt=before).delete()[0]
    return gone
