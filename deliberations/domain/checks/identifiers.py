"""Checks on the numbers of acts: the identifier of their electronic transmission, doubles, and the year they bear."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deliberations.domain.acts import Deliberation
from deliberations.domain.checks.common import is_recorded, remedy
from deliberations.domain.findings import Finding, Severity
from deliberations.domain.numbering import number_of
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.names import join_list

_LONGEST = 120
_IDENTIFIER = re.compile(
    r"(?<![\w-])(?P<department>\d{3}|02[AB])-(?P<siren>\d{9})-(?P<date>\d{8})-(?P<number>[^\s-][^-]{0,20}(?:-[^-]{1,20}){0,2}?)"
    r"-(?:DE|AR|AI|AU|BF|CC)(?![A-Za-z0-9])"
)
"""« 059-215902776-20231219-2023_57-DE »: department, SIREN, day of the act, number, nature."""
_DIGITS = re.compile(r"\d+")
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class ActesIdentifier:
    """What an identifier of electronic transmission says of its act; ``day`` is ``None`` when it does not exist."""

    text: str
    department: str
    siren: str
    day: date | None
    number: str


def identifier_in(text: str) -> ActesIdentifier | None:
    """The identifier written in a short text, ``None`` where there is none of that form."""
    found = _IDENTIFIER.search(text[:_LONGEST])
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["date"])
    except ValueError:
        day = None
    return ActesIdentifier(found.group(), found["department"], found["siren"], day, found["number"])


def check_identifiers(record: Record) -> Iterator[Finding]:
    """The identifier of the transmission is that of the act: its day, its number, and the body that sends it."""
    for act in record.sitting.deliberations:
        texts = [identifier.value for identifier in act.identifiers]
        texts += [act.transmission.reference] if act.transmission else []
        read = (identifier_in(text) for text in texts)
        for identifier in dict.fromkeys(each for each in read if each):
            differences = list(_differences(record, act, identifier))
            if differences:
                yield _mismatch(act, identifier, differences)


def _differences(record: Record, act: Deliberation, said: ActesIdentifier) -> Iterator[str]:
    """« le 15 mars 2023 au lieu du 14 mars 2023 »: what the identifier says, and what the facts say."""
    council, held_on = record.council, record.sitting.held_on
    if said.day != held_on:
        written = long_date(said.day) if said.day else "un jour qui n'existe pas"
        yield f"le jour ({written}, pour une séance du {long_date(held_on)})"
    if council.siren and said.siren != council.siren:
        yield f"le SIREN ({said.siren}, pour {council.siren})"
    if council.department_code and said.department != council.department_code.zfill(3):
        yield f"le département ({said.department}, pour {council.department_code})"
    own = [n for n in (act.actes_number, number_of(act, council.number_pattern)) if n]
    if own and not any(_is_same(said.number, number, held_on.year) for number in own):
        yield f"le numéro ({said.number}, pour {own[-1]})"


def _is_same(one: str, other: str, year: int) -> bool:
    """Whether two spellings may be of one number: « 2023_07 » and « 07/2023 », « DEL032024 » and « 2024-03 »."""
    if one.casefold() == other.casefold():
        return True
    ours, theirs = _parts(one, year), _parts(other, year)
    if not ours or not theirs or sorted(ours) == sorted(theirs):
        return True
    if len(ours) == len(theirs) == 1:
        return False
    joined = sorted(("".join(map(str, ours)), "".join(map(str, theirs))), key=len)
    if joined[0] in joined[1]:
        return True
    fewer, more = sorted((ours, theirs), key=len)
    return len(fewer) < len(more) and not Counter(fewer) - Counter(more)


def _parts(number: str, year: int) -> list[int]:
    """The numbers of a number, without the year, written whole or, beside others, in two digits."""
    is_whole = str(year) in number
    parts = [int(part) for part in _DIGITS.findall(number.replace(str(year), " ", 1))]
    short = year % 100
    if not is_whole and len(parts) > 1 and short in parts:
        parts.remove(short)
    return parts


def _mismatch(act: Deliberation, identifier: ActesIdentifier, differences: list[str]) -> Finding:
    return Finding(
        code="transmission.identifier",
        severity=Severity.WARNING,
        article="CGCT art. L. 2131-1",
        message=f"L'identifiant de télétransmission « {identifier.text} » ne correspond pas à l'acte : "
        f"{join_list(differences)}.",
        where="télétransmission",
        item=act.item,
        consequence="L'accusé de réception est peut-être celui d'un autre acte : la transmission de celui-ci ne serait "
        "pas prouvée.",
        remedy="Relire l'accusé de réception ; s'il est celui d'un autre acte, retrouver le bon ou transmettre l'acte.",
    )


def check_numbers(record: Record) -> Iterator[Finding]:
    """Each act of a sitting has its own number, of the year of the sitting."""
    pattern = record.council.number_pattern
    numbered = [(act, number_of(act, pattern).strip()) for act in record.sitting.deliberations]
    times = Counter(number.casefold() for _, number in numbered if number)
    told: set[str] = set()
    for act, number in numbered:
        key = number.casefold()
        if times[key] > 1 and key not in told:
            told.add(key)
            yield _wrong_number(
                record,
                act,
                "doubled",
                f"Le numéro « {number} » est celui de {times[key]} délibérations de la séance.",
                "On ne sait plus laquelle ce numéro désigne.",
            )
        year = _year_of(number)
        if year is not None and year != record.sitting.held_on.year:
            yield _wrong_number(
                record,
                act,
                "year",
                f"Le numéro « {number} » porte l'année {year}, pour une séance de {record.sitting.held_on.year}.",
                "L'acte peut être cherché, ou classé, dans le registre d'une autre année.",
            )


def _year_of(number: str) -> int | None:
    """The one year that a number bears beside something else; « 2015 » alone may be a rank."""
    parts = _DIGITS.findall(number)
    years = [int(part) for part in parts if len(part) == 4 and int(part) in _YEARS]
    return years[0] if len(years) == 1 and len(parts) > 1 else None


def _wrong_number(record: Record, act: Deliberation, fault: str, message: str, consequence: str) -> Finding:
    return Finding(
        code=f"number.{fault}",
        severity=Severity.NOTICE if is_recorded(record) else Severity.WARNING,
        article="",
        message=message,
        where="numéro de l'acte",
        item=act.item,
        consequence=consequence,
        remedy=remedy(record, "Corriger le numéro.", "Vérifier le numéro au registre des délibérations."),
    )


RULES = (
    Rule(
        codes=("transmission.identifier",),
        title="Identifiant de télétransmission",
        article="CGCT art. L. 2131-1",
        says="L'identifiant de télétransmission (département, SIREN, jour, numéro, nature) est celui de l'acte.",
        check=check_identifiers,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
    Rule(
        codes=("number.doubled", "number.year"),
        title="Numéros des délibérations",
        article="",
        says="Chaque délibération d'une séance a son numéro, et l'année qu'il porte est celle de la séance.",
        check=check_numbers,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
