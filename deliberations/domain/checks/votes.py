"""Checks on counts and verdicts."""

from collections import Counter
from collections.abc import Iterator

from deliberations.domain.ballots import VOTING_STATES, requests_needed, voting_moment
from deliberations.domain.checks.quorum import has_rules
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.record import Record
from deliberations.domain.votes import Vote, VoteMethod
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords

_ARTICLE = "CGCT art. L. 2121-20"
_FORMS = {
    VoteMethod.PUBLIC: ("Scrutin public", "un quart"),
    VoteMethod.SECRET: ("Scrutin secret", "un tiers"),
}


def check_counts(record: Record) -> Iterator[Finding]:
    """Every voter made one choice: for, against, abstention, blank, null and not voting add up to voters."""
    for vote in record.sitting.votes:
        count = record.count(vote)
        if count.is_balanced is not False or count.total is None or count.voters is None:
            continue
        more = count.total > count.voters
        yield Finding(
            code="vote.more_than_voters" if more else "vote.fewer_than_voters",
            severity=Severity.WARNING,
            article=_ARTICLE,
            message=f"{counted(count.total, 'voix comptée', 'voix comptées')} pour "
            f"{counted(count.voters, 'votant')} (présents et représentés).",
            where="vote",
            item=vote.items[0],
            consequence="Le décompte ne correspond pas à l'assistance enregistrée.",
            remedy="Vérifier les présents, les pouvoirs et les voix de ce point.",
        )


def check_named_voters(record: Record) -> Iterator[Finding]:
    """A member named in a vote who is neither present nor represented then, or is named twice."""
    names = MemberWords(record, BodyWords(record.council))
    for vote in record.sitting.votes:
        room = record.attendance(voting_moment(vote))
        if not room.is_known or not room.seats:
            continue
        voters = {uid for s in room.having(*VOTING_STATES) for uid in (s.member, s.by)}
        for member, times in Counter(b.member for b in vote.ballots if b.member).items():
            if member not in voters:
                yield _misnamed(
                    vote, "vote.not_a_voter", f"{names.name(member)} n'est ni présent ni représenté."
                )
            elif times > 1:
                yield _misnamed(vote, "vote.named_twice", f"{names.name(member)} y figure {times} fois.")


def _misnamed(vote: Vote, code: str, fault: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        article=_ARTICLE,
        message=f"Vote nominatif : {fault}",
        where="vote",
        item=vote.items[0],
        consequence="Le décompte du vote est faussé.",
        remedy="Vérifier l'assistance au moment du vote et les noms relevés.",
    )


def check_requested_forms(record: Record) -> Iterator[Finding]:
    """A public or secret ballot asked for by too few of the members present (CGCT art. L. 2121-21)."""
    for vote in record.sitting.votes:
        room = record.attendance(voting_moment(vote))
        needed = requests_needed(vote.method, room.present)
        asked = vote.requested_by_present
        is_due = vote.method is VoteMethod.SECRET and record.item(vote.items[0]).nomination is not None
        if asked is None or asked >= needed or is_due or not has_rules(record) or not room.is_known:
            continue
        form, share = _FORMS[vote.method]
        yield Finding(
            code="vote.too_few_requests",
            severity=Severity.WARNING,
            article="CGCT art. L. 2121-21",
            message=f"{form} demandé par {counted(asked, 'membre présent', 'membres présents')} ; il en faut "
            f"{needed} ({share} de {room.present}).",
            where="vote",
            item=vote.items[0],
            remedy="Vérifier le nombre de membres présents qui ont demandé cette forme de vote.",
        )


def check_verdicts(record: Record) -> Iterator[Finding]:
    """A tie without a casting vote, and a text written as adopted that the vote rejects."""
    if not has_rules(record):
        return
    adopted_text = {d.item for d in record.sitting.deliberations if d.operative}
    for vote in record.sitting.votes:
        outcome = record.outcome(vote)
        if outcome.reason is Reason.TIE_WITHOUT_CASTING_VOTE:
            yield _tie(vote, outcome)
        elif outcome.verdict is Verdict.REJECTED and vote.decides and vote.items[0] in adopted_text:
            yield _rejected(vote, outcome)


def _tie(vote: Vote, outcome: Outcome) -> Finding:
    unknown = outcome.verdict is Verdict.UNDETERMINED
    said = "le vote du président n'est pas enregistré" if unknown else "le président s'est abstenu"
    return Finding(
        code="vote.tie",
        severity=Severity.WARNING,
        article=_ARTICLE,
        message=f"Partage égal des voix, et {said} : aucune voix prépondérante.",
        where="vote",
        item=vote.items[0],
        remedy="Enregistrer le vote du président de séance, ou constater le rejet.",
    )


def _rejected(vote: Vote, outcome: Outcome) -> Finding:
    return Finding(
        code="vote.rejected",
        severity=Severity.NOTICE,
        article=outcome.article,
        message="Le vote rejette la proposition : l'acte est rédigé comme un rejet.",
        where="décision",
        item=vote.items[0],
        remedy="Relire la décision : elle énonce ce qui a été rejeté.",
    )
