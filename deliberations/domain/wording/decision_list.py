"""The sentences of the list of the deliberations examined (CGCT art. L. 2121-25).

Plain spaces and straight apostrophes here: French typography is applied once, when the view is made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from councils.domain.bodies import PublicationMode
from deliberations.domain.closing import is_put_to_the_vote
from deliberations.domain.enforceability import publication_mode
from deliberations.domain.majority import Verdict
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome, SittingPaper
from deliberations.domain.wording import election_result
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date, weekday_name
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.minutes_votes import named_briefly

HEADERS = ("Point", "Numéro", "Objet", "Résultat")
NOTHING = "Aucune délibération n'a été examinée."
NOT_EXAMINED = "Points de l'ordre du jour non examinés"
NOT_EXAMINED_HEADERS = ("Point", "Objet", "Suite")
_RESULTS = {
    Verdict.ADOPTED: "Adoptée",
    Verdict.REJECTED: "Rejetée",
    Verdict.UNDETERMINED: "Résultat non établi",
}
_LEFT = {ItemOutcome.ADJOURNED: "Ajourné", ItemOutcome.WITHDRAWN: "Retiré de l'ordre du jour"}
_LISTED = (ItemKind.DELIBERATION, ItemKind.ACCOUNTS, ItemKind.MOTION, ItemKind.ELECTION)


@dataclass(frozen=True, slots=True)
class ListedDeliberation:
    """One line: the place on the agenda, the number (empty while there is none), the object, what became of it."""

    order: int
    number: str
    title_html: str
    result: str


def title(body: BodyWords) -> str:
    """« Liste des délibérations examinées par le conseil municipal »."""
    return f"Liste des délibérations examinées par {body.the_assembly}"


def consulted(body: BodyWords) -> str:
    """Where anybody may read the deliberations themselves (art. L. 2121-26)."""
    return f"Les délibérations peuvent être consultées {body.at_the_seat}."


def held_on(record: Record) -> str:
    """« Séance du mardi 19 décembre 2023 »."""
    day = record.sitting.held_on
    return f"Séance du {weekday_name(day)} {long_date(day)}"


def listed_deliberations(record: Record) -> Iterator[ListedDeliberation]:
    """Every deliberation examined, adopted or not, in the order of the agenda.

    What was only told to the assembly is no deliberation; what was put off or withdrawn is told apart.
    """
    for item in _items(record, is_examined=True):
        acts = record.acts_on(item.uid)
        result, pattern = _result(record, item), record.council.number_pattern
        for number, html in [(number_of(act, pattern), act.title_html) for act in acts] or [("", "")]:
            yield ListedDeliberation(item.order, number, html or item.title_html, result)


def not_examined(record: Record) -> Iterator[ListedDeliberation]:
    """What was on the agenda to be decided and was put off or withdrawn, in the order of the agenda."""
    for item in _items(record, is_examined=False):
        yield ListedDeliberation(item.order, "", item.title_html, _LEFT[item.outcome])


def _items(record: Record, *, is_examined: bool) -> Iterator[AgendaItem]:
    for item in sorted(record.sitting.agenda, key=lambda i: i.order):
        is_told = bool(record.acts_on(item.uid)) or _is_listed(record, item)
        if is_told and (item.outcome is ItemOutcome.EXAMINED) is is_examined:
            yield item


def made_public(record: Record) -> str:
    """« Liste affichée et mise en ligne le 21 décembre 2023. », « Liste affichée le …, mise en ligne le … . »"""
    days: dict[str, date] = {}
    for published in record.sitting.publications:
        if published.paper is SittingPaper.DECISION_LIST:
            way = (
                "affichée" if publication_mode(published.fact) is PublicationMode.POSTING else "mise en ligne"
            )
            days[way] = min(days.get(way, date.max), published.fact.effective_on)
    if not days:
        return ""
    if len(set(days.values())) == 1:
        return f"Liste {' et '.join(sorted(days))} le {long_date(next(iter(days.values())))}."
    told = (f"{way} le {long_date(day)}" for way, day in sorted(days.items()))
    return f"Liste {' et '.join(told)}."


def _is_listed(record: Record, item: AgendaItem) -> bool:
    return item.kind in _LISTED or is_put_to_the_vote(record, item)


def _result(record: Record, item: AgendaItem) -> str:
    """What became of an item examined; empty where the record says nothing of it."""
    verdict = record.verdict_on(item.uid)
    if verdict is not None:
        members = MemberWords(record, BodyWords(record.council))
        named = named_briefly(record, members, item) if verdict is Verdict.ADOPTED else ""
        return named or _RESULTS[verdict]
    if elections := record.elections_on(item.uid):
        return " ; ".join(election_result.briefly(record, election) for election in elections)
    if item.kind is ItemKind.ACKNOWLEDGEMENT:
        return "Prise d'acte"
    return "Non mise aux voix" if item.kind in _LISTED else ""
