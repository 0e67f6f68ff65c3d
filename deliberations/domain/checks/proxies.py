"""The check on proxies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deliberations.domain.checks.common import (
    EXCEPTIONAL_REMEDY,
    Rule,
    article,
    has_rules,
    names_of,
    remedy,
    under_exceptional_laws,
    voting_moments,
)
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.proxies import ProxyFault, proxies_of
from deliberations.domain.record import Record
from deliberations.domain.wording.elision import de
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
        Severity.WARNING,
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
        "Ce pouvoir n'est pas compté tant que dure l'absence du mandataire.",
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
}


def check_proxies(record: Record) -> Iterator[Finding]:
    """One proxy per holder, and a holder who votes (CGCT art. L. 2121-20): said once per item and holder."""
    if not has_rules(record):
        return
    for item in record.sitting.agenda:
        for (holder, fault), grantors in _faults_on(record, item.uid).items():
            yield _finding(record, item.uid, fault, holder, grantors)


def _faults_on(record: Record, item: str) -> dict[tuple[str | None, ProxyFault], list[str]]:
    """The givers concerned by each fault of each holder, at any vote on the item."""
    found: dict[tuple[str | None, ProxyFault], list[str]] = {}
    for moment in voting_moments(record, item):
        for use in proxies_of(record.attendance(moment)):
            if use.fault is not None:
                grantors = found.setdefault((use.holder, use.fault), [])
                grantors.extend([use.grantor] if use.grantor not in grantors else [])
    return found


def _finding(
    record: Record, item: str, fault: ProxyFault, holder: str | None, grantors: Sequence[str]
) -> Finding:
    names, words = names_of(record), _FAULTS[fault]
    is_one = len(grantors) == 1
    given = join_list([de(names.name(grantor)) for grantor in grantors])
    message = (words.one if is_one else words.several).format(
        holder=names.name(holder) if holder else "", proxies=f"pouvoir{'' if is_one else 's'} {given}"
    )
    is_exceptional = under_exceptional_laws(record)
    may_be_lawful = is_exceptional and fault is ProxyFault.SEVERAL_FOR_ONE_HOLDER
    return Finding(
        code=f"proxy.{fault.value.lower()}",
        severity=Severity.NOTICE if is_exceptional else words.severity,
        article=article(record, Rule.PROXIES),
        message=message,
        where="pouvoirs",
        item=item,
        consequence="" if may_be_lawful else words.consequence,
        remedy=EXCEPTIONAL_REMEDY if may_be_lawful else remedy(record, words.to_come, words.done),
    )
