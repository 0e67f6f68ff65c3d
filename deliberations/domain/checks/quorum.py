"""The check on the quorum."""

from collections.abc import Iterator

from councils.domain.bodies import BodyType
from deliberations.domain.attendance import SeatState
from deliberations.domain.checks.common import (
    EXCEPTIONAL_REMEDY,
    Rule,
    article,
    follows_local_law,
    has_rules,
    is_decided,
    remedy,
    under_exceptional_laws,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.wording.agreement import counted

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
    remote = _remote(record, item)
    is_doubtful = remote > 0 and quorum.present + remote >= quorum.required
    severity, consequence, gesture = _gravity(record, item, is_doubtful=is_doubtful)
    with_remote = f" ; {counted(remote, 'membre')} à distance" if is_doubtful else ""
    return Finding(
        code="quorum.not_met",
        severity=severity,
        article=article(record, Rule.QUORUM),
        message=f"Quorum non atteint : {counted(quorum.present, 'membre présent', 'membres présents')} pour "
        f"{quorum.required} requis ({counted(quorum.in_office, 'membre')} en exercice ; les pouvoirs ne "
        f"comptent pas{with_remote}).",
        where="ouverture du point",
        item=item.uid,
        consequence=consequence,
        remedy=gesture,
    )


def _remote(record: Record, item: AgendaItem) -> int:
    """Members at a distance where the law allows it (art. L. 5211-11-1): whether they count is not established."""
    if record.council.body_type is not BodyType.EPCI:
        return 0
    return len(record.attendance(Moment(item.uid)).having(SeatState.REMOTE))


def _gravity(record: Record, item: AgendaItem, *, is_doubtful: bool) -> tuple[Severity, str, str]:
    """Severity, consequence and remedy."""
    if under_exceptional_laws(record):
        return Severity.NOTICE, "", EXCEPTIONAL_REMEDY
    if is_doubtful:
        return (
            Severity.WARNING,
            "La décision n'est valable que si les membres à distance comptent dans le quorum.",
            "Vérifier que la séance pouvait se tenir à distance (CGCT art. L. 5211-11-1).",
        )
    again = "Vérifier les présences à l'ouverture du point ; si elles sont exactes, délibérer à nouveau."
    gesture = remedy(record, _second_call(record, item), again)
    return Severity.REFUSAL, "Aucune décision ne peut être prise sur ce point.", gesture


def _second_call(record: Record, item: AgendaItem) -> str:
    if item.added_in_sitting and record.sitting.convocation.second_of:
        return "Inscrire ce point à l'ordre du jour d'une prochaine convocation."
    if follows_local_law(record):
        return "Convoquer à nouveau en rappelant que le quorum ne sera plus exigé (CGCT art. L. 2541-4)."
    if record.council.body_type is BodyType.CCAS:
        return "Convoquer à nouveau : le quorum ne sera plus exigé."
    return "Convoquer à nouveau à trois jours francs au moins : le quorum ne sera plus exigé."
