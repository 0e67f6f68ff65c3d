"""The life of minutes: put to a later sitting, settled there, then signed (CGCT art. L. 2121-15)."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.findings import Severity
from deliberations.domain.majority import Verdict
from deliberations.domain.minutes_completing import completed
from deliberations.domain.minutes_lacks import Lack, minutes_lacks
from deliberations.domain.minutes_settling import Settling, is_held, settling_findings
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.models import AgendaItem, Minutes, MinutesSignature, Sitting
from deliberations.queries import record_of
from deliberations.services.agenda import ItemFacts, add_item
from deliberations.services.changes import SittingChange, changing
from deliberations.services.days import require_possible_day
from deliberations.services.minutes import minutes_of
from deliberations.services.minutes_copies import issue_minutes
from deliberations.services.proxies import store_scan
from deliberations.services.setting_aside import keep_reason
from deliberations.services.signing_papers import note_minutes_signed
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


def held_among(sittings: Sequence[Sitting], today: date) -> list[Sitting]:
    """Those of ``sittings`` that took place, as far as what is recorded shows: an announced day is not enough."""
    return [each for each in sittings if each.held_on <= today and _is_held(each)]


def _is_held(row: Sitting) -> bool:
    is_told = row.opened_at or row.closed_at or row.finished_at or row.origin == Origin.RECORDED
    return bool(is_told) or is_held(record_of(row).sitting)


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
    *,
    sitting: Sitting,
    settled_in: Sitting,
    by: User | None,
    at: datetime,
    item: AgendaItem | None = None,
    reason: str = "",
) -> Sitting:
    """Record that the assembly settled the minutes at ``settled_in``, by the vote of ``item`` where it is known.

    ``at`` is aware. Without ``item``, the one of ``settled_in`` that settles these minutes is found, so that its vote
    counts whatever way was chosen. At the end of a term no sitting follows: the minutes are settled in their own,
    which the rules warn of (common knowledge). Twice is once. Raises ``MinutesIncomplete``, or ``Refusal``: the sitting
    is open, the settling one does not follow or is yet to come, ``settling_findings`` refuses, or it warns and no
    ``reason`` says why one goes on. Side effects: the reason is kept on each warning, the minutes' text is frozen and
    both copies of the file are issued.
    """
    with changing(sitting, by=by, reason=SETTLED, even_finished=True) as change:
        if change.sitting.minutes_settled_in:
            return change.sitting
        _require_follows(change.sitting, settled_in, at)
        item, is_surely_it = (item, True) if item else _found_item(change.sitting, settled_in)
        settling = _settling(change.sitting, settled_in, item, at, is_surely_it=is_surely_it)
        _require_unobjected(change, settling, by=by, at=at, reason=reason)
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


def _found_item(sitting: Sitting, settled_in: Sitting) -> tuple[AgendaItem | None, bool]:
    """The item of ``settled_in`` that settles these minutes, and whether it surely is: linked, or naming their day."""
    linked = linked_item(sitting)
    if linked is not None and linked.sitting_id == settled_in.pk:
        return linked, True
    found = _written_item(sitting, settled_in) if settled_in.pk != sitting.pk else None
    return found, found is not None and _tells(text_of(found.title_html), long_date(sitting.held_on))


def _settling(
    sitting: Sitting, settled_in: Sitting, item: AgendaItem | None, at: datetime, *, is_surely_it: bool
) -> Settling:
    later, today = later_sittings(sitting), council_day(sitting.council, at)
    is_own = settled_in.pk == sitting.pk
    held = held_among(later, today) if is_own else []
    planned = [each for each in later if each not in held]
    return Settling(
        by=record_of(settled_in),
        item=item.uid if item else None,
        is_surely_it=is_surely_it,
        took_place=_is_held(settled_in),
        next_held=held[0].held_on if held else None,
        next_planned=planned[0].held_on if planned else None,
    )


def _require_unobjected(
    change: SittingChange, settling: Settling, *, by: User | None, at: datetime, reason: str
) -> None:
    found = settling_findings(record_of(change.sitting), settling)
    refused = next((each for each in found if each.severity is Severity.REFUSAL), None)
    if refused is not None:
        raise Refusal(refused.code, refused.message, refused.article)
    if found and not reason.strip():
        said = " ".join(each.message for each in found)
        raise Refusal(
            "minutes.reason",
            f"{said} Si le procès-verbal est pourtant arrêté, dites pourquoi : le motif est conservé.",
            found[0].article,
        )
    keep_reason(change, found, by=by, at=at, reason=reason)


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

    Raises ``Refusal`` before the minutes are settled, or on an impossible day. Side effects: a stored file; the minutes
    put to signature, if they are, no longer wait for ``member``.
    """
    if not sitting.minutes_settled_in:
        raise Refusal(
            "minutes.not_settled", "Le procès-verbal se signe une fois arrêté par l'assemblée.", ARTICLE
        )
    require_possible_day(sitting, signed_on, at=at, topic="minutes")
    with changing(sitting, by=by, reason=SIGNED, even_finished=True) as change:
        record = completed(told_record(change.sitting))
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
        written = change.writer.write(row, "")
        note_minutes_signed(signature=written)
        return written


def _capacity(record: Record, member: str) -> str:
    words = MemberWords(record, BodyWords(record.council))
    is_secretary = member in record.sitting.secretaries
    return words.as_secretary(member) if is_secretary else words.capacity(member)
