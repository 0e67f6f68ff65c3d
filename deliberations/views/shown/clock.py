"""The clock of duties as the pages show it: what to do, by when, why, and the page where it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, Q
from django.urls import reverse

from councils.domain.days import council_day
from councils.models import Council
from deliberations.domain.duties import Duty, DutyState, duties_of_act, duties_of_sitting
from deliberations.domain.duties.agenda import (
    CLOSE,
    HORIZON,
    SIGN,
    Step,
    Urgency,
    is_to_close,
    is_to_sign,
    urgency_of,
    waiting,
)
from deliberations.domain.record import Record
from deliberations.domain.wording.dates import long_date
from deliberations.models import Deliberation, DueRow, Sitting
from deliberations.queries import neighbours_of
from deliberations.queries.signatures import Means, Signed

MOST_GROUPS = 500
"""Lines read for the home page of somebody who serves many councils: the most urgent ones."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a duty is done: an address of the act or decision, of its sitting or council, and the button's label."""

    label: str
    act: str = "act"
    sitting: str = "sitting"
    council: str = ""


_HERE = Target("Ouvrir")
TARGETS = {
    "sitting.dispatch": Target("Convoquer", sitting="sitting_convocation"),
    "sitting.notes": Target("Joindre les notes", sitting="sitting_agenda"),
    "sitting.delegated_decisions": Target("Compléter l'ordre du jour", sitting="sitting_agenda"),
    "step.close": Target("Clôturer la séance", sitting="sitting_finish"),
    "step.sign": Target("Voir et signer", sitting="sitting_finish"),
    "step.signing_waits": Target("Voir qui doit signer", sitting="sitting_signatures"),
    "step.minutes_send": Target("Envoyer le procès-verbal", sitting="minutes_send"),
    "step.minutes_sign": Target("Noter les signatures", sitting="minutes_sign"),
    "step.register_enter": Target("Ouvrir le registre", council="register"),
    "step.register_close": Target("Ouvrir le registre", council="register"),
    "sitting.decision_list": Target("Publier la liste", sitting="sitting_publication"),
    "sitting.minutes_settled": Target("Préparer le procès-verbal", sitting="sitting_minutes"),
    "sitting.minutes_published": Target("Publier le procès-verbal", sitting="sitting_minutes"),
    "act.transmission": Target("Préparer le dépôt", "act_transmission", "sitting_transmission"),
    "act.budget_sent": Target("Préparer le dépôt", "act_transmission", "sitting_transmission"),
    "act.publication": Target("Publier", "act_publication", "sitting_publication"),
    "step.decision_sign": Target("Faire signer", "decision_sign"),
    "decision.transmission": Target("Préparer le dépôt", "decision_transmission"),
    "decision.publication": Target("Publier", "decision_publication"),
}
"""Code of a duty → the page where it is done. Another one leads to its act, its sitting or its council."""

_TITLES = {
    "act.transmission": "Transmettre {n} délibérations à l'État",
    "act.publication": "Publier ou notifier {n} délibérations",
    "step.sign": "Faire signer {n} copies certifiées",
    "step.decision_sign": "Faire signer {n} décisions du maire",
    "step.signing_waits": "Relancer {n} signatures",
    "decision.transmission": "Transmettre {n} décisions du maire à l'État",
    "decision.publication": "Publier ou notifier {n} décisions du maire",
}
_TO_DO = {
    "act.transmission": "Transmettre chaque acte au représentant de l'État avant de l'exécuter.",
    "act.publication": "Publier chaque acte, ou le notifier s'il est individuel.",
    "step.sign": "Le maire ou le président signe chaque copie certifiée exécutoire.",
    "step.decision_sign": "Faire signer chaque exemplaire imprimé, puis noter sa signature.",
    "step.signing_waits": "Ces documents attendent depuis plus de cinq jours : la page dit qui doit signer.",
    "decision.transmission": "Transmettre chaque décision au représentant de l'État avant de l'exécuter.",
    "decision.publication": "Publier chaque décision, ou la notifier si elle est individuelle.",
}
"""Code of a duty → what is to be done, told once for several acts. Others say what each of them says."""
_TONES = {Urgency.LATE: "danger", Urgency.WEEK: "warning", Urgency.NEXT: "secondary"}


