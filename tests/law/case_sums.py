"""Figures that a case asks for directly (``calcul``), without any sitting."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from councils.domain.bodies import Council
from councils.domain.seats import complete_from, legal_seats
from deliberations.domain.ballots import requests_needed
from deliberations.domain.clear_days import clear_days_between, latest_dispatch, required_notice
from deliberations.domain.elections import absolute_majority
from deliberations.domain.enforceability import appeal_deadline, decision_list_due, enforceable_from
from deliberations.domain.proportional import share_seats
from deliberations.domain.quorum import Quorum
from tests.law.case_answers import words
from tests.law.case_council import council_of
from tests.law.case_reader import YES_NO, Case, Fields, reading
from tests.law.case_votes import METHODS

ARTICLES = {
    "jours francs": "CGCT art. L. 2121-11 et L. 2121-12",
    "dernier envoi": "CGCT art. L. 2121-11 et L. 2121-12",
    "délai de convocation": "CGCT art. L. 2121-11 et L. 2121-12",
    "sièges légaux": "CGCT art. L. 2121-2",
    "conseil réputé complet": "CGCT art. L. 2121-2-1",
    "quorum": "CGCT art. L. 2121-17",
    "demande de scrutin": "CGCT art. L. 2121-21",
    "majorité absolue": "CGCT art. L. 2122-7",
    "liste des délibérations": "CGCT art. L. 2121-25",
    "délai de recours": "CJA art. R. 421-1",
    "exécutoire": "CGCT art. L. 2131-1",
    "répartition proportionnelle": "CGCT art. L. 1411-5 et L. 2121-22, CASF art. R. 123-8",
}
"""The article of each figure that no rule of the book cites by itself."""


def sum_of(case: Case) -> str:
    """The figure that a case asks for, in the words of the cases. Raises ``CaseRefused``."""
    with reading(dict(case.facts), case.place) as fields:
        compute = fields.choice("calcul", SUMS, None)
        with reading(fields.raw("données"), f"{case.place}, données") as given:
            return words(compute(given))


def _day(given: Fields, key: str) -> date:
    found = given.day(key)
    if found is None:
        given.refuse(f"« {key} » manque")
    return found or date.min


def _number(given: Fields, key: str) -> int:
    found = given.number(key)
    if found is None:
        given.refuse(f"« {key} » manque")
    return found or 0


def _notice(given: Fields) -> int | None:
    """Clear days due to a council on a day; nothing where its days are not clear ones."""
    on, is_second = _day(given, "séance"), bool(given.choice("seconde convocation", YES_NO, False))
    council: Council = council_of(given.raw("conseil"), given.place)
    notice = required_notice(council, on, second_convocation=is_second)
    return None if notice is None else notice.clear_days


def _executory(given: Fields) -> date | None:
    return enforceable_from(
        published_on=given.day("publication"),
        transmitted_on=given.day("transmission"),
        is_transmissible=given.choice("transmissible", YES_NO, True),
    )


def _shares(given: Fields) -> tuple[str, ...]:
    """Seats by list; « naissances » gives the birth dates of its candidates, in the order of the list."""
    seats = _number(given, "sièges")
    with reading(given.raw("voix"), f"{given.place}, voix") as votes:
        lists = {name: votes.number(name) or 0 for name in list(votes.rest())}
    births = _births(given)

    def birth_date(index: int, place: int) -> date | None:
        known = births.get(list(lists)[index], [])
        return known[place] if place < len(known) else None

    shared = share_seats(list(lists.values()), seats, birth_date)
    left = (f"non attribués = {shared.unshared}",) if shared.unshared else ()
    return (*(f"{name} = {n}" for name, n in zip(lists, shared.seats, strict=True)), *left)


def _births(given: Fields) -> Mapping[str, list[date]]:
    with reading(given.raw("naissances"), f"{given.place}, naissances") as born:
        lists = {name: born.items(name) for name in list(born.rest())}
    return {
        name: [_day(Fields({"né le": day}, given.place), "né le") for day in days]
        for name, days in lists.items()
    }


SUMS: Mapping[str, Callable[[Fields], Any]] = {
    "jours francs": lambda g: clear_days_between(_day(g, "envoi"), _day(g, "séance")),
    "dernier envoi": lambda g: latest_dispatch(_day(g, "séance"), _number(g, "jours francs")),
    "délai de convocation": _notice,
    "sièges légaux": lambda g: legal_seats(_number(g, "habitants")),
    "conseil réputé complet": lambda g: complete_from(_number(g, "habitants"), _day(g, "date")),
    "quorum": lambda g: Quorum(in_office=_number(g, "en exercice"), present=0).required,
    "demande de scrutin": lambda g: requests_needed(
        g.choice("méthode", METHODS, None), _number(g, "présents")
    ),
    "majorité absolue": lambda g: absolute_majority(_number(g, "exprimés")),
    "liste des délibérations": lambda g: decision_list_due(_day(g, "séance")),
    "délai de recours": lambda g: appeal_deadline(_day(g, "publication")),
    "exécutoire": _executory,
    "répartition proportionnelle": _shares,
}
