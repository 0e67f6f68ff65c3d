"""The day of a sitting and the other dates of an act, from what is printed around each."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from deliberations.domain.linter.figures import WORDS, value_of_words
from deliberations.domain.linter.written_dates import WrittenDate, dates_in
from deliberations.domain.sittings import Confidence
from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.model import Found, SourceLine
from deliberations.pastacts.words import MET, YEAR_FIRST, is_day_line

EARLIEST, LATEST = 1800, 2100
_YEAR_WORDS = re.compile(rf"l'?\s?an\s+(?:(?P<digits>\d{{4}})|(?P<words>{WORDS}))", re.IGNORECASE)
_SITTING = re.compile(
    r"(?:s[ée]ance|r[ée]union|session|conseil\s+(?:municipal|communautaire|syndical)|comit[ée]\s+syndical"
    r"|d[ée]lib[ée]ration|municipal\s+s'est\s+r[ée]uni|examin[ée]e?|convocation\s+du\s+conseil)"
    r"[^.;]{0,60}?(?:du|le|des|\bde)?\s*$",
    re.IGNORECASE,
)
_NOT_THE_DAY = re.compile(
    r"convo(?:qu[ée]|cation)[^.;]{0,45}$|affich\w*[^.;]{0,30}$|approbation[^.;]{0,60}$|adoption[^.;]{0,60}$"
    r"|publi(?!que)\w*[^.;]{0,30}$|re[çc]u\w*[^.;]{0,40}$|\w\W+proc[èe]s[ -]verbal\s+(?:de\s+la\s+s[ée]ance"
    r"|du\s+conseil)[^.;]{0,40}$"
    r"|transmi\w*[^.;]{0,30}$|\bn°\s*[\w./-]+\s+du\s+$|\bloi\b[^.;]{0,40}$|d[ée]cret[^.;]{0,40}$|derni[èe]re\s[^.;]{0,60}$"
    r"|fait\s+[àa][^.;]{0,40}$|d[ée]lib[ée]ration\s+du\s+conseil\s+municipal\s+n°[^;]{0,30}$",
    re.IGNORECASE,
)
_OTHERS = {
    "convocation": re.compile(r"convocation|convoqu[ée]s?", re.IGNORECASE),
    "transmitted": re.compile(
        r"re[çc]ue?\s+(?:en\s+(?:sous-)?pr[ée]fecture|par\s+le\s+repr[ée]sentant)|r[ée]ception\s+(?:en\s+)?pr[ée]fecture"
        r"|date\s+de\s+r[ée]ception",
        re.IGNORECASE,
    ),
    "published": re.compile(
        r"publi[ée]e?\s+(?:et\s+\w+\s+)?le|mise?\s+en\s+ligne|date\s+de\s+publication|affich[ée]e?\s+le",
        re.IGNORECASE,
    ),
}
_LEGAL_ID = re.compile(
    r"\b(?P<department>\d{2,3}|2[AB])-?\d{9}-?(?P<day>\d{8})-?(?P<number>[\w .-]{1,24}?)-?(?P<nature>DE"
    r"|AR|AU|BF|CC|AI)\b"
)


def legal_id(lines: Iterable[SourceLine]) -> Found[tuple[str, date | None]] | None:
    """The identifier that the State's reception prints: « 078-217800432-20240306-Delib2024-06-DE » → number, day."""
    for line in lines:
        found = _LEGAL_ID.search(line.text)
        if found:
            value = (found["number"].strip(" -"), day_of_digits(found["day"]))
            return Found(value, Confidence.CLEAR, line.number, line.number)
    return None


def day_of_digits(digits: str) -> date | None:
    """« 20240306 » → the day; ``None`` when there is no such day."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if EARLIEST <= day.year <= LATEST else None


def day_in_number(number: str) -> date | None:
    """« DEL_20220628_1 », « 2022-12-09/01 »: the day that some numbers hold."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)[-_./]?(\d\d)[-_./]?(\d\d)(?!\d)", number)
    return day_of_digits("".join(found.groups())) if found else None


