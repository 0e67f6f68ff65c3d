"""Checks on the forms of a vote: who may ask for one, and the majority of closed doors."""

from collections.abc import Container, Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic
from deliberations.domain.ballots import requests_needed, voting_moment
from deliberations.domain.checks.common import article, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.nominations import nomination_on
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Rule
from deliberations.domain.votes import MajorityRule, Vote, VoteMethod, VotePurpose
from deliberations.domain.wording.agreement import counted

_FORMS = {
    VoteMethod.PUBLIC: ("Scrutin public", "un quart"),
    VoteMethod.SECRET: ("Scrutin secret", "un tiers"),
}

_OF_CLOSED_DOORS = (MajorityRule.PRESENT_OR_REPRESENTED, MajorityRule.SIMPLE)
"""The majority of closed doors, and the default one, which the count replaces by it."""


def check_requested_forms(record: Record) -> Iterator[Finding]:
    """A public or secret ballot asked for by too few of the members present (CGCT art. L. 2121-21).

    Those who asked for closed doors asked for another thing than the form of that vote.
    """
    for vote in record.sitting.votes:
        room = record.attendance(voting_moment(vote))
        needed = requests_needed(vote.method, room.present)
        asked = vote.requested_by_present
        is_another = vote.purpose is VotePurpose.CLOSED_DOORS or vote.method not in _forms_of(record)
        if asked is None or asked >= needed or is_another or _is_due(record, vote) or not room.is_known:
            continue
        for item in vote.items:
            yield _too_few(record, vote, item, (asked, needed, room.present))


def _forms_of(record: Record) -> Container[VoteMethod]:
    """Forms that members may ask for: the board of a CCAS knows no share for the public ballot (CASF)."""
    return {VoteMethod.SECRET} if record.council.body_type is BodyType.CCAS else set(_FORMS)


def _is_due(record: Record, vote: Vote) -> bool:
    """A nomination is secret without anybody asking."""
    named = (nomination_on(record, record.item(item)) for item in vote.items)
    return vote.method is VoteMethod.SECRET and any(named)


def _too_few(record: Record, vote: Vote, item: str, counts: tuple[int, int, int]) -> Finding:
    asked, needed, present = counts
    form, share = _FORMS[vote.method]
    return Finding(
        code="vote.too_few_requests",
        severity=Severity.WARNING,
        article=article(record, Topic.FORMS_OF_VOTE),
        message=f"{form} demandé par {counted(asked, 'membre présent', 'membres présents')} ; il en faut "
        f"{needed} ({share} de {present}).",
        where=vote_place(record, vote, item),
        item=item,
        consequence="La forme du vote, et donc la délibération, peut être contestée.",
        remedy="Vérifier le nombre de membres présents qui ont demandé cette forme de vote.",
    )


def check_closed_doors(record: Record) -> Iterator[Finding]:
    """Closed doors need the majority of the members present or represented (CGCT art. L. 2121-18).

    Where nobody chose a majority, that one decides. The sittings of a CCAS board are never public: it has nothing
    to decide.
    """
    for vote in record.sitting.votes:
        if vote.purpose is VotePurpose.CLOSED_DOORS and vote.majority not in _OF_CLOSED_DOORS:
            yield _other_majority(record, vote)


def _other_majority(record: Record, vote: Vote) -> Finding:
    item = vote.items[0]
    return Finding(
        code="vote.closed_doors_majority",
        severity=Severity.WARNING,
        article=article(record, Topic.CLOSED_DOORS),
        message="Le huis clos se décide à la majorité absolue des membres présents ou représentés ; ce vote est "
        "enregistré à une autre majorité.",
        where=vote_place(record, vote, item),
        item=item,
        consequence="Le huis clos peut sembler décidé alors qu'il ne l'est pas.",
        remedy=remedy(
            record,
            "Choisir pour ce vote la majorité des membres présents ou représentés.",
            "Recompter ce vote à la majorité des membres présents ou représentés.",
        ),
    )


RULES = (
    Rule(
        codes=("vote.too_few_requests",),
        title="Scrutin public ou secret sur demande",
        article="CGCT art. L. 2121-21",
        says="Un quart des membres présents peut demander le scrutin public, un tiers le scrutin secret ; les pouvoirs "
        "ne comptent pas dans ces nombres.",
        check=check_requested_forms,
    ),
    Rule(
        codes=("vote.closed_doors_majority",),
        title="Majorité du huis clos",
        article="CGCT art. L. 2121-18",
        says="Le huis clos se décide sans débat, à la majorité absolue des membres présents ou représentés.",
        check=check_closed_doors,
        bodies=COMMUNES | GROUPED,
    ),
)
