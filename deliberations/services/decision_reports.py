"""Which sitting heard of which decision (CGCT art. L. 2122-23): frozen by its closing."""

from councils.domain.errors import Refusal
from councils.models import User
from deliberations.domain.sittings import ItemOutcome, Subject
from deliberations.models import DecisionReport, MayorDecision, Sitting
from deliberations.queries.decisions import decisions_waiting
from deliberations.services.decision_changes import announce_decision, changing_decision

REPORTED = "decision.reported"


def has_report(sitting: Sitting) -> bool:
    """Whether the mayor's report stands on the agenda of ``sitting``, and was not put off."""
    items = sitting.agenda.filter(subject=Subject.DELEGATED_DECISIONS)
    return items.exclude(outcome__in=(ItemOutcome.ADJOURNED, ItemOutcome.WITHDRAWN)).exists()


def freeze_reports(sitting: Sitting) -> int:
    """Within the closing of ``sitting``: write which decisions it heard of; how many.

    Written again by a second closing. Nothing when the report is not on the agenda: the decisions keep waiting.
    """
    waiting = decisions_waiting(sitting) if has_report(sitting) else []
    DecisionReport.objects.filter(sitting=sitting).delete()
    DecisionReport.objects.bulk_create(
        DecisionReport(sitting=sitting, decision=row, position=place)
        for place, row in enumerate(waiting, start=1)
    )
    for row in waiting:
        announce_decision(row)
    return len(waiting)


def declare_report(*, row: MayorDecision, sitting: Sitting, by: User | None) -> DecisionReport:
    """Note that a sitting held before the product, or recorded from paper, heard of ``row``. Twice is once.

    Raises ``Refusal``: not signed, another council, a sitting before the decision, or one that is still to be closed
    here (its closing notes it).
    """
    with changing_decision(row, by=by, reason=REPORTED, even_fixed=True) as change:
        known = DecisionReport.objects.filter(decision=change.row).first()
        if known is not None:
            return known
        _require_reportable(change.row, sitting)
        place = DecisionReport.objects.filter(sitting=sitting).count() + 1
        return change.writer.write(DecisionReport(sitting=sitting, decision=change.row, position=place), "")


def _require_reportable(row: MayorDecision, sitting: Sitting) -> None:
    if not row.is_signed or row.decided_on is None:
        raise Refusal("decision.unsigned", "Cette décision n'est pas encore signée.")
    if sitting.council_id != row.council_id or sitting.held_on < row.decided_on:
        raise Refusal("report.sitting", "Choisissez une séance de ce conseil, tenue après la décision.")
    if sitting.finished_at is None and sitting.origin == "LIVE":
        raise Refusal(
            "report.open", "Cette séance n'est pas clôturée : sa clôture notera elle-même le compte rendu."
        )
