"""The life of minutes: put to a later sitting, settled there, then signed (CGCT art. L. 2121-15)."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes_lacks import Lack, minutes_lacks
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.models import AgendaItem, Minutes, MinutesSignature, Sitting
from deliberations.queries import record_of
from deliberations.services.agenda import ItemFacts, add_item
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.minutes import minutes_of
from deliberations.services.minutes_copies import issue_minutes
from deliberations.services.proxies import store_scan
from deliberations.services.sitting_documents import told_record
from deliberations.services.uploads import CheckedFile

SETTLED, SIGNED, PLANNED = "minutes.settled", "minutes.signed", "minutes.planned"
ARTICLE = "CGCT art. L. 2121-15"


class MinutesIncomplete(Refusal):
    """A mandatory mention is missing: ``lacks`` says which, and where."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        listed = " ".join(lack.message for lack in lacks[:4])
        more = f" Et {len(lacks) - 4} autre(s) mention(s)." if len(lacks) > 4 else ""
        super().__init__(
            "minutes.incomplete",
            f"Il manque au procès-verbal des mentions obligatoires : {listed}{more} Complétez-les, puis arrêtez-le.",
            lacks[0].article,
        )
        self.lacks = tuple(lacks)


def later_sittings(sitting: Sitting) -> list[Sitting]:
    """The sittings of the same council held, or planned, after this one, the next first."""
    rows = Sitting.objects.filter(council=sitting.council, held_on__gt=sitting.held_on)
    return list(rows.select_related("council").order_by("held_on", "pk"))


def settling_items(sitting: Sitting) -> list[AgendaItem]:
    """The items of later sittings that settle minutes, by their subject, the next first."""
    rows = AgendaItem.objects.filter(sitting__in=later_sittings(sitting), subject=Subject.MINUTES)
    return list(rows.select_related("sitting__council").order_by("sitting__held_on", "order"))


def plan_settling(*, sitting: Sitting, to: Sitting, by: User | None) -> AgendaItem:
    """Link the item of the agenda of ``to`` that settles these minutes: the one linked before, one that stands there
    unlinked, or a new one.

    Raises ``Refusal`` when ``to`` does not follow, or is closed. Side effects: perhaps an item, the minutes' link.
    """
    _require_later(sitting, to)
    row = minutes_of(sitting)
    if row.settling_sitting == to.uid:
        known = AgendaItem.objects.filter(sitting=to, uid=row.settling_item).first()
        if known is not None:
            return known
    title = f"Arrêt du procès-verbal de la séance du {long_date(sitting.held_on)}"
    facts = ItemFacts(title_html=title, subject=Subject.MINUTES, is_transmissible=False)
    item = _written_item(sitting, to) or add_item(to, facts, by=by)
    link_item(sitting=sitting, item=item, by=by)
    return item


def _written_item(sitting: Sitting, to: Sitting) -> AgendaItem | None:
    """The item on minutes that stands on the agenda of ``to``, where it is of no other sitting.

    One linked to other minutes, or whose title tells the day of another sitting, is not it; one that tells the day of
    ``sitting`` goes first.
    """
    others = Minutes.objects.filter(sitting__council=sitting.council, settling_sitting=to.uid)
    taken = set(others.exclude(sitting=sitting).values_list("settling_item", flat=True))
    earlier = Sitting.objects.filter(council=sitting.council, held_on__lt=to.held_on)
    days = {
        long_date(on) for on in earlier.exclude(held_on=sitting.held_on).values_list("held_on", flat=True)
    }
    own = long_date(sitting.held_on)
    rows = AgendaItem.objects.filter(sitting=to, subject=Subject.MINUTES).select_related("sitting__council")
    free = [(text_of(row.title_html), row) for row in rows.order_by("order") if row.uid not in taken]
    named = (row for told, row in free if _tells(told, own))
    unnamed = (row for told, row in free if not any(_tells(told, day) for day in days))
    return next(named, None) or next(unnamed, None)


def _tells(told: str, day: str) -> bool:
    """Whether the text tells that day: « 2 mars 2024 » is not in « 12 mars 2024 »."""
    return re.search(rf"(?<!\d){re.escape(day)}", " ".join(told.split())) is not None


def link_item(*, sitting: Sitting, item: AgendaItem, by: User | None) -> None:
    """Say that ``item``, of a later sitting, settles the minutes of ``sitting``. Raises ``Refusal``."""
    _require_later(sitting, item.sitting)
    with changing(sitting, by=by, reason=PLANNED, even_finished=True) as change:
        _require_unsettled(change.sitting)
        row = minutes_of(change.sitting)
        row.settling_sitting, row.settling_item = item.sitting.uid, item.uid
        change.writer.write(row, "")


def linked_item(sitting: Sitting) -> AgendaItem | None:
    """The item that settles the minutes of ``sitting``, when one is linked and still there."""
    row = minutes_of(sitting)
    rows = AgendaItem.objects.filter(
        sitting__council=sitting.council, sitting__uid=row.settling_sitting, uid=row.settling_item
    )
    return rows.select_related("sitting__council").first() if row.settling_item else None


