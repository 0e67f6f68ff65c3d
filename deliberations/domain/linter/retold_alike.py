"""A figure of the decision that is almost one of the statement: « AC 118 », then « AC 188 »; 3,45 %, then 3,54 %.

Told only when the decision's own stands nowhere else in the act, nor the other in the decision, and when each looks
like a slip of the other only. A parcel may border another, a rate may follow another: a word of it keeps silent.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from deliberations.domain.acts import Deliberation
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.amounts import are_swapped, differ_by_one
from deliberations.domain.linter.figures import figures_in, is_whole
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, remark
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.texts import passages

CHANGED = re.compile(
    r"""
    \b(?:ancien\w*|actuel\w*|avenants?|revis\w+|augment\w+|diminu\w+|baiss\w+|hauss\w+|reduit\w*|reduction|\w*negoci\w+
    |initial\w*|preceden\w+|anterieur\w*|dernier\w*|modifi\w+|rectifi\w+|erreur|amend\w+|au\ lieu|pass(?:e|er|ent|ant)
    |port(?:e|er|es|ees|ant)|revalori\w+|index\w+|indices?|remise|rabais|avai(?:t|ent)|etai(?:t|ent)|exceptionnel\w*
    |supplement\w*|complement\w*|actualis\w+|evol\w+|reamenag\w+|refinanc\w+|allong\w+|prorog\w+|prolong\w+|rachat\w*)\b
    """,
    re.VERBOSE,
)
"""Words of a figure that was another before, in folded text."""
MOST_DECIDED, MOST_TOLD = 3, 15
"""Figures left alone on each side: beyond, the act presents a table, where two are alike by chance."""

_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
_YEAR = re.compile(rf"{''.join(f'(?<!{month} )' for month in _MONTHS)}(?<!\d )\b(?:19|20)\d\d\b")
"""A year in folded text, but that of a date."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Parts:
    """The passages of an act: what is told before the decision, the decision, the annexes."""

    told: tuple[Line, ...]
    decided: tuple[Line, ...]
    annexed: tuple[Line, ...]

    def says(self, words: re.Pattern[str]) -> bool:
        """Whether a passage of the statement or of the decision, folded, says one of these words."""
        return any(words.search(fold(line.text)) for line in (*self.told, *self.decided))

    def tells_another_year(self) -> bool:
        """A year of the statement that neither the object nor the decision names: the list may be that year's."""
        named = " ".join(line.text for line in self.decided)
        years: set[str] = set()
        for line in self.told:
            if line.passage.where == "objet":
                named += f" {line.text}"
            else:
                years.update(_YEAR.findall(fold(line.text)))
        return any(year not in named for year in years)


def parts_of(act: Deliberation) -> Parts:
    told: list[Line] = []
    decided: list[Line] = []
    annexed: list[Line] = []
    for passage in passages(act):
        is_decided, is_annexed = (passage.where.startswith(name) for name in ("décision", "annexe"))
        (decided if is_decided else annexed if is_annexed else told).append(Line(act, passage))
    return Parts(tuple(told), tuple(decided), tuple(annexed))


def only_alike(
    told: Sequence[_T], decided: Sequence[_T], is_alike: Callable[[_T, _T], bool]
) -> Iterator[tuple[_T, _T]]:
    """The pairs of which neither is alike to another; nothing where there are too many to compare."""
    if len(told) > MOST_TOLD or len(decided) > MOST_DECIDED:
        return
    pairs = [(one, other) for one in told for other in decided if is_alike(one, other)]
    for one, other in pairs:
        if sum(one in pair for pair in pairs) == sum(other in pair for pair in pairs) == 1:
            yield one, other


