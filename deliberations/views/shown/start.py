"""The steps of the first start, and what the facts of a council propose."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from councils.domain import bodies
from councils.domain.membership import number_at
from councils.domain.seats import legal_seats
from councils.domain.tables import table_of
from councils.models import Council, CouncilPreferences
from councils.queries import council_facts
from deliberations.domain.clear_days import Doubt, required_notice

STEPS = (
    ("start_identity", "Identité"),
    ("start_rules", "Règles"),
    ("start_members", "Membres"),
    ("start_ranks", "Tableau"),
    ("start_letterhead", "En-tête"),
    ("start_preview", "Aperçu"),
)
"""Name of each address, and what it is called."""

_DOUBTS = {
    Doubt.UNKNOWN_POPULATION: "La population n'est pas connue : donnez-la pour que le délai soit sûr.",
    Doubt.THRESHOLD_CROSSED: "La population a franchi 3 500 habitants en cours de mandat : le délai long est retenu.",
    Doubt.MANY_SEATS: "La population n'est pas connue ; le nombre de sièges fait retenir le délai long.",
}


@dataclass(frozen=True, slots=True)
class StartStep:
    """``url`` is empty while the council does not exist: only the first step can be opened."""

    label: str
    url: str
    is_here: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing computed, and where it comes from."""

    label: str
    value: str
    why: str


def start_steps(council: Council | None, here: str) -> tuple[StartStep, ...]:
    """The steps of the first start of ``council``, done as its facts tell."""
    done = _done(council) if council else frozenset()
    place = {"council": council.uid} if council else None
    return tuple(
        StartStep(label, reverse(name, kwargs=place) if place else "", name == here, name in done)
        for name, label in STEPS
    )


def next_step(here: str) -> str:
    """The name of the step after ``here``; of the council's own page after the last."""
    names = [name for name, _ in STEPS]
    place = names.index(here) + 1
    return names[place] if place < len(names) else "council"


def _done(council: Council) -> frozenset[str]:
    done = {"start_identity"}
    if council.tribunal or council.department_code:
        done.add("start_rules")
    if council.mandates.exists():
        done.add("start_members")
        if table_of(council_facts(council), date.max).is_ordered:
            done.add("start_ranks")
    if CouncilPreferences.objects.filter(council=council).exists():
        done.add("start_letterhead")
    return frozenset(done)


def proposals_of(council: Council, on: date) -> tuple[Proposal, ...]:
    """What the law says of that council today: seats, notice, publication. Nothing where it says nothing."""
    facts = council_facts(council)
    return (*_seats(facts, on), *_notice(facts, on), *_publication(facts, on))


def _seats(facts: bodies.Council, on: date) -> tuple[Proposal, ...]:
    population = number_at(facts.populations, on)
    if population is None or facts.body_type is not bodies.BodyType.COMMUNE:
        return ()
    seats = f"{legal_seats(population)} sièges"
    return (Proposal("Nombre légal de sièges", seats, f"{population} habitants (CGCT art. L. 2121-2)."),)


def _notice(facts: bodies.Council, on: date) -> tuple[Proposal, ...]:
    notice = required_notice(facts, on)
    if notice is None:
        return (
            Proposal(
                "Délai de convocation",
                _other_notice(facts),
                "Aucun délai en jours francs n'est établi pour cette assemblée.",
            ),
        )
    doubt = f" {_DOUBTS[notice.doubt]}" if notice.doubt else ""
    return (
        Proposal("Délai de convocation", f"{notice.clear_days} jours francs", f"{notice.article}.{doubt}"),
    )


def _other_notice(facts: bodies.Council) -> str:
    """The bodies whose days are not clear ones (CASF art. R. 123-16, CGCT art. L. 2541-2)."""
    is_local = facts.territory is bodies.Territory.ALSACE_MOSELLE
    if facts.body_type is bodies.BodyType.CCAS or (is_local and facts.body_type is bodies.BodyType.COMMUNE):
        return "3 jours au moins"
    return "Celui de vos statuts"


def _publication(facts: bodies.Council, on: date) -> tuple[Proposal, ...]:
    population = number_at(facts.populations, on)
    if facts.body_type is not bodies.BodyType.COMMUNE or population is None:
        return ()
    if population >= 3500:
        said = "Sous forme électronique, obligatoirement"
    else:
        said = "Au choix du conseil ; sans choix, sous forme électronique"
    return (Proposal("Publicité des actes", said, f"{population} habitants (CGCT art. L. 2131-1)."),)
