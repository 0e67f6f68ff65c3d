"""The report of the mayor's decisions in the clock: it waits for a place on the agenda of the next sitting."""

from collections.abc import Iterator

from councils.models import Council
from deliberations.domain.delegated_powers import ARTICLE_OF_REPORT
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin, Subject
from deliberations.domain.wording.agreement import counted
from deliberations.models import DueRow, Sitting
from deliberations.queries.decisions import how_many_wait

REPORT = "sitting.delegated_decisions"


def rows_of_report(row: Sitting, record: Record) -> Iterator[DueRow]:
    """The duty of a planned sitting whose agenda forgets decisions that wait (CGCT art. L. 2122-23).

    Nothing once the report is on the agenda: the list fills itself.
    """
    is_planned = row.finished_at is None and record.sitting.origin is Origin.LIVE
    if not is_planned or _is_on_agenda(record):
        return
    waiting = how_many_wait(row.council, row.held_on)
    if not waiting:
        return
    told = counted(waiting, "décision prise", "décisions prises")
    yield DueRow(
        council=row.council,
        sitting=row,
        code=REPORT,
        title="Rendre compte des décisions du maire",
        article=ARTICLE_OF_REPORT,
        last=row.held_on,
        next_action=f"Inscrire « décisions du maire » à l'ordre du jour : {told} par délégation, sans compte rendu.",
        consequence="Le maire doit rendre compte à chacune des réunions obligatoires du conseil.",
    )


def _is_on_agenda(record: Record) -> bool:
    put_off = (ItemOutcome.ADJOURNED, ItemOutcome.WITHDRAWN)
    return any(
        item.subject is Subject.DELEGATED_DECISIONS and item.outcome not in put_off
        for item in record.sitting.agenda
    )


def waiting_sittings(council: Council) -> list[Sitting]:
    """The sittings of ``council`` that are still to be closed, whose duties a new decision may change."""
    rows = Sitting.objects.filter(council=council, finished_at__isnull=True, origin=Origin.LIVE)
    return list(rows.select_related("council").order_by("held_on", "pk"))
