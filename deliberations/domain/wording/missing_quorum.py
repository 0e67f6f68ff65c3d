"""The sentences of the notice that a sitting lacked its quorum (CGCT art. L. 2121-17).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from datetime import date
from zoneinfo import ZoneInfo

from deliberations.domain.articles import Topic, article_of
from deliberations.domain.missing_quorum import MissingQuorum, earliest_second_sitting
from deliberations.domain.notices import last_sent_on
from deliberations.domain.record import Record
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.convening import when
from deliberations.domain.wording.dates import long_date, numeric_time, weekday_name

TITLE = "Constat d'absence de quorum"
PRESENT, AWAY = "Membres présents", "Membres absents ou représentés"
NOBODY = "Personne."


def opening(record: Record, body: BodyWords) -> str:
    """« Le conseil municipal, convoqué le 5 mars 2026, devait se réunir le mardi 11 mars 2026 à 19 h, à la mairie. »"""
    sent_on, place = last_sent_on(record), record.sitting.place.strip()
    agreed = "e" if body.is_feminine else ""
    called = f", convoqué{agreed} le {long_date(sent_on)}," if sent_on else ""
    where = f", {place}" if place else ""
    return (
        f"{capitalised(body.the_assembly)}{called} était appelé{agreed} à se réunir le {when(record)}{where}."
    )


def found(record: Record, missing: MissingQuorum, title: str = "") -> str:
    """Where the quorum was found missing: at the opening, or when an item, called ``title``, came."""
    if missing.item is None:
        opened = record.sitting.opened_at
        zone = ZoneInfo(record.council.time_zone)
        at = f", à {numeric_time(opened.astimezone(zone).time())}" if opened else ""
        return f"À l'ouverture de la séance{at}, le quorum n'est pas réuni."
    item = record.item(missing.item)
    return f"À l'examen du point {item.order} de l'ordre du jour ({title}), le quorum n'est plus réuni."


def figures(missing: MissingQuorum, represented: int) -> tuple[tuple[str, str], ...]:
    quorum = missing.quorum
    pairs = (
        ("Membres en exercice :", str(quorum.in_office)),
        ("Membres dont la présence est nécessaire :", str(quorum.required)),
        ("Membres présents :", str(quorum.present)),
        ("Pouvoirs, qui ne comptent pas pour le quorum :", str(represented) if represented else ""),
    )
    return tuple(pair for pair in pairs if pair[1])


def consequence(record: Record, missing: MissingQuorum, body: BodyWords) -> str:
    """What may not be done, by which article."""
    article = article_of(record.council, Topic.QUORUM)
    rest = "sur l'ordre du jour" if missing.item is None else "sur ce point"
    return f"{capitalised(body.the_assembly)} ne peut donc pas délibérer valablement {rest} ({article})."


def again(record: Record, body: BodyWords) -> str:
    """What a second call may do, and from when (art. L. 2121-17, second paragraph)."""
    article = article_of(record.council, Topic.SECOND_CALL)
    it = "elle" if body.is_feminine else "il"
    called = "convoquée" if body.is_feminine else "convoqué"
    return (
        f"{capitalised(body.the_assembly)} peut être {called} à nouveau : si la première convocation était régulière, "
        f"{it} délibérera alors sans condition de quorum, sur les points de l'ordre du jour de la première "
        f"convocation{f' ({article})' if article else ''}."
    )


def earliest(record: Record, on: date) -> str:
    """« Si cette seconde convocation part le 11 mars, la séance peut se tenir à compter du samedi 15 mars 2025… »."""
    day = earliest_second_sitting(record, on)
    if day is None:
        return ""
    return (
        f"Trois jours francs séparent cette seconde convocation de la séance : si elle part le {long_date(on)}, la "
        f"séance peut se tenir à compter du {weekday_name(day)} {long_date(day)}."
    )