def sitting_day(head: Iterable[Paragraph]) -> Found[date] | None:
    """The day of the sitting: « L'an …, le … » before « séance du … », then any day beside a word of the meeting."""
    found: list[tuple[int, Found[date]]] = []
    for paragraph in head:
        found += _days_of(paragraph)
        if any(rank == 0 for rank, _ in found):
            break
    if not found:
        return None
    best = min(rank for rank, _ in found)
    chosen = next(day for rank, day in found if rank == best)
    others = {day.value for rank, day in found if rank <= 1}
    sure = Confidence.CLEAR if best <= 1 and others <= {chosen.value} else Confidence.DOUBTFUL
    return Found(chosen.value, sure, chosen.first, chosen.last)


def _days_of(paragraph: Paragraph) -> Iterator[tuple[int, Found[date]]]:
    text = paragraph.text[:1500]
    if YEAR_FIRST.search(text):
        day = _after_year(text)
        if day:
            yield 0, Found(day, Confidence.CLEAR, paragraph.first, paragraph.last)
    for written in dates_in(text):
        day = written.as_date
        if day is None or not EARLIEST <= day.year <= LATEST:
            continue
        rank = 1 if is_day_line(text) else _rank(text, written)
        if rank is not None:
            yield rank, Found(day, Confidence.CLEAR, paragraph.first, paragraph.last)


def _rank(text: str, written: WrittenDate) -> int | None:
    before = text[max(0, written.start - 90) : written.start]
    if _NOT_THE_DAY.search(before):
        return None
    if _SITTING.search(before):
        return 1
    if MET.search(before):
        return 1
    # « Le mardi 19 décembre 2023 à dix-huit heures, s'est réuni le conseil municipal »
    opens = re.fullmatch(r"\W*(?:le\s+)?", before, re.IGNORECASE)
    return 1 if opens and MET.search(text[written.end : written.end + 200]) else 3


def _after_year(text: str) -> date | None:
    """« L'an deux mil vingt-quatre, le six mars »: the year stands first."""
    opening = _YEAR_WORDS.search(text)
    if opening is None:
        return None
    year = int(opening["digits"]) if opening["digits"] else value_of_words(_as_number(opening["words"]))
    tail = text[opening.end() : opening.end() + 140]
    for written in dates_in(_day_month(tail)):
        if not written.exists or _NOT_THE_DAY.search(tail[: written.start]):
            continue
        whole = written.year or year
        if whole and EARLIEST <= whole <= LATEST:
            try:
                return date(whole, written.month, written.day)
            except ValueError:
                return None
    return None


def _day_month(text: str) -> str:
    """« le trente et un du mois de mars » → « le trente et un mars »; capitals lowered so that « MARS » is a month."""
    return re.sub(r"\bdu\s+mois\s+d[e']\s?", "", text, flags=re.IGNORECASE).lower()


def _as_number(words: str) -> str:
    return re.sub(r"\bmil\b", "mille", words.lower()).replace("-", " ")


def other_dates(lines: Iterable[SourceLine | Paragraph]) -> dict[str, Found[date]]:
    """Convocation, reception by the State, publication: the first date that follows the word for each."""
    made: dict[str, Found[date]] = {}
    for line in lines:
        text = line.text[:1200]
        for name, words in _OTHERS.items():
            opening = words.search(text) if name not in made else None
            day = _first_day(text[opening.end() : opening.end() + 60]) if opening else None
            if day:
                first = line.number if isinstance(line, SourceLine) else line.first
                last = line.number if isinstance(line, SourceLine) else line.last
                made[name] = Found(day, Confidence.CLEAR, first, last)
    return made


def _first_day(text: str) -> date | None:
    return next((day for written in dates_in(text) if (day := written.as_date)), None)
