"""Checks on nominations (CGCT art. L. 2121-21)."""

from collections.abc import Iterator

from deliberations.domain.checks.common import Rule, article, has_rules, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.nominations import NominationFault, nomination_fault
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.texts import naming_decisions
from deliberations.domain.votes import Nomination, Vote, VoteMethod

_MESSAGES = {
    NominationFault.NO_WAIVER: "Désignation votée sans scrutin secret : ni renonciation unanime au secret, ni "
    "candidature unique ne sont enregistrées.",
    NominationFault.SECRECY_IMPOSED: "Désignation votée sans scrutin secret alors qu'un texte l'impose.",
}
_IF_ALLOWED = (
    "Si le conseil a renoncé à l'unanimité au secret, ou s'il n'y avait qu'une candidature, l'enregistrer"
)
_TO_COME = {
    NominationFault.NO_WAIVER: f"{_IF_ALLOWED} ; sinon procéder au scrutin secret.",
    NominationFault.SECRECY_IMPOSED: "Procéder au scrutin secret : aucune renonciation n'est possible.",
}
_DONE = {
    NominationFault.NO_WAIVER: f"{_IF_ALLOWED} ; sinon délibérer à nouveau au scrutin secret.",
    NominationFault.SECRECY_IMPOSED: "Délibérer à nouveau au scrutin secret : aucune renonciation n'est possible.",
}


def check_nominations(record: Record) -> Iterator[Finding]:
    """A nomination voted otherwise than in secret, without what would allow it. Never refused."""
    if not has_rules(record):
        return
    for item in record.sitting.agenda:
        vote = record.deciding_vote(item.uid)
        if item.nomination is not None and vote is not None:
            yield from _form_of(record, item, item.nomination, vote)


def _form_of(record: Record, item: AgendaItem, nomination: Nomination, vote: Vote) -> Iterator[Finding]:
    fault = nomination_fault(nomination, vote)
    if fault is not None:
        yield Finding(
            code=f"nomination.{fault.value.lower()}",
            severity=Severity.WARNING,
            article=article(record, Rule.FORMS_OF_VOTE),
            message=_MESSAGES[fault],
            where=vote_place(record, vote, item.uid),
            item=item.uid,
            consequence="La désignation peut être annulée.",
            remedy=remedy(record, _TO_COME[fault], _DONE[fault]),
        )


def check_unmarked_nominations(record: Record) -> Iterator[Finding]:
    """A decision that designates someone, on an item not recorded as a nomination, voted in the open."""
    if not has_rules(record):
        return
    for act in record.sitting.deliberations:
        vote = record.deciding_vote(act.item)
        is_marked = record.item(act.item).nomination is not None
        if vote is None or vote.method is VoteMethod.SECRET or is_marked:
            continue
        for place in naming_decisions(act):
            yield Finding(
                code="nomination.unmarked",
                severity=Severity.WARNING,
                article=article(record, Rule.FORMS_OF_VOTE),
                message="Cette décision semble désigner quelqu'un, sans que le point soit marqué comme nomination.",
                where=f"décision, point {place}",
                item=act.item,
                remedy="Marquer le point comme nomination et noter la renonciation au secret ou la candidature "
                "unique.",
            )
