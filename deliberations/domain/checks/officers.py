"""Checks on who chairs and who keeps the minutes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from councils.domain.membership import is_in_force
from deliberations.domain.articles import Topic
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.ballots import voting_moment
from deliberations.domain.bars import is_on_accounts
from deliberations.domain.checks.common import (
    article,
    follows_local_law,
    has_begun,
    is_recorded,
    names_of,
    of_points,
    offered_chair,
    remedy,
    under_exceptional_laws,
    vote_place,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Rule
from deliberations.domain.sittings import AgendaItem, BarGround, ItemKind, ItemOutcome, Subject
from deliberations.domain.wording.agreement import PRESENT, SECRETARY, agree
from deliberations.domain.wording.names import join_list

_AWAY = (SeatState.ABSENT, SeatState.EXCUSED, SeatState.REPRESENTED, SeatState.STEPPED_ASIDE)
_NO_SEAT = "n'est pas membre en exercice à cette date"
_ELSEWHERE = {
    SeatState.STEPPED_ASIDE: "ne prend pas part au débat ni au vote",
    SeatState.REMOTE: "est à distance",
}


class _Missing(NamedTuple):
    """When the chair of an item is missing, and how that place is told."""

    item: str
    moment: Moment
    place: str


def check_chair(record: Record) -> Iterator[Finding]:
    """Whoever is recorded as the chair of an item sits there, at its opening and at each vote (art. L. 2121-14).

    One finding per person and fault, whatever the number of items.
    """
    found: dict[tuple[str, str], list[_Missing]] = {}
    for item in record.sitting.agenda:
        if item.outcome is ItemOutcome.EXAMINED:
            for chair, fault, missing in _absent_chairs(record, item):
                found.setdefault((chair, fault), []).append(missing)
    for (chair, fault), places in found.items():
        yield _absent_chair(record, chair, fault, places)


def _absent_chairs(record: Record, item: AgendaItem) -> Iterator[tuple[str, str, _Missing]]:
    """Each person once per item, at the first moment he is missing.

    Nothing of the authorising officer on his accounts: that he should not chair them is another finding.
    """
    seen = _officers_told(record, item)
    for moment, place in _moments(record, item.uid):
        chair = record.timeline.chair_at(moment)
        fault = _fault_of(record, record.attendance(moment), chair) if chair and chair not in seen else ""
        if chair and fault:
            seen.add(chair)
            yield chair, fault, _Missing(item.uid, moment, place)


def _officers_told(record: Record, item: AgendaItem) -> set[str]:
    if not is_on_accounts(item) or record.deciding_vote(item.uid) is None:
        return set()
    return {bar.member for bar in record.bars(item.uid) if bar.ground is BarGround.AUTHORISING_OFFICER}


def _moments(record: Record, item: str) -> Iterator[tuple[Moment, str]]:
    yield Moment(item), "ouverture du débat"
    for vote in record.votes_on(item):
        yield voting_moment(vote), vote_place(record, vote, item)
    for election in record.elections_on(item):
        for poll in election.rounds:
            yield Moment(item, Phase.VOTE, poll.number), f"tour n° {poll.number}"


def _fault_of(record: Record, room: Attendance, chair: str) -> str:
    """What is wrong with the chair at that moment; empty when nothing is, or in a room where nobody is recorded yet.

    The outgoing mayor opens the sitting that installs the new council: he is taken at the record's word there.
    """
    if not room.is_known or not room.present:
        return ""
    seat = room.seat_of(chair)
    if seat is None:
        return "" if _sits(record, chair) or _installs(record) else _NO_SEAT
    is_remote_allowed = record.is_remote_allowed or under_exceptional_laws(record)
    if seat.state is SeatState.PRESENT or (seat.state is SeatState.REMOTE and is_remote_allowed):
        return ""
    return _ELSEWHERE.get(seat.state, "n'est pas dans la salle")


def _installs(record: Record) -> bool:
    return any(
        item.subject in (Subject.INSTALLATION, Subject.OFFICERS) or item.kind is ItemKind.ELECTION
        for item in record.sitting.agenda
    )


def _absent_chair(record: Record, chair: str, fault: str, places: Sequence[_Missing]) -> Finding:
    first, items = places[0], [missing.item for missing in places]
    is_one = len(places) == 1
    return Finding(
        code="chair.absent",
        severity=Severity.WARNING,
        article=article(record, Topic.CHAIR),
        message=f"{_points(record, items)} : {names_of(record).name(chair)}, qui préside d'après les faits "
        f"enregistrés, {fault}.",
        where=first.place if is_one else "présidence",
        item=items[0] if is_one else None,
        items=tuple(items),
        consequence="La présidence est irrégulière, ou mal enregistrée.",
        remedy=f"Enregistrer qui a présidé.{offered_chair(record, first.moment)}",
    )


def _points(record: Record, items: Sequence[str]) -> str:
    """« Point 3 », « Points 1 et 3 »."""
    told = of_points(record, items)
    return told[:1].upper() + told[1:]


def check_secretaries(record: Record) -> Iterator[Finding]:
    """A secretary is named at each sitting among the members (CGCT art. L. 2121-15) and is in the room.

    In a commune of Alsace-Moselle the secretary may be someone else (art. L. 2541-6); a CCAS has its director.
    """
    decided = _decided(record)
    is_named = record.sitting.secretaries or any(record.secretaries(item) for item in decided)
    if decided and has_begun(record) and not is_named and not _is_kept_by_an_agent(record):
        yield _no_secretary(record)
    if not follows_local_law(record):
        yield from _strangers(record)
    absent: dict[tuple[str, ...], list[str]] = {}
    for item in decided:
        away = _absent_secretaries(record, item)
        if away:
            absent.setdefault(away, []).append(item)
    for away, items in absent.items():
        yield _absent_secretary(record, away, items)


def _decided(record: Record) -> tuple[str, ...]:
    voted = (item for vote in record.sitting.votes if vote.decides for item in vote.items)
    return tuple(dict.fromkeys((*(d.item for d in record.sitting.deliberations), *voted)))


def _is_kept_by_an_agent(record: Record) -> bool:
    """Whether an agent is there to write, who may be the secretary under the local law (art. L. 2541-6)."""
    return follows_local_law(record) and bool(record.sitting.auxiliaries)


def _no_secretary(record: Record) -> Finding:
    to_come = "Nommer un membre secrétaire au début de la séance."
    if follows_local_law(record):
        to_come = "Faire désigner le secrétaire de la séance, membre du conseil ou non."
    is_partial = is_recorded(record) and (
        not record.sitting.attendance_recorded or _is_named_on_paper(record)
    )
    return Finding(
        code="secretary.missing",
        severity=Severity.NOTICE if is_partial else Severity.WARNING,
        article=article(record, Topic.SECRETARY),
        message="Le nom du secrétaire de séance n'a pas été relevé."
        if is_partial
        else "Aucun secrétaire de séance n'est enregistré.",
        where="séance",
        consequence="Le procès-verbal et le registre n'auront pas la signature d'un secrétaire.",
        remedy=remedy(record, to_come, "Relever au procès-verbal qui a été secrétaire, et l'enregistrer."),
    )


def _is_named_on_paper(record: Record) -> bool:
    """Whether the paper says that somebody was secretary, though his name could not be read."""
    return any(statement.about == "secretary" for statement in record.sitting.statements)


def _strangers(record: Record) -> Iterator[Finding]:
    """Secretaries who hold no seat that day, of the sitting then of one item."""
    own = ((item.uid, (item.secretary,)) for item in record.sitting.agenda if item.secretary)
    for item, secretaries in [(None, record.sitting.secretaries), *own]:
        for secretary in secretaries:
            if not _sits(record, secretary):
                yield _stranger(record, secretary, item)


def _sits(record: Record, member: str) -> bool:
    """Whether he is in office, or the substitute of someone who is (CGCT art. L. 5211-6)."""
    mandate = record.mandates[member]
    is_substitute = mandate.substitute_for in record.members and is_in_force(mandate, record.sitting.held_on)
    return member in record.members or is_substitute


def _stranger(record: Record, secretary: str, item: str | None) -> Finding:
    return Finding(
        code="secretary.not_member",
        severity=Severity.WARNING if is_recorded(record) else Severity.REFUSAL,
        article=article(record, Topic.SECRETARY),
        message=f"{names_of(record).name(secretary)}, secrétaire de séance, n'est pas membre en exercice à cette date.",
        where="séance",
        item=item,
        consequence="Seul un membre peut être secrétaire ; d'autres personnes l'assistent comme auxiliaires.",
        remedy=remedy(
            record,
            "Nommer un membre secrétaire, et enregistrer cette personne comme auxiliaire.",
            "Vérifier au procès-verbal qui a été secrétaire, et les dates de son mandat.",
        ),
    )


def _absent_secretaries(record: Record, item: str) -> tuple[str, ...]:
    """Secretaries who do not sit in the room when the item opens: a substitute who replaces nobody is one of them."""
    room = record.attendance(Moment(item))
    if not room.is_known:
        return ()
    is_remote_allowed = record.is_remote_allowed or under_exceptional_laws(record)
    states = _AWAY if is_remote_allowed else (*_AWAY, SeatState.REMOTE)
    return tuple(m for m in record.secretaries(item) if _is_away(record, room, m, states))


def _is_away(record: Record, room: Attendance, member: str, states: Sequence[SeatState]) -> bool:
    seat = room.seat_of(member)
    if seat is not None:
        return seat.state in states
    titular = room.seat_of(record.mandates[member].substitute_for or "")
    return titular is not None and titular.by != member


def _absent_secretary(record: Record, away: Sequence[str], items: Sequence[str]) -> Finding:
    names = names_of(record)
    genders = [names.gender(m) for m in away]
    verb = "n'est pas" if len(away) == 1 else "ne sont pas"
    return Finding(
        code="secretary.absent",
        severity=Severity.WARNING,
        article=article(record, Topic.SECRETARY),
        message=f"{join_list([names.name(m) for m in away])}, {agree(SECRETARY, genders)} de séance, {verb} "
        f"{agree(PRESENT, genders)} ({of_points(record, items)}).",
        where="séance",
        item=items[0] if len(items) == 1 else None,
        items=tuple(items),
        consequence="Qui n'a pas assisté à un point ne peut pas en attester au procès-verbal.",
        remedy=remedy(
            record,
            "Nommer un secrétaire parmi les présents.",
            "Vérifier au procès-verbal qui a été secrétaire, et l'enregistrer.",
        ),
    )


RULES = (
    Rule(
        codes=("chair.absent",),
        title="Présidence",
        article="CGCT art. L. 2121-14 et L. 2122-17",
        says="Le maire préside, ou celui qui le remplace ; qui préside un point est dans la salle et y prend part.",
        check=check_chair,
    ),
    Rule(
        codes=("secretary.missing", "secretary.not_member", "secretary.absent"),
        title="Secrétaire de séance",
        article="CGCT art. L. 2121-15",
        says="Le conseil nomme au début de chaque séance un ou plusieurs secrétaires parmi ses membres ; des "
        "auxiliaires peuvent les aider. En Alsace-Moselle, le secrétaire peut ne pas être membre.",
        check=check_secretaries,
        bodies=COMMUNES | GROUPED,
    ),
)
