"""A number in words beside the same number in figures: « douze mille cinq cents euros (12 500 €) »."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.figures import (
    DIGITS,
    WORDS,
    Figure,
    figures_in,
    is_whole,
    value_of,
    value_of_words,
    words_of,
)
from deliberations.domain.linter.once import times_here, told_once
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.written_dates import dates_in
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule

_MONEY = r"(?:d['’]\s?)?(?:euros?\b|EUR\b|€)"
_TAX = (
    r"(?:hors\staxes?\b|hors\sTVA\b|H\.?T\b\.?|T\.?T\.?C\b\.?|toutes\staxes\scomprises\b|nets?\sde\staxes?\b)"
)
_IN_WORDS = (
    rf"(?P<number>{WORDS})"
    rf"(?:\s(?P<unit>pour\s?cents?\b|{_MONEY})"
    rf"(?:(?:\set|,)?\s(?P<cents>{WORDS})(?P<centimes>\scentimes?\b)|\s(?P<bare>{WORDS}))?(?:\s(?P<tax>{_TAX}))?)?"
)
_IN_FIGURES = rf"(?P<number>{DIGITS})(?:\s?(?P<unit>%|{_MONEY}))?(?:\s?(?P<tax>{_TAX}))?"
_PER = r"(?P<per>\s(?:le|la|par|du)\s\w{1,20}(?:\s\w{1,20})?)?"
"""« 35 € HT le mètre carré (trente-cinq euros hors taxes) »."""

_OPEN = rf"{_PER}\s{{0,3}}[(\[]\s?(?:soit\s)?"
_SOIT = r"\s?,?\ssoit\s"
_SAID_IN_WORDS = re.compile(_IN_WORDS, re.IGNORECASE)
_THEN_FIGURES = re.compile(
    rf"(?:(?P<open>{_OPEN})|(?P<soit>{_SOIT})){_IN_FIGURES}(?P<close>\s?[)\]])?", re.IGNORECASE
)
_UNIT_OF_FIGURES = re.compile(rf"(?:\s?(?P<unit>%|{_MONEY}))?(?:\s?(?P<tax>{_TAX}))?", re.IGNORECASE)
_THEN_WORDS = re.compile(
    rf"(?:(?P<open>{_OPEN})|(?P<soit>{_SOIT})){_IN_WORDS}(?P<close>\s?[)\]])?", re.IGNORECASE
)

_NOT_ALONE = re.compile(
    r"""
    (?:\d|\b(?:milliards?|virgule|pour|septante|octante|huitante|nonante|et|(?:€|euros?)(?:\set|,)?))\s\Z
    | [-\w'’]\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What makes of a run of words a piece of something longer: « 12 mille », « Villeneuve-les-Sept », « l'un »."""

_NUMBERED = re.compile(
    r"\b(?:art(?:icle)?s?\.?|n\s?[°ºo]\.?|numéros?|lots?|chapitres?|sections?|titres?|annexes?|comptes?|points?"
    r"|pages?|tranches?|phases?|zones?|L['’]\s?an|années?|exercices?|résidence|rue)\s\Z",
    re.IGNORECASE,
)
"""What is numbered, not counted: « article deux », « l'an deux mille vingt-trois »."""

_GOES_ON = re.compile(
    r"\s?(?:/|par\b|l['’]|chacun|annue|mensue|au\stotal|en\stout|TTC|HT|k|m)", re.IGNORECASE
)
_A_NOUN = re.compile(r"\s[^\W\d_]{2}")
_VAT = {Decimal(rate) for rate in ("1.2", "1.1", "1.055", "1.021", "1.085")}
_LONGEST = 400
"""Characters of a number in words: the longest has fewer."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A number of a text as it is written. ``unit`` is « € », « % » or empty; ``tax`` is « HT », « TTC » or empty."""

    written: str
    value: Decimal
    unit: str
    tax: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """The same number said twice; ``is_loose`` when « soit » or « par mois » stands between."""

    in_words: _Said
    in_figures: _Said
    is_loose: bool


@told_once
def check_amount_words(record: Record) -> Iterator[Finding]:
    """Every number in words with the same in figures beside it."""
    for line in lines_of(record):
        for pair in (*_words_first(line), *_figures_first(line)):
            if _is_wrong(pair):
                yield remark(record, line, _advice(pair))
        yield from _units_twice(record, line)


_UNIT = r"(?:€|(?:euros?|EUR)\b)"
_UNIT_TWICE = re.compile(rf"\s?{_UNIT}\s?{_UNIT}", re.IGNORECASE)


def _units_twice(record: Record, line: Line) -> Iterator[Finding]:
    """« 12 500 € euros »: a slip that a passage makes at each of its amounts is told of the first."""
    found = [
        (figure.words, twice.group())
        for figure in figures_in(line.text)
        if (twice := _UNIT_TWICE.match(line.text, figure.end))
    ]
    if found:
        yield remark(record, line, _unit_twice(*found[0], len(found)))


def _unit_twice(figures: str, units: str, number: int) -> Advice:
    return Advice(
        code="text.amount_words",
        severity=Severity.NOTICE,
        message=f"« {figures}{units} » : l'unité est en double{times_here(number)}.",
        consequence="Le montant reste clair : ce n'est qu'une faute de frappe.",
        remedy="Garder une seule unité.",
        correction=f"{figures} €",
    )


def _words_first(line: Line) -> Iterator[_Pair]:
    dates = [(found.start, found.end) for found in dates_in(line.text) if found.is_in_words]
    for found in _SAID_IN_WORDS.finditer(line.text):
        figures = _THEN_FIGURES.match(line.text, found.end())
        said = _said_in_words(found)
        if not figures or not said or not _is_alone(line.text, found.start()):
            continue
        is_date = any(start < found.end() and found.start() < end for start, end in dates)
        if is_date or not _is_restated(line.text, figures, is_money=bool(said.unit)):
            continue
        start, end = figures.span("number")
        if is_whole(line.text, start, end) and not _is_a_note(line.text, figures):
            written = line.text[start : figures.end("unit") if figures["unit"] else end]
            in_figures = _Said(written, value_of(figures["number"]), _unit(figures), _tax(figures))
            yield _Pair(said, in_figures, is_loose=_is_loose(figures))


def _figures_first(line: Line) -> Iterator[_Pair]:
    for figure in figures_in(line.text):
        unit = _UNIT_OF_FIGURES.match(line.text, figure.end)
        words = _THEN_WORDS.match(line.text, unit.end() if unit else figure.end)
        said = _said_in_words(words) if words else None
        if unit and words and said and _is_figure_alone(line.text, figure):
            if not _is_restated(line.text, words, is_money=bool(unit["unit"])):
                continue
            written = line.text[figure.start : unit.end("unit") if unit["unit"] else figure.end]
            in_figures = _Said(written, figure.value, _unit(unit), _tax(unit))
            yield _Pair(said, in_figures, is_loose=_is_loose(words))


def _is_figure_alone(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.start - 30) : figure.start]
    return is_whole(text, figure.start, figure.end) and not _NUMBERED.search(before)


