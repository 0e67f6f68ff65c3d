"""What a member answers: present or excused, an interest told on an item. By his link, or told to the secretary."""

from datetime import datetime

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain.acts import Source
from deliberations.domain.checks.common import has_begun
from deliberations.domain.convening import AnswerKind, EventKind
from deliberations.domain.record import Record
from deliberations.domain.sittings import BarGround
from deliberations.models import AgendaItem, Answer, Bar, ProxyGrant, Sitting
from deliberations.models.convening import ANSWER_KINDS
from deliberations.queries import record_of
from deliberations.services.changes import SittingChange, changing
from deliberations.services.links import note
from deliberations.services.notices import tell_grantors_of_absence


class AnswersClosed(Refusal):
    """The sitting has begun, or its day is past: answers go through the secretary."""

    def __init__(self) -> None:
        super().__init__(
            "answers.closed",
            "La séance est ouverte ou passée : cette page ne reçoit plus de réponse. Adressez-vous au secrétariat.",
        )


def require_open(record: Record, at: datetime) -> None:
    """Raise ``AnswersClosed`` once the members have met, or when the day of the sitting is past."""
    today = council_day(record.council, at)
    if has_begun(record) or today > record.sitting.held_on:
        raise AnswersClosed


def are_answers_open(record: Record, at: datetime) -> bool:
    """Whether the members may still answer by their links."""
    try:
        require_open(record, at)
    except AnswersClosed:
        return False
    return True


def answer_by_link(sitting: Sitting, *, member: Mandate, kind: AnswerKind, at: datetime) -> Answer:
    """Record what the member answered himself; the last answer counts. Raises ``AnswersClosed``.

    Whoever gave a proxy for the whole sitting revokes it first: both at once would not be understood.
    """
    with changing(sitting, by=None, reason="answer.recorded") as change:
        require_open(record_of(change.sitting), at)
        given = ProxyGrant.objects.in_force().filter(
            sitting=change.sitting, grantor=member, items__isnull=True
        )
        if kind is AnswerKind.PRESENT and given.exists():
            raise Refusal(
                "answer.proxy_given",
                "Vous avez donné pouvoir pour toute la séance. Pour venir, révoquez d'abord ce pouvoir.",
            )
        answer = write_answer(change, member, kind, source=Source.MACHINE, at=at)
    if kind is AnswerKind.EXCUSED:
        tell_grantors_of_absence(sitting, member)
    return answer


def answer_declared(sitting: Sitting, *, member: Mandate, kind: AnswerKind, by: User, at: datetime) -> Answer:
    """Record what the member told the town hall (telephone, paper)."""
    with changing(sitting, by=by, reason="answer.declared") as change:
        answer = write_answer(change, member, kind, source=Source.DECLARED, at=at)
    if kind is AnswerKind.EXCUSED:
        tell_grantors_of_absence(sitting, member)
    return answer


def write_answer(
    change: SittingChange, member: Mandate, kind: AnswerKind, *, source: Source, at: datetime
) -> Answer:
    """One row for each member, replaced; the events tell what came before."""
    row = Answer.objects.filter(sitting=change.sitting, member=member).first()
    if row is not None and (row.kind, row.source) == (kind, source):
        return row
    row = row or Answer(sitting=change.sitting, member=member)
    row.kind, row.source, row.at = kind, source, at
    change.writer.write(row, "answer")
    told = "" if source is Source.MACHINE else ", déclarée à la mairie"
    note(change.sitting, member, EventKind.ANSWERED, at, f"{ANSWER_KINDS[kind]}{told}")
    return row


def declare_interest(sitting: Sitting, *, member: Mandate, item: AgendaItem, at: datetime) -> None:
    """Record that the member tells an interest on ``item`` (CGCT art. L. 2131-11). Told twice, it is one fact."""
    with changing(sitting, by=None, reason="interest.declared") as change:
        require_open(record_of(change.sitting), at)
        if Bar.objects.filter(item=item, member=member, ground=BarGround.INTEREST).exists():
            return
        change.writer.write(Bar(item=item, member=member, ground=BarGround.INTEREST), "bar")
        note(change.sitting, member, EventKind.INTEREST, at, f"Point {item.order}")
