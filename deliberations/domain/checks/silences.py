"""What a record still leaves unsaid once the sitting is over: nobody in the chair, no vote, no date of dispatch.

A record is not the evening: what it does not tell may have been done. It is asked for, never refused.
"""

from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.ballots import voting_moment
from deliberations.domain.bars import is_on_accounts
from deliberations.domain.checks.common import article, is_over, is_recorded, offered_chair
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.nominations import nomination_on
from deliberations.domain.notices import last_sent_on
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, RULED, Rule
from deliberations.domain.sittings import DECIDING, AgendaItem, Confidence, ItemOutcome

_MINUTES = (
    "Relever au procès-verbal le vote et son résultat, et l'enregistrer ; à défaut, délibérer à nouveau."
)


def check_chair_known(record: Record) -> Iterator[Finding]:
    """Whoever chaired is recorded (CGCT art. L. 2121-14): the minutes and the acts say it."""
    sitting = record.sitting
    first = voting_moment(sitting.votes[0]) if sitting.votes else None
    is_told = any(record.timeline.chair_at(voting_moment(vote)) for vote in sitting.votes)
    if is_over(record) and first is not None and not is_told:
        yield Finding(
            code="chair.unknown",
            severity=Severity.NOTICE if is_recorded(record) else Severity.WARNING,
            article=article(record, Topic.CHAIR),
            message="Rien ne dit qui a présidé la séance.",
            where="séance",
            consequence="En cas de partage des voix, le résultat ne peut pas être établi.",
            remedy=f"Relever au procès-verbal qui a présidé, et l'enregistrer.{offered_chair(record, first)}",
        )


def check_dispatch_known(record: Record) -> Iterator[Finding]:
    """Without the day of dispatch the notice cannot be counted (CGCT art. L. 2121-10)."""
    if is_over(record) and record.sitting.deliberations and last_sent_on(record) is None:
        yield Finding(
            code="notice.unknown",
            severity=Severity.NOTICE if is_recorded(record) else Severity.WARNING,
            article=article(record, Topic.CONVOCATION),
            message="La date d'envoi de la convocation n'est pas enregistrée : le délai n'a pas pu être vérifié.",
            where="convocation",
            consequence="Si le délai est contesté, rien ici ne prouve qu'il a été respecté.",
            remedy="Relever la date au registre ou sur la convocation, et l'enregistrer.",
        )


def check_votes_known(record: Record) -> Iterator[Finding]:
    """A decision comes from a vote (CGCT art. L. 2121-20): acts whose item has neither vote nor election."""
    for item in _decided_without_vote(record):
        yield Finding(
            code="vote.not_recorded",
            severity=Severity.WARNING,
            article=article(record, Topic.MAJORITY),
            message="L'acte décide, mais aucun vote n'est enregistré.",
            where="vote",
            item=item.uid,
            consequence="Rien ne prouve que la délibération a été adoptée.",
            remedy=_MINUTES,
        )


def _decided_without_vote(record: Record) -> Iterator[AgendaItem]:
    for item in _unvoted(record):
        decides = any(act.operative for act in record.acts_on(item.uid))
        is_another_rule = is_on_accounts(item) or nomination_on(record, item) is not None
        if item.kind in DECIDING and decides and not is_another_rule:
            yield item


def check_accounts_voted(record: Record) -> Iterator[Finding]:
    """The accounts are voted, out of the presence of their authorising officer (CGCT art. L. 2121-14, L. 1612-12)."""
    for item in _unvoted(record):
        if is_on_accounts(item):
            yield Finding(
                code="accounts.not_voted",
                severity=Severity.WARNING,
                article=f"{article(record, Topic.CHAIR_OF_ACCOUNTS)} et L. 1612-12",
                message="Les comptes sont présentés, mais ni leur vote, ni le retrait de "
                "l'ordonnateur, ni l'élection de "
                "celui qui préside ce point ne sont enregistrés.",
                where="vote",
                item=item.uid,
                consequence="Rien ne prouve que les comptes ont été arrêtés régulièrement.",
                remedy=_MINUTES,
            )


def check_nominations_voted(record: Record) -> Iterator[Finding]:
    """A nomination is made by the council: by a vote, an election, or a single candidacy (CGCT art. L. 2121-21)."""
    for item in _unvoted(record):
        nomination = nomination_on(record, item)
        if nomination is not None and not nomination.single_candidacy:
            yield Finding(
                code="nomination.not_voted",
                severity=Severity.WARNING,
                article=article(record, Topic.FORMS_OF_VOTE),
                message="Désignation sans vote, ni élection, ni candidature unique enregistrés : c'est le conseil qui "
                "désigne, non celui qui préside.",
                where="vote",
                item=item.uid,
                consequence="La désignation peut être contestée.",
                remedy=_MINUTES,
            )


def _unvoted(record: Record) -> Iterator[AgendaItem]:
    """Items examined in a sitting that is over, with neither vote nor election, and nothing lost on the paper."""
    if not is_over(record):
        return
    lost = {s.item for s in record.sitting.statements if s.confidence is Confidence.ILLEGIBLE}
    for item in record.sitting.agenda:
        is_voted = record.votes_on(item.uid) or record.elections_on(item.uid)
        if item.outcome is ItemOutcome.EXAMINED and not is_voted and item.uid not in lost:
            yield item


RULES = (
    Rule(
        codes=("chair.unknown",),
        title="Qui a présidé",
        article="CGCT art. L. 2121-14",
        says="Une fois la séance finie, on sait qui l'a présidée.",
        check=check_chair_known,
        bodies=RULED,
    ),
    Rule(
        codes=("notice.unknown",),
        title="Date de la convocation",
        article="CGCT art. L. 2121-10",
        says="La date d'envoi de la convocation est enregistrée ; sans elle, le délai ne peut pas être vérifié.",
        check=check_dispatch_known,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("vote.not_recorded",),
        title="Vote de chaque décision",
        article="CGCT art. L. 2121-20",
        says="Chaque décision vient d'un vote ou d'une élection enregistrés.",
        check=check_votes_known,
        bodies=RULED,
    ),
    Rule(
        codes=("accounts.not_voted",),
        title="Vote des comptes",
        article="CGCT art. L. 2121-14 et L. 1612-12",
        says="Les comptes présentés sont votés, sous une autre présidence et hors de la présence de l'ordonnateur.",
        check=check_accounts_voted,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("nomination.not_voted",),
        title="Désignation par le conseil",
        article="CGCT art. L. 2121-21",
        says="Une désignation vient d'un vote, d'une élection, ou d'une candidature unique dont le "
        "maire donne lecture.",
        check=check_nominations_voted,
        bodies=RULED,
    ),
)
