"""By when to send the convocation, in the words of the page; computed by ``domain.dispatching``."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councils.domain.bodies import BodyType
from deliberations.domain.articles import Topic, article_of
from deliberations.domain.clear_days import Doubt
from deliberations.domain.dispatching import (
    DispatchLimit,
    dispatch_limit,
    earliest_sitting,
    is_second_call_too_early,
    last_open_day,
)
from deliberations.domain.notices import calendar_notice, last_sent_on, notice_given
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.wording.bodies import capitalised
from deliberations.domain.wording.convening import notice_told
from deliberations.domain.wording.dates import long_date, weekday_name

_DOUBTS = {
    Doubt.UNKNOWN_POPULATION: "La population n'est pas renseignée : ce délai est celui d'une commune de moins de "
    "3 500 habitants. Au-delà, il est de cinq jours francs.",
    Doubt.MANY_SEATS: "La population n'est pas renseignée : d'après le nombre de sièges, ce délai est celui d'une "
    "commune de 3 500 habitants et plus.",
    Doubt.THRESHOLD_CROSSED: "La commune a franchi le seuil de 3 500 habitants pendant le mandat : il n'est pas établi "
    "que le délai change aussitôt. Le plus long est retenu.",
}

_CLEAR = (
    "ni le jour de l'envoi ni celui de la séance ne comptent. Les samedis, dimanches et jours fériés comptent comme "
    "les autres."
)
_URGENCY = (
    "En urgence, le maire ou le président peut abréger le délai, sans le ramener à moins d'un jour franc. Il en rend "
    "compte dès l'ouverture de la séance ; le conseil se prononce sur l'urgence par un vote et peut renvoyer tout ou "
    "partie des points à une autre séance."
)
_LOCAL_URGENCY = (
    "En Alsace-Moselle, la convocation urgente peut partir la veille de la séance. Rendez compte de l'urgence dès "
    "l'ouverture : le conseil se prononce sur elle par un vote."
)
_URGENCY_UNKNOWN = (
    "Le délai de cette assemblée, et ce que l'urgence y change, sont fixés par un texte qui lui est propre : "
    "vérifiez-le avant d'abréger."
)
_NO_URGENCY = (
    "Le délai de ce conseil d'administration ne peut pas être abrégé pour urgence : choisissez un autre jour."
)
_NOTE_THE_REASON = "Notez le motif de l'urgence : le procès-verbal le dira."


class Tone(StrEnum):
    """How pressing it is; the values are those of the alerts."""

    CALM = "info"
    DONE = "success"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """``headline`` is the day; ``lines`` say how it is counted, then what to do; ``article`` the text applied."""

    tone: Tone
    headline: str
    lines: tuple[str, ...]
    article: str = ""


def shown_notice(record: Record, today: date) -> ShownNotice:
    """What the page of a sitting says of its convocation on the day ``today``, in the council's zone."""
    sent_on, limit = last_sent_on(record), dispatch_limit(record)
    if sent_on is not None:
        return _sent(record, sent_on)
    if record.sitting.origin is Origin.RECORDED:
        return ShownNotice(Tone.CALM, "Reprise d'un acte ancien : aucun envoi à faire.", ())
    if limit is None:
        return ShownNotice(
            Tone.CALM,
            "Délai de convocation : à vérifier.",
            (
                "Le délai de cette assemblée est fixé par un texte qui lui est propre (ses statuts, par exemple).",
            ),
        )
    return _to_send(record, limit, today)


def _day(day: date) -> str:
    return f"{weekday_name(day)} {long_date(day)}"


def _sent(record: Record, sent_on: date) -> ShownNotice:
    given, by_calendar = notice_given(record), calendar_notice(record)
    told = f"{capitalised(notice_told(record, sent_on))}."
    is_short = any(notice is not None and not notice.is_enough for notice in (given, by_calendar))
    short = ("Le délai n'est pas respecté : voir les constats de la séance.",) if is_short else ()
    return ShownNotice(
        Tone.WARNING if is_short else Tone.DONE,
        f"Convocation envoyée le {_day(sent_on)}.",
        (told, *short),
        given.required.article if given else article_of(record.council, Topic.NOTICE),
    )


