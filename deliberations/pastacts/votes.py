"""What a paper says of a vote: unanimity, counts in figures or in words, names beside them, verdict."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from deliberations.domain.linter.figures import value_of_words
from deliberations.domain.sittings import Confidence
from deliberations.domain.votes import StatedResult
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.model import Found, ReadVote
from deliberations.pastacts.voters import counted_by_name

_COUNT = (
    r"(?P<count>\d{1,4}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize"
    r"|quatorze|quinze|seize|vingt[\w-]*|trente[\w-]*|quarante[\w-]*|aucune?|z[ée]ro)"
)
_NOTHING = r"(?:/|n[ée]ant|aucune?|z[ée]ro|[-–—]{1,2}(?!\w))"
_ABSTAINED = r"abs(?:t(?:entions?|enus?)?)?\b\.?"
_WAYS = {
    "in_favour": r"pour\b(?!\s+(?:la|le|les|l'|un|une|des|que|son|sa|ses|extrait|copie))",
    "against": r"contre\b(?!\s+(?:la|le|les|l'|un|une|des)\b)",
    "abstentions": _ABSTAINED,
    "not_voting": r"(?:ne\s+(?:prend|prennent|prenant)\s+pas\s+part|ne\s+participe(?:nt)?\s+pas|nppv"
    r"|non[ -]participations?|refus\s+de\s+vote)",
}
_BEFORE = {
    name: re.compile(
        rf"\b{_COUNT}\s*(?:\([^()]{{1,40}}\)\s*)?(?:voix|votes?|membres?|conseillers?|[ée]lus?)?\s*(?:\(?s\)?)?"
        rf"\s*(?:\([^()]{{1,40}}\)\s*)?{way}",
        re.IGNORECASE,
    )
    for name, way in _WAYS.items()
}
_AFTER = {
    name: re.compile(
        rf"(?:ont\s+vot[ée]\s+|se\s+sont\s+|votes?\s+|voix\s+)?{way}\s*(?:\(?s\)?)?\s*(?:au\s+vote\s*)?[:=|]\s*"
        rf"(?P<count>\d{{1,4}}|{_NOTHING})(?!\s*€)",
        re.IGNORECASE,
    )
    for name, way in {**_WAYS, "in_favour": r"pour\b", "against": r"contre\b"}.items()
}
_NPPV = r"(?:nppv|n\s?pp\s?v)"
_CELL = rf"(?P<{{}}>\d{{{{1,3}}}}|{_NOTHING.replace('{', '{{').replace('}', '}}')})"
_IN_A_ROW = re.compile(
    rf"(?<!\d\s)\bpour\s*(?:\(s\))?[\s:=|]{{1,4}}{_CELL.format('in_favour')}[\s,;|–—-]{{1,8}}(?:voix\s+|votes?\s+)?contre\s*(?:\(s\))?"
    rf"[\s:=|]{{1,4}}{_CELL.format('against')}"
    rf"(?:[\s,;|–—-]{{1,8}}{_ABSTAINED}\s*(?:\(s\))?[\s:=|]{{1,4}}{_CELL.format('abstentions')}"
    rf"(?:[\s,;|–—-]{{1,8}}{_NPPV}[\s:=|]{{1,4}}{_CELL.format('not_voting')})?)?",
    re.IGNORECASE,
)
"""« pour 10, contre 0, abs 1 », « POUR 14 CONTRE 0 ABSTENTION 0 ». Alone, « pour 10 » is no vote."""
_IN_COLUMNS = re.compile(
    rf"\bpour\s*(?:\(s\))?[\s:|]{{1,6}}(?:votes?\s+|voix\s+)?contre\s*(?:\(s\))?[\s:|]{{1,6}}{_ABSTAINED}\s*(?:\(s\))?[\s:|]{{1,6}}"
    rf"(?P<has_fourth>{_NPPV}[\s:|]{{1,6}})?(?P<in_favour>\d{{1,3}})[\s|]+(?P<against>\d{{1,3}})[\s|]+(?P<abstentions>\d{{1,3}})\b"
    r"(?(has_fourth)(?:[\s|]+(?P<not_voting>\d{1,3})\b)?)",
    re.IGNORECASE,
)
_UNANIMOUS = re.compile(r"(?:[àa]\s+l\s?')?unanimit[ée]|unanimement|accord\s+unanime", re.IGNORECASE)
_BUT_FOR = re.compile(r"unanimit[ée]\s*,?\s*moins\b", re.IGNORECASE)
_UNANIMOUS_COUNT = re.compile(
    r"unanimit[ée](?:\s+des(?:\s+membres)?)?\s*[:(,]?\s*(?:soit\s+)?(?:par\s+)?(?P<count>\d{1,3})\s*"
    r"(?:voix|votes?|votants|suffrages|pour)\b(?!\s+contre)",
    re.IGNORECASE,
)
_VOICES = re.compile(
    rf"\b(?:par|avec)\s+{_COUNT}\s+(?:voix|suffrages)\b(?!\s*(?:pour|contre|\(\w*\)\s*contre))", re.IGNORECASE
)
"""« par 13 voix et une abstention »."""
_MAJORITY = re.compile(
    r"(?<!formant )(?<!formant la )(?<!constituant la )(?:[àa]\s+la\s+)?majorit[ée]\b"
    r"(?!\s+(?:des\s+(?:membres|conseillers)\s+en\s+exercice|absolue\s*[:=]|requise|pour\s+[êe]tre\s+[ée]lu))",
    re.IGNORECASE,
)
_REJECTED = re.compile(r"\brejet[ée]+e?s?\b|n'est\s+pas\s+adopt|\bd[ée]lib[ée]ration\s+rejet", re.IGNORECASE)
_ADOPTED = re.compile(
    r"\b(?:approuv[ée]{1,2}s?|adopt[ée]{1,2}s?|valid[ée]{1,2}s?|act[ée]{1,2}s?|vot[ée]{1,2}s?)\b"
    r"|^(?:[\w' ]{3,30}\s+et\s+)?(?:adoption|approbation|validation|vote)\s+d",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:contre|abstentions?|pour|abstenus?)\s*:?\s*(?:\(|:)\s*(?P<names>(?:M\.|MM\.|Mme|Mmes|Monsieur|Madame|[A-ZÀ-Ý]).{2,300}?)(?:\)|$|;)"
)
_SHORT = 60


def read_vote(parts: Iterable[Paragraph], *, told_apart: bool = True) -> Found[ReadVote] | None:
    """The vote of the paragraphs where it may be told. Counts that contradict each other are doubtful.

    ``told_apart`` is false where the line is known to tell what was decided: « approuvée » alone is the verdict.
    """
    held = [part for part in parts if _tells(part.text, told_apart)]
    if not held:
        return None
    return _vote_of(" ".join(part.text for part in held)[:3000], held[0].first, held[-1].last, told_apart)


def _vote_of(text: str, first: int, last: int, told_apart: bool) -> Found[ReadVote] | None:
    counts, is_sure = _counts(text)
    stated = _stated(text, counts, told_apart)
    if stated is None and not counts:
        return None
    sure = Confidence.CLEAR if is_sure else Confidence.DOUBTFUL
    told = " ".join(found["names"] for found in _NAMES.finditer(text))[:600]
    return Found(ReadVote(text[:600], stated=stated, names=told, **counts), sure, first, last)


def read_table(parts: Sequence[Paragraph]) -> Found[ReadVote] | None:
    """A table of the vote printed away from the decision, its cells read one after the other."""
    for run in _runs(parts):
        found = read_vote([part for part in run if any(each.search(part.text) for each in _AFTER.values())])
        if found is not None and found.value.in_favour is not None:
            return found
        joined = " ".join(part.text for part in run)
        if _IN_COLUMNS.search(joined) or _IN_A_ROW.search(joined):
            return _vote_of(joined, run[0].first, run[-1].last, told_apart=True)
    for part in parts:
        row = _IN_A_ROW.search(part.text[:1500])
        if row and row["abstentions"]:
            return _vote_of(row.group(), part.first, part.last, told_apart=True)
    return None


def with_table(found: Found[ReadVote], parts: Sequence[Paragraph]) -> Found[ReadVote]:
    """A vote told without its counts, with those of a table printed elsewhere: « Pour : 5, Contre : 9 » in the head.

    Where the words and the table differ (« à l'unanimité », three against), the vote is doubtful.
    """
    table = read_table(parts)
    if table is None or table.value.in_favour is None or table.value.against is None:
        return found
    told, counted = found.value, table.value
    pairs = [(getattr(told, name), getattr(counted, name)) for name in _WAYS]
    merged = {
        name: one if one is not None else other for name, (one, other) in zip(_WAYS, pairs, strict=True)
    }
    is_outvoted = (merged["against"] or 0) > (merged["in_favour"] or 0)
    stated = StatedResult.REJECTED if is_outvoted else told.stated
    agrees = all(one == other for one, other in pairs if None not in (one, other)) and stated is told.stated
    if told.stated is StatedResult.UNANIMOUS and merged["against"]:
        agrees = False
    sure = found.confidence if agrees and table.is_clear else Confidence.DOUBTFUL
    return replace(found, value=replace(told, stated=stated, **merged), confidence=sure)


def _runs(parts: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Short paragraphs that follow each other, a whole vote at least."""
    run: list[Paragraph] = []
    for part in parts:
        if len(part.text) <= _SHORT:
            run.append(part)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _tells(text: str, told_apart: bool) -> bool:
    short = text[:900]
    if _UNANIMOUS.search(short) or _MAJORITY.search(short) or _REJECTED.search(short):
        return True
    if any(pattern.search(short) for pattern in (*_BEFORE.values(), *_AFTER.values(), _IN_A_ROW, _VOICES)):
        return True
    if counted_by_name(short):
        return True
    return not told_apart and _ADOPTED.search(short) is not None


def _counts(text: str) -> tuple[dict[str, int], bool]:
    """What is counted of each way of voting, and whether it is counted once or each time the same."""
    known: dict[str, int] = {}
    in_a_row = _IN_COLUMNS.search(text) or _IN_A_ROW.search(text)
    if in_a_row:
        cells = in_a_row.groupdict()
        told = {name: _value(cells[name]) for name in _WAYS if cells.get(name)}
        known = {name: value for name, value in told.items() if value is not None}
        if "abstentions" in known:
            # Those who take no part are often told after the row; another row may be that of another vote.
            apart = {name: figures for name in _WAYS if (figures := _figures(name, text[in_a_row.end() :]))}
            known = {name: figures[0] for name, figures in apart.items()} | known
            is_sure = all(set(figures) == {known[name]} for name, figures in apart.items())
            return {**counted_by_name(text), **known}, is_sure
    made: dict[str, int] = {}
    is_sure = True
    for name in _WAYS:
        figures = _figures(name, text)
        if figures:
            made[name] = figures[0]
            is_sure = is_sure and len(set(figures)) == 1
    if in_a_row:
        made = {**made, **known}
    voices = _UNANIMOUS_COUNT.search(text) or _VOICES.search(text)
    value = _value(voices["count"]) if voices else None
    if value:
        made.setdefault("in_favour", value)
    return {**counted_by_name(text), **made}, is_sure


def _figures(name: str, text: str) -> list[int]:
    """Each count that ``text`` gives of one way of voting, after its word or before it."""
    # In « Pour : 15 Contre : 0 », fifteen is no count of « contre ».
    taken = {found.start("count") for pattern in _AFTER.values() for found in pattern.finditer(text)}
    found = [*_AFTER[name].finditer(text)]
    found += [each for each in _BEFORE[name].finditer(text) if each.start("count") not in taken]
    return [value for each in found if (value := _value(each["count"])) is not None]


def _value(printed: str) -> int | None:
    if printed.isdigit():
        return int(printed)
    lower = printed.lower()
    if lower in {"/", "-", "--", "–", "—", "néant", "neant", "aucun", "aucune", "zéro", "zero"}:
        return 0
    return value_of_words("un" if lower == "une" else lower)


def _stated(text: str, counts: dict[str, int], told_apart: bool) -> StatedResult | None:
    is_outvoted = (counts.get("against") or 0) > (counts.get("in_favour") or 0) and "in_favour" in counts
    if _REJECTED.search(text) or is_outvoted:
        return StatedResult.REJECTED
    if _BUT_FOR.search(text):
        return StatedResult.ADOPTED
    if _UNANIMOUS.search(text) and not counts.get("against"):
        return StatedResult.UNANIMOUS
    if _MAJORITY.search(text) or (not told_apart and _ADOPTED.search(text)):
        return StatedResult.ADOPTED
    return None
