"""A whole and its parts in one sentence: « 10 000 €, financé par la DETR pour 4 000 € et la commune pour 6 000 € »."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from deliberations.domain.linter.figures import SENTENCE_END, Figure, figures_in, is_whole
from deliberations.domain.linter.ledgers import like, number_of
from deliberations.domain.linter.reading import Advice
from deliberations.domain.linter.totals import sum_advice

_UNIT = re.compile(r"\s?(?:euros?\b|EUR\b|€)(?:\s?(?P<tax>H\.?T\b\.?|T\.?T\.?C\b\.?))?", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:(?P<paid>financée?s?\s(?:par|à\shauteur|comme\ssuit|ainsi)\b)"
    r"|(?:répart\w{1,6}|décompos\w{1,4}|ventil\w{1,4})\s(?:comme\ssuit|ainsi|de\sla\s(?:manière|façon)\ssuivante)\b)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:commune|communale|autofinancement|fonds\spropres|collectivité|ville|communauté|budget|reste)\b",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"\b(?:dont|soit|environ|ou|TVA|total|maxim\w{1,4}|minim\w{1,4}|plafon\w{1,6}|jusqu|par\s(?:an|mois)|sur|compris"
    r"|hors|moins|partie\w{0,8}|notamment|premi[eè]re?|chacune?|chaque)\b|/|×",
    re.IGNORECASE,
)
_END = re.compile(r"[\s.;,)]{0,5}(?:\(?\d{1,3}(?:[.,]\d{1,2})?\s?%\)?)?[\s.;,)]{0,5}")
_LABEL_AFTER = re.compile(r"[^\d;]{0,60}")
"""« 2 000 € pour l'école, 3 000 € pour le stade. »: the label of the last part ends the sentence."""

_FARTHEST_APART = 80
_MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class _Amount:
    figure: Figure
    end: int
    tax: str
    written: str


def parts_of(text: str) -> Iterator[Advice]:
    """Each sentence that tells a whole, then all its parts."""
    if not _SHARED.search(text):
        return
    for sentence in SENTENCE_END.split(text):
        shared = _SHARED.search(sentence)
        if shared:
            yield from _wrong_parts(sentence, shared)


def _wrong_parts(sentence: str, shared: re.Match[str]) -> Iterator[Advice]:
    amounts = list(_amounts_in(sentence))
    wholes = [a for a in amounts if a.end <= shared.start()]
    parts = [a for a in amounts if a.figure.start >= shared.end()]
    if (
        len(wholes) != 1
        or not 2 <= len(parts) <= _MOST_PARTS
        or not _is_plain(sentence, shared, wholes[0], parts)
    ):
        return
    whole, said = wholes[0].figure.value, sentence[shared.end() :]
    made = sum((a.figure.value for a in parts), Decimal(0))
    is_short = made < whole and shared["paid"] is not None and not _OWN.search(said)
    if made != whole and whole < 2 * made < 4 * whole and not is_short and _is_exact(wholes[0], parts, made):
        yield _advice(wholes[0], parts, made)


def _amounts_in(sentence: str) -> Iterator[_Amount]:
    for figure in figures_in(sentence):
        unit = _UNIT.match(sentence, figure.end)
        if unit and is_whole(sentence, figure.start, figure.end):
            tax = (unit["tax"] or "").upper().replace(".", "")
            yield _Amount(figure, unit.end(), tax, sentence[figure.start : unit.end()].rstrip(". "))


def _is_plain(sentence: str, shared: re.Match[str], whole: _Amount, parts: Sequence[_Amount]) -> bool:
    """Every number after the whole is a part or a percentage, and the sentence ends on the last of the parts."""
    told = sentence[whole.end : parts[-1].end]
    starts = {a.figure.start for a in parts}
    others = [f for f in figures_in(sentence) if f.start > whole.end and f.start not in starts]
    is_alone = all(re.match(r"\s?%", sentence[f.end : f.end + 2]) for f in others)
    ends = (_LABEL_AFTER if parts[0].figure.start - shared.end() < 5 else _END).fullmatch(
        sentence[parts[-1].end :]
    )
    is_near = shared.start() - whole.end <= _FARTHEST_APART
    is_of_one_tax = {a.tax for a in parts} <= {"", whole.tax}
    is_plain = is_alone and is_near and is_of_one_tax and not _DOUBTFUL.search(told)
    return is_plain and ends is not None and not _DOUBTFUL.search(ends.group())


def _is_exact(whole: _Amount, parts: Sequence[_Amount], made: Decimal) -> bool:
    """The difference is more than what cents left out may make."""
    has_cents = any("," in a.figure.words or "." in a.figure.words[-3:] for a in (whole, *parts))
    return has_cents or abs(made - whole.figure.value) >= len(parts)


def _advice(whole: _Amount, parts: Sequence[_Amount], made: Decimal) -> Advice:
    number = number_of(whole.written)
    right = like(made, number) if number else f"{made} €"
    terms = " + ".join(a.written for a in parts)
    return sum_advice(f"« {whole.written} » : les parts qui le composent font {right} ({terms}).", right)