@dataclass(frozen=True, slots=True)
class ShownDue:
    """``when`` says by when; ``why`` is the text applied; ``url`` is empty where there is no page to go to."""

    title: str
    where: str
    when: str
    tone: str
    urgency: Urgency
    next_action: str
    consequence: str
    why: str
    url: str
    button: str


@dataclass(frozen=True, slots=True)
class CouncilDues:
    """What waits in one council, the most urgent first."""

    council: Council
    late: tuple[ShownDue, ...]
    week: tuple[ShownDue, ...]
    next: tuple[ShownDue, ...]

    @property
    def all(self) -> tuple[ShownDue, ...]:
        return (*self.late, *self.week, *self.next)


@dataclass(frozen=True, slots=True)
class Clock:
    """The duties of one page: those that wait, the time limits of others, and what is behind."""

    waiting: tuple[ShownDue, ...]
    windows: tuple[ShownDue, ...]
    done: tuple[ShownDue, ...]


def dues_of(councils: Iterable[Council], at: datetime) -> tuple[CouncilDues, ...]:
    """What is due in each of ``councils``, in their order, in one query. A duty of many acts is told once.

    Each council is told by its own day; the query looks as far as the latest of them.
    """
    rows = list(councils)
    days = {council.pk: council_day(council, at) for council in rows}
    found: dict[int, list[ShownDue]] = {council.pk: [] for council in rows}
    by_key = {council.pk: council for council in rows}
    for line in sorted(_groups(rows, max(days.values())) if rows else (), key=_rank):
        key = line["council_id"]
        found[key].append(_of_group(by_key[key], line, days[key]))
    return tuple(_council_dues(council, found[council.pk]) for council in rows)


def _rank(line: dict[str, Any]) -> tuple[date, bool, str]:
    """The nearest day first; of what has no day, the steps that the rest waits for."""
    return line["until"] or date.max, not line["code"].startswith("step."), line["code"]


def _council_dues(council: Council, dues: list[ShownDue]) -> CouncilDues:
    parts = {u: tuple(due for due in dues if due.urgency is u) for u in Urgency}
    return CouncilDues(council, parts[Urgency.LATE], parts[Urgency.WEEK], parts[Urgency.NEXT])


def _groups(councils: list[Council], today: date) -> Iterable[Any]:
    """One line for each duty of each sitting: those that may be done soon, the nearest day first."""
    soon = Q(first__isnull=True) | Q(first__lte=today + HORIZON)
    near = Q(last__isnull=True) | Q(last__lte=today + 3 * HORIZON)
    rows = DueRow.objects.filter(soon, near, council__in=councils, is_window=False)
    lines = rows.values("council_id", "sitting__uid", "sitting__held_on", "code", "title", "article")
    lines = lines.annotate(
        n=Count("pk"),
        until=Min("last"),
        act_uid=Min("act__uid"),
        decision_uid=Min("decision__uid"),
        to_do=Min("next_action"),
        risk=Min("consequence"),
    )
    return lines.order_by(F("until").asc(nulls_last=True), "sitting__held_on", "code")[:MOST_GROUPS]


def _of_group(council: Council, line: dict[str, Any], today: date) -> ShownDue:
    many = line["n"] > 1
    held_on: date | None = line["sitting__held_on"]
    title = _TITLES[line["code"]].format(n=line["n"]) if many and line["code"] in _TITLES else line["title"]
    urgency = urgency_of(line["until"], today)
    target = TARGETS.get(line["code"], _HERE)
    return ShownDue(
        title=title,
        where=f"Séance du {long_date(held_on)}" if held_on else "",
        when=_when(line["until"], today),
        tone=_TONES[urgency],
        urgency=urgency,
        next_action=_TO_DO.get(line["code"], line["to_do"]) if many else line["to_do"],
        consequence=line["risk"],
        why=line["article"],
        url=_decisions_address(target, council.uid, "" if many else line["decision_uid"])
        if line["decision_uid"]
        else _address(
            target, council.uid, line["sitting__uid"] or "", "" if many else (line["act_uid"] or "")
        ),
        button=target.label,
    )


def _address(target: Target, council: str, sitting: str, act: str) -> str:
    if target.council:
        return reverse(target.council, kwargs={"council": council})
    if not sitting:
        return ""
    place = {"council": council, "sitting": sitting}
    if act:
        return reverse(target.act, kwargs={**place, "act": act})
    return reverse(target.sitting, kwargs=place)


