"""Stores the facts of minutes that a dossier tells."""

from deliberations.domain import minutes
from deliberations.models import (
    BallotRequest,
    DebateSummary,
    Minutes,
    MinutesCompletion,
    MinutesDistribution,
    MinutesIncident,
    MinutesRemark,
    MinutesRemarkAnswer,
    MinutesSignature,
)
from deliberations.services.sitting_facts import SittingWriter


def write_minutes(target: SittingWriter, facts: minutes.Minutes, path: str) -> None:
    """The rows of the minutes of one sitting, none where nothing is told. Raises ``RowRefused``."""
    if facts == minutes.Minutes():
        return
    target.writer.write(
        Minutes(
            sitting=target.sitting,
            introduction_html=facts.introduction_html,
            closing_html=facts.closing_html,
            prints_names=facts.prints_names,
            settling_sitting=facts.settling_sitting,
            settling_item=facts.settling_item,
            settled_on=facts.settled_on,
        ),
        path,
    )
    _write_items(target, facts, path)
    _write_events(target, facts, path)


def _write_items(target: SittingWriter, facts: minutes.Minutes, path: str) -> None:
    for index, debate in enumerate(facts.debates):
        place = f"{path}.debates[{index}]"
        item = target.item(debate.item, f"{place}.item")
        row = DebateSummary(item=item, debate_html=debate.debate_html, is_silent=debate.is_silent)
        target.writer.write(row, place)
    for index, incident in enumerate(facts.incidents):
        place = f"{path}.incidents[{index}]"
        target.writer.write(
            MinutesIncident(
                sitting=target.sitting,
                item=target.optional_item(incident.item, f"{place}.item"),
                incident_html=incident.incident_html,
                at=incident.at,
            ),
            place,
        )
    for index, request in enumerate(facts.requests):
        place = f"{path}.requests[{index}]"
        item = target.item(request.item, f"{place}.item")
        member = target.member(request.member, f"{place}.member")
        target.writer.write(BallotRequest(item=item, method=request.method, member=member), place)


def _write_events(target: SittingWriter, facts: minutes.Minutes, path: str) -> None:
    by = target.writer.by
    for index, remark in enumerate(facts.remarks):
        _write_remark(target, remark, f"{path}.remarks[{index}]")
    for index, sent in enumerate(facts.distributions):
        place = f"{path}.distributions[{index}]"
        member = target.optional_member(sent.member, f"{place}.member")
        row = MinutesDistribution(
            sitting=target.sitting, member=member, sent_on=sent.sent_on, channel=sent.channel, by=by
        )
        target.writer.write(row, place)
    for index, signature in enumerate(facts.signatures):
        place = f"{path}.signatures[{index}]"
        signed = MinutesSignature(
            sitting=target.sitting,
            member=target.member(signature.member, f"{place}.member"),
            capacity=signature.capacity,
            signed_on=signature.signed_on,
            by=by,
        )
        target.writer.write(signed, place)
    for index, each in enumerate(facts.completions):
        place = f"{path}.completions[{index}]"
        completion = MinutesCompletion(
            sitting=target.sitting,
            kind=each.kind,
            member=target.optional_member(each.member, f"{place}.member"),
            hour=each.hour,
            completed_on=each.completed_on,
            reason=each.reason,
            by=by,
        )
        target.writer.write(completion, place)


def _write_remark(target: SittingWriter, remark: minutes.MinutesRemark, path: str) -> None:
    row = MinutesRemark(
        sitting=target.sitting,
        member=target.optional_member(remark.member, f"{path}.member"),
        made_on=remark.made_on,
        remark_html=remark.remark_html,
        by=target.writer.by,
    )
    target.writer.write(row, path)
    if remark.outcome is not minutes.RemarkOutcome.NOTED or remark.rectification_html:
        answer = MinutesRemarkAnswer(
            remark=row,
            outcome=remark.outcome,
            rectification_html=remark.rectification_html,
            by=target.writer.by,
        )
        target.writer.write(answer, path)
