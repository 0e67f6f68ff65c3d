"""The table of a council as the pages show it: finished French, nothing left to count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from councils.domain.bodies import Council as CouncilFacts
from councils.domain.membership import is_in_force
from councils.domain.people import Mandate as MandateFacts
from councils.domain.people import Office, OfficeKind
from councils.domain.ranks import RankBasis
from councils.domain.tables import CouncilTable, MissingFact, missing_for_ranks, table_of
from councils.models import Council
from councils.models.choices import CIVILITIES, OFFICE_KINDS
from councils.queries import council_facts

BASES = {
    RankBasis.LEGAL: ("Ordre légal", "success"),
    RankBasis.RECORDED: ("Rang relevé", "info"),
    RankBasis.LISTED: ("Ordre de saisie", "warning"),
}
FACTS = {
    "elected_on": "la date d'élection",
    "votes_obtained": "les suffrages obtenus",
    "birth_date": "la date de naissance",
    "order": "l'ordre d'élection",
}


@dataclass(frozen=True, slots=True)
class ShownMember:
    """One row. ``basis`` and ``tone`` are empty outside the order of the table."""

    rank: str
    name: str
    office: str
    birth_date: date | None
    elected_on: date | None
    votes: int | None
    electoral_list: str
    period: str
    url: str
    basis: str = ""
    tone: str = "secondary"
    missing: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class ShownTable:
    """``summary`` says how many sit, ``explanation`` how the order is known, ``lacks`` what is missing for it."""

    members: tuple[ShownMember, ...]
    substitutes: tuple[ShownMember, ...]
    past: tuple[ShownMember, ...]
    summary: str
    vacancy: str
    explanation: str
    lacks: tuple[str, ...]
    is_ordered: bool


def shown_table(council: Council, on: date) -> ShownTable:
    """The table of ``council`` on that day, in a constant number of queries."""
    facts = council_facts(council)
    table = table_of(facts, on)
    show = _Shower(council, facts, on)
    missing = missing_for_ranks(facts, on)
    lacks = _by_mandate(missing)
    return ShownTable(
        members=tuple(
            show.row(r.mandate, rank=str(r.rank), basis=r.basis, missing=lacks.get(r.mandate.uid, ""))
            for r in table.members
        ),
        substitutes=tuple(show.row(m) for m in table.substitutes),
        past=tuple(show.row(m) for m in table.past),
        summary=_summary(table),
        vacancy=_vacancy(table),
        explanation=_explanation(table),
        lacks=_lacks(missing),
        is_ordered=table.is_ordered,
    )


@dataclass(frozen=True, slots=True)
class _Shower:
    council: Council
    facts: CouncilFacts
    on: date

    def row(
        self, mandate: MandateFacts, *, rank: str = "", basis: RankBasis | None = None, missing: str = ""
    ) -> ShownMember:
        person = next((p for p in self.facts.persons if p.uid == mandate.person), None)
        label, tone = BASES[basis] if basis else ("", "secondary")
        day = min(self.on, mandate.until) if mandate.until else self.on
        return ShownMember(
            rank=rank,
            name=name_of(self.facts, mandate),
            office=", ".join(office_words(o) for o in mandate.offices if is_in_force(o, day)),
            birth_date=person.birth_date if person else None,
            elected_on=mandate.elected_on,
            votes=mandate.votes_obtained,
            electoral_list=mandate.electoral_list,
            period=period_words(mandate.since, mandate.until),
            url=reverse("member", kwargs={"council": self.council.uid, "mandate": mandate.uid}),
            basis=label,
            tone=tone,
            missing=missing,
            uid=mandate.uid,
        )


def name_of(facts: CouncilFacts, mandate: MandateFacts) -> str:
    """« Madame Hélène Havret », or the designation where nobody is known."""
    person = next((p for p in facts.persons if p.uid == mandate.person), None)
    if person is None:
        return mandate.label
    civility = CIVILITIES[person.civility] if person.civility else ""
    return " ".join(part for part in (civility, person.given_name, person.family_name) if part)


def office_words(office: Office) -> str:
    """The printed title where there is one, else the kind: « Maire », « Adjoint (2) »."""
    if office.title:
        return office.title
    label = OFFICE_KINDS[office.kind]
    is_numbered = office.order is not None and office.kind in {OfficeKind.DEPUTY, OfficeKind.VICE_PRESIDENT}
    return f"{label} n° {office.order}" if is_numbered else label


def period_words(since: date | None, until: date | None) -> str:
    """« depuis le 23/05/2020 », « du … au … », or nothing."""
    if since and until:
        return f"du {since:%d/%m/%Y} au {until:%d/%m/%Y}"
    if since:
        return f"depuis le {since:%d/%m/%Y}"
    return f"jusqu'au {until:%d/%m/%Y}" if until else ""


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count < 2 else many}"


def _summary(table: CouncilTable) -> str:
    members = _plural(len(table.members), "membre en exercice", "membres en exercice")
    return members if table.seats is None else f"{members} pour {_plural(table.seats, 'siège', 'sièges')}"


def _vacancy(table: CouncilTable) -> str:
    if table.vacant is None:
        return "Le nombre de sièges n'est pas enregistré : les sièges vacants ne peuvent pas être comptés."
    extra = len(table.members) - (table.seats or 0)
    if extra > 0:
        return f"{_plural(extra, 'membre', 'membres')} de plus que de sièges : vérifiez les dates de mandat."
    return _plural(table.vacant, "siège vacant", "sièges vacants") if table.vacant else ""


def _explanation(table: CouncilTable) -> str:
    bases = {member.basis for member in table.members}
    if not bases:
        return ""
    if bases == {RankBasis.LEGAL}:
        return (
            "Ordre calculé d'après la loi : le maire, les adjoints dans l'ordre de leur élection, puis les conseillers "
            "par date d'élection, suffrages obtenus et âge (CGCT art. L. 2121-1)."
        )
    if RankBasis.LISTED not in bases:
        return (
            "Certains rangs sont relevés sur un acte ou sur un tableau existant : ils servent là où des faits manquent "
            "pour calculer l'ordre légal (CGCT art. L. 2121-1)."
        )
    return (
        "L'ordre légal ne peut pas encore être calculé pour tous : certains membres sont dans l'ordre de leur saisie. "
        "Les actes les citeraient dans cet ordre."
    )


def _by_mandate(missing: Sequence[MissingFact]) -> Mapping[str, str]:
    return {each.mandate: f"Manque : {FACTS[each.fact]}" for each in missing}


def _lacks(missing: Sequence[MissingFact]) -> tuple[str, ...]:
    """« la date de naissance de 3 membres », one for each fact."""
    counts: dict[str, int] = {}
    for each in missing:
        counts[each.fact] = counts.get(each.fact, 0) + 1
    return tuple(f"{FACTS[fact]} de {_plural(n, 'membre', 'membres')}" for fact, n in counts.items())
