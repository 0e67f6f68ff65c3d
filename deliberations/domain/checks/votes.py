"""Checks on counts and verdicts."""

import re
from collections import Counter
from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.attendance import Attendance
from deliberations.domain.ballots import VOTING_STATES, choice_of, stepped_aside, voting_moment
from deliberations.domain.checks.common import article, is_recorded, names_of, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Choice, StatedResult, Vote, VoteMethod
from deliberations.domain.wording.agreement import PRESENT, REPRESENTED, Forms, agree, counted

_REFUSES = re.compile(
    r"\b(?:rejet\w*|refus\w*|repouss\w*|écart\w*|désapprouv\w*|défavorable\w*)|\bn(?:e\s|['’])\w+\spas\b"
    r"|\bpas\s(?:adopt|approuv)",
    re.IGNORECASE,
)
_STEPPED_ASIDE = Forms.regular("déporté")
_ABSTAINED = Forms.regular("abstenu")
_CHOSE = {
    Choice.NOT_VOTING: "n'a pas pris part au vote",
    Choice.BLANK: "a voté blanc",
    Choice.NULL: "a voté nul",
}


def check_counts(record: Record) -> Iterator[Finding]:
    """Every voter made one choice: for, against, abstention, blank, null and not voting add up to voters."""
    for vote in record.sitting.votes:
        counts = _unbalanced_counts(record, vote)
        if counts is not None:
            yield from (_unbalanced(record, vote, item, counts) for item in vote.items)


def is_unbalanced(record: Record, vote: Vote) -> bool:
    """Whether the voices counted are more or fewer than the voters, which :func:`check_counts` tells."""
    return _unbalanced_counts(record, vote) is not None


def _unbalanced_counts(record: Record, vote: Vote) -> tuple[int, int] | None:
    """Voices counted and voters, when they differ."""
    count = record.count(vote)
    if count.total is None or count.voters is None or count.is_balanced:
        return None
    may_be_told = 0 < count.total - count.voters <= _may_be_told(record, vote)
    return None if may_be_told else (count.total, count.voters)


def _may_be_told(record: Record, vote: Vote) -> int:
    """Members there without a voice, whom bare totals may count among those who do not take part."""
    room = record.voting_room(vote)
    mute = sum(room.is_mute(seat.member) for seat in room.having(*VOTING_STATES))
    return min(mute, vote.tally.not_voting if vote.tally else 0)


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
    """A member named in a vote who is neither present nor represented then, who stepped aside, or is named twice."""
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
        if stepped_aside(member, room):
            aside = agree(_STEPPED_ASIDE, [names.gender(member)])
            kept_out = "à ne compter ni parmi les votants, ni en « ne prend pas part au vote »"
            yield "vote.not_a_voter", f"{names.name(member)} s'est {aside} : {kept_out}."
        elif not _votes_in(room, member):
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
    adopted_text = {d.item for d in record.sitting.deliberations if d.operative}
    for vote in record.sitting.votes:
        outcome = record.outcome(vote)
        for item in vote.items:
            # Closed doors that were refused reject nothing of the act.
            decides = vote is record.deciding_vote(item)
            is_rejected = outcome.verdict is Verdict.REJECTED and decides
            if outcome.reason is Reason.TIE_WITHOUT_CASTING_VOTE:
                yield from _tie(record, vote, item, outcome)
            elif is_rejected and item in adopted_text and not is_wrongly_stated(record, vote):
                yield _rejected(record, item, outcome)


def _tie(record: Record, vote: Vote, item: str, outcome: Outcome) -> Iterator[Finding]:
    """A tie that no casting vote settles; in secret, nothing once the result announced is recorded."""
    if vote.method is VoteMethod.SECRET and outcome.verdict is Verdict.UNDETERMINED:
        words = None if vote.stated else _TIE_IN_SECRET
    else:
        words = _chair_said(record, vote, outcome)
        if words is _UNKNOWN_CHOICE and _paper_tells(record, vote, item):
            words = _TOLD_ON_PAPER
    if words is not None:
        message, consequence, gestures = words
        yield Finding(
            code="vote.tie",
            severity=Severity.NOTICE if words is _TOLD_ON_PAPER else Severity.WARNING,
            article=article(record, Topic.MAJORITY),
            message=f"Partage égal des voix{message}{_announced(vote, outcome)}",
            where=vote_place(record, vote, item),
            item=item,
            consequence=consequence,
            remedy=remedy(record, *gestures),
        )


