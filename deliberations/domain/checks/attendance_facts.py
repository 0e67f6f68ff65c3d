"""Checks on facts that contradict each other: doubled items, votes, members and proxies; no mandate in force."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from councils.domain.membership import is_in_force
from deliberations.domain.checks.common import is_recorded, names_of, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.movements import Matter, MovementKind, matter_of
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.timeline import OPENING
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list

_IN_ROOM = (
    MovementKind.PRESENT,
    MovementKind.ARRIVES,
    MovementKind.RETURNS,
    MovementKind.ATTENDS_REMOTELY,
)


def check_doubled_orders(record: Record) -> Iterator[Finding]:
    """Two items cannot have one place on the agenda."""
    times = Counter(item.order for item in record.sitting.agenda)
    for order in (order for order, count in sorted(times.items()) if count > 1):
        yield _finding(
            record,
            "agenda.doubled_order",
            f"{times[order]} points de l'ordre du jour portent le numéro {order}.",
            where="ordre du jour",
            consequence="On ne sait ni lequel est venu d'abord, ni de quel point parle un document.",
            to_do="Donner à chaque point son numéro.",
        )


def check_doubled_ballots(record: Record) -> Iterator[Finding]:
    """Two deciding votes on one item are two ballots: at one number, which of them decided is not known."""
    for item in record.sitting.agenda:
        times = Counter(vote.ballot for vote in record.votes_on(item.uid) if vote.decides)
        for ballot in (ballot for ballot, count in sorted(times.items()) if count > 1):
            yield _finding(
                record,
                "vote.same_ballot",
                f"{times[ballot]} votes qui décident du point portent le même rang ({ballot}).",
                where="vote",
                item=item.uid,
                consequence="On ne sait pas lequel a décidé du point.",
                to_do="Retirer le vote saisi deux fois, ou donner à chacun son rang.",
            )


def check_doubled_presence(record: Record) -> Iterator[Finding]:
    """A member called over twice hides another one, or a line read twice. Live, a second click changes nothing."""
    if not is_recorded(record):
        return
    called = Counter(
        placed.movement.member
        for placed in record.timeline.placed
        if placed.key == OPENING and placed.movement.kind is MovementKind.PRESENT
    )
    for member in (member for member, count in called.items() if count > 1):
        yield _finding(
            record,
            "attendance.called_twice",
            f"{names_of(record).name(member)} figure {called[member]} fois parmi les présents.",
            where="présences",
            consequence="Un autre nom a pu être mal lu : le nombre des présents serait faux.",
            to_do="Relire la liste des présents.",
        )


def check_mandates(record: Record) -> Iterator[Finding]:
    """Nobody sits or votes before his mandate begins, nor after it ends."""
    names = names_of(record)
    for member in dict.fromkeys(_taking_part(record)):
        mandate = record.mandates.get(member)
        if mandate is None or is_in_force(mandate, record.sitting.held_on):
            continue
        is_over = mandate.until is not None and mandate.until < record.sitting.held_on
        bound = mandate.until if is_over else mandate.since
        when = f"s'est achevé le {long_date(bound)}" if is_over and bound else ""
        when = when or (f"ne commence que le {long_date(bound)}" if bound else "n'est pas en cours")
        yield _finding(
            record,
            "attendance.without_mandate",
            f"{names.name(member)} prend part à la séance, alors que son mandat {when}.",
            where="présences",
            consequence="Son siège n'est pas compté ; s'il a siégé, le quorum et les votes peuvent être contestés.",
            to_do="Vérifier les dates du mandat, et qui a siégé.",
        )


def _taking_part(record: Record) -> Iterator[str]:
    """Who is in the room, gives a proxy, or votes under his name."""
    for movement in record.sitting.movements:
        if movement.kind in _IN_ROOM or movement.kind is MovementKind.GIVES_PROXY:
            yield movement.member
        elif movement.kind is MovementKind.SUBSTITUTE_SEATED and movement.other:
            yield movement.other
    for vote in record.sitting.votes:
        yield from (ballot.member for ballot in vote.ballots if ballot.member)


def check_two_holders(record: Record) -> Iterator[Finding]:
    """One member, absent at one moment, has one holder: the second replaces the first without a word."""
    for _, moves in groupby(record.timeline.placed, key=lambda placed: placed.key):
        holders: dict[str, dict[str, None]] = {}
        for movement in (placed.movement for placed in moves if not placed.is_end):
            if movement.kind is MovementKind.GIVES_PROXY and movement.other:
                holders.setdefault(movement.member, {})[movement.other] = None
            elif matter_of(movement) is Matter.PROXY or movement.kind in _IN_ROOM:
                holders.pop(movement.member, None)  # The first proxy is over: another may be given.
        for giver, given in holders.items():
            if len(given) > 1:
                yield _two_holders(record, giver, list(given))


def _two_holders(record: Record, giver: str, holders: list[str]) -> Finding:
    names = names_of(record)
    return _finding(
        record,
        "proxy.two_holders",
        f"{names.name(giver)} donne pouvoir, au même moment, à {join_list([names.name(h) for h in holders])}.",
        where="pouvoirs",
        consequence="Une voix ne se donne qu'à un mandataire : seul le dernier est compté, et ce peut être le mauvais.",
        to_do="Retrouver le pouvoir écrit et ne garder que son mandataire.",
    )


def _finding(
    record: Record,
    code: str,
    message: str,
    *,
    where: str,
    consequence: str,
    to_do: str,
    item: str | None = None,
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.WARNING,
        article="",
        message=message,
        where=where,
        item=item,
        consequence=consequence,
        remedy=remedy(record, to_do, f"{to_do} L'acte d'origine fait foi."),
    )


RULES = tuple(
    house_rule(code, title, says, check)
    for code, title, says, check in (
        (
            "agenda.doubled_order",
            "Numéros des points",
            "Deux points de l'ordre du jour n'ont pas le même numéro.",
            check_doubled_orders,
        ),
        (
            "vote.same_ballot",
            "Rang des votes",
            "Deux votes qui décident d'un même point n'ont pas le même rang.",
            check_doubled_ballots,
        ),
        (
            "attendance.called_twice",
            "Présents cités deux fois",
            "Un membre ne figure qu'une fois parmi les présents.",
            check_doubled_presence,
        ),
        (
            "attendance.without_mandate",
            "Mandat en cours",
            "Celui qui siège ou vote a un mandat en cours à la date de la séance.",
            check_mandates,
        ),
        (
            "proxy.two_holders",
            "Un seul mandataire",
            "Un membre ne donne pouvoir, à un moment donné, qu'à un seul mandataire.",
            check_two_holders,
        ),
    )
)
