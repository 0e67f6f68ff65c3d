"""How an act begins: the sentence of the sitting, who chairs, who is secretary, when the members were called.

Each variant of the house look has its own small function. Plain spaces here, as in ``sentences``.
"""

import re
from collections.abc import Callable
from datetime import date

from councils.domain.look_blocks import ActBlock
from councils.domain.look_variants import (
    CalledWording,
    ChairWording,
    DateForm,
    HourForm,
    MetWording,
    OfficersWording,
    OpeningWording,
    SittingLine,
    YearWording,
)
from councils.domain.looks import HouseLook
from councils.domain.people import Gender
from councils.domain.ranks import HEADS
from deliberations.domain.notices import is_called_in_time, is_freed_from_quorum, last_sent_on
from deliberations.domain.record import Record
from deliberations.domain.wording.agreement import Forms, agree
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.dates import (
    date_in_words,
    long_date,
    month_name,
    numeric_date,
    numeric_time,
    time_in_words,
    weekday_name,
)
from deliberations.domain.wording.elision import de, du, elides
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import full_name, join_list, with_civility
from deliberations.domain.wording.numbers import year_in_words

_THOUSAND = re.compile(r"^(deux )?mille (?=\w)")
_ELECTED = Forms.regular("élu")
_APPOINTED = Forms.regular("désigné")


