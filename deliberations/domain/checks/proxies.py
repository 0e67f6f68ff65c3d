"""Checks on proxies.

What would add a voice that is not given to anybody named is refused: a proxy without holder, a second one, a holder
who has no seat. A holder out of the room, or who gave his own, is only told: that proxy is never counted, and
becomes lawful as soon as its holder comes in, which nobody knows before the evening is over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deliberations.domain.articles import Topic
from deliberations.domain.checks import substitutes
from deliberations.domain.checks.common import (
    EXCEPTIONAL_REMEDY,
    article,
    has_derogation,
    is_over,
    is_recorded,
    names_of,
    of_points,
    remedy,
    under_exceptional_laws,
    voting_moments,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.proxies import ProxyFault, free_holders
from deliberations.domain.record import Record
from deliberations.domain.rulebook import Rule
from deliberations.domain.wording.names import join_list


@dataclass(frozen=True, slots=True)
class _Words:
    """How one fault is told; the message is filled with the holder and the proxies concerned."""

    severity: Severity
    one: str
    several: str
    consequence: str
    to_come: str
    done: str


_WHO_HELD_IT = "Vérifier qui détenait le pouvoir au moment du vote, et l'heure de départ du mandataire."
_FAULTS = {
    ProxyFault.NO_HOLDER: _Words(
        Severity.REFUSAL,
        "Le {proxies} ne nomme pas son mandataire.",
        "Les {proxies} ne nomment pas leur mandataire.",
        "Une voix donnée sans pouvoir valable fausse le vote.",
        "Retrouver le pouvoir écrit et noter à qui il est donné.",
        "Retrouver le pouvoir écrit et noter à qui il est donné.",
    ),
    ProxyFault.SEVERAL_FOR_ONE_HOLDER: _Words(
        Severity.REFUSAL,
        "{holder} détient plusieurs pouvoirs ; un seul est permis.",
        "{holder} détient plusieurs pouvoirs ; un seul est permis.",
        "Une voix donnée sans pouvoir valable fausse le vote.",
        "Ne retenir qu'un pouvoir, ou le faire donner à un autre membre.",
        "Vérifier les pouvoirs écrits ; si le résultat du vote en dépend, délibérer à nouveau.",
    ),
    # Lawful, and not counted: the giver may not know that his vote is lost.
    ProxyFault.HOLDER_NOT_IN_ROOM: _Words(
        Severity.WARNING,
        "{holder}, qui détient le {proxies}, n'est pas dans la salle.",
        "{holder}, qui détient les {proxies}, n'est pas dans la salle.",
        "Aucune voix n'est comptée à ce titre tant que dure l'absence du mandataire.",
        "Faire donner le pouvoir à un membre présent avant le vote.",
        _WHO_HELD_IT,
    ),
    ProxyFault.HOLDER_STEPPED_ASIDE: _Words(
        Severity.WARNING,
        "{holder} ne prend pas part au vote : le {proxies} n'est pas compté.",
        "{holder} ne prend pas part au vote : les {proxies} ne sont pas comptés.",
        "Aucune voix n'est comptée au titre de ce pouvoir.",
        "Faire donner le pouvoir à un membre qui prend part au vote.",
        "Vérifier qui détenait le pouvoir au moment du vote.",
    ),
    ProxyFault.HOLDER_WITHOUT_SEAT: _Words(
        Severity.REFUSAL,
        "{holder}, qui détient le {proxies}, ne siège pas au conseil à cette date.",
        "{holder}, qui détient les {proxies}, ne siège pas au conseil à cette date.",
        "Aucune voix n'est comptée à ce titre.",
        "Faire donner le pouvoir à un membre en exercice.",
        "Vérifier le pouvoir écrit, et les dates du mandat de son mandataire.",
    ),
    ProxyFault.PASSED_ON: _Words(
        Severity.WARNING,
        "{holder}, qui détient le {proxies}, a déjà donné le sien : un pouvoir reçu ne se transmet pas.",
        "{holder}, qui détient les {proxies}, a déjà donné le sien : un pouvoir reçu ne se transmet pas.",
        "Aucune voix n'est comptée à ce titre tant que dure l'absence du mandataire.",
        "Faire donner le pouvoir directement à un membre présent.",
        _WHO_HELD_IT,
    ),
    ProxyFault.TO_ONESELF: _Words(
        Severity.REFUSAL,
        "Le {proxies} est donné à son auteur.",
        "Les {proxies} sont donnés à leur auteur.",
        "Aucune voix n'est comptée à ce titre : on ne se représente pas.",
        "Faire donner le pouvoir à un autre membre, présent.",
        "Vérifier sur le pouvoir écrit le nom du mandataire.",
    ),
}
_REDIRECTED = (ProxyFault.HOLDER_NOT_IN_ROOM, ProxyFault.HOLDER_STEPPED_ASIDE, ProxyFault.PASSED_ON)
_OFFERED = 3


def check_proxies(record: Record) -> Iterator[Finding]:
    """One proxy per holder, and a holder who votes (CGCT art. L. 2121-20): each fault said once for the evening."""
    found: dict[tuple[str | None, ProxyFault, tuple[str, ...]], list[str]] = {}
    for item in record.sitting.agenda:
        for (holder, fault), givers in _faults_on(record, item.uid).items():
            found.setdefault((holder, fault, tuple(givers)), []).append(item.uid)
    for (holder, fault, grantors), items in found.items():
        yield _finding(record, items, fault, holder, grantors)


def _faults_on(record: Record, item: str) -> dict[tuple[str | None, ProxyFault], list[str]]:
    """The givers concerned by each fault of each holder, at any vote on the item."""
    found: dict[tuple[str | None, ProxyFault], list[str]] = {}
    for moment in voting_moments(record, item):
        for use in record.proxies_in(record.attendance(moment)):
            if use.fault is not None:
                grantors = found.setdefault((use.holder, use.fault), [])
                grantors.extend([use.grantor] if use.grantor not in grantors else [])
    return found


def _finding(
    record: Record, items: Sequence[str], fault: ProxyFault, holder: str | None, grantors: Sequence[str]
) -> Finding:
    names, words = names_of(record), _FAULTS[fault]
    is_one = len(grantors) == 1
    given = join_list([names.of(grantor) for grantor in grantors])
    message = (words.one if is_one else words.several).format(
        holder=names.name(holder) if holder else "", proxies=f"pouvoir{'' if is_one else 's'} {given}"
    )
    if len(items) > 1:
        message = f"{message.removesuffix('.')} ({of_points(record, items)})."
    is_exceptional = under_exceptional_laws(record)
    severity = _severity(record, fault)
    to_come = words.to_come + _offer(record, items[0], fault)
    may_be_lawful = is_exceptional and fault is ProxyFault.SEVERAL_FOR_ONE_HOLDER
    return Finding(
        code=f"proxy.{fault.value.lower()}",
        severity=severity,
        article=article(record, Topic.PROXIES),
        message=message,
        where="pouvoirs",
        # A refusal belongs to the sitting where it holds the acts of several items; a remark, to the first of them.
        item=None if len(items) > 1 and severity is Severity.REFUSAL else items[0],
        items=tuple(items),
        consequence=words.consequence,
        remedy=EXCEPTIONAL_REMEDY if may_be_lawful else remedy(record, to_come, words.done),
    )


def _severity(record: Record, fault: ProxyFault) -> Severity:
    severity = _FAULTS[fault].severity
    if under_exceptional_laws(record):
        return Severity.NOTICE
    is_lost = fault is ProxyFault.NO_HOLDER and is_recorded(record)
    is_softened = severity is Severity.REFUSAL and (is_lost or has_derogation(record))
    return Severity.WARNING if is_softened else severity


def _offer(record: Record, item: str, fault: ProxyFault) -> str:
    """Who could receive the proxy now, while it can still be given to somebody else."""
    if fault not in _REDIRECTED or is_over(record):
        return ""
    free = free_holders(record.attendance_at(item), record.proxies_allowed)
    if not free:
        return " Aucun membre présent ne peut en recevoir un de plus."
    names = names_of(record)
    shown = join_list([names.name(member) for member in free[:_OFFERED]])
    verb = "Peut" if len(free) == 1 else "Peuvent"
    return f" {verb} le recevoir{', entre autres' if len(free) > _OFFERED else ''} : {shown}."


RULES = (
    Rule(
        codes=tuple(f"proxy.{fault.value.lower()}" for fault in ProxyFault),
        title="Pouvoirs",
        article="CGCT art. L. 2121-20",
        says="Un membre empêché donne pouvoir écrit à un autre membre nommé ; chacun n'en détient qu'un ; le pouvoir "
        "ne sert que tant que son auteur est absent et que son mandataire prend part au vote. Qu'un pouvoir reçu ne "
        "se transmette pas est un usage : simple alerte.",
        check=check_proxies,
        softened_by_exceptional_laws=True,
    ),
    *substitutes.RULES,
)
