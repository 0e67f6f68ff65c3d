"""What several duties read in the same way."""

from collections.abc import Iterable
from datetime import date

from councils.domain.bodies import BodyType, Council
from councils.domain.membership import mandates_in_office, number_at
from deliberations.domain.clear_days import term_start
from deliberations.domain.findings import Override
from deliberations.domain.posts import COMMUNAL_HEADS, kinds_filled
from deliberations.domain.record import Record
from deliberations.domain.sittings import ItemOutcome, Origin, SittingPaper

NO_POPULATION = "Population inconnue : l'enregistrer pour savoir si cette obligation existe."
NO_TERM = "Début du mandat inconnu : dater les mandats pour savoir si cette obligation existe."
_KINDS = {BodyType.EPCI: "EPCI", BodyType.CLOSED_SYNDICATE: "Syndicat", BodyType.CCAS: "CCAS"}


def kind_of_body(council: Council) -> str:
    """« Commune », « EPCI », « Syndicat », « CCAS »: how a sentence calls the body."""
    return _KINDS.get(council.body_type, "Commune")


def the_body(council: Council) -> str:
    """« la commune », « l'EPCI », « le syndicat »."""
    kind = kind_of_body(council)
    return {"Commune": "la commune", "Syndicat": "le syndicat", "EPCI": "l'EPCI"}.get(kind, f"le {kind}")


def population(council: Council, on: date) -> int | None:
    return number_at(council.populations, on)


def below(council: Council, on: date, threshold: int) -> str:
    """Why a duty of larger bodies does not apply; empty when it does."""
    inhabitants = population(council, on)
    if inhabitants is None:
        return NO_POPULATION
    if inhabitants >= threshold:
        return ""
    return f"{kind_of_body(council)} de moins de {threshold:,} habitants.".replace(",", " ")


def is_term_known(council: Council, on: date) -> bool:
    """Whether most mandates say when they began: one that was filled in mid-term says nothing of the others."""
    mandates = mandates_in_office(council, on)
    return 2 * sum(m.since is not None for m in mandates) > len(mandates)


def is_renewal_year(council: Council, year: int) -> bool:
    """Whether the council was renewed that year, as far as the mandates recorded tell."""
    last_day = date(year, 12, 31)
    return is_term_known(council, last_day) and term_start(council, last_day).year == year


def may_be_renewal_year(council: Council, year: int) -> bool:
    """Whether it was, or may have been: the year of a general renewal, when the mandates do not tell."""
    is_general = year in (1995, 2001, 2008) or (year >= 2014 and (year - 2014) % 6 == 0)
    is_known = is_term_known(council, date(year, 12, 31))
    return is_renewal_year(council, year) if is_known else is_general


def published_on(record: Record, paper: SittingPaper) -> date | None:
    """First day on which a paper of the sitting was posted or put online."""
    facts = (p.fact.effective_on for p in record.sitting.publications if p.paper is paper)
    return min(facts, default=None)


def elects_heads(record: Record) -> bool:
    """Whether the sitting elected the mayor or deputies, by its elections or the titles of its items."""
    examined = (item for item in record.sitting.agenda if item.outcome is ItemOutcome.EXAMINED)
    return any(kinds_filled(record, item) & COMMUNAL_HEADS for item in examined)


def is_old_paper(record: Record) -> bool:
    """On an act taken over from paper, what is not recorded may well have been done."""
    return record.sitting.origin is Origin.RECORDED


def action(record: Record, to_do: str) -> str:
    return f"Non enregistré : {to_do[0].lower()}{to_do[1:]}" if is_old_paper(record) else to_do


def override_of(overrides: Iterable[Override], code: str, item: str | None = None) -> Override | None:
    """The reason for which somebody said that this duty is done or not due."""
    found = (o for o in overrides if o.code == f"duty.{code}" and o.item == item and o.reason.strip())
    return next(found, None)
