"""Who was there, as the paper counts and names them. Names stay text: nobody is recognised here."""

import re
from collections.abc import Iterable, Sequence

from deliberations.domain.sittings import Confidence
from deliberations.pastacts import words
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.model import Found

_FIGURE = (
    r"(?P<count>\d{1,3})(?![\d/:hH.,]|\s*(?:h\b|heures|janvier|f[ée]vrier|mars|avril|mai\b|juin"
    r"|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|€))"
)
_LABELS = {
    "in_office": r"(?:membres?|conseillers?(?:\s+(?:municipaux|communautaires"
    r"|syndicaux))?)?\s*en\s+exercice|afférents?\s+au\s+conseil(?:\s+municipal)?",
    "present": r"pr[ée]sents?",
    "represented": r"repr[ée]sent[ée]e?s?|pouvoirs?|procurations?|ayant\s+donn[ée]\s+(?:pouvoir"
    r"|procuration)s?|ont\s+donn[ée]\s+(?:pouvoir|procuration)",
    "absent": r"absents?(?!\s+excus)",
    "excused": r"(?:absents?\s+)?excus[ée]e?s?",
    "voters": r"votants?|qui\s+ont\s+pris\s+part\s+(?:au\s+vote|[àa]\s+la\s+d[ée]lib[ée]ration)",
}
_AFTER = {
    name: re.compile(rf"\b(?:{label})\b[^\d.;:|()]{{0,60}}[:|(=]?\s*(?:\(\s*)?:?\s*{_FIGURE}", re.IGNORECASE)
    for name, label in _LABELS.items()
}
_BEFORE = {
    name: re.compile(
        rf"(?<![\d/:.,])(?P<count>\d{{1,3}})\s+(?:membres?\s+|conseillers?\s+)?(?:{label})\b", re.IGNORECASE
    )
    for name, label in _LABELS.items()
}
_ALONE = {
    name: re.compile(
        rf"(?:nombre\s+de\s+)?(?:conseillers?\s+|membres?\s+)?(?:\w+\s+)?(?:{label})\s*:?", re.IGNORECASE
    )
    for name, label in _LABELS.items()
}
_LISTS = {
    "proxies": re.compile(
        r"(?:pouvoirs?|procurations?|(?:ont|a|ayant|avaient)\s+donn[ée]\s+(?:pouvoir|procuration))",
        re.IGNORECASE,
    ),
    "excused": re.compile(r"(?:absents?\s+)?excus[ée]e?s?", re.IGNORECASE),
    "absent": re.compile(r"absente?s?", re.IGNORECASE),
    "present": re.compile(r"pr[ée]sente?s?", re.IGNORECASE),
    "secretary": re.compile(r"secr[ée]taire", re.IGNORECASE),
}
_LIST_LABEL = re.compile(
    r"(?P<label>(?:[ée]taient\s+|[ée]tait\s+)?(?:(?:les\s+)?(?:conseillers?|membres?)\s+(?:municipaux\s+)?)?"
    r"(?:pr[ée]sente?s?|absente?s?(?:\s+excus[ée]e?s?)?(?:\s+ayant\s+donn[ée]\s+\w+)?|excus[ée]e?s?(?:\s+ayant\s+donn[ée]\s+\w+)?|repr[ée]sent[ée]e?s?"
    r"|pouvoirs?|procurations?|(?:a|ont|ayant|avaient)\s+donn[ée]\s+(?:pouvoir|procuration)"
    r"|(?:[ée]lue?\s+)?secr[ée]taire(?:\s+de\s+s[ée]ance)?|le\s+conseil\s+a\s+choisi\s+comme\s+secr[ée]taire)[^:]{0,70}?)\s*:\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)


def read_counts(head: Sequence[Paragraph]) -> dict[str, Found[int]]:
    """Figures that the paper prints of the assembly; two different ones for the same word are doubtful."""
    made = _columns(head)
    for paragraph in head:
        text = paragraph.text[:1500]
        if words.clause_of(text) is not None:
            continue
        for name in _LABELS:
            for found in _AFTER[name].finditer(text):
                _keep(made, name, int(found["count"]), paragraph)
            if name in ("present", "voters", "in_office"):
                for found in _BEFORE[name].finditer(text):
                    _keep(made, name, int(found["count"]), paragraph)
    return made


def _keep(made: dict[str, Found[int]], name: str, count: int, paragraph: Paragraph) -> None:
    known = made.get(name)
    if known is None:
        made[name] = Found(count, Confidence.CLEAR, paragraph.first, paragraph.last)
    elif known.value != count:
        made[name] = Found(known.value, Confidence.DOUBTFUL, known.first, known.last)


def _columns(head: Sequence[Paragraph]) -> dict[str, Found[int]]:
    """A table whose columns were read one after the other: four labels, then four numbers."""
    labels: list[str] = []
    place = 0
    while place < len(head):
        name = _label_alone(head[place].text)
        if name:
            labels.append(name)
            place += 1
            continue
        numbers = _numbers_at(head, place)
        if labels and len(labels) == len(numbers):
            return {
                label: Found(number, Confidence.CLEAR, head[place].first, head[place].last)
                for label, number in zip(labels, numbers, strict=True)
            }
        labels = []
        place += 1
    return {}


def _label_alone(text: str) -> str:
    return next((name for name, pattern in _ALONE.items() if pattern.fullmatch(text)), "")


def _numbers_at(head: Sequence[Paragraph], place: int) -> list[int]:
    numbers: list[int] = []
    for paragraph in head[place : place + 8]:
        parts = paragraph.text.split()
        if not all(re.fullmatch(r"\d{1,3}", part) for part in parts):
            break
        numbers += [int(part) for part in parts]
    return numbers


def read_names(head: Iterable[Paragraph]) -> dict[str, Found[str]]:
    """The words under « Présents », « Absents », « Pouvoirs » and « Secrétaire », as they are printed."""
    made: dict[str, Found[str]] = {}
    current = ""
    for paragraph in head:
        found = _LIST_LABEL.match(paragraph.text)
        if found:
            current = _kind_of(found["label"])
            _extend(made, current, re.sub(r"^\d{1,3}\b\s*", "", found["rest"]), paragraph)
        elif words.is_fact(paragraph.text) or len(paragraph.text) > 2000 or words.is_head(paragraph.text):
            current = ""
        elif current and words.looks_like_names(paragraph.text):
            _extend(made, current, paragraph.text, paragraph)
        elif len(paragraph.text) > 200:
            current = ""
    return {name: found for name, found in made.items() if len(found.value) > 2}


def _kind_of(label: str) -> str:
    return next((name for name, pattern in _LISTS.items() if pattern.search(label)), "")


def _extend(made: dict[str, Found[str]], name: str, text: str, paragraph: Paragraph) -> None:
    if not name:
        return
    known = made.get(name)
    first = known.first if known else paragraph.first
    value = f"{known.value} ; {text.strip()}" if known else text.strip()
    made[name] = Found(value[:4000].strip(" ;"), Confidence.CLEAR, first, paragraph.last)