@told_once
def check_decided_figure(record: Record) -> Iterator[Finding]:
    """The parcels, the rates, and the duration of a loan."""
    for act in record.sitting.deliberations:
        parts = parts_of(act)
        if any(line.text.strip() for line in parts.decided):
            for line, advice in (*_parcels(parts), *_rates(parts), *_durations(parts)):
                yield remark(record, line, advice)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A figure as it is written; two of one ``kind``, the section of a parcel, may be compared by ``digits``."""

    line: Line
    written: str
    kind: str
    digits: str


_Reader = Callable[[Line], Iterator[_Shown]]


def _left_alone(parts: Parts, reader: _Reader) -> tuple[list[_Shown], list[_Shown]]:
    """The figures told that the decision does not repeat, and those decided that nothing else tells."""
    told, decided = _shown(parts.told, reader), _shown(parts.decided, reader)
    elsewhere = _numbers((*parts.told, *parts.annexed)) if decided else frozenset()
    repeated = _numbers(parts.decided)
    return (
        [one for key, one in told.items() if key not in decided and one.digits not in repeated],
        [one for key, one in decided.items() if key not in told and one.digits not in elsewhere],
    )


def _shown(lines: Sequence[Line], reader: _Reader) -> Mapping[tuple[str, str], _Shown]:
    """The first of each."""
    found = [shown for line in lines for shown in reader(line)]
    return {(shown.kind, shown.digits): shown for shown in reversed(found)}


_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def _numbers(lines: Sequence[Line]) -> frozenset[str]:
    """Every run of figures, whatever it counts: the number of a parcel may stand alone in a cell."""
    found = (number.group() for line in lines for number in _NUMBER.finditer(line.text))
    return frozenset(re.sub(r"[.,]", "", number).lstrip("0") for number in found)


# --- parcels

_OF_LAND = re.compile(r"parcelle|cadastr|\bsections?\s[A-Z]", re.IGNORECASE)
_NUMBERED = r"(?:,?\s?(?:sous\sle\s)?(?:[nN]\s?[°º]s?|[nN]os?|numéros?)\s?)?"
_ALONE = (
    r"(?![\w/²-]|[.,]\d|\s\d|\s?(?:€|%|²|euros?\b|m²|m2\b|mètres\b|h?a\b|ca\b|ares\b|hectares\b|centiares\b))"
)
_PARCEL = re.compile(
    rf"(?<![\w./'’-])(?P<section>[A-Z]{{1,2}})\s?{_NUMBERED}\s?(?P<number>\d{{1,4}}){_ALONE}"
)
_NEXT = re.compile(rf"\s?(?:,|et|&|-)\s?{_NUMBERED}(?P<number>\d{{1,4}}){_ALONE}")
_MOST_PARCELS = 20
"""Numbers read after one section."""
_ELSEWHERE = re.compile(
    r"\b(?:articles?|art|routes?|departementales?|nationales?|autoroutes?|voies?|chemins?|lots?|batiments?|nomenclature"
    r"|instruction|budget|ligne|classe) ?\Z"
)
"""« article L 2122 », « route D 118 », « nomenclature M 57 »."""
_ROADS = frozenset({"RD", "RN", "VC", "CR", "CD", "CV", "PK", "RC", "BP", "CS"})
_NEIGHBOURS = re.compile(
    r"\b(?:voisin\w*|attenant\w*|jouxt\w*|contigu\w*|mitoyen\w*|limitroph\w*|riverain\w*|adjacent\w*|issue?s?|divis\w+"
    r"|detach\w+|provenan\w+|arpentage|borna\w+|ancien\w*|renumerot\w+|remembre\w+|regroup\w+|echang\w+|servitudes?|long\w*"
    r"|bordures?|desser\w+|acces|nouvel\w*|delaisse\w*|habit\w+|demeur\w+|propriet\w+ (?:de|d) (?:la )?parcelle)\b"
)
"""What tells of two parcels side by side, or of one cut in two."""
_LEAST_DIGITS = 3


def _parcels(parts: Parts) -> Iterator[tuple[Line, Advice]]:
    told, decided = _left_alone(parts, _parcels_in)
    if not told or not decided:
        return
    has_neighbours = parts.says(_NEIGHBOURS)
    for one, other in only_alike(told, decided, _are_parcels_alike):
        is_swap = are_swapped(one.digits, other.digits)
        is_next = abs(int(one.digits) - int(other.digits)) == 1  # likely to border one another
        if is_swap or (not has_neighbours and len(decided) == 1):
            is_sure = not has_neighbours and (is_swap or (len(told) == 1 and not is_next))
            yield other.line, _advice("Parcelle", one, other, is_sure=is_sure)


def _are_parcels_alike(one: _Shown, other: _Shown) -> bool:
    if one.kind != other.kind:
        return False
    is_slip = len(one.digits) >= _LEAST_DIGITS and differ_by_one(one.digits, other.digits)
    return is_slip or are_swapped(one.digits, other.digits)


def _parcels_in(line: Line) -> Iterator[_Shown]:
    """« AC 118 », « section AB n° 112 et 113 », in a passage that speaks of land."""
    text = line.text
    for found in _PARCEL.finditer(text) if _OF_LAND.search(text) else ():
        section = found["section"]
        if section in _ROADS or _ELSEWHERE.search(fold(text[max(0, found.start() - 30) : found.start()])):
            continue
        yield _Shown(line, found.group(), section, found["number"].lstrip("0"))
        following = found
        for _ in range(_MOST_PARCELS):
            more = _NEXT.match(text, following.end())
            if more is None:
                break
            yield _Shown(line, f"{section} {more['number']}", section, more["number"].lstrip("0"))
            following = more


# --- rates

_PERCENT = re.compile(r"\s?%")
_MOVING = re.compile(rf"{CHANGED.pattern}|\b(?:livret|euribor|tec|estr|inflation|smic)\b", re.VERBOSE)
"""A rate that has changed, or that follows another."""


def _rates(parts: Parts) -> Iterator[tuple[Line, Advice]]:
    """Two rates of as many decimals, of which two figures are in each other's place."""
    told, decided = _left_alone(parts, _rates_in)
    if told and decided and not parts.says(_MOVING) and not parts.tells_another_year():
        for one, other in only_alike(told, decided, _are_rates_alike):
            yield other.line, _advice("Taux", one, other, is_sure=True)