def _is_alone(text: str, start: int) -> bool:
    """The words are a number of things, whole: not « l'un », « article deux » nor the « Sept » of a name."""
    before = text[max(0, start - 30) : start]
    if _NOT_ALONE.search(before) or _NUMBERED.search(before):
        return False
    is_a_name = text[start].isupper() and text[start + 1 : start + 2].islower()
    return not is_a_name or not before.strip() or before.rstrip()[-1] in ":;.-–•(«\n"


def _is_restated(text: str, second: re.Match[str], *, is_money: bool) -> bool:
    """Brackets hold the second number alone; after « soit », both are money and the sentence does not go on.

    ``is_money`` tells whether the first has a unit.
    """
    if second["open"] is not None:
        return second["close"] is not None and (is_money or second["per"] is None)
    return is_money and second["unit"] is not None and not _GOES_ON.match(text, second.end())


def _is_loose(second: re.Match[str]) -> bool:
    return second["soit"] is not None or second["per"] is not None


def _is_a_note(text: str, figures: re.Match[str]) -> bool:
    """« (1) » may call a note, or begin a list « (1) … (2) »."""
    if figures["unit"] or figures["soit"] or len(figures["number"]) > 1:
        return False
    after = text[figures.end() : figures.end() + 300]
    return not _A_NOUN.match(after) or f"({int(figures['number']) + 1})" in after


def _said_in_words(found: re.Match[str]) -> _Said | None:
    if found.end("number") - found.start("number") > _LONGEST:
        return None
    whole = value_of_words(found["number"])
    cents = value_of_words(found["cents"] or found["bare"] or "zéro")
    if whole is None or cents is None or cents > 99:
        return None
    end = max(found.end(group) for group in ("number", "unit", "centimes", "bare"))
    written = found.string[found.start("number") : end]
    return _Said(written, whole + Decimal(cents) / 100, _unit(found), _tax(found))