def _to_send(record: Record, limit: DispatchLimit, today: date) -> ShownNotice:
    convocation, urgent = record.sitting.convocation, limit.urgent_latest
    is_urgent = convocation.is_urgent and urgent is not None
    latest = urgent if is_urgent and urgent else limit.latest
    lines = [_how(limit), *_doubt(limit), *_closed_day(record, latest), *_second_call(record)]
    if today <= latest:
        headline = f"Convocation à envoyer au plus tard le {_day(latest)}."
        tone = Tone.WARNING if _second_call(record) else Tone.CALM
        return ShownNotice(tone, headline, (*lines, *(_urgency(record) if is_urgent else ())), limit.article)
    headline = f"Le dernier jour pour convoquer, le {_day(latest)}, est passé."
    return ShownNotice(Tone.WARNING, headline, (*lines, *_too_late(record, limit, today)), limit.article)


def _how(limit: DispatchLimit) -> str:
    if not limit.are_clear:
        return f"{limit.days} jours au moins : le jour de l'envoi ne compte pas, celui de la séance compte."
    return f"{limit.days} jours francs : {_CLEAR}"


def _doubt(limit: DispatchLimit) -> tuple[str, ...]:
    return (_DOUBTS[limit.doubt],) if limit.doubt else ()


def _closed_day(record: Record, latest: date) -> tuple[str, ...]:
    """A remark for who must hand a letter to the post."""
    is_open = last_open_day(record, latest)
    if is_open == latest:
        return ()
    return (f"Ce jour-là la mairie et la poste sont sans doute fermées : envoyez plutôt le {_day(is_open)}.",)


def _second_call(record: Record) -> tuple[str, ...]:
    uid = record.sitting.convocation.second_of
    first = next((sitting for sitting in record.earlier if sitting.uid == uid), None)
    if first is None or not is_second_call_too_early(record, first.held_on):
        return ()
    gap = (
        f"Entre la séance sans quorum, le {_day(first.held_on)}, et celle-ci, il n'y a pas trois jours francs"
    )
    return (f"{gap} : le quorum resterait exigé ({article_of(record.council, Topic.SECOND_CALL)}).",)


def urgency_told(record: Record) -> str:
    """What urgency allows to this body: one clear day at least, or the day before in Alsace-Moselle."""
    limit = dispatch_limit(record)
    if limit is None:
        return _URGENCY_UNKNOWN
    if limit.urgent_latest is None and record.council.body_type is BodyType.CCAS:
        return _NO_URGENCY
    return _URGENCY if limit.are_clear else _LOCAL_URGENCY


def _urgency(record: Record) -> tuple[str, ...]:
    """What an urgent convocation asks for."""
    told = urgency_told(record)
    return (told,) if record.sitting.convocation.urgency_reason.strip() else (told, _NOTE_THE_REASON)


def _too_late(record: Record, limit: DispatchLimit, today: date) -> tuple[str, ...]:
    """The ways out: the urgency while it is possible, else another day."""
    another = f"En convoquant aujourd'hui, la séance peut se tenir à partir du {_day(earliest_sitting(limit, today))}."
    urgent = limit.urgent_latest
    if record.sitting.held_on < today:
        return ("Si cette séance a déjà eu lieu, enregistrez l'envoi de sa convocation à l'étape suivante.",)
    if urgent is None:
        return ("Cette convocation ne peut pas être abrégée pour urgence.", another)
    if today > urgent:
        return ("Même en urgence, il est trop tard pour cette date.", another)
    if record.sitting.convocation.is_urgent:
        return (*_urgency(record), another)
    still = f"Reste la convocation en urgence, jusqu'au {_day(urgent)}."
    return (still, *_urgency(record), f"Sinon : {another[:1].lower()}{another[1:]}")
