"""Checks on who chairs and who keeps the minutes."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic
from deliberations.domain.attendance import Attendance, SeatState
from deliberations.domain.checks.common import (
    article,
    follows_local_law,
    has_rules,
    is_recorded,
    names_of,
    point,
    remedy,
    under_exceptional_laws,
    vote_place,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment, Phase
from deliberations.domain.record import Record
from deliberations.domain.rulebook import COMMUNES, GROUPED, Rule
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.wording.agreement import PRESENT, SECRETARY, agree
from deliberations.domain.wording.names import join_list

_AWAY = (SeatState.ABSENT, SeatState.EXCUSED, SeatState.REPRESENTED)
_ELSEWHERE = {
    SeatState.STEPPED_ASIDE: "ne prend pas part au débat ni au vote",
    SeatState.REMOTE: "est à distance",
}


def check_chair(record: Record) -> Iterator[Finding]:
    """Whoever is recorded as the chair of an item sits there, at its opening and at each vote (art. L. 2121-14)."""
    if not has_rules(record):
        return
    for item in record.sitting.agenda:
        if item.outcome is ItemOutcome.EXAMINED:
            yield from _absent_chairs(record, item.uid)


def _absent_chairs(record: Record, item: str) -> Iterator[Finding]:
    """One finding per person, at the first moment he is missing."""
    seen = set()
    for moment, place in _moments(record, item):
        room, chair = record.attendance(moment), record.timeline.chair_at(moment)
        state = _state_of(room, chair)
        if chair is not None and state is not None and chair not in seen and not _may_chair(record, state):
            seen.add(chair)
            yield _absent_chair(record, item, chair, state, place)


def _moments(record: Record, item: str) -> Iterator[tuple[Moment, str]]:
    yield Moment(item), "ouverture du débat"
    for vote in record.votes_on(item):
        yield Moment(vote.items[0], Phase.VOTE, vote.ballot), vote_place(record, vote, item)
    for election in record.elections_on(item):
        for poll in election.rounds:
            yield Moment(item, Phase.VOTE, poll.number), f"tour n° {poll.number}"


def _state_of(room: Attendance, member: str | None) -> SeatState | None:
    """``None`` for someone without a seat, or in a room where nobody is recorded yet."""
    seat = room.seat_of(member) if member and room.is_known and room.present else None
    return seat.state if seat else None


def _may_chair(record: Record, state: SeatState) -> bool:
    is_remote_allowed = record.council.body_type is BodyType.EPCI or under_exceptional_laws(record)
    return state is SeatState.PRESENT or (state is SeatState.REMOTE and is_remote_allowed)


def _absent_chair(record: Record, item: str, chair: str, state: SeatState, place: str) -> Finding:
    fault = _ELSEWHERE.get(state, "n'est pas dans la salle")
    return Finding(
        code="chair.absent",
        severity=Severity.WARNING,
        article=article(record, Topic.CHAIR),
        message=f"{point(record, item)} : {names_of(record).name(chair)}, qui préside d'après les faits enregistrés, "
        f"{fault}.",
        where=place,
        item=item,
        consequence="La présidence est irrégulière, ou mal enregistrée.",
        remedy="Enregistrer qui a présidé.",
    )


def check_secretaries(record: Record) -> Iterator[Finding]:
    """A secretary is named at each sitting among the members (CGCT art. L. 2121-15) and is in the room.

    In Alsace-Moselle the secretary may be someone else (art. L. 2541-6); the board of a CCAS has its director.
    """
    if not has_rules(record) or record.council.body_type is BodyType.CCAS:
        return
    voted = (item for vote in record.sitting.votes if vote.decides for item in vote.items)
    decided = tuple(dict.fromkeys((*(d.item for d in record.sitting.deliberations), *voted)))
    if decided and not record.sitting.secretaries and not any(record.secretaries(i) for i in decided):
        yield _no_secretary(record)
    if not follows_local_law(record):
        yield from _strangers(record)
    for item in decided:
        yield from _absent_secretaries(record, item)


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
    return member in record.members or mandate.substitute_for in record.members


def _stranger(record: Record, secretary: str, item: str | None) -> Finding:
    return Finding(
        code="secretary.not_member",
        severity=Severity.WARNING,
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


def _absent_secretaries(record: Record, item: str) -> Iterator[Finding]:
    seats = record.attendance(Moment(item)).having(*_AWAY)
    away = [s.member for s in seats if s.member in record.secretaries(item)]
    if not away:
        return
    names = names_of(record)
    genders = [names.gender(m) for m in away]
    verb = "n'est pas" if len(away) == 1 else "ne sont pas"
    yield Finding(
        code="secretary.absent",
        severity=Severity.WARNING,
        article=article(record, Topic.SECRETARY),
        message=f"{join_list([names.name(m) for m in away])}, {agree(SECRETARY, genders)} de séance, {verb} "
        f"{agree(PRESENT, genders)}.",
        where="séance",
        item=item,
        consequence="Qui n'a pas assisté à ce point ne peut pas en attester au procès-verbal.",
        remedy=remedy(
            record,
            "Nommer un secrétaire parmi les présents pour ce point.",
            "Vérifier au procès-verbal qui a été secrétaire à ce point, et l'enregistrer.",
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
