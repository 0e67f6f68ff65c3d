"""The installation of a council: what the law says of its day, and how far the sitting has gone."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from councils.domain.bodies import Council as CouncilFacts
from councils.domain.membership import mandates_in_office, number_at
from councils.domain.seats import complete_from
from councils.domain.tables import oldest_member
from councils.models import Council
from councils.views.shown_members import name_of
from deliberations.domain.checks.deputy_numbers import most_deputies
from deliberations.domain.clear_days import latest_dispatch, population_of_term, required_notice
from deliberations.domain.elections import result_of
from deliberations.domain.legal_number import legal_number
from deliberations.domain.posts import PostKind, elections_to, kind_of_item
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind
from deliberations.domain.wording.agreement import counted
from deliberations.domain.wording.dates import long_date
from deliberations.models import Sitting
from deliberations.views.shown.elections import is_filled


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known before the sitting; ``is_missing`` asks for something to be done."""

    label: str
    value: str
    why: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class InstallationStep:
    """One step of the sitting. ``url`` and ``action`` lead to its page."""

    title: str
    text: str
    is_done: bool
    url: str = ""
    action: str = ""


def facts_before(facts: CouncilFacts, on: date) -> tuple[Fact, ...]:
    """What the guide tells before the sitting is created, on the day proposed."""
    return (_members(facts, on), _chair(facts, on), _call(facts, on), _mayor_and_deputies(facts, on))


def _members(facts: CouncilFacts, on: date) -> Fact:
    members, seats = len(mandates_in_office(facts, on)), number_at(facts.seats, on)
    said = counted(members, "membre en exercice", "membres en exercice")
    if seats is None:
        return Fact("Le conseil", said, "Le nombre de sièges n'est pas enregistré.", is_missing=members == 0)
    population = population_of_term(facts, on)
    least = complete_from(population, on) if population is not None else None
    is_complete = members >= (least or seats)
    why = "Le conseil doit être complet pour élire le maire, sauf exceptions (CGCT art. L. 2122-8)."
    if least is not None:
        why = f"Il est réputé complet à partir de {least} membres (CGCT art. L. 2121-2-1)."
    return Fact("Le conseil", f"{said} pour {counted(seats, 'siège')}", why, is_missing=not is_complete)


def _chair(facts: CouncilFacts, on: date) -> Fact:
    oldest = oldest_member(facts, on)
    if oldest is None:
        why = "Il manque une date de naissance, ou les deux aînés sont nés le même jour."
        return Fact(
            "Président de l'élection du maire", "à désigner : le plus âgé des membres", why, is_missing=True
        )
    return Fact(
        "Président de l'élection du maire",
        name_of(facts, oldest),
        "Le plus âgé des membres du conseil (CGCT art. L. 2122-8).",
    )


def _call(facts: CouncilFacts, on: date) -> Fact:
    notice = required_notice(facts, on, is_installation=True)
    by = "Par le maire sortant ; la convocation annonce l'élection du maire et des adjoints (CGCT art. L. 2122-8)."
    if notice is None:
        return Fact("Convocation", "3 jours au moins avant la séance", by)
    last = long_date(latest_dispatch(on, notice.clear_days))
    return Fact(
        "Convocation", f"au plus tard le {last}", f"{notice.clear_days} jours francs ({notice.article}). {by}"
    )


def _mayor_and_deputies(facts: CouncilFacts, on: date) -> Fact:
    seats = number_at(facts.seats, on)
    if seats is None:
        return Fact("Adjoints", "au plus 30 % de l'effectif légal, au moins un", "CGCT art. L. 2122-2.")
    return Fact(
        "Adjoints",
        f"de 1 à {most_deputies(seats)}",
        f"Au plus 30 % de {seats} (CGCT art. L. 2122-2). Le conseil en fixe le nombre avant de les élire.",
    )


def deputies_proposed(record: Record) -> int:
    """The largest number of deputies that the law allows, to begin with."""
    legal = legal_number(record)
    return most_deputies(legal) if legal else 1


def steps_of(record: Record, sitting: Sitting, council: Council) -> tuple[InstallationStep, ...]:
    """The gestures of the sitting in their order, done as its facts tell."""
    place = {"council": council.uid, "sitting": sitting.uid}
    mayor = _election_step(record, place, PostKind.MAYOR, _MAYOR)
    deputies = _election_step(record, place, PostKind.DEPUTY, _DEPUTIES)
    is_attended = bool(record.sitting.movements)
    return (
        InstallationStep(
            "Les présences",
            "Le maire sortant ouvre la séance et déclare les conseillers installés. Le plus âgé prend la présidence.",
            is_attended,
            reverse("sitting", kwargs=place),
            "Ouvrir la séance",
        ),
        mayor,
        deputies,
    )


_MAYOR = (
    "L'élection du maire",
    (
        "Au scrutin secret. Majorité absolue aux deux premiers tours, relative au troisième ; à égalité, le plus âgé "
        "est élu (CGCT art. L. 2122-7)."
    ),
)
_DEPUTIES = (
    "L'élection des adjoints",
    (
        "Le conseil fixe d'abord leur nombre. Plusieurs adjoints s'élisent au scrutin secret, sur des listes qui "
        "alternent une femme et un homme (CGCT art. L. 2122-7-2) ; un seul s'élit comme le maire."
    ),
)


def _election_step(
    record: Record, place: dict[str, str], kind: PostKind, words: tuple[str, str]
) -> InstallationStep:
    elections = elections_to(record, kind)
    is_done = any(is_filled(e, result_of(e, record)) for e in elections)
    named = [e.item for e in elections] or [
        item.uid
        for item in record.sitting.agenda
        if item.kind is ItemKind.ELECTION and kind_of_item(record.council, item) is kind
    ]
    url = reverse("election", kwargs={**place, "item": named[0]}) if named else ""
    return InstallationStep(*words, is_done, url, "Enregistrer les tours" if url else "")
