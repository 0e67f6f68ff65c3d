"""The check on the quorum."""

from collections.abc import Iterator
from dataclasses import replace

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import (
    article,
    follows_local_law,
    has_derogation,
    is_decided,
    names_of,
    of_points,
    remedy,
)
from deliberations.domain.checks.paper_words import printed_in_office
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.notices import is_freed_from_quorum, notice_given
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Certainty, Rule
from deliberations.domain.sittings import AgendaItem, BarGround, ItemKind, ItemOutcome
from deliberations.domain.wording.agreement import Forms, agree, counted
from deliberations.domain.wording.names import join_list

_WITHOUT_DECISION = (ItemKind.QUESTION, ItemKind.INFORMATION)
_COUNTED = Forms.regular("compté")


def check_quorum(record: Record) -> Iterator[Finding]:
    """More than half of the members in office present when each item opens (CGCT art. L. 2121-17)."""
    is_freed, call_again = is_freed_from_quorum(record), _call_again(record)
    for item in record.sitting.agenda:
        quorum = record.quorum(item.uid)
        if quorum is None or quorum.is_met or quorum.in_office == 0:
            continue
        if _needs_quorum(record, item, is_freed=is_freed):
            yield _not_met(record, item, quorum, call_again)


def check_quorum_at_a_distance(record: Record) -> Iterator[Finding]:
    """In an EPCI those at a distance take part; that they count in the quorum is not written: a notice, once."""
    is_freed = is_freed_from_quorum(record)
    only_with = [
        item.uid
        for item in record.sitting.agenda
        if _is_met_at_a_distance(record, item) and _needs_quorum(record, item, is_freed=is_freed)
    ]
    if only_with:
        yield Finding(
            code="quorum.at_a_distance",
            severity=Severity.NOTICE,
            article="CGCT art. L. 5211-11-1",
            message=f"Le quorum n'est atteint qu'en comptant les membres à distance ({of_points(record, only_with)}).",
            where="présences",
            item=only_with[0] if len(only_with) == 1 else None,
            items=tuple(only_with),
            consequence="Les décisions prises ne sont valables que si ces membres comptent dans le quorum.",
            remedy="Vérifier que la séance pouvait se tenir à distance, et que la convocation le disait.",
        )


def _is_met_at_a_distance(record: Record, item: AgendaItem) -> bool:
    remote = _remote(record, item)
    quorum = record.quorum(item.uid) if remote else None
    return quorum is not None and quorum.is_met and quorum.present - remote < quorum.required


def _needs_quorum(record: Record, item: AgendaItem, *, is_freed: bool) -> bool:
    """A second call frees the items of the first agenda only; an item that decides nothing needs no quorum."""
    is_due = item.added_in_sitting or not is_freed
    return is_due and item.outcome is ItemOutcome.EXAMINED and calls_for_quorum(record, item)


def calls_for_quorum(record: Record, item: AgendaItem) -> bool:
    """Whether the item is put to deliberation: a question or an information is not, unless something was decided."""
    return item.kind not in _WITHOUT_DECISION or is_decided(record, item.uid)


def _not_met(record: Record, item: AgendaItem, quorum: Quorum, call_again: str) -> Finding:
    if item.added_in_sitting:
        call_again = "Inscrire ce point à l'ordre du jour d'une prochaine convocation."
    severity, consequence, gesture = _gravity(record, item, call_again)
    return Finding(
        code="quorum.not_met",
        severity=severity,
        article=article(record, Topic.QUORUM),
        message=f"Quorum non atteint : {counted(quorum.present, 'membre présent', 'membres présents')} pour "
        f"{quorum.required} requis ({counted(quorum.in_office, 'membre')} en exercice{_printed(record, item)} ; les "
        f"pouvoirs ne comptent pas{_kept_out(record, item)}{_not_freed(record)}).",
        where="ouverture du point",
        item=item.uid,
        consequence=consequence,
        remedy=gesture,
    )


def _printed(record: Record, item: AgendaItem) -> str:
    """« , 27 d'après l'acte », where the paper does not count the members who are recorded."""
    other = _other_number(record, item)
    return "" if other is None else f", {other} d'après l'acte"


def _other_number(record: Record, item: AgendaItem) -> int | None:
    """The members in office of the paper, when they are not those recorded: one of the two numbers is wrong."""
    printed = printed_in_office(record.sitting.statements, item.uid)
    return None if printed == record.attendance(Moment(item.uid)).in_office else printed


