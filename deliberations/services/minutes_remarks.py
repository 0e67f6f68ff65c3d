"""Remarks on the minutes: recorded beside the draft for good, with what the assembly made of them."""

from datetime import date, datetime

from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain.minutes import RemarkOutcome
from deliberations.models import MinutesRemark, MinutesRemarkAnswer, Sitting
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day

REMARKED = "minutes.remarked"


def record_remark(
    *,
    sitting: Sitting,
    remark_html: str,
    by: User | None,
    at: datetime,
    member: Mandate | None = None,
    made_on: date | None = None,
    outcome: RemarkOutcome = RemarkOutcome.NOTED,
    rectification_html: str = "",
) -> MinutesRemark:
    """Record a remark on the minutes, for good: the draft itself stays as it is.

    ``at`` is aware. Raises ``Refusal`` for an empty remark, a rectification of a remark that was not accepted, or a day
    before the sitting or to come.
    """
    if not remark_html.strip():
        raise Refusal("minutes.remark", "Écrivez la remarque.")
    if made_on is not None:
        require_possible_day(sitting, made_on, at=at, topic="minutes")
    with changing(sitting, by=by, reason=REMARKED, even_finished=True) as change:
        row = MinutesRemark(
            sitting=change.sitting, member=member, made_on=made_on, remark_html=remark_html, at=at, by=by
        )
        change.writer.write(row, "")
        if outcome is not RemarkOutcome.NOTED or rectification_html.strip():
            change.writer.write(_answer(row, outcome, rectification_html, by=by, at=at), "")
        return row


def answer_remark(
    *,
    remark: MinutesRemark,
    outcome: RemarkOutcome,
    by: User | None,
    at: datetime,
    rectification_html: str = "",
) -> MinutesRemarkAnswer:
    """Record what the assembly made of a remark, once. Raises ``Refusal`` when it was already told."""
    with changing(remark.sitting, by=by, reason=REMARKED, even_finished=True) as change:
        if MinutesRemarkAnswer.objects.filter(remark=remark).exists():
            raise Refusal("minutes.answered", "La suite donnée à cette remarque est déjà inscrite.")
        return change.writer.write(_answer(remark, outcome, rectification_html, by=by, at=at), "")


def _answer(
    remark: MinutesRemark,
    outcome: RemarkOutcome,
    rectification_html: str,
    *,
    by: User | None,
    at: datetime,
) -> MinutesRemarkAnswer:
    if rectification_html.strip() and outcome is not RemarkOutcome.ACCEPTED:
        raise Refusal(
            "minutes.rectification",
            "Une rectification suppose que la remarque est retenue : changez la suite donnée, ou effacez le texte.",
        )
    return MinutesRemarkAnswer(
        remark=remark, outcome=outcome, rectification_html=rectification_html, at=at, by=by
    )