def verdict_of(item: AgendaItem) -> Verdict | None:
    """What was voted on the item that settles minutes; ``None`` while nothing was."""
    if item.outcome != ItemOutcome.EXAMINED:
        return None
    return record_of(item.sitting).verdict_on(item.uid)


def settle_minutes(
    *, sitting: Sitting, settled_in: Sitting, by: User | None, at: datetime, item: AgendaItem | None = None
) -> Sitting:
    """Record that the assembly settled the minutes at ``settled_in``, by the vote of ``item`` where it is known.

    ``at`` is aware. At the end of a term no sitting follows: the minutes are settled in their own, which the rules
    warn of (common knowledge). Twice is once. Raises ``MinutesIncomplete``, or ``Refusal``: the sitting is open, the
    settling one does not follow or is yet to come, its vote is missing or negative. Side effects: the minutes' text is
    frozen and both copies of the file are issued.
    """
    with changing(sitting, by=by, reason=SETTLED, even_finished=True) as change:
        if change.sitting.minutes_settled_in:
            return change.sitting
        _require_follows(change.sitting, settled_in, at)
        _require_adopted(item)
        _require_complete(change.sitting)
        row = minutes_of(change.sitting)
        row.settled_on = settled_in.held_on
        row.settling_sitting = settled_in.uid
        row.settling_item = item.uid if item else ""
        change.writer.write(row, "")
        change.sitting.minutes_settled_in = settled_in.uid
        settled = change.writer.write(change.sitting, "")
        if settled.finished_at is not None:
            for subject in ("", PUBLIC):
                issue_minutes(sitting=settled, by=by, at=at, subject=subject)
        return settled


def _require_follows(sitting: Sitting, settled_in: Sitting, at: datetime) -> None:
    if settled_in.council_id != sitting.council_id or settled_in.held_on < sitting.held_on:
        raise Refusal("minutes.sitting", "Choisissez celle-ci ou une séance du même conseil qui la suit.")
    if settled_in.held_on > council_day(sitting.council, at):
        raise Refusal(
            "minutes.future", "Cette séance n'a pas encore eu lieu : le procès-verbal y sera arrêté.", ARTICLE
        )
    if settled_in.pk == sitting.pk and later_sittings(sitting):
        raise Refusal(
            "minutes.followed",
            "Une séance suit celle-ci : le procès-verbal s'arrête à son commencement. Choisissez-la.",
            ARTICLE,
        )


def _require_adopted(item: AgendaItem | None) -> None:
    if item is None:
        return
    verdict = verdict_of(item)
    if verdict is None:
        raise Refusal(
            "minutes.not_voted",
            f"Le point {item.order} de la séance du {long_date(item.sitting.held_on)} n'a pas été mis aux voix : "
            "enregistrez d'abord ce vote.",
            ARTICLE,
        )
    if verdict is not Verdict.ADOPTED:
        raise Refusal(
            "minutes.rejected",
            "D'après le vote enregistré, l'assemblée n'a pas adopté ce procès-verbal : inscrivez les remarques, "
            "corrigez le projet, puis soumettez-le de nouveau.",
            ARTICLE,
        )


def _require_complete(sitting: Sitting) -> None:
    if sitting.origin == Origin.LIVE and sitting.finished_at is None:
        raise Refusal("sitting.open", "La séance relatée n'est pas clôturée : clôturez-la d'abord.")
    blocking = [lack for lack in minutes_lacks(told_record(sitting)) if lack.blocks]
    if blocking:
        raise MinutesIncomplete(blocking)


def _require_later(sitting: Sitting, other: Sitting) -> None:
    if other.council_id != sitting.council_id or other.held_on <= sitting.held_on:
        raise Refusal("minutes.sitting", "Choisissez une séance du même conseil qui suit celle-ci.")


def _require_unsettled(sitting: Sitting) -> None:
    if sitting.minutes_settled_in:
        raise Refusal("minutes.already_settled", "Ce procès-verbal est déjà arrêté.")


def record_signature(
    *,
    sitting: Sitting,
    member: Mandate,
    signed_on: date,
    by: User | None,
    at: datetime,
    scan: CheckedFile | None = None,
) -> MinutesSignature:
    """Note that ``member`` signed the minutes on paper, with a scan where there is one. ``at`` is aware.

    Raises ``Refusal`` before the minutes are settled, or on an impossible day. Side effect: a stored file.
    """
    if not sitting.minutes_settled_in:
        raise Refusal(
            "minutes.not_settled", "Le procès-verbal se signe une fois arrêté par l'assemblée.", ARTICLE
        )
    require_possible_day(sitting, signed_on, at=at, topic="minutes")
    with changing(sitting, by=by, reason=SIGNED, even_finished=True) as change:
        record = told_record(change.sitting)
        row = MinutesSignature(
            sitting=change.sitting,
            member=member,
            capacity=_capacity(record, member.uid),
            signed_on=signed_on,
            at=at,
            by=by,
        )
        change.writer.check(row, "")
        row.file = store_scan(change, scan) if scan else None
        return change.writer.write(row, "")


def _capacity(record: Record, member: str) -> str:
    words = MemberWords(record, BodyWords(record.council))
    is_secretary = member in record.sitting.secretaries
    return words.as_secretary(member) if is_secretary else words.capacity(member)
