"""Checks on who sat: quorum, proxies, chair and secretary."""

from collections.abc import Iterator
from datetime import date

from councils.domain.bodies import BodyType
from deliberations.domain.attendance import SeatState
from deliberations.domain.ballots import voting_moment
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.moments import Moment
from deliberations.domain.proxies import ProxyFault, ProxyUse, proxies_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.elision import de
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list

COVID_FROM, COVID_UNTIL = date(2020, 3, 12), date(2022, 7, 31)
"""Window, with gaps, of the special laws on quorum and proxies: what they allowed day by day is not
established here, so findings of that time are only notices."""

_PROXY_ARTICLE = "CGCT art. L. 2121-20"
_PROXY_SEVERITIES = {
    ProxyFault.NO_HOLDER: Severity.WARNING,
    ProxyFault.SEVERAL_FOR_ONE_HOLDER: Severity.REFUSAL,
    # Lawful, and not counted: the giver may not know that his vote is lost.
    ProxyFault.HOLDER_NOT_IN_ROOM: Severity.WARNING,
}
_PROXY_CONSEQUENCES = {
    ProxyFault.NO_HOLDER: "Une voix donnée sans pouvoir valable fausse le vote.",
    ProxyFault.SEVERAL_FOR_ONE_HOLDER: "Une voix donnée sans pouvoir valable fausse le vote.",
    ProxyFault.HOLDER_NOT_IN_ROOM: "Ce pouvoir n'est pas compté tant que dure l'absence du mandataire.",
}


def has_rules(record: Record) -> bool:
    """Whether the council's legal profile has rules of ours (another assembly is recorded and printed)."""
    return record.council.body_type not in (BodyType.OTHER, BodyType.OPEN_SYNDICATE)


def _severity(record: Record, usual: Severity) -> Severity:
    if COVID_FROM <= record.sitting.held_on <= COVID_UNTIL:
        return Severity.NOTICE
    return usual


def _names(record: Record) -> MemberWords:
    return MemberWords(record, BodyWords(record.council))


def check_quorum(record: Record) -> Iterator[Finding]:
    """More than half of the members in office present when each item opens (CGCT art. L. 2121-17)."""
    if not has_rules(record) or record.sitting.convocation.second_of:
        return
    for item in record.sitting.agenda:
        quorum = record.quorum(item.uid)
        if (
            quorum is None
            or quorum.is_met
            or quorum.in_office == 0
            or item.outcome is not ItemOutcome.EXAMINED
        ):
            continue
        yield Finding(
            code="quorum.not_met",
            severity=_severity(record, Severity.REFUSAL),
            article="CGCT art. L. 2121-17",
            message=f"Quorum non atteint : {counted(quorum.present, 'présent')} pour {quorum.required} requis "
            f"({counted(quorum.in_office, 'membre')} en exercice ; les pouvoirs ne comptent pas).",
            where="ouverture du point",
            item=item.uid,
            consequence="Aucune décision ne peut être prise sur ce point.",
            remedy="Convoquer à nouveau à trois jours francs au moins : le quorum ne sera plus exigé.",
        )


def check_proxies(record: Record) -> Iterator[Finding]:
    """One proxy per holder, and a holder in the room (CGCT art. L. 2121-20); each fault is said once."""
    if not has_rules(record):
        return
    seen: set[tuple[str, str | None, ProxyFault | None]] = set()
    for vote in record.sitting.votes:
        for use in proxies_of(record.attendance(voting_moment(vote))):
            key = (
                use.grantor if use.fault is not ProxyFault.SEVERAL_FOR_ONE_HOLDER else "",
                use.holder,
                use.fault,
            )
            if use.fault is not None and key not in seen:
                seen.add(key)
                yield _proxy_finding(record, use, use.fault, vote.items[0])


def _proxy_finding(record: Record, use: ProxyUse, fault: ProxyFault, item: str) -> Finding:
    names = _names(record)
    grantor, holder = names.name(use.grantor), names.name(use.holder) if use.holder else ""
    messages = {
        ProxyFault.NO_HOLDER: f"Le pouvoir {de(grantor)} ne nomme pas son mandataire.",
        ProxyFault.SEVERAL_FOR_ONE_HOLDER: f"{holder} détient plusieurs pouvoirs ; un seul est permis.",
        ProxyFault.HOLDER_NOT_IN_ROOM: f"{holder}, qui détient le pouvoir {de(grantor)}, n'est pas dans la salle.",
    }
    remedies = {
        ProxyFault.NO_HOLDER: "Retrouver le pouvoir écrit et noter à qui il est donné.",
        ProxyFault.SEVERAL_FOR_ONE_HOLDER: "Ne retenir qu'un pouvoir, ou le faire donner à un autre membre.",
        ProxyFault.HOLDER_NOT_IN_ROOM: "Faire donner le pouvoir à un membre présent avant le vote.",
    }
    return Finding(
        code=f"proxy.{fault.value.lower()}",
        severity=_severity(record, _PROXY_SEVERITIES[fault]),
        article=_PROXY_ARTICLE,
        message=messages[fault],
        where="pouvoirs",
        item=item,
        consequence=_PROXY_CONSEQUENCES[fault],
        remedy=remedies[fault],
    )


def check_officers(record: Record) -> Iterator[Finding]:
    """A secretary is named at each sitting among the members (CGCT art. L. 2121-15) and is in the room."""
    if not has_rules(record) or record.council.body_type is BodyType.CCAS:
        return
    decided = [d.item for d in record.sitting.deliberations]
    if decided and not record.sitting.secretaries and not any(record.secretaries(i) for i in decided):
        yield Finding(
            code="secretary.missing",
            severity=Severity.WARNING,
            article="CGCT art. L. 2121-15",
            message="Aucun secrétaire de séance n'est enregistré.",
            where="séance",
            remedy="Nommer un membre secrétaire au début de la séance.",
        )
    for item in decided:
        yield from _absent_secretaries(record, item)


def _absent_secretaries(record: Record, item: str) -> Iterator[Finding]:
    attendance = record.attendance(Moment(item))
    away = [
        s.member
        for s in attendance.seats
        if s.member in record.secretaries(item)
        and s.state in (SeatState.ABSENT, SeatState.EXCUSED, SeatState.REPRESENTED)
    ]
    if away:
        names = _names(record)
        yield Finding(
            code="secretary.absent",
            severity=Severity.WARNING,
            article="CGCT art. L. 2121-15",
            message=f"Le secrétaire de séance n'est pas présent : {join_list([names.name(m) for m in away])}.",
            where="séance",
            item=item,
            remedy="Nommer un secrétaire parmi les présents pour ce point.",
        )