def _unit(found: re.Match[str]) -> str:
    unit = found["unit"] or ""
    return "%" if unit == "%" or unit.lower().startswith("pour") else unit and "€"


def _tax(found: re.Match[str]) -> str:
    tax = (found["tax"] or "").upper().replace(".", "")
    return "TTC" if tax.startswith(("TT", "TOUTES")) else tax and "HT"


def _is_wrong(pair: _Pair) -> bool:
    words, figures = pair.in_words, pair.in_figures
    if words.value == figures.value or {words.tax, figures.tax} == {"HT", "TTC"}:
        return False
    if (words.unit and figures.unit and words.unit != figures.unit) or (
        pair.is_loose and words.tax != figures.tax
    ):
        return False
    # « les deux (2 000 €) », « trois cents euros, soit 3 600 € »: two facts, unless one looks like a slip of the other
    is_doubtful = pair.is_loose or words.tax != figures.tax or bool(figures.unit and not words.unit)
    return not is_doubtful or look_alike(words.value, figures.value)


def look_alike(left: Decimal, right: Decimal) -> bool:
    """Whether one looks like a slip of the other: a figure changed, or two in each other's place."""
    one, other = str(int(left)), str(int(right))
    if len(one) != len(other) or len(one) < 2 or right / left in _VAT or left / right in _VAT:
        return False
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def are_swapped(one: str, other: str) -> bool:
    """Whether two figures side by side stand in each other's place: « 118 350 », « 118 530 »."""
    places = _differences(one, other)
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    left, right = places
    return one[left] == other[right] and one[right] == other[left]


def differ_by_one(one: str, other: str) -> bool:
    """Whether a single figure is another: « 118 », « 188 »."""
    return len(_differences(one, other)) == 1


def figures_of(left: Decimal, right: Decimal) -> tuple[str, str]:
    """The figures of two amounts, to the cent, without the zeros that end both: 45 and 54 for 45 000 and 54 000."""
    one, other = (str(int(value * 100)) for value in (left, right))
    while len(one) > 1 and len(other) > 1 and one.endswith("0") and other.endswith("0"):
        one, other = one[:-1], other[:-1]
    return one, other


def _differences(one: str, other: str) -> list[int]:
    """The places where two runs of as many figures differ; none when one is longer."""
    if len(one) != len(other):
        return []
    return [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


def _advice(pair: _Pair) -> Advice:
    words, figures = pair.in_words, pair.in_figures
    is_money = "€" in (words.unit, figures.unit)
    return Advice(
        code="text.amount_words",
        message=f"« {words.written} » et « {figures.written} » ne sont pas le même "
        f"{'montant' if is_money else 'nombre'}.",
        consequence="Deux montants pour une même somme : on ne sait pas lequel est dû."
        if is_money
        else "Deux nombres pour une même chose : le lecteur ne sait pas lequel est vrai.",
        remedy="Vérifier lequel est le bon et corriger l'autre.",
        correction=_rewritten(words, figures.value),
    )


def _rewritten(words: _Said, value: Decimal) -> str:
    """``value`` in the manner of ``words``: the figures are taken for the right ones, by default."""
    whole, cents = divmod(int(value * 100), 100)
    if whole >= 1_000_000_000 or (cents and words.unit != "€"):
        return ""
    hyphens = "-mille" in words.written or "mille-" in words.written or "-cent" in words.written
    feminine = words.unit == "" and words.written.lower().endswith("une")
    text = words_of(whole, feminine=feminine, hyphens=hyphens)
    if words.unit == "%":
        text += " pour cent"
    elif words.unit == "€":
        text += _in_euros(whole, cents, hyphens=hyphens)
    if words.written.isupper():
        return text.upper()
    return text[0].upper() + text[1:] if words.written[0].isupper() else text


def _in_euros(whole: int, cents: int, *, hyphens: bool) -> str:
    of = " d'" if whole and whole % 1_000_000 == 0 else " "
    euros = f"{of}euro{'s' if whole > 1 else ''}"
    plural = "s" if cents > 1 else ""
    return euros + (f" et {words_of(cents, hyphens=hyphens)} centime{plural}" if cents else "")


RULES = (
    Rule(
        codes=("text.amount_words",),
        title="Deux nombres différents pour un même montant",
        article="",
        says="Un montant ou un nombre écrit en lettres est celui qui l'accompagne en chiffres, et son unité n'est "
        "écrite qu'une fois.",
        check=check_amount_words,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