def _announced(vote: Vote, outcome: Outcome) -> str:
    """The result announced that no casting vote gives: told with the tie, not a second time."""
    if vote.stated in (None, StatedResult.REJECTED):
        return ""
    if outcome.verdict is Verdict.REJECTED:
        return " Le résultat annoncé est pourtant l'adoption."
    return " Le résultat annoncé, l'adoption, est retenu tant que rien d'autre n'est enregistré."


def _paper_tells(record: Record, vote: Vote, item: str) -> bool:
    """Whether the paper of a vote known by its totals alone says that the chair prevailed."""
    if not is_recorded(record) or vote.tally is None:
        return False
    statements = (s for s in record.sitting.statements if s.item in (None, item))
    return any("preponderant" in fold(statement.text) for statement in statements)


_Words = tuple[str, str, tuple[str, str]]
"""End of the message, consequence, and what can be done during the sitting, then after it."""
_LOST = "Sans voix prépondérante, la proposition n'est pas adoptée."
# The chair of a CCAS prevails in secret too (CASF art. R. 123-18): how is known to nobody, and never recorded.
_TIE_IN_SECRET: _Words = (
    " au scrutin secret : la voix de qui préside l'emporte, et seul le résultat annoncé le dit.",
    "Tant que ce résultat n'est pas enregistré, rien ne dit si la proposition est adoptée.",
    (
        "Annoncer le résultat et l'enregistrer : adopté ou rejeté. Le choix de chacun reste secret.",
        "Retrouver au procès-verbal le résultat annoncé, et l'enregistrer : adopté ou rejeté.",
    ),
)
_UNKNOWN_CHOICE: _Words = (
    ", et le vote du président de séance n'est pas enregistré : aucune voix prépondérante.",
    _LOST,
    (
        "Enregistrer le vote du président de séance, ou constater le rejet.",
        "Retrouver au procès-verbal le vote du président de séance ; s'il n'y est pas, la proposition est rejetée.",
    ),
)
_TOLD_ON_PAPER: _Words = (
    " : l'acte dit que la voix de qui préside l'a emporté, et les totaux ne disent pas dans quel sens.",
    "Le résultat n'est pas calculé.",
    ("Enregistrer le vote du président de séance, ou le résultat annoncé.",) * 2,
)
_REJECTED = (
    "Constater le rejet.",
    "Vérifier les voix au procès-verbal ; si elles sont exactes, la proposition est rejetée.",
)


def _chair_said(record: Record, vote: Vote, outcome: Outcome) -> _Words:
    """Why the vote of the chair settles nothing: unknown, not his to give, or neither for nor against."""
    moment = voting_moment(vote)
    chair, room = record.chair(moment), record.attendance(moment)
    if chair is None or not room.is_known:
        return _UNKNOWN_CHOICE
    names = names_of(record)
    if not _votes_in(room, chair):
        return (
            f", et {names.name(chair)}, qui préside sans siéger, n'a pas de voix à donner.",
            _LOST,
            _REJECTED,
        )
    if outcome.verdict is Verdict.UNDETERMINED:
        return _UNKNOWN_CHOICE
    choice = choice_of(vote, chair, record.groups)
    did = _CHOSE.get(choice) if choice else None
    did = did or f"s'est {agree(_ABSTAINED, [names.gender(chair)])}"
    return f", et {names.name(chair)}, qui préside, {did} : aucune voix prépondérante.", _LOST, _REJECTED


_MISREAD: _Words = (
    "",
    "Le résultat retenu est celui des voix comptées.",
    (
        "Vérifier les voix, et corriger le résultat annoncé ou le décompte.",
        "Vérifier au procès-verbal les voix et le résultat, et corriger ce qui a été mal relevé.",
    ),
)
_NO_CASTING_VOTE: _Words = (
    " ; les voix comptées sont à égalité, et personne n'a de voix prépondérante au scrutin secret",
    "La proposition n'est pas adoptée : l'acte qui la dit adoptée peut être annulé.",
    (
        "Constater le rejet : au scrutin secret, la voix du président de séance compte comme les autres.",
        "Vérifier les voix au procès-verbal ; si elles sont exactes, rien n'est adopté ; délibérer de nouveau.",
    ),
)


