"""The rule book as a page that anybody can read: the text of ``docs/legalite.md``."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from councils.domain.bodies import BodyType, Territory
from deliberations.domain.checks.book import CHAPTERS
from deliberations.domain.delegated_checks import DECISION_RULES
from deliberations.domain.duties import DUTIES
from deliberations.domain.gaps import GAPS
from deliberations.domain.rulebook import EVERY_BODY, EVERY_TERRITORY, RULED, VERSION, Certainty
from deliberations.domain.wording.dates import long_date

_CERTAINTIES = {
    Certainty.ESTABLISHED: "établie : lue dans une source",
    Certainty.OLD_TEXT: "texte ancien : lu dans une rédaction de 2015 environ ; alerte seulement",
    Certainty.COMMON_KNOWLEDGE: "connaissance générale : non lue dans un texte ; alerte seulement",
    Certainty.NOT_ESTABLISHED: "non établie ; alerte seulement",
    Certainty.HOUSE: "règle de bonne rédaction ou de calcul : aucun texte ne l'impose",
}
_BODIES = {
    BodyType.COMMUNE: "communes",
    BodyType.EPCI: "EPCI",
    BodyType.CLOSED_SYNDICATE: "syndicats de communes et mixtes fermés",
    BodyType.OPEN_SYNDICATE: "syndicats mixtes ouverts",
    BodyType.CCAS: "CCAS",
    BodyType.OTHER: "autres assemblées",
}
_TERRITORIES = {
    Territory.ORDINARY: "droit commun",
    Territory.ALSACE_MOSELLE: "Alsace-Moselle",
    Territory.OVERSEAS: "outre-mer",
}
_INTRODUCTION = f"""# Ce que Conforme vérifie

Page produite par `python manage.py legalite` à partir du code (version {VERSION} des règles) : ne pas la modifier à
la main.

Chaque règle est lue à la date de la séance : un acte ancien est jugé selon le droit de son jour. Un **refus** arrête
un geste fait avec Conforme (envoyer, clore, numéroter, certifier, publier), jamais l'enregistrement d'un fait qui a
eu lieu. Une **alerte** peut être écartée par un motif, qui est conservé. Une **note** informe. Sur un acte ancien,
tout constat est une simple remarque : seul un juge annule un acte.
"""


class Described(Protocol):
    """What a rule and a duty have in common."""

    @property
    def title(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def certainty(self) -> Certainty: ...
    @property
    def bodies(self) -> frozenset[BodyType]: ...
    @property
    def territories(self) -> frozenset[Territory]: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...


def handbook() -> str:
    """The whole page, in Markdown, ending with a newline."""
    return "\n".join([_INTRODUCTION, *_rules(), *_decisions(), *_duties(), *_gaps()]).rstrip() + "\n"


def _rules() -> Iterator[str]:
    for chapter, rules in CHAPTERS:
        yield f"## {chapter}\n"
        for rule in rules:
            yield from _entry(rule, "Constats", rule.codes)


def _decisions() -> Iterator[str]:
    yield "## Décisions du maire\n"
    for rule in DECISION_RULES:
        yield from _entry(rule, "Constats", rule.codes)


def _duties() -> Iterator[str]:
    yield "## Échéances\n"
    for duty in DUTIES:
        yield from _entry(duty, "Échéance", (duty.code,))


def _gaps() -> Iterator[str]:
    yield "## Ce qui n'est pas vérifié, ou pas tenu pour certain\n"
    for gap in GAPS:
        yield f"- **{gap.subject}.** {gap.reason}"


def _entry(rule: Described, label: str, codes: Iterable[str]) -> Iterator[str]:
    yield f"### {rule.title}\n"
    yield f"{rule.says}\n"
    yield f"- Texte : {rule.article or 'aucun'}"
    yield f"- Sûreté : {_CERTAINTIES[rule.certainty]}"
    yield f"- S'applique à : {_scope(rule)}"
    yield f"- {label} : {', '.join(f'`{code}`' for code in codes)}\n"


def _scope(rule: Described) -> str:
    return "".join([_bodies(rule.bodies), _territories(rule.territories), _period(rule.since, rule.until)])


def _bodies(bodies: frozenset[BodyType]) -> str:
    if bodies == EVERY_BODY:
        return "toutes les assemblées"
    if bodies == RULED:
        return "communes, EPCI, syndicats fermés et CCAS"
    return ", ".join(label for body, label in _BODIES.items() if body in bodies)


def _territories(territories: frozenset[Territory]) -> str:
    if territories == EVERY_TERRITORY:
        return ""
    return f" ({', '.join(label for each, label in _TERRITORIES.items() if each in territories)})"


def _period(since: date | None, until: date | None) -> str:
    start = f", à partir du {long_date(since)}" if since else ""
    return start + (f", jusqu'au {long_date(until)}" if until else "")
