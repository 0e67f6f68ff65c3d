"""What several duties read in the same way."""

from collections.abc import Iterable
from datetime import date

from councils.domain.bodies import Council
from councils.domain.membership import number_at
from deliberations.domain.clear_days import term_start
from deliberations.domain.findings import Override
from deliberations.domain.posts import COMMUNAL_HEADS, kind_of_election, kind_of_item
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemKind, Origin, SittingPaper

NO_POPULATION = "Population inconnue : l'enregistrer pour savoir si cette obligation existe."


def population(council: Council, on: date) -> int | None:
    return number_at(council.populations, on)


def below(council: Council, on: date, threshold: int) -> str:
    """Why a duty of larger communes does not apply; empty when it does."""
    inhabitants = population(council, on)
    if inhabitants is None:
        return NO_POPULATION
    if inhabitants >= threshold:
        return ""
    return f"Commune de moins de {threshold:,} habitants.".replace(",", " ")


def is_renewal_year(council: Council, year: int) -> bool:
    """Whether the council was renewed that year, as far as the mandates recorded tell."""
    return term_start(council, date(year, 12, 31)).year == year


def published_on(record: Record, paper: SittingPaper) -> date | None:
    """First day on which a paper of the sitting was posted or put online."""
    facts = (p.fact.effective_on for p in record.sitting.publications if p.paper is paper)
    return min(facts, default=None)


def elects_heads(record: Record) -> bool:
    """Whether the sitting elected the mayor or deputies, by its elections or the titles of its items."""
    council = record.council
    kinds = {kind_of_election(record, election) for election in record.sitting.elections}
    kinds |= {kind_of_item(council, item) for item in record.sitting.agenda if item.kind is ItemKind.ELECTION}
    return bool(kinds & COMMUNAL_HEADS)


def is_old_paper(record: Record) -> bool:
    """On an act taken over from paper, what is not recorded may well have been done."""
    return record.sitting.origin is Origin.RECORDED


def action(record: Record, to_do: str) -> str:
    return f"Non enregistré : {to_do[0].lower()}{to_do[1:]}" if is_old_paper(record) else to_do


def override_of(overrides: Iterable[Override], code: str, item: str | None = None) -> Override | None:
    """The reason for which somebody said that this duty is done or not due."""
    found = (o for o in overrides if o.code == f"duty.{code}" and o.item == item and o.reason.strip())
    return next(found, None)