def _kept_out(record: Record, item: AgendaItem) -> str:
    """Those in the room whom the law does not count: the authorising officer, who has an interest."""
    room = record.attendance(Moment(item.uid))
    seats = (room.seat_of(bar.member) for bar in record.bars(item.uid))
    out = [seat.member for seat in seats if seat and seat.state is SeatState.PRESENT]
    if not out:
        return ""
    names = names_of(record)
    verb = "n'est" if len(out) == 1 else "ne sont"
    counted_in = agree(_COUNTED, [names.gender(uid) for uid in out])
    return f" ; {join_list([names.name(uid) for uid in out])} {verb} pas {counted_in} sur ce point"


def _not_freed(record: Record) -> str:
    """Why a second call does not free this sitting."""
    if not record.sitting.convocation.second_of or is_freed_from_quorum(record):
        return ""
    return " ; la seconde convocation n'a pas laissé trois jours francs"


def _remote(record: Record, item: AgendaItem) -> int:
    """Those counted in the quorum of an EPCI from a distance; what the clerk noted of 2020 to 2022 needs no remark."""
    if record.council.body_type is not BodyType.EPCI or record.sitting.derogation.is_remote_allowed:
        return 0
    return record.attendance(Moment(item.uid)).count(SeatState.REMOTE)


def _gravity(record: Record, item: AgendaItem, call_again: str) -> tuple[Severity, str, str]:
    """Severity, consequence and remedy."""
    again = "Vérifier les présences à l'ouverture du point ; si elles sont exactes, délibérer à nouveau."
    gesture = remedy(record, call_again, again)
    is_doubtful = _depends_on_interests(record, item) or _depends_on_the_roll(record, item)
    is_sure = not has_derogation(record) and not is_doubtful
    severity = Severity.REFUSAL if is_sure else Severity.WARNING
    return severity, "Aucune décision ne peut être prise sur ce point.", gesture


def _depends_on_interests(record: Record, item: AgendaItem) -> bool:
    """Whether the quorum is met once the members told to have an interest are counted.

    An interest is never certain to us (art. L. 2131-11), nor since when a representative is not counted.
    """
    sure = [bar for bar in record.bars(item.uid) if bar.ground is BarGround.AUTHORISING_OFFICER]
    full = record.quorum_without(item.uid, sure)
    return full is not None and full.is_met


def _depends_on_the_roll(record: Record, item: AgendaItem) -> bool:
    """Whether the quorum is met on the members in office that the paper prints."""
    other, quorum = _other_number(record, item), record.quorum(item.uid)
    if other is None or quorum is None:
        return False
    return replace(quorum, in_office=other).is_met


def _call_again(record: Record) -> str:
    """What brings the council together again: a second call, when this sitting was regularly called."""
    notice = notice_given(record)
    is_second = bool(record.sitting.convocation.second_of)
    if notice is not None and not notice.is_enough and not is_second:
        # Only a regular first call is followed by one that frees from the quorum.
        return "Convoquer à nouveau dans le délai ordinaire ; la convocation étant irrégulière, le quorum reste exigé."
    if follows_local_law(record):
        return "Convoquer à nouveau en rappelant que le quorum ne sera plus exigé (CGCT art. L. 2541-4)."
    if record.council.body_type is BodyType.CCAS:
        return "Convoquer à nouveau ; le quorum ne sera plus exigé."
    return "Convoquer à nouveau à trois jours francs au moins ; le quorum ne sera plus exigé."


RULES = (
    Rule(
        codes=("quorum.not_met",),
        title="Quorum",
        article="CGCT art. L. 2121-17",
        says="Plus de la moitié des membres en exercice sont présents quand chaque point est mis en délibération ; les "
        "pouvoirs ne comptent pas, ni les membres que la loi écarte du point. Après une seconde convocation, aucun "
        "quorum n'est exigé sur les points du premier ordre du jour.",
        check=check_quorum,
        softened_by_exceptional_laws=True,
    ),
    Rule(
        codes=("quorum.at_a_distance",),
        title="Quorum d'un EPCI à distance",
        article="CGCT art. L. 5211-11-1",
        says="Les membres d'un EPCI qui siègent à distance sont comptés dans le quorum ; qu'ils le soient n'est pas "
        "établi : une note le dit quand le quorum en dépend.",
        check=check_quorum_at_a_distance,
        bodies=frozenset({BodyType.EPCI}),
        certainty=Certainty.NOT_ESTABLISHED,
        softened_by_exceptional_laws=True,
    ),
)
