"""What a paper says of a vote: unanimity, counts in figures or in words, names beside them, verdict."""

import re
from collections.abc import Iterable

from deliberations.domain.linter.figures import value_of_words
from deliberations.domain.sittings import Confidence
from deliberations.domain.votes import StatedResult
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.model import Found, ReadVote

_COUNT = (
    r"(?P<count>\d{1,4}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|vingt[\w-]*|aucune?|z[ée]ro)"
)
_NOTHING = r"(?:/|n[ée]ant|aucune?|z[ée]ro|-{1,2}(?!\w))"
_WAYS = {
    "in_favour": r"pour\b(?!\s+(?:la|le|les|l'|un|une|des|que|son|sa|ses|extrait|copie))",
    "against": r"contre\b(?!\s+(?:la|le|les|l'|un|une|des)\b)",
    "abstentions": r"abst(?:entions?|enus?|\b\.?)",
    "not_voting": r"(?:ne\s+(?:prend|prennent|prenant)\s+pas\s+part|ne\s+participe(?:nt)?\s+pas|nppv"
    r"|non[ -]participations?|refus\s+de\s+vote)",
}
_BEFORE = {
    name: re.compile(
        rf"\b{_COUNT}\s*(?:\(\w+\)\s*)?(?:voix|votes?|membres?|conseillers?|[ée]lus?)?\s*(?:\(?s\)?)?\s*{way}",
        re.IGNORECASE,
    )
    for name, way in _WAYS.items()
}
_AFTER = {
    name: re.compile(
        rf"(?:ont\s+vot[ée]\s+|se\s+sont\s+|votes?\s+|voix\s+)?{way}\s*(?:\(?s\)?)?\s*(?:au\s+vote\s*)?[:=|]\s*(?P<count>\d{{1,4}}|{_NOTHING})(?!\s*€)",
        re.IGNORECASE,
    )
    for name, way in {**_WAYS, "in_favour": r"pour\b", "against": r"contre\b"}.items()
}
_UNANIMOUS = re.compile(r"(?:[àa]\s+l\s?')?unanimit[ée]|unanimement", re.IGNORECASE)
_MAJORITY = re.compile(r"(?:[àa]\s+la\s+)?majorit[ée]\b(?!\s+des\s+membres\s+en\s+exercice)", re.IGNORECASE)
_REJECTED = re.compile(r"\brejet[ée]+e?s?\b|n'est\s+pas\s+adopt|\bd[ée]lib[ée]ration\s+rejet", re.IGNORECASE)
_ADOPTED = re.compile(
    r"\b(?:approuv[ée]{1,2}s?|adopt[ée]{1,2}s?|valid[ée]{1,2}s?|act[ée]{1,2}s?|vot[ée]{1,2}s?)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:contre|abstentions?|pour|abstenus?)\s*:?\s*(?:\(|:)\s*(?P<names>(?:M\.|MM\.|Mme|Mmes|Monsieur|Madame|[A-ZÀ-Ý]).{2,300}?)(?:\)|$|;)"
)


def read_vote(parts: Iterable[Paragraph], *, told_apart: bool = True) -> Found[ReadVote] | None:
    """The vote of the paragraphs where it may be told. Counts that contradict each other are doubtful.

    ``told_apart`` is false for one line of a list, where « approuvée » alone is the verdict.
    """
    held = [part for part in parts if _tells(part.text, told_apart)]
    if not held:
        return None
    text = " ".join(part.text for part in held)[:3000]
    counts, is_sure = _counts(text)
    stated = _stated(text, counts, told_apart)
    if stated is None and not counts:
        return None
    sure = Confidence.CLEAR if is_sure else Confidence.DOUBTFUL
    told = " ".join(found["names"] for found in _NAMES.finditer(text))[:600]
    return Found(
        ReadVote(text[:600], stated=stated, names=told, **counts), sure, held[0].first, held[-1].last
    )


def _tells(text: str, told_apart: bool) -> bool:
    short = text[:900]
    if _UNANIMOUS.search(short) or _MAJORITY.search(short) or _REJECTED.search(short):
        return True
    if any(pattern.search(short) for pattern in (*_BEFORE.values(), *_AFTER.values())):
        return True
    return not told_apart and _ADOPTED.search(short) is not None


def _counts(text: str) -> tuple[dict[str, int], bool]:
    made: dict[str, int] = {}
    is_sure = True
    # In « Pour : 15 Contre : 0 », fifteen is no count of « contre ».
    taken = {found.start("count") for pattern in _AFTER.values() for found in pattern.finditer(text)}
    for name in _WAYS:
        values = [_value(found["count"]) for found in _AFTER[name].finditer(text)]
        values += [
            _value(found["count"])
            for found in _BEFORE[name].finditer(text)
            if found.start("count") not in taken
        ]
        known = [value for value in values if value is not None]
        if known:
            made[name] = known[0]
            is_sure = is_sure and len(set(known)) == 1
    return made, is_sure


def _value(printed: str) -> int | None:
    if printed.isdigit():
        return int(printed)
    lower = printed.lower()
    if lower in {"/", "-", "--", "néant", "neant", "aucun", "aucune", "zéro", "zero"}:
        return 0
    return value_of_words("un" if lower == "une" else lower)


def _stated(text: str, counts: dict[str, int], told_apart: bool) -> StatedResult | None:
    is_outvoted = (counts.get("against") or 0) > (counts.get("in_favour") or 0) and "in_favour" in counts
    if _REJECTED.search(text) or is_outvoted:
        return StatedResult.REJECTED
    if _UNANIMOUS.search(text) and not counts.get("against"):
        return StatedResult.UNANIMOUS
    if _MAJORITY.search(text) or (not told_apart and _ADOPTED.search(text)):
        return StatedResult.ADOPTED
    return None
