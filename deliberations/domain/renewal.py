"""Starting again from an earlier act: what probably has to change, proposed piece by piece, never done alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deliberations.domain.act_text import ActText
from deliberations.domain.acts import Deliberation
from deliberations.domain.replacing import changed_at, replaced
from deliberations.domain.texts import Passage, passages

_AROUND = 60
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:er)?\s(?:{_MONTHS})\s|\b\d{{1,2}}[/.]\d{{1,2}}[/.])(?:19|20)\d\d\b"
_LAW = r"\b(?:loi|décret|ordonnance|arrêté|directive|règlement|circulaire|instruction)s?\b[^.;]{0,40}?"
_SKIPPED = re.compile(
    rf"{_LAW}(?:n°\s?)?\b\d{{2,4}}-\d+\b(?:\sdu\s{_DATE})?|\b[LRD]\.?\s?\*?\d[\d-]*|\b(?:19|20)\d\d-\d{{1,3}}\b(?!\d)"
)
"""Numbers of laws, articles and acts: a year in them does not move."""
_FOUND = re.compile(
    rf"(?P<DATE>{_DATE})"
    r"|(?P<YEAR>(?<![\d/.-])(?:19|20)\d\d(?:\s?[-/–]\s?(?:19|20)\d\d)?(?![\d/]|-\d|\s?[€%]))"
    r"|(?P<AMOUNT>\b\d{1,3}(?:[ \u00a0\u202f.]\d{3})*(?:,\d{1,2})?\s?(?:€|euros?\b|%))",
    re.IGNORECASE,
)


class SuggestionKind(StrEnum):
    """YEAR carries a new value; DATE and AMOUNT are only pointed at: nobody but the council knows the new one."""

    YEAR = "YEAR"
    DATE = "DATE"
    AMOUNT = "AMOUNT"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``found`` is the ``occurrence``-th (from 0) of its words in the piece ``where``; ``proposed`` may be empty."""

    kind: SuggestionKind
    where: str
    found: str
    occurrence: int
    proposed: str
    before: str
    after: str

    @property
    def key(self) -> str:
        return f"{self.where}|{self.found}|{self.occurrence}"


def suggestions(text: ActText, *, adopted_on: date, held_on: date) -> tuple[Suggestion, ...]:
    """What of an act adopted on one day may have to change in one of ``held_on``, in reading order.

    The years around that of the act move by as many years as have passed; the others are left alone.
    """
    shift = held_on.year - adopted_on.year
    act = Deliberation(
        "", "", title_html=text.title_html, statement_html=text.statement_html, clauses=text.clauses,
        operative=text.operative, annexes=text.annexes,
    )  # fmt: skip
    seen: dict[tuple[str, str], int] = {}
    return tuple(
        suggestion
        for passage in passages(act)
        for suggestion in _of_passage(passage, adopted_on.year, shift, seen)
    )


def _of_passage(
    passage: Passage, year: int, shift: int, seen: dict[tuple[str, str], int]
) -> Iterator[Suggestion]:
    skipped = [match.span() for match in _SKIPPED.finditer(passage.text)]
    for match in _FOUND.finditer(passage.text):
        place = (passage.where, match.group())
        occurrence = seen[place] = seen.get(place, -1) + 1
        if any(start <= match.start() < end for start, end in skipped):
            continue
        kind = SuggestionKind(match.lastgroup or "")
        proposed = _moved(match.group(), year, shift) if kind is SuggestionKind.YEAR else ""
        if kind is SuggestionKind.YEAR and not proposed:
            continue
        yield Suggestion(
            kind,
            passage.where,
            match.group(),
            occurrence,
            proposed,
            passage.text[max(0, match.start() - _AROUND) : match.start()],
            passage.text[match.end() : match.end() + _AROUND],
        )


def _moved(words: str, year: int, shift: int) -> str:
    """« 2023-2024 » → « 2024-2025 »; empty when no year of it is near that of the act, or none passed."""
    if shift <= 0 or not any(abs(int(found) - year) <= 1 for found in re.findall(r"\d{4}", words)):
        return ""
    return re.sub(r"\d{4}", lambda found: str(int(found.group()) + shift), words)


def accepted(text: ActText, choices: tuple[tuple[Suggestion, str], ...]) -> ActText:
    """``text`` with the chosen suggestions made, each with its new words; the last ones first, so that the rank of
    the others holds."""
    for suggestion, new in sorted(choices, key=lambda choice: -choice[0].occurrence):

        def change(html: str, suggestion: Suggestion = suggestion, new: str = new) -> str | None:
            return replaced(html, suggestion.found, new, occurrence=suggestion.occurrence)

        text = changed_at(text, suggestion.where, change) or text
    return text
