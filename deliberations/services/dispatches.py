"""The dispatches of a convocation, on which the days of notice are counted, and the day worked out from them."""

from datetime import datetime

from councils.domain.days import council_day
from councils.models import Mandate, User
from councils.services.writing import Writer
from deliberations.domain.sittings import Channel
from deliberations.models import Dispatch, Sitting
from deliberations.queries import record_of
from deliberations.services.changes import changing


def record_dispatch(sitting: Sitting, member: Mandate, *, by: User | None, at: datetime) -> None:
    """Record that the convocation left by e-mail. Whoever was already called has no second dispatch.

    What has left is recorded even when the sitting is finished meanwhile: it is a fact.
    """
    if Dispatch.objects.filter(sitting=sitting, member=member, sent_at__isnull=False).exists():
        return
    with changing(sitting, by=by, reason="convocation.dispatched", even_finished=True) as change:
        row = Dispatch(sitting=change.sitting, member=member, channel=Channel.ELECTRONIC, sent_at=at)
        change.writer.write(row, "dispatch")
        refresh_sent_on(change.sitting, change.writer)


def refresh_sent_on(sitting: Sitting, writer: Writer) -> None:
    """The day of the convocation, computed from the dispatches once every member in office has one.

    It is the latest day: every member must have been called in time (CGCT art. L. 2121-11, L. 2121-12). A member
    called twice counts by his first dispatch. Until then it stays empty: the rules read the dispatches themselves.
    """
    record = record_of(sitting)
    firsts: dict[str, datetime] = {}
    rows = Dispatch.objects.filter(sitting=sitting, sent_at__isnull=False).order_by("sent_at")
    for uid, sent_at in rows.values_list("member__uid", "sent_at"):
        if sent_at is not None:
            firsts.setdefault(uid, sent_at)
    is_complete = bool(record.members) and all(member in firsts for member in record.members)
    day = max(council_day(sitting.council, at) for at in firsts.values()) if is_complete else None
    if sitting.convocation_sent_on != day:
        sitting.convocation_sent_on = day
        writer.write(sitting, "sitting")
