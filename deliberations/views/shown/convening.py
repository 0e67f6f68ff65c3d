"""What the page of a convocation shows: finished French sentences on each member."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from councils.queries import preferences_of
from deliberations.domain.acts import Source
from deliberations.domain.checks.common import has_begun
from deliberations.domain.convening import (
    HOUR_UNKNOWN,
    AgendaChange,
    AnswerKind,
    DeliveryState,
    EventKind,
    agenda_change,
    announced_agenda,
    open_warnings,
    refusals_of,
)
from deliberations.domain.dispatching import dispatch_limit
from deliberations.domain.quorum import Quorum
from deliberations.domain.record import Record
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.convening import points_named
from deliberations.domain.wording.dates import long_date, numeric_date, numeric_time, weekday_name
from deliberations.domain.wording.members import MemberWords
from deliberations.models import ProxyGrant
from deliberations.models.convening import ANSWER_KINDS, PROXY_CHANNELS
from deliberations.queries.convening import CalledMember, Convening, is_stuck, purge_day
from deliberations.services.convening import Plan, is_leaving
from deliberations.services.delivering import INTERRUPTED
from deliberations.views.shown.findings import ShownFinding, shown_findings

_PATIENCE = timedelta(minutes=5)
_LATE = (
    "En attente depuis plus de cinq minutes : le service d'envoi est peut-être arrêté. Prévenez l'assistance."
)


@dataclass(frozen=True, slots=True)
class ConvenedMember:
    """One line of the proof. ``tone`` is a colour of badge; empty texts are not printed."""

    uid: str
    name: str
    title: str
    route: str
    state: str
    tone: str
    sent: str
    problem: str
    asked: str
    answer: str
    proxy: str
    reminded: str


@dataclass(frozen=True, slots=True)
class ShownProxy:
    """One proxy in force. ``remark`` is what may make it worth nothing."""

    uid: str
    sentence: str
    detail: str
    has_pdf: bool
    has_scan: bool
    remark: str


@dataclass(frozen=True, slots=True)
class ConvocationPage:
    """``is_leaving``: e-mails are under way, the page reads itself again."""

    deadline: str
    summary: tuple[str, ...]
    members: tuple[ConvenedMember, ...]
    proxies: tuple[ShownProxy, ...]
    findings: tuple[ShownFinding, ...]
    can_send: bool
    has_started: bool
    is_sent: bool
    is_leaving: bool
    by_email: int
    on_paper: tuple[str, ...]
    failed: int
    change: AgendaChange
    purge: str


def convocation_page(record: Record, state: Convening, plan: Plan, now: datetime) -> ConvocationPage:
    """The whole page, from what was read once."""
    clock = _Clock(ZoneInfo(record.council.time_zone))
    started = has_begun(record)
    leaving = [m for m in state.members if is_leaving(m, now)]
    change = agenda_change(state.announced, announced_agenda(record)) if state.is_sent else AgendaChange()
    return ConvocationPage(
        deadline=_deadline(record),
        summary=tuple(_summary(record, state)),
        members=tuple(_member(record, member, clock, now) for member in state.members),
        proxies=tuple(_proxy(record, state, proxy, clock) for proxy in state.proxies),
        findings=shown_findings(record, (*refusals_of(plan.findings), *open_warnings(plan.findings))),
        can_send=bool(plan.by_email) and not started,
        has_started=started,
        is_sent=state.is_sent,
        is_leaving=bool(leaving),
        by_email=len(plan.by_email),
        on_paper=tuple(str(member.mandate) for member in plan.on_paper),
        failed=sum(1 for m in state.members if not m.is_called and m.delivery and _problem(m, now)),
        change=change if state.mailings else AgendaChange(),
        purge=long_date(purge_day(state.sitting, preferences_of(state.sitting.council).proof_months)),
    )


def _deadline(record: Record) -> str:
    limit = dispatch_limit(record)
    if limit is None:
        return "Le délai de convocation est fixé par les statuts : aucune règle n'est appliquée ici."
    kind = "jours francs" if limit.are_clear else "jours"
    day = f"{weekday_name(limit.latest)} {long_date(limit.latest)}"
    return f"Dernier jour pour envoyer : {day}, soit {limit.days} {kind} avant la séance ({limit.article})."


def _summary(record: Record, state: Convening) -> list[str]:
    """How many answered what, beside the quorum: an announcement, not a roll."""
    kinds = [member.answer.kind if member.answer else "" for member in state.members]
    present = kinds.count(AnswerKind.PRESENT)
    quorum = Quorum(len(record.members), present, bool(record.sitting.derogation.quorum_of_third))
    return [
        f"{counted(present, 'présent annoncé', 'présents annoncés')} (quorum : {quorum.required})",
        counted(kinds.count(AnswerKind.EXCUSED), "excusé", "excusés"),
        counted(len(state.proxies), "pouvoir", "pouvoirs"),
        counted(kinds.count(""), "sans réponse", "sans réponse"),
    ]


def _member(record: Record, member: CalledMember, clock: "_Clock", now: datetime) -> ConvenedMember:
    words = MemberWords(record, BodyWords(record.council))
    state, tone = _state(member, now)
    asked = member.first(EventKind.PAGE_ASKED)
    return ConvenedMember(
        uid=member.uid,
        name=words.name(member.uid),
        title=words.title(member.uid),
        route=_route(member),
        state=state,
        tone=tone,
        sent=_sent(member, clock),
        problem=_problem(member, now) or _delay(member, now),
        asked=clock.short(asked.at) if asked else "",
        answer=_answer(member, clock),
        proxy=f"Pouvoir à {words.name(member.proxy.holder.uid)}" if member.proxy else "",
        reminded=_reminded(member, clock),
    )


def _route(member: CalledMember) -> str:
    if member.goes_by_email:
        return f"Par courriel : {member.email}"
    return "Sur papier, à sa demande" if member.wants_paper else "Sur papier : aucune adresse électronique"


def _state(member: CalledMember, now: datetime) -> tuple[str, str]:
    if member.is_called:
        return "Convoqué", "success"
    if is_leaving(member, now):
        return "Envoi en cours", "info"
    return ("Échec de l'envoi", "danger") if _problem(member, now) else ("Pas encore convoqué", "secondary")


def _problem(member: CalledMember, now: datetime) -> str:
    delivery = member.delivery
    if delivery is None:
        return ""
    if is_stuck(delivery, now):
        return INTERRUPTED
    return delivery.error if delivery.state == DeliveryState.FAILED else ""


def _delay(member: CalledMember, now: datetime) -> str:
    """A first sending that waits too long: nobody takes it."""
    delivery = member.delivery
    if delivery is None or delivery.state != DeliveryState.WAITING or delivery.attempts:
        return ""
    return _LATE if delivery.mailing.asked_at < now - _PATIENCE else ""


def _sent(member: CalledMember, clock: "_Clock") -> str:
    parts = [f"{d.get_channel_display()}, {clock.sent(d.sent_at)}" for d in member.dispatches if d.sent_at]
    return " ; ".join(parts)


def _reminded(member: CalledMember, clock: "_Clock") -> str:
    reminded = [event.at for event in member.events if event.kind == EventKind.REMINDED]
    return f"Relancé le {clock.short(reminded[-1])}" if reminded else ""


def _answer(member: CalledMember, clock: "_Clock") -> str:
    answer = member.answer
    if answer is None:
        return ""
    told = ", déclaré à la mairie" if answer.source == Source.DECLARED else ""
    return f"{ANSWER_KINDS[AnswerKind(answer.kind)]}{told}, {clock.short(answer.at)}"


def _proxy(record: Record, state: Convening, proxy: ProxyGrant, clock: "_Clock") -> ShownProxy:
    words = MemberWords(record, BodyWords(record.council))
    points = points_named(sorted(item.order for item in proxy.items.all()))
    scope = f", pour {points}" if points else ""
    grantor, holder = words.name(proxy.grantor.uid), words.name(proxy.holder.uid)
    channel = PROXY_CHANNELS[proxy.channel]  # type: ignore[index]
    at = clock.short(proxy.confirmed_at) if proxy.confirmed_at else ""
    dated = f", daté du {long_date(proxy.dated_on)}" if proxy.dated_on else ""
    return ShownProxy(
        uid=proxy.uid,
        sentence=f"{grantor} donne pouvoir à {holder}{scope}",
        detail=f"{channel}{dated}. Enregistré le {at}.",
        has_pdf=proxy.pdf_id is not None,
        has_scan=proxy.paper_id is not None,
        remark=_remark(record, state, proxy, holder),
    )


def _remark(record: Record, state: Convening, proxy: ProxyGrant, holder: str) -> str:
    """What would keep the proxy from being counted, as far as the answers tell."""
    held = sum(1 for other in state.proxies if other.holder_id == proxy.holder_id)
    found = next((m for m in state.members if m.mandate.pk == proxy.holder_id), None)
    if found is None:
        return f"{holder} ne siège pas au conseil le jour de la séance : ce pouvoir ne peut pas servir."
    if held > record.proxies_allowed:
        return f"{holder} détient {held} pouvoirs : un membre ne peut en détenir qu'un seul (CGCT art. L. 2121-20)."
    if found.answer is not None and found.answer.kind == AnswerKind.EXCUSED:
        return f"{holder} est excusé : ce pouvoir ne sera compté que s'il vient."
    return ""


class _Clock:
    """Instants by the council's own clock."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def short(self, at: datetime) -> str:
        """« 15/12/2023 à 9 h 05 »."""
        local = at.astimezone(self._zone)
        return f"{numeric_date(local.date())} à {numeric_time(local.time())}"

    def sent(self, at: datetime) -> str:
        """The same, without the hour of a dispatch of which only the day is known."""
        local = at.astimezone(self._zone)
        return numeric_date(local.date()) if local.time() == HOUR_UNKNOWN else self.short(at)
