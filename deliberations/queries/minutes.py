"""Rows of minutes as the domain's facts."""

from deliberations.domain import minutes
from deliberations.domain.votes import VoteMethod
from deliberations.models import MinutesRemark, Sitting
from deliberations.queries.names import Names

MINUTES_FACTS = (
    "minutes_row",
    "agenda__debate",
    "agenda__ballot_requests",
    "minutes_incidents",
    "minutes_remarks__answer",
    "minutes_distributions",
    "minutes_signatures",
    "minutes_completions",
)
"""All that the facts of minutes read beside the sitting and its agenda."""


def minutes_facts(row: Sitting, names: Names) -> minutes.Minutes:
    """What was written in the minutes of ``row``, and what was done of them; empty facts when nothing was."""
    told = getattr(row, "minutes_row", None)
    debates = (getattr(item, "debate", None) for item in row.agenda.all())
    return minutes.Minutes(
        introduction_html=told.introduction_html if told else "",
        closing_html=told.closing_html if told else "",
        prints_names=bool(told and told.prints_names),
        debates=tuple(
            minutes.Debate(names.items[each.item_id], each.debate_html, each.is_silent)
            for each in debates
            if each is not None and (each.is_silent or each.debate_html)
        ),
        incidents=tuple(
            minutes.Incident(each.incident_html, names.item(each.item_id), names.local(each.at))
            for each in row.minutes_incidents.all()
        ),
        requests=tuple(
            minutes.BallotRequest(item.uid, VoteMethod(each.method), names.mandates[each.member_id])
            for item in row.agenda.all()
            for each in item.ballot_requests.all()
        ),
        remarks=tuple(_remark(each, names) for each in row.minutes_remarks.all()),
        distributions=tuple(
            minutes.Distribution(
                each.sent_on, minutes.MinutesChannel(each.channel), names.member(each.member_id)
            )
            for each in row.minutes_distributions.all()
        ),
        signatures=tuple(
            minutes.MinutesSignature(names.mandates[each.member_id], each.signed_on, each.capacity)
            for each in row.minutes_signatures.all()
        ),
        completions=tuple(
            minutes.Completion(
                minutes.CompletionKind(each.kind),
                each.completed_on,
                each.reason,
                names.member(each.member_id),
                each.hour,
            )
            for each in row.minutes_completions.all()
        ),
        settling_sitting=told.settling_sitting if told else "",
        settling_item=told.settling_item if told else "",
        settled_on=told.settled_on if told else None,
    )


def _remark(row: MinutesRemark, names: Names) -> minutes.MinutesRemark:
    answer = getattr(row, "answer", None)
    return minutes.MinutesRemark(
        remark_html=row.remark_html,
        member=names.member(row.member_id),
        made_on=row.made_on,
        outcome=minutes.RemarkOutcome(answer.outcome) if answer else minutes.RemarkOutcome.NOTED,
        rectification_html=answer.rectification_html if answer else "",
    )
