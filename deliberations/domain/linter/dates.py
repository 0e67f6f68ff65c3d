"""Dates of a text that contradict the calendar, the sitting, or themselves."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from deliberations.domain.findings import Finding
from deliberations.domain.linter import told_dates
from deliberations.domain.linter.figures import WORDS, value_of_words, words_of
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, lines_of, remark
from deliberations.domain.linter.written_dates import WrittenDate, dates_in
from deliberations.domain.record import Record
from deliberations.domain.rulebook import house_rule
from deliberations.domain.wording.dates import date_in_words, long_date, numeric_date, weekday_name

_SIDE_BY_SIDE = re.compile(r"\s{0,3}(?:[(\[:–-]\s{0,3}(?:soit\s)?|,?\s{0,3}soit\s)(?:le\s)?")
_OPENING_YEAR = re.compile(rf"L['’]\s?an\s{{1,3}}(?P<year>\d{{4}}|{WORDS})", re.IGNORECASE)
_OPENING = re.compile(r"\W{0,20}L['’]\s?an\s", re.IGNORECASE)
_HEADING = re.compile(
    r"\W{0,20}(?:R[ée](?i:union)|S[ée](?i:ance)|RÉUNION|SÉANCE)(?:\s\w{1,20}){0,3}\s(?i:du|en date du)\s$"
)
_BY_DAY = re.compile(r"\W{0,20}(?:le\s|ce\s)?\W{0,3}", re.IGNORECASE)
_MEETS = re.compile(
    r"[^.;:]{0,80}?\b(?:conseil\s(?:municipal|communautaire|d['’]administration)|comité\ssyndical)\b"
    r"(?!\s(?:qui|a\b|avait|s['’]était))",
    re.IGNORECASE,
)
_FORMULA = re.compile(
    r"\b(?:dûment|légalement|régulièrement)\s(?:convoqué|assemblé|réuni)|\bau\snombre\sprescrit"
    r"|\bà\s(?:\d{1,2}\s?h\b|\d{1,2}\sheures?|[a-zà-ÿ-]{2,12}(?:\set\sune)?\sheures?)|\bsous\sla\sprésidence",
    re.IGNORECASE,
)
"""What an opening says of its sitting, and a story of an earlier one does not."""
_NOT_OURS = re.compile(r"\b(?:avai(?:t|ent)|était|précéden\w+|commission)\b", re.IGNORECASE)
_OPENING_LENGTH = 120
"""Characters of an act in which its opening gives the year, then the day."""
_HEADING_TAIL = 25
"""Characters after the date of a heading « Séance du 19 décembre 2023 à 19 heures »."""
_DOUBT = "Deux dates pour un même fait : le lecteur ne sait pas laquelle est vraie."


@told_once
def check_date_words(record: Record) -> Iterator[Finding]:
    """A date in words beside the same date in figures; the day and year of « L'an… » against the sitting."""
    for line in lines_of(record):
        found = dates_in(line.text)
        for left, right in pairwise(found):
            if _are_one_date(line.text, left, right) and left.as_date != right.as_date:
                yield remark(record, line, _two_dates(record, left, right))
        yield from _of_sitting(record, line, found)
        yield from _of_opening_year(record, line, found)


def _are_one_date(text: str, left: WrittenDate, right: WrittenDate) -> bool:
    between = text[left.end : right.start]
    is_said_twice = left.is_in_words != right.is_in_words and bool(left.as_date and right.as_date)
    return is_said_twice and bool(_SIDE_BY_SIDE.fullmatch(between))


def _two_dates(record: Record, left: WrittenDate, right: WrittenDate) -> Advice:
    in_words, figures = (left, right) if left.is_in_words else (right, left)
    # The one that the calendar or the sitting confirms is taken for the right one; the figures by default.
    is_words_right = in_words.as_date == record.sitting.held_on or _is_refuted(figures)
    right_one = in_words if is_words_right else figures
    wrong = figures if is_words_right else in_words
    return Advice(
        code="text.date_words",
        message=f"« {in_words.words} » et « {figures.words} » ne sont pas la même date.",
        consequence=_DOUBT,
        remedy="Vérifier laquelle est la bonne et corriger l'autre.",
        correction=_rewritten(wrong, right_one.as_date) if right_one.as_date else "",
    )


def _is_refuted(written: WrittenDate) -> bool:
    """The day of the week printed with it is not its own."""
    day = written.as_date
    return bool(written.weekday and day and written.weekday != weekday_name(day))


def _rewritten(written: WrittenDate, day: date) -> str:
    """``day`` in the manner of ``written``."""
    if written.is_in_words:
        return date_in_words(day, weekday=bool(written.weekday), hyphens="mille-" in written.words)
    text = numeric_date(day) if "/" in written.words else long_date(day)
    return f"{weekday_name(day)} {text}" if written.weekday else text


def _of_sitting(record: Record, line: Line, found: tuple[WrittenDate, ...]) -> Iterator[Finding]:
    if not found or not _may_open(line):
        return
    written, held_on = found[0], record.sitting.held_on
    said = _opening_date(line.text, written) or _day_of_meeting(line, written)
    if line.passage.where == "exposé":
        said = said or _heading_date(line.text, written)
    if said and said != (held_on.day, held_on.month, held_on.year):
        year = "" if written.year or said[2] == held_on.year else f" ({said[2]})"
        advice = Advice(
            code="text.date_words",
            message=f"L'acte s'ouvre sur « {written.words} »{year}, mais la séance est du {long_date(held_on)}.",
            consequence="Un acte daté d'un autre jour que sa séance se rattache à une séance qui n'a pas eu lieu.",
            remedy="Corriger la date de l'acte, ou celle de la séance.",
            correction=_rewritten(written, held_on) if written.year else "",
        )
        yield remark(record, line, advice)


