"""Subjects that come back on agendas: the built-in ones, what they propose for a day, and the words that find them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from deliberations.domain.linter.folding import fold, folded_words
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.domain.votes import NominationBasis

NEXT_BUDGET_SINCE = 11
"""From November on, a budget voted is most often the next year's: a proposal, corrected on the item."""
SINGLE_STATEMENT_SINCE = 2026
"""First financial year of which no compte administratif, nor compte de gestion, is voted any more."""
_SINGLE = re.compile(r"comptes? financiers? uniques?", re.IGNORECASE)
_BOOKKEEPER = r" d(?:u|e la|es) (?:comptables?(?: publi(?:que|c)s?)?|receveu\w+|tr[ée]sori\w+)"
_OF_BOOKKEEPER = re.compile(_BOOKKEEPER, re.IGNORECASE)
_SEPARATE = re.compile(
    r"comptes? administratifs?(?: et (?:(?:les?|du|des) )?(?:comptes? )?de gestion)?"
    rf"|comptes? de gestion(?:{_BOOKKEEPER})?(?: et (?:(?:les?|du|des) )?comptes? administratifs?)?",
    re.IGNORECASE,
)
_NEW_SCHOOL_YEAR_SINCE = 3
"""From March on, tariffs « for the school year » are those of the coming one."""
_GAP = re.compile(r"\[[^\[\]]{1,60}\]")
_YEAR = re.compile(r"(?<![\d-])(20\d\d)(?![\d])")
_NOT_TRANSMITTED = frozenset({ItemKind.INFORMATION, ItemKind.QUESTION})


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """What is proposed for a new item; each field is that of ``AgendaItem``.

    ``key`` names where it comes from; ``months`` are those when it usually comes back, none at any time. ``words``
    find it besides those of its title. ``is_transmissible`` and ``financial_year`` may be left to what follows
    from the kind and from the day.
    """

    key: str
    title_html: str
    theme: str = ""
    kind: ItemKind = ItemKind.DELIBERATION
    subject: Subject = Subject.NONE
    matter_code: str = ""
    months: tuple[int, ...] = ()
    nomination: NominationBasis | None = None
    financial_year: int | None = None
    bears_on: str = ""
    is_transmissible: bool | None = None
    note_html: str = ""
    words: str = ""

    @property
    def has_gaps(self) -> bool:
        """Whether the title still holds « [date] », to be filled by hand."""
        return bool(_GAP.search(self.title_html))


@lru_cache(maxsize=1)
def built_in_subjects() -> tuple[ItemProposal, ...]:
    """The built-in library, in the order of its file."""
    table = files("deliberations.domain") / "data" / "recurring_subjects.json"
    return tuple(_proposal(entry) for entry in json.loads(table.read_text(encoding="utf-8")))


def _proposal(entry: dict[str, Any]) -> ItemProposal:
    nomination = entry.get("nomination")
    return ItemProposal(
        key=entry["key"],
        title_html=entry["title"],
        theme=entry["theme"],
        kind=ItemKind(entry["kind"]),
        subject=Subject(entry["subject"]),
        matter_code=entry["matter"],
        months=tuple(entry["months"]),
        nomination=NominationBasis(nomination) if nomination else None,
        bears_on=entry.get("financial_year", ""),
        is_transmissible=entry.get("is_transmissible"),
        words=entry.get("words", ""),
    )


def is_transmitted_by_kind(kind: ItemKind) -> bool:
    """Whether an item of that kind makes an act to transmit (CGCT art. L. 2131-2): informations and questions do not.

    A proposal: the exceptions (art. L. 2131-3) are for the clerk to tell.
    """
    return kind not in _NOT_TRANSMITTED


def proposed_for(proposal: ItemProposal, held_on: date) -> ItemProposal:
    """The same with the years that follow from the day of the sitting, in its title and for its accounts."""
    budget = held_on.year + (held_on.month >= NEXT_BUDGET_SINCE)
    years = {"budget": budget, "current": held_on.year, "previous": held_on.year - 1}
    first = held_on.year if held_on.month >= _NEW_SCHOOL_YEAR_SINCE else held_on.year - 1
    words = {
        "{année du budget}": years.get(proposal.bears_on, budget),
        "{année}": held_on.year,
        "{année précédente}": held_on.year - 1,
        "{année suivante}": held_on.year + 1,
        "{année scolaire}": f"{first}-{first + 1}",
    }
    title = proposal.title_html
    for word, year in words.items():
        title = title.replace(word, str(year))
    financial_year = proposal.financial_year or years.get(proposal.bears_on)
    return replace(proposal, title_html=title, financial_year=financial_year)


def one_year_later(text: str) -> str:
    """« Budget primitif 2023 » → « Budget primitif 2024 »: every year of this century moves. A proposal to re-read."""
    return _YEAR.sub(lambda found: str(int(found.group(1)) + 1), text)


def under_single_statement(proposals: Iterable[ItemProposal], held_on: date) -> tuple[ItemProposal, ...]:
    """``proposals`` where the accounts of 2026 on are told as the single financial statement, once.

    The compte financier unique replaces both the compte administratif and the compte de gestion, at the latest for the
    accounts of 2026 (CGCT art. L. 1612-12). What is typed by hand stays free.
    """
    found = list(proposals)
    kept = [p for p in found if not _is_replaced(p, held_on)]
    titles = {p.title_html for p in kept if _SINGLE.search(p.title_html)}
    result = []
    for proposal in found:
        if not _is_replaced(proposal, held_on):
            result.append(proposal)
            continue
        title = _OF_BOOKKEEPER.sub("", _SEPARATE.sub(_as_single, proposal.title_html))
        if title not in titles:
            titles.add(title)
            result.append(
                replace(proposal, title_html=title, kind=ItemKind.ACCOUNTS, subject=Subject.ACCOUNTS)
            )
    return tuple(result)


def _is_replaced(proposal: ItemProposal, held_on: date) -> bool:
    """Whether it names the former accounts of a year of which there are none; without a year, the one before."""
    if not _SEPARATE.search(proposal.title_html):
        return False
    years = [int(year) for year in _YEAR.findall(proposal.title_html)]
    year = proposal.financial_year or max(years, default=held_on.year - 1)
    return year >= SINGLE_STATEMENT_SINCE


def _as_single(found: re.Match[str]) -> str:
    return "Compte financier unique" if found.group()[0].isupper() else "compte financier unique"


def comes_back(proposal: ItemProposal, held_on: date) -> bool:
    """Whether the subject is of that season. One that comes back at any time is of none."""
    return held_on.month in proposal.months


def without_years(text: str) -> str:
    """A title by which the same business is known from one year to the next."""
    return " ".join(word for word in folded_words(text) if not word.isdigit())


def found_by(proposals: Iterable[ItemProposal], search: str) -> tuple[ItemProposal, ...]:
    """Those in which each word of ``search`` begins a word of the title, the theme or the words that find them."""
    wanted = folded_words(search)
    return tuple(p for p in proposals if _holds(p, wanted))


def _holds(proposal: ItemProposal, wanted: tuple[str, ...]) -> bool:
    words = fold(f"{proposal.title_html} {proposal.theme} {proposal.words}").split()
    return all(any(word.startswith(start) for word in words) for start in wanted)
