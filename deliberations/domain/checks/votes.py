"""Checks on counts and verdicts."""

from collections.abc import Iterator

from deliberations.domain.findings import Finding, Severity
from deliberations.domain.majority import Outcome, Reason, Verdict
from deliberations.domain.record import Record
from deliberations.domain.votes import Vote

_ARTICLE = "CGCT art. L. 2121-20"


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
            message=f"{count.total} voix comptées pour {count.voters} votants (présents et représentés).",
            where="vote",
            item=vote.items[0],
            consequence="Le décompte ne correspond pas à l'assistance enregistrée.",
            remedy="Vérifier les présents, les pouvoirs et les voix de ce point.",
        )


def check_verdicts(record: Record) -> Iterator[Finding]:
    """A tie without a casting vote, and a text written as adopted that the vote rejects."""
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