def check_stated(record: Record) -> Iterator[Finding]:
    """The result announced is the one that the counts give; nobody is against what is adopted unanimously."""
    for vote in record.sitting.votes:
        fault = _fault_of_stated(record, vote)
        end, consequence, gestures = _words_of_stated(record, vote)
        for item in vote.items if fault else ():
            yield Finding(
                code="vote.stated",
                severity=Severity.WARNING,
                article=article(record, Topic.MAJORITY),
                message=f"Résultat annoncé : {fault}{end}.",
                where=vote_place(record, vote, item),
                item=item,
                consequence=consequence,
                remedy=remedy(record, *gestures),
            )


def _words_of_stated(record: Record, vote: Vote) -> _Words:
    """A tie in secret announced as adopted is no slip of the pen: the chair has no casting vote there."""
    is_unanimous = vote.stated is StatedResult.UNANIMOUS
    is_tie = record.outcome(vote).reason is Reason.TIE_UNDER_SECRET_BALLOT
    return _NO_CASTING_VOTE if is_tie and not is_unanimous else _MISREAD


def is_wrongly_stated(record: Record, vote: Vote) -> bool:
    """Whether the result announced is not that of the counts, which :func:`check_stated` tells."""
    return bool(_fault_of_stated(record, vote))


def _fault_of_stated(record: Record, vote: Vote) -> str:
    """What contradicts the counts; a tie that nobody settles is told by :func:`check_verdicts`."""
    outcome = record.outcome(vote)
    against = outcome.count.against or 0
    if vote.stated is StatedResult.UNANIMOUS and against:
        return f"« à l'unanimité », et {counted(against, 'voix comptée', 'voix comptées')} contre"
    if vote.stated is None or outcome.verdict is Verdict.UNDETERMINED:
        return ""
    is_rejected = vote.stated is StatedResult.REJECTED
    if not is_rejected and outcome.reason is Reason.TIE_UNDER_SECRET_BALLOT:
        return "adoption"
    is_told = outcome.reason is Reason.TIE_WITHOUT_CASTING_VOTE and record.has_rules
    if is_told or is_rejected is (outcome.verdict is Verdict.REJECTED):
        return ""
    return (
        "rejet ; les voix comptées donnent une adoption"
        if is_rejected
        else "adoption ; les voix comptées donnent un rejet"
    )


def _rejected(record: Record, item: str, outcome: Outcome) -> Finding:
    """Of an old act, a warning where its decision does not say that nothing is adopted."""
    if is_recorded(record) and _adopts(record, item):
        return Finding(
            code="vote.rejected",
            severity=Severity.WARNING,
            article=outcome.article,
            message="D'après les voix enregistrées, la proposition est rejetée ; l'acte énonce pourtant une décision.",
            where="décision",
            item=item,
            consequence="Une décision publiée comme prise, alors que le vote l'a rejetée, peut être annulée.",
            remedy="Vérifier les voix au procès-verbal ; si elles sont exactes, l'acte est à rectifier.",
        )
    return Finding(
        code="vote.rejected",
        severity=Severity.NOTICE,
        article=outcome.article,
        message="Le vote rejette la proposition : le document produit ici est rédigé comme un rejet.",
        where="décision",
        item=item,
        consequence="Rien n'est décidé ; le rejet figure dans la liste des délibérations.",
        remedy="Relire la décision : elle énonce ce qui a été rejeté.",
    )


def _adopts(record: Record, item: str) -> bool:
    """Whether an act on the item decides something, and does not tell a refusal."""
    parts = [part for act in record.acts_on(item) for part in act.operative]
    told = [f"{text_of(part.verb)} {text_of(block)}" for part in parts for block in part.blocks_html]
    return bool(told) and not any(_REFUSES.search(text) for text in told)


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
    Rule(
        codes=("vote.stated",),
        title="Résultat annoncé et voix comptées",
        article="CGCT art. L. 2121-20",
        says="Le résultat annoncé est celui que donnent les voix ; personne n'est contre ce qui est adopté à "
        "l'unanimité.",
        check=check_stated,
        certainty=Certainty.HOUSE,
    ),
)
