"""Checks on what members ask for: a form of vote, closed doors, a sitting (CGCT art. L. 2121-9, -18, -21)."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType, Territory
from councils.domain.membership import number_at
from deliberations.domain.articles import Topic
from deliberations.domain.ballots import requests_needed, voting_moment
from deliberations.domain.checks.common import article, names_of, remedy, vote_place
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, OUTSIDE_LOCAL_LAW, Certainty, Rule
from deliberations.domain.sittings import Requester
from deliberations.domain.votes import Vote, VoteMethod, VotePurpose
from deliberations.domain.wording.agreement import counted

LARGE_ENOUGH_FOR_A_THIRD = 1_000


def check_named_ballots(record: Record) -> Iterator[Finding]:
    """A public ballot writes the name and the sense of each vote in the minutes (art. L. 2121-21)."""
    for vote in record.sitting.votes:
        if vote.lacks_names:
            for item in vote.items:
                yield Finding(
                    code="vote.public_without_names",
                    severity=Severity.WARNING,
                    article=article(record, Topic.FORMS_OF_VOTE),
                    message="Scrutin public enregistré sans le nom de chaque votant.",
                    where=vote_place(record, vote, item),
                    item=item,
                    consequence="Le procès-verbal d'un scrutin public dit le nom et le sens de chaque vote.",
                    remedy=remedy(
                        record,
                        "Enregistrer le vote de chaque membre.",
                        "Relever au procès-verbal le vote de chaque membre.",
                    ),
                )


def check_both_forms(record: Record) -> Iterator[Finding]:
    """Where both a public and a secret ballot are asked for by enough members, the secret one is held (Souet)."""
    for vote in record.sitting.votes:
        asked = vote.secret_requested_by or 0
        room = record.attendance(voting_moment(vote))
        is_enough = asked > 0 and asked >= requests_needed(VoteMethod.SECRET, room.present)
        if room.is_known and is_enough and vote.method is not VoteMethod.SECRET:
            yield from _not_secret(record, vote, asked)


def _not_secret(record: Record, vote: Vote, asked: int) -> Iterator[Finding]:
    for item in vote.items:
        yield Finding(
            code="vote.secret_ballot_due",
            severity=Severity.WARNING,
            article=article(record, Topic.FORMS_OF_VOTE),
            message="Le scrutin secret a été demandé par "
            f"{counted(asked, 'membre présent', 'membres présents')}, assez "
            "pour être de droit ; le vote n'est pas secret.",
            where=vote_place(record, vote, item),
            item=item,
            consequence="Le vote peut être annulé ; le scrutin secret l'emporte sur le scrutin public.",
            remedy=remedy(record, "Voter au scrutin secret.", "Délibérer à nouveau, au scrutin secret."),
        )


def check_closed_doors_request(record: Record) -> Iterator[Finding]:
    """Closed doors are asked for by three members (five in a group of communes) or by the chair (art. L. 2121-18)."""
    needed, head = (5, "du président") if record.council.body_type in GROUPED else (3, "du maire")
    for vote in record.sitting.votes:
        asked = vote.requested_by_present
        if vote.purpose is VotePurpose.CLOSED_DOORS and asked is not None and 0 < asked < needed:
            item = vote.items[0]
            yield Finding(
                code="vote.closed_doors_requests",
                severity=Severity.WARNING,
                article=article(record, Topic.CLOSED_DOORS),
                message=f"Huis clos demandé par {counted(asked, 'membre')} ; il en faut {needed}, ou "
                f"une demande {head}.",
                where=vote_place(record, vote, item),
                item=item,
                consequence="La séance devait peut-être rester publique.",
                remedy="Vérifier qui a demandé le huis clos, et l'enregistrer.",
            )


def check_requested_sitting(record: Record) -> Iterator[Finding]:
    """A third of the members (half in small communes) may ask for a sitting (art. L. 2121-9)."""
    yield from _too_few(record, _members_to_ask(record), "CGCT art. L. 2121-9")


def check_sitting_requested_by_local_law(record: Record) -> Iterator[Finding]:
    """In Alsace-Moselle a third of the members, whatever the population (art. L. 2541-1 et s.)."""
    yield from _too_few(record, _third(len(record.members)), "CGCT art. L. 2541-1 et s.")


def _too_few(record: Record, needed: int, text: str) -> Iterator[Finding]:
    convocation = record.sitting.convocation
    asked = convocation.requesting_members
    if convocation.requested_by is Requester.MEMBERS and asked is not None and asked < needed:
        yield Finding(
            code="convocation.too_few_requests",
            severity=Severity.NOTICE,
            article=text,
            message=f"Séance demandée par {counted(asked, 'membre')} ; il en faut {needed} pour qu'elle soit de droit.",
            where="convocation",
            consequence=f"Le {names_of(record).body.head} peut réunir l'assemblée, sans y être tenu.",
            remedy="Vérifier le nombre de membres qui ont signé la demande.",
        )


def _members_to_ask(record: Record) -> int:
    """A third of the members from 1,000 inhabitants and in groups of communes, a majority below."""
    population = number_at(record.council.populations, record.sitting.held_on)
    is_small = population is not None and population < LARGE_ENOUGH_FOR_A_THIRD
    if record.council.body_type is BodyType.COMMUNE and is_small:
        return len(record.members) // 2 + 1 if record.members else 0
    return _third(len(record.members))


def _third(members: int) -> int:
    return -(-members // 3)


RULES = (
    Rule(
        codes=("vote.public_without_names",),
        title="Noms au scrutin public",
        article="CGCT art. L. 2121-21",
        says="Au scrutin public, le registre et le procès-verbal disent le nom et le sens de chaque vote.",
        check=check_named_ballots,
    ),
    Rule(
        codes=("vote.secret_ballot_due",),
        title="Scrutin secret de droit",
        article="CGCT art. L. 2121-21",
        says="Le scrutin secret demandé par un tiers des membres présents l'emporte sur le scrutin "
        "public (CE, 15 mai 1908, "
        "Souet).",
        check=check_both_forms,
    ),
    Rule(
        codes=("vote.closed_doors_requests",),
        title="Demande de huis clos",
        article="CGCT art. L. 2121-18",
        says="Le huis clos est demandé par trois membres (cinq dans un EPCI ou un syndicat) ou par le maire.",
        check=check_closed_doors_request,
        bodies=COMMUNES | GROUPED,
    ),
    Rule(
        codes=("convocation.too_few_requests",),
        title="Séance demandée par des membres",
        article="CGCT art. L. 2121-9",
        says="Le tiers des membres en exercice (la majorité dans une commune de moins de 1 000 "
        "habitants) peut demander une "
        "séance.",
        check=check_requested_sitting,
        bodies=COMMUNES | GROUPED,
        territories=OUTSIDE_LOCAL_LAW,
    ),
    Rule(
        codes=("convocation.too_few_requests",),
        title="Séance demandée par des membres en Alsace-Moselle",
        article="CGCT art. L. 2541-1 et s.",
        says="Le tiers des membres en exercice peut demander une séance, quelle que soit la population.",
        check=check_sitting_requested_by_local_law,
        bodies=COMMUNES,
        territories=frozenset({Territory.ALSACE_MOSELLE}),
        certainty=Certainty.OLD_TEXT,
    ),
)