def opening(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    """The sentence that opens the act, from what is recorded only, as the house look says it.

    « Le mardi dix-neuf décembre … s'est réuni le conseil municipal … »
    """
    return _OPENINGS[record.council.look.opening](record, members, body, item)


def _by_weekday(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    sitting = record.sitting
    look = record.council.look
    start = f"Le {_date_words(sitting.held_on, look)}"
    if sitting.starts_at is not None:
        start += f" à {time_in_words(sitting.starts_at, hyphens=_hyphens(look))}"
    agreed = "e" if body.is_feminine else ""
    called = _called(record, agreed)
    met = f"s'est {_met(look)}{agreed} {body.the_assembly}{f' {called}' if called else ''}"
    return f"{start}, {met}{_where(record)}{_under(record, members, item)}."


def _by_year(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    """« L'an deux mille vingt-trois, le jeudi 30 novembre 2023 à 19 h 30, le conseil municipal, dûment convoqué, … »"""
    held_on, look = record.sitting.held_on, record.council.look
    day = f"{weekday_name(held_on)} {_long(held_on, look)}"
    agreed = "e" if body.is_feminine else ""
    called = _called(record, agreed)
    session = f", en session {record.sitting.session}" if record.sitting.session else ""
    return (
        f"{_year_start(record)}, le {day}{_at(record)}, {body.the_assembly}{f', {called},' if called else ''} "
        f"s'est {_met(look)}{agreed}{_where(record)}{session}{_under(record, members, item)}."
    )


def _by_year_then_day(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    """« L'an deux mille vingt-deux, le 9 décembre à 18 h, le conseil municipal, légalement convoqué en séance … »"""
    agreed = "e" if body.is_feminine else ""
    called = _called(record, agreed)
    session = f" en séance {record.sitting.session}" if record.sitting.session and called else ""
    return (
        f"{_year_start(record)}, le {_short_day(record.sitting.held_on)}{_at(record)}, {body.the_assembly}"
        f"{f', {called}{session},' if called else ''} s'est {_met(record.council.look)}{agreed}{_where(record)}"
        f"{_under(record, members, item)}."
    )


def _by_day_in_words(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    """« L'an …, le vingt-huit juin, à 20 h, le conseil municipal, légalement convoqué le 17 juin 2022, … »"""
    sitting, look = record.sitting, record.council.look
    agreed = "e" if body.is_feminine else ""
    sent_on = sitting.convocation.sent_on or last_sent_on(record)
    called = f", {_adverb(record)}convoqué{agreed} le {_long(sent_on, look)}," if sent_on else ""
    at = f"{_at(record)}," if sitting.starts_at is not None else ""
    return (
        f"{_year_start(record)}, le {_day_in_words(sitting.held_on, look)},{at} {body.the_assembly}{called} "
        f"s'est {_met(look)}{agreed}{_where(record)}{_under(record, members, item)}."
    )


def _members_met(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    """« L'an …, le six mars, les membres du conseil municipal de Bailly, légalement convoqués le 29 février, … »"""
    sitting = record.sitting
    look = record.council.look
    sent_on = sitting.convocation.sent_on or last_sent_on(record)
    called = f", {_adverb(record)}convoqués le {_near(sent_on, sitting.held_on)}," if sent_on else ""
    hour = f" à {time_in_words(sitting.starts_at)}" if sitting.starts_at is not None else ""
    under = _under(record, members, item).removeprefix(",")
    of_body = f"{body.of_the_assembly} {_of_place(body)}".strip()
    met = f"les membres {of_body}{called} se sont {_met(look)}s{hour}{_where(record)}{under}"
    return f"{_year_start(record)}, le {_day_in_words(sitting.held_on, look)}, {met}."


def _plain_date(record: Record, members: MemberWords, body: BodyWords, item: str) -> str:
    """« Le 7 février 2024, le conseil municipal d'Unias s'est réuni …, dûment convoqué le 31 janvier 2024. »"""
    sitting, look = record.sitting, record.council.look
    agreed = "e" if body.is_feminine else ""
    sent_on = sitting.convocation.sent_on or last_sent_on(record)
    called = f", {_adverb(record)}convoqué{agreed} le {_long(sent_on, look)}" if sent_on else ""
    who = f"{body.the_assembly} {_of_place(body)}".strip()
    under = _under(record, members, item)
    met = f"{who} s'est {_met(look)}{agreed}{_where(record)}"
    return f"Le {_long(sitting.held_on, look)}{_at(record)}, {met}{under}{called}."


def _sitting_line(record: Record, *_: object) -> str:
    return f"Séance du {_long(record.sitting.held_on, record.council.look)}{_at(record)}{_where(record)}"


_OPENINGS: dict[OpeningWording, Callable[[Record, MemberWords, BodyWords, str], str]] = {
    OpeningWording.WEEKDAY: _by_weekday,
    OpeningWording.YEAR_FIRST: _by_year,
    OpeningWording.YEAR_THEN_DAY: _by_year_then_day,
    OpeningWording.MEMBERS_MET: _members_met,
    OpeningWording.PLAIN_DATE: _plain_date,
    OpeningWording.SITTING_LINE: _sitting_line,
    OpeningWording.DAY_IN_WORDS: _by_day_in_words,
}


def sitting_line(record: Record, body: BodyWords) -> str:
    """« Séance du mardi 19 décembre 2023 » above the opening; empty where the opening itself is such a line."""
    look, held_on = record.council.look, record.sitting.held_on
    if look.sitting_line is SittingLine.NONE or look.opening is OpeningWording.SITTING_LINE:
        return ""
    weekday = f"{weekday_name(held_on)} " if look.sitting_line is SittingLine.WEEKDAY else ""
    line = f"Séance du {weekday}{_long(held_on, look)}"
    return body.heading(line) if look.sitting_line is SittingLine.CAPITALS else line


def _met(look: HouseLook) -> str:
    return "assemblé" if look.met is MetWording.ASSEMBLED else "réuni"


def _hyphens(look: HouseLook) -> bool:
    return look.year is YearWording.HYPHENS


def _year(year: int, look: HouseLook) -> str:
    words = year_in_words(year, hyphens=_hyphens(look))
    words = _THOUSAND.sub(r"\1mil ", words) if look.year is YearWording.MIL else words
    return words.upper() if look.year_in_capitals else words


def _day_in_words(day: date, look: HouseLook) -> str:
    """« vingt-huit juin », without the year."""
    return date_in_words(day, weekday=False, hyphens=_hyphens(look)).removesuffix(
        f" {year_in_words(day.year, hyphens=_hyphens(look))}"
    )


def _date_words(held_on: date, look: HouseLook) -> str:
    day = date_in_words(held_on, hyphens=_hyphens(look)).removesuffix(
        year_in_words(held_on.year, hyphens=_hyphens(look))
    )
    return f"{day}{_year(held_on.year, look)}"


def _year_start(record: Record) -> str:
    return f"L'an {_year(record.sitting.held_on.year, record.council.look)}"


def _short_day(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {month_name(day)}"


def _near(day: date, held_on: date) -> str:
    """Without its year when it is that of the sitting."""
    return _short_day(day) if day.year == held_on.year else long_date(day)


def _at(record: Record) -> str:
    starts_at, look = record.sitting.starts_at, record.council.look
    if starts_at is None:
        return ""
    match look.hours:
        case HourForm.MINUTES:
            return f" à {starts_at.hour} h {starts_at.minute:02d}"
        case HourForm.TIGHT:
            return f" à {starts_at.hour}h{starts_at.minute:02d}"
        case HourForm.WORDS:
            return f" à {time_in_words(starts_at, hyphens=_hyphens(look))}"
    return f" à {numeric_time(starts_at)}"


def _of_place(body: BodyWords) -> str:
    return "" if body.council.authority_name else du(body.place)


def _where(record: Record) -> str:
    """The place, then the second call, with or without a quorum."""
    sitting = record.sitting
    where = f" {sitting.place}" if sitting.place else ""
    if sitting.convocation.second_of:
        where += ", après seconde convocation"
        where += ", sans condition de quorum" if is_freed_from_quorum(record) else ""
    return where


def _adverb(record: Record) -> str:
    """« dûment », unless the notice is short or somebody was not called."""
    words = {CalledWording.DULY: "dûment ", CalledWording.LEGALLY: "légalement "}
    return words[record.council.look.called] if is_called_in_time(record) else ""


def _called(record: Record, agreed: str) -> str:
    """« dûment convoqué », or only the day of the call when its notice is short or somebody was not called."""
    sent_on = record.sitting.convocation.sent_on or last_sent_on(record)
    if sent_on is None:
        return ""
    adverb = _adverb(record)
    return f"{adverb}convoqué{agreed}" if adverb else f"convoqué{agreed} le {long_date(sent_on)}"


def _under(record: Record, members: MemberWords, item: str) -> str:
    chair = record.chair(record.moment_of(item))
    return f", sous la présidence {_CHAIRS[record.council.look.chair](members, chair)}" if chair else ""


def _place_of(members: MemberWords, chair: str) -> str:
    """« de Gruson » after the mayor's title, under a look that tells it."""
    place = members.of_place(chair) if members.body.council.look.chair_of_place else ""
    return f" {place}" if place else ""


def _address_first(members: MemberWords, chair: str) -> str:
    office, place = members.office(chair), _place_of(members, chair)
    if office is not None and office.address:
        return de(f"{office.address}{place}, {members.name(chair)}")
    return de(f"{members.addressed(chair)}{place}")


def _name_first(members: MemberWords, chair: str) -> str:
    person, title = members.record.person_of(chair), members.title(chair)
    named = with_civility(members.name(chair), person.civility if person else None, long=True)
    return de(f"{named}, {title}{_place_of(members, chair)}" if title else named)


def _family_first(members: MemberWords, chair: str) -> str:
    person, title = members.record.person_of(chair), members.title(chair)
    if person is None:
        return _name_first(members, chair)
    reversed_name = f"{full_name('', person.family_name)} {person.given_name}".strip()
    named = with_civility(reversed_name, person.civility, long=True)
    return de(f"{named}, {title}{_place_of(members, chair)}" if title else named)


def _title_first(members: MemberWords, chair: str) -> str:
    capacity = members.capacity(chair)
    return f"{du(f'{capacity[:1].lower()}{capacity[1:]}')}{_place_of(members, chair)}, {members.name(chair)}"


def _its_title(members: MemberWords, chair: str) -> str:
    """« de son maire, Louis MARETTE »; of another member, as ``_title_first``."""
    if members.office(chair, HEADS) is None:
        return _title_first(members, chair)
    title = members.title(chair)
    possessive = "sa" if members.gender(chair) is Gender.FEMININE and not elides(title) else "son"
    return f"de {possessive} {title}, {members.name(chair)}"


_CHAIRS: dict[ChairWording, Callable[[MemberWords, str], str]] = {
    ChairWording.ADDRESS_FIRST: _address_first,
    ChairWording.NAME_FIRST: _name_first,
    ChairWording.FAMILY_FIRST: _family_first,
    ChairWording.TITLE_FIRST: _title_first,
    ChairWording.ITS_TITLE: _its_title,
}


def officers(record: Record, members: MemberWords, item: str) -> tuple[str, ...]:
    """Who chairs and who is secretary for that item; a line is absent when nobody is recorded."""
    wording = record.council.look.officers
    chair, secretaries = record.chair(record.moment_of(item)), record.secretaries(item)
    lines = []
    if chair and wording is OfficersWording.CHAIR_AND_SECRETARY:
        lines.append(f"Sous la présidence de : {members.with_title(chair)}")
    if secretaries:
        lines.append(_secretary_line(members, wording, secretaries))
    return tuple(lines)


def _secretary_line(members: MemberWords, wording: OfficersWording, secretaries: tuple[str, ...]) -> str:
    names = join_list([members.name(s) for s in secretaries])
    genders = [members.gender(s) for s in secretaries]
    noun = "secrétaire" if len(secretaries) == 1 else "secrétaires"
    body = members.body
    match wording:
        case OfficersWording.CHOSEN:
            return f"{capitalised(body.short_assembly)} a choisi comme {body.cased(noun)} : {names}"
        case OfficersWording.ELECTED:
            return f"{body.capital(agree(_ELECTED, genders))} {noun} de séance : {names}"
        case OfficersWording.APPOINTED:
            verb = "a été" if len(secretaries) == 1 else "ont été"
            return f"{names} {verb} {agree(_APPOINTED, genders)} {noun} de séance."
    return f"{capitalised(noun)} de séance : {names}"


def convocation(sent_on: date | None, look: HouseLook | None = None) -> str:
    """« Date de la convocation : 15 décembre 2023 », under the council's own title and in its form of dates."""
    if sent_on is None:
        return ""
    look = look or HouseLook()
    title = look.title(ActBlock.CONVOCATION, "Date de la convocation").removesuffix(":").strip()
    day = house_date(sent_on, look)
    return f"{title} : {day}" if title else day


def house_date(day: date, look: HouseLook) -> str:
    """« 19/12/2023 », « 6 mars 2024 » or « 06 mars 2024 »."""
    return numeric_date(day) if look.dates is DateForm.NUMERIC else _long(day, look)


def _long(day: date, look: HouseLook) -> str:
    return f"{day.day:02d} {month_name(day)} {day.year}" if look.two_digit_days else long_date(day)
