"""Checks on members who attend at a distance."""

from collections.abc import Iterator, Sequence

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import (
    article,
    names_of,
    of_points,
    remedy,
    voting_moments,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.movements import MovementKind
from deliberations.domain.nominations import nomination_on
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty, Rule
from deliberations.domain.sittings import ItemOutcome, Subject
from deliberations.domain.votes import VoteMethod
from deliberations.domain.wording.names import join_list

_IN_THE_ROOM = (Subject.BUDGET, Subject.OFFICERS)


def check_remote(record: Record) -> Iterator[Finding]:
    """Only the members of an EPCI may sit at a distance, and not in a secret ballot (CGCT art. L. 5211-11-1).

    Elsewhere nothing allows it, but the exceptional laws of 2020 to 2022.
    """
    sitting = record.sitting
    is_anybody_away = any(m.kind is MovementKind.ATTENDS_REMOTELY for m in sitting.movements)
    if not is_anybody_away or sitting.derogation.is_remote_allowed:
        return
    if record.council.body_type is BodyType.EPCI:
        yield from _secret_ballots(record)
        yield from _items_kept_for_the_room(record)
        yield from _ordinary_votes(record)
        return
    for items, members in _remote_by_points(record).items():
        yield _without_base(record, items, members)


def _remote_by_points(record: Record) -> dict[tuple[str, ...], list[str]]:
    """Members at a distance, gathered by the points where they are."""
    items_of: dict[str, list[str]] = {}
    for item in record.sitting.agenda:
        if item.outcome is ItemOutcome.EXAMINED:
            for member in _remote_on(record, item.uid):
                items_of.setdefault(member, []).append(item.uid)
    gathered: dict[tuple[str, ...], list[str]] = {}
    for member, items in items_of.items():
        gathered.setdefault(tuple(items), []).append(member)
    return gathered


def _remote_on(record: Record, item: str) -> tuple[str, ...]:
    moments = (Moment(item), *voting_moments(record, item))
    seats = (s for m in moments for s in record.attendance(m).having(SeatState.REMOTE))
    return tuple(dict.fromkeys(seat.member for seat in seats))


def _without_base(record: Record, items: Sequence[str], members: Sequence[str]) -> Finding:
    names = names_of(record)
    who = join_list([names.name(member) for member in members])
    return Finding(
        code="attendance.remote",
        severity=Severity.WARNING,
        article=article(record, Topic.QUORUM),
        message=f"{who} {'siège' if len(members) == 1 else 'siègent'} à distance ({of_points(record, items)}) ; "
        "rien ne le permet ici.",
        where="présences",
        item=items[0] if len(items) == 1 else None,
        items=tuple(items),
        consequence="Qui siège à distance ne compte ni dans le quorum, ni parmi les votants.",
        remedy=remedy(
            record,
            "Enregistrer une absence, et le pouvoir écrit s'il y en a un.",
            "Vérifier les présences ; si le quorum ou un vote en dépend, délibérer à nouveau.",
        ),
    )


def _secret_ballots(record: Record) -> Iterator[Finding]:
    for item in record.sitting.agenda:
        moments = voting_moments(record, item.uid, only=VoteMethod.SECRET)
        if any(record.attendance(moment).having(SeatState.REMOTE) for moment in moments):
            yield _secret_ballot(record, item.uid)


def _secret_ballot(record: Record, item: str) -> Finding:
    return Finding(
        code="attendance.remote_secret_ballot",
        severity=Severity.WARNING,
        article="CGCT art. L. 5211-11-1",
        message="Scrutin secret alors que des membres siègent à distance.",
        where="vote",
        item=item,
        consequence="À distance, les votes ont lieu au scrutin public.",
        remedy=remedy(
            record,
            "Reporter ce point à une séance où tous les votants sont dans la salle.",
            "Vérifier les présences ; si elles sont exactes, délibérer à nouveau dans la salle.",
        ),
    )


def _items_kept_for_the_room(record: Record) -> Iterator[Finding]:
    """Its president and its bureau, its budget and its delegates are not decided at a distance."""
    for item in record.sitting.agenda:
        is_kept = item.subject in _IN_THE_ROOM or nomination_on(record, item) is not None
        if is_kept and item.outcome is ItemOutcome.EXAMINED and _remote_on(record, item.uid):
            yield Finding(
                code="attendance.remote_item",
                severity=Severity.WARNING,
                article="CGCT art. L. 5211-11-1",
                message="Des membres siègent à distance pour une élection, une désignation ou le budget "
                "primitif.",
                where="présences",
                item=item.uid,
                consequence="Cette délibération ne peut pas être prise à distance : elle peut être annulée.",
                remedy=remedy(
                    record,
                    "Reporter ce point à une séance où tous les membres sont dans la salle.",
                    "Vérifier les présences ; si elles sont exactes, délibérer à nouveau dans la salle.",
                ),
            )


def _ordinary_votes(record: Record) -> Iterator[Finding]:
    """At a distance every vote is by public ballot: said once for all the items voted in the ordinary form."""
    items = [
        item.uid
        for item in record.sitting.agenda
        if any(
            record.attendance(moment).having(SeatState.REMOTE)
            for moment in voting_moments(record, item.uid, only=VoteMethod.ORDINARY)
        )
    ]
    if items:
        yield Finding(
            code="attendance.remote_ordinary_vote",
            severity=Severity.NOTICE,
            article="CGCT art. L. 5211-11-1",
            message="Des membres siègent à distance, et le vote n'est pas un scrutin public "
            f"({of_points(record, items)}).",
            where="vote",
            item=items[0] if len(items) == 1 else None,
            items=tuple(items),
            consequence="Un vote à main levée peut être contesté.",
            remedy=remedy(
                record,
                "Voter au scrutin public, et noter le vote de chacun.",
                "Vérifier au procès-verbal la forme du vote, et l'enregistrer.",
            ),
        )


RULES = (
    Rule(
        codes=(
            "attendance.remote",
            "attendance.remote_secret_ballot",
            "attendance.remote_item",
            "attendance.remote_ordinary_vote",
        ),
        title="Séance à distance",
        article="CGCT art. L. 5211-11-1",
        says="Seuls les membres d'un EPCI peuvent siéger à distance, au scrutin public seulement, et jamais pour "
        "l'élection du président ou du bureau, la désignation de délégués ou le budget primitif. Qu'une commune "
        "n'ait pas cette faculté est tenu pour acquis, sans texte lu : simple alerte.",
        check=check_remote,
        certainty=Certainty.COMMON_KNOWLEDGE,
        softened_by_exceptional_laws=True,
    ),
)
