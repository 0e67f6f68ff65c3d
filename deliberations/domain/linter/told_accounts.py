"""Results of accounts in prose: « dépenses 2 000 €, recettes 2 500 €, soit un excédent de 500 € », line after line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from deliberations.domain.acts import Deliberation
from deliberations.domain.linter.amounts import look_alike
from deliberations.domain.linter.figures import Figure, decimals_of, figures_in, is_whole
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.ledgers import Entry, Number, like
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.tables import Piece, pieces_of

_UNIT = re.compile(r"\s?(?:€|euros?\b|EUR\b)", re.IGNORECASE)
_MONEY = re.compile(r".*(?:[.,]\d\d|[ \u00a0\u202f.]\d{3})")
"""« 2 033 729.68 », « 120 000 »: an amount even without its unit."""
_SIGN = re.compile(r"[-\u2212–]\s{0,2}\Z")
_KINDS = {
    "expenses": re.compile(r"\bdepenses?\b"),
    "receipts": re.compile(r"\brecettes?\b"),
    "result": re.compile(r"\b(?:resultats?|excedent|deficit|solde)\b"),
}
_RESULT_WORD = re.compile(r"\b(?:résultat|excédent|déficit|solde)", re.IGNORECASE)
_DOUBTFUL = re.compile(
    r"\b(?:report\w*|anterieur\w*|cumul\w*|cloture\w*|n 1|rest\w+|rar|affect\w*|prev\w+|credits?|virement|dont|chapitre"
    r"|reel\w*|ordre|besoin|capacite|moins|ajout\w*|augment\w*|precedent\w*|inscri\w*|environ|emprunt\w*|hors)\b"
)
"""What may stand between receipts, expenses and their difference, or makes of an amount a part of them."""
_TAKES_UP = re.compile(
    r"\b(?:report\w*|compte tenu|y compris|anterieur\w*|apres|avant|cumul\w*|rest\w+|\w*compris)\b"
)
"""« soit un excédent de 60 000 €, compte tenu du report »."""
_GLOBAL = re.compile(r"\b(?:globale?|total|ensemble|general|deux sections)\b")
_SECTIONS = re.compile(r"fonctionnement|exploitation|investissement")
_FARTHEST_BACK = 7
"""Amounts read before a global result: expenses, receipts and result of each section."""
_LONGEST_LABEL = 160
_AFTER = 60
_LEAST = 1_000


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount of the prose: what it counts (empty where not sure), its section, and how it is written."""

    kind: str
    section: str
    entry: Entry
    number: Number

    @property
    def value(self) -> Decimal:
        """A deficit is negative."""
        return -self.number.value if "deficit" in self.entry.folded else self.number.value

    @property
    def is_global(self) -> bool:
        return self.kind == "result" and bool(_GLOBAL.search(self.entry.folded))


def told_results(act: Deliberation) -> Iterator[tuple[str, Advice]]:
    """Each result that looks like a slip for what the amounts just before it make.

    A wholly different one may take up a result of the year before, of which nothing is said.
    """
    for pieces in pieces_of(act):
        for is_text, lines in groupby(pieces, key=lambda piece: isinstance(piece.content, str)):
            told = _told_in(tuple(lines)) if is_text else ()
            for place, one in enumerate(told):
                expected = _expected(told[max(0, place - _FARTHEST_BACK) : place], one)
                if expected and is_a_slip(one.number, expected[1]):
                    yield one.entry.where, result_advice(one.entry, *expected)


def _told_in(lines: Sequence[Piece]) -> tuple[_Told, ...]:
    """The amounts of lines that follow one another, each with the words before it."""
    told: list[_Told] = []
    section = ""
    for piece in lines:
        text, end = str(piece.content), 0
        for figure in figures_in(text):
            unit = _UNIT.match(text, figure.end)
            if not unit and not _MONEY.fullmatch(figure.words):
                continue
            label = text[max(end, figure.start - _LONGEST_LABEL) : figure.start]
            named = _SECTIONS.findall(fold(label))
            section = named[-1] if named else section
            written = text[figure.start : unit.end() if unit else figure.end]
            told.append(_read(piece.where, label, section, figure, written, text))
            end = figure.start + len(written)
        named = _SECTIONS.findall(fold(text[end : end + _LONGEST_LABEL]))
        section = named[-1] if named else section
    return tuple(told)


def _read(where: str, label: str, section: str, figure: Figure, written: str, text: str) -> _Told:
    folded = fold(label)
    kinds = [kind for kind, name in _KINDS.items() if name.search(folded)]
    is_sure = len(kinds) == 1 and not _DOUBTFUL.search(folded) and not _SIGN.search(label)
    after = fold(text[figure.start + len(written) : figure.start + len(written) + _AFTER])
    is_sure = is_sure and is_whole(text, figure.start, figure.end) and not _TAKES_UP.search(after)
    number = Number(written, figure.value, decimals_of(figure.words), "€")
    return _Told(kinds[0] if is_sure else "", section, Entry(where, _shown(label), number), number)


def _shown(label: str) -> str:
    """« , soit un excédent de fonctionnement de » → « excédent de fonctionnement »."""
    found = list(_RESULT_WORD.finditer(label))
    words = label[found[0].start() :] if found else label
    return re.sub(r"(?:\s(?:est|de|d['’]un\smontant\sde|s['’]élève\sà|à))?[\s:=]{0,5}\Z", "", words).strip(
        " :=,;"
    )


def _expected(before: Sequence[_Told], one: _Told) -> tuple[str, Decimal] | None:
    if one.kind != "result":
        return None
    return _of_sections(before) if one.is_global else _of_one_section(before, one)


def _of_one_section(before: Sequence[_Told], one: _Told) -> tuple[str, Decimal] | None:
    """The receipts less the expenses told just before, of the same section."""
    pair = {told.kind: told for told in before[-2:]}
    sections = {told.section for told in pair.values()}
    if set(pair) != {"expenses", "receipts"} or sections not in ({one.section}, {""}):
        return None
    return "recettes − dépenses", pair["receipts"].value - pair["expenses"].value


def _of_sections(before: Sequence[_Told]) -> tuple[str, Decimal] | None:
    """The results of the two sections, when nothing else than their receipts and expenses stands between."""
    results = [told for told in before if told.kind == "result"][-2:]
    since = before[before.index(results[0]) :] if len(results) == 2 else ()
    is_sure = since and all(told.kind for told in since) and not any(told.is_global for told in results)
    if not is_sure or len({told.section for told in results}) != 2:
        return None
    return "les résultats des deux sections", sum((told.value for told in results), Decimal(0))


def is_a_slip(number: Number, expected: Decimal) -> bool:
    """Whether a result is written almost as it should be; small numbers are alike by chance."""
    rounding = Decimal("1.5") if number.step == 1 else Decimal(0)
    written, right = abs(number.value), abs(expected)
    return abs(right - written) > rounding and written >= _LEAST and look_alike(right, written)


def result_advice(entry: Entry, said: str, expected: Decimal) -> Advice:
    """What is said of a wrong result, wherever it stands."""
    number: Number | None = entry.number
    right = like(expected, number) if number else ""
    written = number.written if number else ""
    return Advice(
        code="text.account_result",
        message=f"« {entry.label} » : {written}, mais {said} font {right}.",
        consequence="Un résultat faux fausse l'affectation et la reprise au budget.",
        remedy="Refaire le calcul, signe compris, et corriger le chiffre qui est faux.",
        correction=right,
    )
