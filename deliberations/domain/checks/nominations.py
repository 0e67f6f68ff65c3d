"""Checks on nominations (CGCT art. L. 2121-21)."""

from collections.abc import Iterator

from deliberations.domain.articles import Topic
from deliberations.domain.ballots import VoteCount
from deliberations.domain.checks.common import article, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.nominations import (
    NominationFault,
    basis_of_election,
    is_unanimous,
    kind_of_nomination,
    naming_vote,
    nomination_fault,
    nomination_on,
    secrecy_article,
    waivers_on,
)
from deliberations.domain.posts import COMMUNAL_HEADS, PostKind, kind_of_election
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, Certainty, Rule
from deliberations.domain.sittings import AgendaItem
from deliberations.domain.votes import NominationBasis, Vote, VoteMethod
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.names import join_list

_MESSAGES = {
    NominationFault.NO_WAIVER: "Désignation votée sans que soient enregistrés ni un scrutin secret, ni une "
    "renonciation unanime au secret, ni une candidature unique.",
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
_HEADS = {
    PostKind.MAYOR: "L'élection du maire a été votée sans scrutin secret ; elle se fait toujours à bulletin secret.",
    PostKind.DEPUTY: "L'élection des adjoints a été votée sans scrutin secret ; elle se fait toujours à bulletin "
    "secret.",
}


VOTE_NEEDED = "nomination.vote_needed"


def check_nominations(record: Record) -> Iterator[Finding]:
    """A nomination voted in the open without a unanimous waiver nor a single candidacy (CGCT art. L. 2121-21)."""
    for item, _, vote, fault in _open_nominations(record):
        if fault is NominationFault.NO_WAIVER:
            yield _open(record, item, vote, fault, article(record, Topic.FORMS_OF_VOTE))


def check_imposed_secrecy(record: Record) -> Iterator[Finding]:
    """A nomination voted in the open although a text imposes the secret ballot: the board of the CCAS among them."""
    for item, kind, vote, fault in _open_nominations(record):
        if fault is NominationFault.SECRECY_IMPOSED and kind not in COMMUNAL_HEADS:
            yield _open(record, item, vote, fault, secrecy_article(record, kind))


def _open(record: Record, item: AgendaItem, vote: Vote, fault: NominationFault, text: str) -> Finding:
    return Finding(
        code=f"nomination.{fault.value.lower()}",
        severity=Severity.WARNING,
        article=text,
        message=_MESSAGES[fault],
        where=vote_place(record, vote, item.uid),
        item=item.uid,
        consequence="La désignation peut être annulée.",
        remedy=remedy(record, _TO_COME[fault], _DONE[fault]),
    )


def check_heads_in_secret(record: Record) -> Iterator[Finding]:
    """The mayor and the deputies are never elected by a show of hands (CGCT art. L. 2122-7)."""
    fault = NominationFault.SECRECY_IMPOSED
    for item, kind, vote, _ in _open_nominations(record):
        if kind in COMMUNAL_HEADS:
            yield Finding(
                code="nomination.head_voted_openly",
                severity=Severity.REFUSAL,
                article="CGCT art. L. 2122-7",
                message=_HEADS[kind],
                where=vote_place(record, vote, item.uid),
                item=item.uid,
                consequence="L'élection peut être annulée.",
                remedy=remedy(record, _TO_COME[fault], _DONE[fault]),
            )


def _open_nominations(record: Record) -> Iterator[tuple[AgendaItem, PostKind, Vote, NominationFault]]:
    """Items whose nomination was made by a vote that does not have the form it needs.

    Where an election in rounds is recorded the nomination is that ballot, which is secret: a vote on the same
    item decides something else.
    """
    balloted = {e.item for e in record.sitting.elections if e.rounds or e.is_unopposed}
    for item in record.sitting.agenda:
        vote, nomination = naming_vote(record, item.uid), nomination_on(record, item)
        if nomination is None or vote is None or item.uid in balloted:
            continue
        fault = nomination_fault(nomination, vote)
        if fault is not None:
            yield item, kind_of_nomination(record, item), vote, fault


def check_waivers(record: Record) -> Iterator[Finding]:
    """Secrecy is dropped by a unanimous council only (CGCT art. L. 2121-21)."""
    for item in record.sitting.agenda:
        claims = item.nomination is not None and item.nomination.unanimous_waiver is True
        for vote in waivers_on(record, item.uid):
            if is_unanimous(record, vote) is False and (claims or _was_open(record, item)):
                yield _divided(record, item, vote)


def _was_open(record: Record, item: AgendaItem) -> bool:
    """Whether the nomination itself was then voted openly: a waiver refused and obeyed is sound."""
    vote = naming_vote(record, item.uid)
    return vote is not None and vote.method is not VoteMethod.SECRET


def _divided(record: Record, item: AgendaItem, vote: Vote) -> Finding:
    return Finding(
        code="nomination.waiver_not_unanimous",
        severity=Severity.WARNING,
        article=article(record, Topic.FORMS_OF_VOTE),
        message=f"La renonciation au scrutin secret n'est pas unanime ({_dissent(record.count(vote))}).",
        where=vote_place(record, vote, item.uid),
        item=item.uid,
        consequence="Sans unanimité, la désignation se fait au scrutin secret : votée à main levée, elle peut être "
        "annulée.",
        remedy=remedy(
            record,
            "Vérifier le décompte ; s'il est exact, procéder au scrutin secret.",
            "Vérifier le décompte au procès-verbal ; s'il est exact, délibérer à nouveau au scrutin secret.",
        ),
    )


def _dissent(count: VoteCount) -> str:
    """« 2 voix contre et 1 abstention »."""
    kinds = (
        (count.against, "voix contre", "voix contre"),
        (count.abstentions, "abstention", None),
        (count.blank, "blanc", None),
        (count.null, "nul", None),
        (count.not_voting, "membre ne prenant pas part au vote", "membres ne prenant pas part au vote"),
    )
    said = [counted(number, one, many) for number, one, many in kinds if number]
    return join_list(said) or "renonciation rejetée"


def check_single_candidacies(record: Record) -> Iterator[Finding]:
    """A single candidacy takes effect without a vote only where no text imposes the secret ballot (art. L. 2121-21)."""
    for election in record.sitting.elections:
        voted = any(c.votes for turn in election.rounds for c in turn.candidates)
        is_imposed = basis_of_election(record, election) is NominationBasis.IMPOSED
        if election.is_unopposed and is_imposed and not voted:
            yield _without_ballot(record, election.item, kind_of_election(record, election))
    yield from _items_without_ballot(record)


def _items_without_ballot(record: Record) -> Iterator[Finding]:
    """Items decided without any ballot, because a single candidacy was recorded on them."""
    elections = {election.item for election in record.sitting.elections}
    acted = {act.item for act in record.sitting.deliberations if act.operative}
    for item in record.sitting.agenda:
        nomination = nomination_on(record, item)
        if nomination is None or not nomination.single_candidacy:
            continue
        has_ballot = item.uid in elections or bool(record.votes_on(item.uid))
        if nomination.basis is NominationBasis.IMPOSED and not has_ballot and item.uid in acted:
            yield _without_ballot(record, item.uid, kind_of_nomination(record, item))


def _without_ballot(record: Record, item: str, kind: PostKind) -> Finding:
    """The finding on posts that took effect without the ballot their text imposes."""
    named = {PostKind.MAYOR: "L'élection du maire", PostKind.DEPUTY: "L'élection des adjoints"}
    return Finding(
        code=VOTE_NEEDED,
        severity=Severity.WARNING,
        article=secrecy_article(record, kind),
        message=f"{named.get(kind, 'Cette désignation')} est enregistrée comme prenant effet sans vote (candidature "
        "unique), alors qu'un texte impose le scrutin secret.",
        where="élection",
        item=item,
        consequence="La désignation peut être annulée.",
        remedy=remedy(
            record,
            "Procéder au scrutin secret, même avec un seul candidat.",
            "Retrouver au procès-verbal le résultat du scrutin ; s'il n'y en a pas eu, procéder à l'élection.",
        ),
    )


RULES: tuple[Rule, ...] = (
    Rule(
        codes=("nomination.no_waiver",),
        title="Désignation à main levée",
        article="CGCT art. L. 2121-21",
        says="Une désignation se fait au scrutin secret, sauf si le conseil y renonce à l'unanimité ou si une seule "
        "candidature prend effet sans vote.",
        check=check_nominations,
    ),
    Rule(
        codes=("nomination.secrecy_imposed",),
        title="Scrutin secret imposé",
        article="CGCT art. L. 2121-21 ; CASF art. R. 123-8",
        says="Quand un texte impose le scrutin secret (conseil d'administration du CCAS), le conseil ne peut pas y "
        "renoncer.",
        check=check_imposed_secrecy,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
    Rule(
        codes=("nomination.head_voted_openly",),
        title="Maire et adjoints : toujours au scrutin secret",
        article="CGCT art. L. 2122-7",
        says="Le maire et les adjoints sont élus au scrutin secret ; une élection à main levée n'est jamais proposée.",
        check=check_heads_in_secret,
        bodies=COMMUNES,
    ),
    Rule(
        codes=("nomination.waiver_not_unanimous",),
        title="Renonciation unanime au secret",
        article="CGCT art. L. 2121-21",
        says="Seul un conseil unanime renonce au scrutin secret d'une désignation : ni voix contre, ni abstention.",
        check=check_waivers,
    ),
    Rule(
        codes=(VOTE_NEEDED,),
        title="Candidature unique sans vote",
        article="CGCT art. L. 2121-21",
        says="Une candidature unique prend effet sans vote, sauf quand un texte impose le scrutin secret (maire, "
        "adjoints, conseil d'administration du CCAS).",
        check=check_single_candidacies,
        certainty=Certainty.COMMON_KNOWLEDGE,
    ),
)
