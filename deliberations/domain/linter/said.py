"""A figure found in the prose of an act, and the same words with the right number."""

import re
from dataclasses import dataclass

from deliberations.domain.linter.figures import value_of_words
from deliberations.domain.wording.numbers import cardinal

_ASIDE = re.compile(r"\s{0,2}:?\s{0,2}\((?P<names>[^()]{3,400})\)")
_NOUN = (
    r"(?P<noun>\b(?:membre|conseill(?:er|ère)|élu|délégué|administrateur|titulaire|municipale|communautaire|pr[ée]sent"
    r"|absent|excus[ée]|repr[ée]sent[ée]|pouvoir|procuration|votant|abstention|suffrage|exprim[ée]e?|vote)e?)"
)
_PLURAL = re.compile(rf"{_NOUN}s\b", re.IGNORECASE)
_SINGULAR = re.compile(rf"{_NOUN}\b(?!\()", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of the prose: what it counts, its value, its words from ``start`` to ``end``.

    The number itself stands from ``number_start`` to ``number_end``; ``names`` are those printed after it, in brackets.
    """

    about: str
    value: int
    start: int
    end: int
    text: str
    number_start: int
    number_end: int

    @property
    def words(self) -> str:
        return " ".join(self.text[self.start : self.end].split())

    @property
    def names(self) -> str:
        found = _ASIDE.match(self.text, self.end)
        return found["names"] if found else ""

    def rewritten(self, value: int) -> str:
        """The same words with another number, in the same form: « 03 voix », « trois voix »."""
        number = self.text[self.number_start : self.number_end]
        head = self.text[self.start : self.number_start]
        tail = self.text[self.number_end : self.end]
        written = f"{head}{_in_form(number, value, tail)}{_agreed(tail, value)}"
        return " ".join(written.split())


def _in_form(number: str, value: int, counted: str) -> str:
    """« 02 » → « 03 », « deux » → « trois », « une » → « trois »."""
    if number.isdigit():
        return f"{value:0{len(number)}d}"
    if value_of_words(number) is None:
        return str(value)
    is_feminine = bool(re.search(r"voix|abstention|procuration", counted, re.IGNORECASE))
    words = cardinal(value, feminine=is_feminine, hyphens=" " not in number.strip())
    return words.upper() if number.isupper() else words.capitalize() if number[0].isupper() else words


def _agreed(counted: str, value: int) -> str:
    """The words counted in the singular or the plural: « 1 abstention », « 2 abstentions »."""
    if value < 2:
        return _PLURAL.sub(r"\g<noun>", re.sub("municipaux", "municipal", counted))
    several = _SINGULAR.sub(lambda found: found.group() + ("S" if found.group().isupper() else "s"), counted)
    return re.sub(r"(?<!conseil )\bmunicipal\b", "municipaux", several)
