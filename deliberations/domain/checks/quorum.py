"""The check on the quorum."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import (
    EXCEPTIONAL_REMEDY,
    article,
    follows_local_law,
    has_derogation,
    has_rules,
    is_decided,
    names_of,
    remedy,
    under_exceptional_laws,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.quorum import Quorum, quorum_of
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Rule
from deliberations.domain.sittings import AgendaItem, BarGround, ItemKind, ItemOutcome
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.names import join_list

_WITHOUT_DECISION = (ItemKind.QUESTION, ItemKind.INFORMATION)


def check_quorum(record: Record) -> Iterator[Finding]:
    """More than half of the members in office present when each item opens (CGCT art. L. 2121-17)."""
    if not has_rules(record):
        return
    for item in record.sitting.agenda:
        quorum = record.quorum(item.uid)
        if quorum is None or quorum.is_met or quorum.in_office == 0:
            continue
        if _needs_quorum(record, item):
            yield _not_met(record, item, quorum)


def _needs_quorum(record: Record, item: AgendaItem) -> bool:
    """A second call frees the items of the first agenda only; an item that decides nothing needs no quorum."""
    is_freed = bool(record.sitting.convocation.second_of) and not item.added_in_sitting
    decides = item.kind not in _WITHOUT_DECISION or is_decided(record, item.uid)
    return decides and not is_freed and item.outcome is ItemOutcome.EXAMINED


def _not_met(record: Record, item: AgendaItem, quorum: Quorum) -> Finding:
    severity, consequence, gesture = _gravity(record, item, quorum)
    return Finding(
        code="quorum.not_met",
        severity=severity,
        article=article(record, Topic.QUORUM),
        message=f"Quorum non atteint : {counted(quorum.present, 'membre présent', 'membres présents')} pour "
        f"{quorum.required} requis ({counted(quorum.in_office, 'membre')} en exercice ; les pouvoirs ne "
        f"comptent pas{_kept_out(record, item)}{_at_a_distance(record, item, quorum)}).",
        where="ouverture du point",
        item=item.uid,
        consequence=consequence,
        remedy=gesture,
    )


def _kept_out(record: Record, item: AgendaItem) -> str:
    """Those in the room whom the law does not count: the authorising officer, who has an interest."""
    room = record.attendance(Moment(item.uid))
    seats = (room.seat_of(bar.member) for bar in record.bars(item.uid))
    out = [seat.member for seat in seats if seat and seat.state is SeatState.PRESENT]
    if not out:
        return ""
    names = names_of(record)
    verb = "n'est pas compté" if len(out) == 1 else "ne sont pas comptés"
    return f" ; {join_list([names.name(uid) for uid in out])} {verb} sur ce point"


def _at_a_distance(record: Record, item: AgendaItem, quorum: Quorum) -> str:
    remote = _remote(record, item)
    is_enough = remote > 0 and quorum.present + remote >= quorum.required
    return f" ; {counted(remote, 'membre')} à distance" if is_enough else ""


def _remote(record: Record, item: AgendaItem) -> int:
    """Members at a distance where the law allows it (art. L. 5211-11-1): whether they count is not established."""
    if record.council.body_type is not BodyType.EPCI:
        return 0
    return len(record.attendance(Moment(item.uid)).having(SeatState.REMOTE))


def _gravity(record: Record, item: AgendaItem, quorum: Quorum) -> tuple[Severity, str, str]:
    """Severity, consequence and remedy."""
    if under_exceptional_laws(record):
        consequence = "Sans régime dérogatoire, la décision prise sur ce point peut être annulée."
        return Severity.NOTICE, consequence, EXCEPTIONAL_REMEDY
    if _at_a_distance(record, item, quorum):
        return (
            Severity.WARNING,
            "La décision n'est valable que si les membres à distance comptent dans le quorum.",
            "Vérifier que la séance pouvait se tenir à distance (CGCT art. L. 5211-11-1).",
        )
    again = "Vérifier les présences à l'ouverture du point ; si elles sont exactes, délibérer à nouveau."
    gesture = remedy(record, _second_call(record, item), again)
    is_sure = not has_derogation(record) and not _depends_on_interests(record, item)
    severity = Severity.REFUSAL if is_sure else Severity.WARNING
    return severity, "Aucune décision ne peut être prise sur ce point.", gesture


def _depends_on_interests(record: Record, item: AgendaItem) -> bool:
    """Whether the quorum is met once the members told to have an interest are counted.

    An interest is never certain to us (art. L. 2131-11), nor since when a representative is not counted.
    """
    sure = [bar for bar in record.bars(item.uid) if bar.ground is BarGround.AUTHORISING_OFFICER]
    full = quorum_of(record.attendance(Moment(item.uid)), bars=sure)
    return full is not None and full.is_met


def _second_call(record: Record, item: AgendaItem) -> str:
    if item.added_in_sitting and record.sitting.convocation.second_of:
        return "Inscrire ce point à l'ordre du jour d'une prochaine convocation."
    if follows_local_law(record):
        return "Convoquer à nouveau en rappelant que le quorum ne sera plus exigé (CGCT art. L. 2541-4)."
    if record.council.body_type is BodyType.CCAS:
        return "Convoquer à nouveau : le quorum ne sera plus exigé."
    return "Convoquer à nouveau à trois jours francs au moins : le quorum ne sera plus exigé."


RULES = (
    Rule(
        codes=("quorum.not_met",),
        title="Quorum",
        article="CGCT art. L. 2121-17",
        says="Plus de la moitié des membres en exercice sont présents quand chaque point est mis en délibération ; les "
        "pouvoirs ne comptent pas, ni les membres que la loi écarte du point. Après une seconde convocation, aucun "
        "quorum n'est exigé sur les points du premier ordre du jour.",
        check=check_quorum,
    ),
)