def _may_open(line: Line) -> bool:
    """An act opens in its statement, or in the clauses that a model prints before it."""
    return line.passage.where.startswith(("exposé", "visas"))


def _day_of_meeting(line: Line, written: WrittenDate) -> tuple[int, int, int] | None:
    """« Le dix-neuf avril deux mille vingt-quatre, à vingt heures, le conseil municipal s'est réuni »."""
    text = line.text
    if written.year is None or not _BY_DAY.fullmatch(text[: written.start]):
        return None
    head = text[written.end : written.end + 2 * _OPENING_LENGTH]
    is_opening = _MEETS.match(head) and "réuni" in head and _FORMULA.search(head)
    is_ours = is_opening and not _NOT_OURS.search(head)
    return (written.day, written.month, written.year) if is_ours else None


def _opening_date(text: str, written: WrittenDate) -> tuple[int, int, int] | None:
    """Day, month and year of « L'an deux mille vingt-trois, le dix-neuf décembre »."""
    opening = _OPENING_YEAR.search(text[: written.start]) if _OPENING.match(text) else None
    if opening is None or written.year is not None:
        return None
    year = int(opening["year"]) if opening["year"].isdigit() else value_of_words(opening["year"])
    return (written.day, written.month, year) if year else None


def _of_opening_year(record: Record, line: Line, found: tuple[WrittenDate, ...]) -> Iterator[Finding]:
    """« L'an deux mille vingt-deux, le 14 mars 2023 », « L'an deux mille vingt-et-deux »."""
    opening = _OPENING_YEAR.match(line.text[:_OPENING_LENGTH].lstrip(' -–—*•«"'))
    if opening is None:
        return
    words = opening["year"]
    year = int(words) if words.isdigit() else value_of_words(words)
    dated = next((written for written in found if written.year), None)
    held_on = record.sitting.held_on
    if year is None:
        problem = f"« {words} » n'est pas l'écriture d'un nombre"
    elif dated and dated.start <= opening.end() + _OPENING_LENGTH and dated.year != year:
        problem = f"« L'an {words} » et « {dated.words} » ne sont pas la même année"
    else:
        return
    advice = Advice(
        code="text.date_words",
        message=f"{problem} ; la séance est du {long_date(held_on)}.",
        consequence=_DOUBT,
        remedy="Écrire l'année de la séance.",
        correction=words_of(held_on.year, hyphens="mille-" in words)
        if not words.isdigit()
        else str(held_on.year),
    )
    yield remark(record, line, advice)


def _heading_date(text: str, written: WrittenDate) -> tuple[int, int, int] | None:
    is_heading = _HEADING.fullmatch(text[: written.start]) and len(text) - written.end <= _HEADING_TAIL
    return (written.day, written.month, written.year) if is_heading and written.year else None


@told_once
def check_weekdays(record: Record) -> Iterator[Finding]:
    """The day of the week written before a date is the one of the calendar."""
    for line in lines_of(record):
        for place, written in enumerate(dates_in(line.text)):
            day = written.as_date or (None if place else _opening_day(record, line, written))
            if day and written.weekday and written.weekday != weekday_name(day):
                yield remark(record, line, _wrong_weekday(written, day))


def _opening_day(record: Record, line: Line, written: WrittenDate) -> date | None:
    """The day of « L'an deux mille vingt-quatre, le mercredi 18 avril », when it is the sitting's."""
    held_on = record.sitting.held_on
    said = _opening_date(line.text, written) if _may_open(line) else None
    return held_on if said == (held_on.day, held_on.month, held_on.year) else None


def _wrong_weekday(written: WrittenDate, day: date) -> Advice:
    year = "" if written.year else f" ({day.year})"
    return Advice(
        code="text.weekday",
        message=f"« {written.words} »{year} : ce jour est un {weekday_name(day)}.",
        consequence="Le jour ou la date est faux : une convocation ou une échéance peut être comprise de travers.",
        remedy="Vérifier au calendrier lequel des deux est le bon.",
        correction=f"{weekday_name(day)}{written.words[len(written.weekday) :]}",
    )


@told_once
def check_impossible_dates(record: Record) -> Iterator[Finding]:
    """A day that no calendar has: 31 novembre, 29 février of a year that is not a leap year."""
    for line in lines_of(record):
        for written in dates_in(line.text):
            if not written.exists:
                advice = Advice(
                    code="text.impossible_date",
                    message=f"« {written.words} » : cette date n'existe pas.",
                    consequence="Une échéance ou un acte cité à une date impossible ne peut pas être retrouvé.",
                    remedy="Corriger le jour, le mois ou l'année.",
                )
                yield remark(record, line, advice)


RULES = (
    house_rule(
        "text.date_words",
        "Deux dates différentes pour un même jour",
        "La date en lettres est celle en chiffres, et celle de l'ouverture de l'acte est celle de la séance.",
        check_date_words,
    ),
    house_rule(
        "text.weekday",
        "Jour de la semaine faux",
        "Le jour de la semaine écrit devant une date est celui du calendrier.",
        check_weekdays,
    ),
    house_rule(
        "text.impossible_date",
        "Date impossible",
        "Chaque date écrite existe.",
        check_impossible_dates,
    ),
    *told_dates.RULES,
)