def _decisions_address(target: Target, council: str, decision: str) -> str:
    """The page of the one decision where the duty is done, else their list."""
    if not decision:
        return reverse("mayor_decisions", args=(council,))
    return reverse(target.act, args=(council, decision))


def _when(last: date | None, today: date) -> str:
    if last is None:
        return "Dès que possible"
    days = (last - today).days
    if days < 0:
        return f"En retard depuis le {long_date(last)}"
    return {0: "Aujourd'hui, dernier jour", 1: "Demain au plus tard"}.get(
        days, f"Avant le {long_date(last)} inclus"
    )


def clock_of_sitting(row: Sitting, record: Record, today: date) -> Clock:
    """The clock of one sitting, read from its facts."""
    duties = duties_of_sitting(record, today, neighbours_of(row))
    clock = _clock(duties, record, today, row.council.uid, row.uid, "")
    if not is_to_close(record, is_finished=row.finished_at is not None, today=today):
        return clock
    return _with_step(clock, CLOSE, _address(TARGETS[CLOSE.code], row.council.uid, row.uid, ""))


def clock_of_act(row: Deliberation, record: Record, today: date, signed: Signed | None) -> Clock:
    """The clock of one act, read from its facts; nothing waits before it has a number."""
    if not row.number:
        return Clock((), (), ())
    act = record.act(row.uid)
    duties = duties_of_act(record, act, today)
    clock = _clock(duties, record, today, row.council.uid, row.sitting.uid, row.uid)
    if signed is not None:
        return replace(clock, done=(*clock.done, _signature_given(signed)))
    return _with_step(clock, SIGN, "") if is_to_sign(record, act, is_signed=False) else clock


def _signature_given(signed: Signed) -> ShownDue:
    how = "à la main" if signed.means is Means.HAND else "par certificat électronique"
    return ShownDue(
        title="Copie certifiée signée",
        where="",
        when=f"Fait le {long_date(signed.on)}, {how}",
        tone="success",
        urgency=Urgency.WEEK,
        next_action=signed.by,
        consequence="",
        why="",
        url="",
        button=_HERE.label,
    )


def _with_step(clock: Clock, step: Step, url: str) -> Clock:
    """The step comes first: the rest waits for it."""
    shown = ShownDue(
        title=step.title,
        where="",
        when=_when(None, date.min),
        tone=_TONES[Urgency.WEEK],
        urgency=Urgency.WEEK,
        next_action=step.next_action,
        consequence="",
        why="",
        url=url,
        button=TARGETS[step.code].label,
    )
    return replace(clock, waiting=(shown, *clock.waiting))


def _clock(
    duties: tuple[Duty, ...], record: Record, today: date, council: str, sitting: str, act: str
) -> Clock:
    pending = waiting(duties, record, today)

    def shown(duty: Duty) -> ShownDue:
        return _of_duty(duty, today, council, sitting, act)

    return Clock(
        waiting=tuple(shown(d) for d in pending if not d.is_window and _is_soon(d, today)),
        windows=tuple(shown(d) for d in pending if d.is_window),
        done=tuple(shown(d) for d in duties if d.state is DutyState.DONE),
    )


def _is_soon(duty: Duty, today: date) -> bool:
    return duty.first is None or duty.first <= today + HORIZON


def _of_duty(duty: Duty, today: date, council: str, sitting: str, act: str) -> ShownDue:
    urgency = urgency_of(duty.last, today)
    is_done = duty.state is DutyState.DONE
    target = TARGETS.get(duty.code, _HERE)
    url = "" if is_done or duty.is_window or target is _HERE else _address(target, council, sitting, act)
    return ShownDue(
        title=duty.title,
        where="",
        when=_when_done(duty) if is_done else _when(duty.last, today),
        tone="success" if is_done else "info" if duty.is_window else _TONES[urgency],
        urgency=urgency,
        next_action=duty.next_action,
        consequence="" if is_done else duty.consequence,
        why=duty.article,
        url=url,
        button=target.label,
    )


def _when_done(duty: Duty) -> str:
    if duty.is_window and duty.last is not None and duty.done_on is None:
        return f"Terminé le {long_date(duty.last)}"
    if duty.done_on is None:
        return "Fait"
    return f"Fait le {long_date(duty.done_on)}{', en retard' if duty.was_late else ''}"
