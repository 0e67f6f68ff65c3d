"""Checks on counts and verdicts."""

from collections import Counter
from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.attendance import Attendance
from deliberations.domain.ballots import VOTING_STATES, voting_moment
from deliberations.domain.checks.common import article, has_rules, names_of, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.votes import Vote
from deliberations.domain.wording.agreement import PRESENT, REPRESENTED, Forms, agree, counted

_ABSTAINED = Forms.regular("abstenu")


def check_counts(record: Record) -> Iterator[Finding]:
    """Every voter made one choice: for, against, abstention, blank, null and not voting add up to voters."""
    for vote in record.sitting.votes:
        count = record.count(vote)
        if count.is_balanced is False and count.total is not None and count.voters is not None:
            for item in vote.items:
                yield _unbalanced(record, vote, item, (count.total, count.voters))


def _unbalanced(record: Record, vote: Vote, item: str, counts: tuple[int, int]) -> Finding:
    total, voters = counts
    return Finding(
        code="vote.more_than_voters" if total > voters else "vote.fewer_than_voters",
        severity=Severity.WARNING,
        article=article(record, Topic.MAJORITY),
        message=f"{counted(total, 'voix comptée', 'voix comptées')} pour "
        f"{counted(voters, 'votant')} (présents et représentés).",
        where=vote_place(record, vote, item),
        item=item,
        consequence="Le décompte ne correspond pas à l'assistance enregistrée.",
        remedy="Vérifier les présents, les pouvoirs et les voix de ce point.",
    )


def check_named_voters(record: Record) -> Iterator[Finding]:
    """A member named in a vote who is neither present nor represented then, or is named twice."""
    for vote in record.sitting.votes:
        for code, fault in _misnamed(record, vote):
            for item in vote.items:
                yield _misnaming(record, vote, item, code, fault)


def _misnamed(record: Record, vote: Vote) -> Iterator[tuple[str, str]]:
    room = record.attendance(voting_moment(vote))
    if not room.is_known or not room.seats:
        return
    for member, times in Counter([b.member for b in vote.ballots if b.member]).items():
        names = names_of(record)
        if not _votes_in(room, member):
            present, represented = (agree(f, [names.gender(member)]) for f in (PRESENT, REPRESENTED))
            yield "vote.not_a_voter", f"{names.name(member)} n'est ni {present} ni {represented}."
        elif times > 1:
            yield "vote.named_twice", f"{names.name(member)} y figure {times} fois."


def _votes_in(room: Attendance, member: str) -> bool:
    """Whether a member votes, by himself, by his proxy, or as a substitute."""
    seat = room.seat_of(member)
    if seat is not None and seat.state in VOTING_STATES:
        return True
    return any(s.by == member for s in room.having(*VOTING_STATES))


def _misnaming(record: Record, vote: Vote, item: str, code: str, fault: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        article=article(record, Topic.MAJORITY),
        message=f"Vote nominatif : {fault}",
        where=vote_place(record, vote, item),
        item=item,
        consequence="Le décompte du vote est faussé.",
        remedy="Vérifier l'assistance au moment du vote et les noms relevés.",
    )


def check_verdicts(record: Record) -> Iterator[Finding]:
    """A tie without a casting vote, and a text written as adopted that the vote rejects."""
    if not has_rules(record):
        return
    adopted_text = {d.item for d in record.sitting.deliberations if d.operative}
    for vote in record.sitting.votes:
        outcome = record.outcome(vote)
        is_rejected = outcome.verdict is Verdict.REJECTED and vote.decides
        for item in vote.items:
            if outcome.reason is Reason.TIE_WITHOUT_CASTING_VOTE:
                yield _tie(record, vote, item, outcome)
            elif is_rejected and item in adopted_text:
                yield _rejected(item, outcome)


def _tie(record: Record, vote: Vote, item: str, outcome: Outcome) -> Finding:
    return Finding(
        code="vote.tie",
        severity=Severity.WARNING,
        article=article(record, Topic.MAJORITY),
        message=f"Partage égal des voix, et {_chair_said(record, vote, outcome)} : aucune voix prépondérante.",
        where=vote_place(record, vote, item),
        item=item,
        consequence="Sans voix prépondérante, la proposition n'est pas adoptée.",
        remedy=remedy(
            record,
            "Enregistrer le vote du président de séance, ou constater le rejet.",
            "Retrouver au procès-verbal le vote du président de séance ; sans lui, la proposition est rejetée.",
        ),
    )


def _chair_said(record: Record, vote: Vote, outcome: Outcome) -> str:
    chair = record.chair(voting_moment(vote))
    if outcome.verdict is Verdict.UNDETERMINED or chair is None:
        return "le vote du président de séance n'est pas enregistré"
    names = names_of(record)
    return f"{names.name(chair)}, qui préside, s'est {agree(_ABSTAINED, [names.gender(chair)])}"


def _rejected(item: str, outcome: Outcome) -> Finding:
    return Finding(
        code="vote.rejected",
        severity=Severity.NOTICE,
        article=outcome.article,
        message="Le vote rejette la proposition : l'acte est rédigé comme un rejet.",
        where="décision",
        item=item,
        consequence="Rien n'est décidé ; le rejet figure dans la liste des délibérations.",
        remedy="Relire la décision : elle énonce ce qui a été rejeté.",
    )


RULES = (
    Rule(
        codes=("vote.more_than_voters", "vote.fewer_than_voters"),
        title="Décompte des voix",
        article="CGCT art. L. 2121-20",
        says="Chaque votant fait un choix et un seul : pour, contre, abstention, blanc, nul ou refus de prendre part "
        "au vote font ensemble le nombre des présents et représentés.",
        check=check_counts,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("vote.not_a_voter", "vote.named_twice"),
        title="Votes nominatifs",
        article="CGCT art. L. 2121-20",
        says="Qui est nommé dans un vote est présent ou représenté à ce moment, et n'y figure qu'une fois.",
        check=check_named_voters,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("vote.tie", "vote.rejected"),
        title="Majorité et partage des voix",
        article="CGCT art. L. 2121-20",
        says="La décision est prise à la majorité absolue des suffrages exprimés ; les abstentions ne comptent pas. En "
        "cas de partage, la voix du président l'emporte, sauf au scrutin secret.",
        check=check_verdicts,
    ),
)