def _are_rates_alike(one: _Shown, other: _Shown) -> bool:
    return one.kind == other.kind and are_swapped(one.digits, other.digits)


def _rates_in(line: Line) -> Iterator[_Shown]:
    """« 3,45 % », « 12,5 % »: with fewer figures, two rates are alike by chance."""
    text = line.text
    for figure in figures_in(text) if "%" in text else ():
        sign = _PERCENT.match(text, figure.end)
        digits = re.sub(r"\D", "", figure.words)
        if sign and len(digits) >= _LEAST_DIGITS and is_whole(text, figure.start, figure.end):
            decimals = figure.words.replace(".", ",").rpartition(",")[2]
            yield _Shown(line, text[figure.start : sign.end()], f"{len(decimals)}", digits)


# --- the duration of a loan

_LOAN = re.compile(r"\b(?:prets?|emprunts?)\b")
_DURATION = re.compile(r"(?<![\d.,/-])(?P<number>\d{1,3})\s(?P<unit>ans|années|mois)\b", re.IGNORECASE)
_LASTS = re.compile(r"(?:\bduree\b[^.]{0,40}|\b(?:sur|pendant))\Z")
"""Before a duration: « sur 20 ans », « durée : 20 ans », not « il y a 20 ans »."""
_OTHER_DURATIONS = re.compile(
    r"\b(?:differe\w*|franchise|mobilis\w+|preamortis\w+|amortiss\w+ des|amortie?s?|garant\w+|baux|bail|mandat"
    r"|restant\w*|anticip\w+|tranches?|lignes?|valid\w+|engag\w+|relais|dette|preavis|age\w*|delais?|suivants?"
    r"|ci joint|entre)\b"
)
"""What else than the loan may last, and what makes several loans."""


def _durations(parts: Parts) -> Iterator[tuple[Line, Advice]]:
    """« sur 15 ans », then « sur 20 ans »: told when each side tells one duration, and neither word of another."""
    told, decided = _left_alone(parts, _durations_in)
    if not any(_LOAN.search(fold(line.text)) for line in parts.decided):
        return
    if len(told) == len(decided) == 1 and not parts.says(CHANGED) and not parts.says(_OTHER_DURATIONS):
        (one,), (other,) = told, decided
        if len(_shown(parts.told, _durations_in)) == len(_shown(parts.decided, _durations_in)) == 1:
            years = [shown.written.partition(" ")[0] for shown in (one, other)]
            is_sure = are_swapped(*years) or differ_by_one(*years)
            yield other.line, _advice("Durée du prêt", one, other, is_sure=is_sure)


def _durations_in(line: Line) -> Iterator[_Shown]:
    """In months: « 20 ans » and « 240 mois » are the same."""
    for found in _DURATION.finditer(line.text):
        if not _LASTS.search(fold(line.text[max(0, found.start() - 60) : found.start()])):
            continue
        months = int(found["number"]) * (1 if found["unit"].lower() == "mois" else 12)
        yield _Shown(line, found.group(), "", f"{months} mois")


def _advice(name: str, told: _Shown, decided: _Shown, *, is_sure: bool) -> Advice:
    return Advice(
        code="text.decided_figure",
        message=f"{name} à vérifier : « {told.written} » ({told.line.passage.where}), « {decided.written} » dans la "
        "décision.",
        consequence="Seule la décision s'applique : elle ne porte pas sur ce qui a été présenté.",
        remedy="Vérifier lequel est voulu et corriger l'autre.",
        severity=Severity.WARNING if is_sure else Severity.NOTICE,
    )


RULES = (
    house_rule(
        "text.decided_figure",
        "Parcelle, taux ou durée présentés et décidés",
        "La parcelle, le taux et la durée de prêt que la décision retient sont ceux que l'exposé présente.",
        check_decided_figure,
    ),
)
