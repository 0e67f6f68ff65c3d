"""Checks on the urgency of a convocation: who decides on it, and its reason (CGCT art. L. 2121-11, L. 2121-12)."""

from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.checks.common import article, has_begun, is_recorded, remedy
from deliberations.domain.clear_days import SHORT_NOTICE
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.notices import last_sent_on, notice_given
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Rule
from deliberations.domain.votes import VotePurpose


def check_urgency(record: Record) -> Iterator[Finding]:
    """The council decides on the urgency at the opening of the sitting (CGCT art. L. 2121-11, L. 2121-12)."""
    voted = any(vote.purpose is VotePurpose.URGENCY for vote in record.sitting.votes)
    if voted or not has_begun(record) or not _relies_on_urgency(record):
        return
    yield Finding(
        code="notice.urgency_not_voted",
        severity=Severity.WARNING,
        article=article(record, Topic.NOTICE),
        message="Convocation en urgence : aucun vote du conseil sur l'urgence n'est enregistré.",
        where="convocation",
        consequence="Sans ce vote, le délai de convocation n'est pas valablement abrégé.",
        remedy=remedy(
            record,
            "Rendre compte de l'urgence dès l'ouverture de la séance, la mettre aux voix et enregistrer ce vote.",
            "Retrouver au procès-verbal le vote sur l'urgence, et l'enregistrer.",
        ),
    )


def check_urgency_reason(record: Record) -> Iterator[Finding]:
    """The mayor reports the urgency: its reason is noted. Nothing is asked of an old paper."""
    if record.sitting.convocation.urgency_reason.strip() or is_recorded(record):
        return
    if _relies_on_urgency(record):
        yield Finding(
            code="notice.urgency_reason",
            severity=Severity.NOTICE,
            article=article(record, Topic.NOTICE),
            message="Convocation en urgence : son motif n'est pas enregistré.",
            where="convocation",
            consequence="Le procès-verbal ne dira pas pourquoi le délai a été abrégé.",
            remedy="Noter le motif dont il est rendu compte au conseil à l'ouverture de la séance.",
        )


def _relies_on_urgency(record: Record) -> bool:
    """Whether the first call is urgent, and left fewer days than the ordinary notice; true where they are unknown."""
    convocation, sent_on = record.sitting.convocation, last_sent_on(record)
    if not convocation.is_urgent or convocation.second_of:
        return False
    notice = notice_given(record)
    if notice is not None:
        return notice.given < notice.required.clear_days
    return sent_on is None or (record.sitting.held_on - sent_on).days < SHORT_NOTICE


RULES = (
    Rule(
        codes=("notice.urgency_not_voted",),
        title="Urgence",
        article="CGCT art. L. 2121-11 et L. 2121-12",
        says="Le maire rend compte de l'urgence dès l'ouverture de la séance, et le conseil se prononce sur elle.",
        check=check_urgency,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("notice.urgency_reason",),
        title="Motif de l'urgence",
        article="CGCT art. L. 2121-11 et L. 2121-12",
        says="Le motif de l'urgence, dont il est rendu compte au conseil, est enregistré.",
        check=check_urgency_reason,
        bodies=COMMUNES | GROUPED,
    ),
)
