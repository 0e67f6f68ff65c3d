"""Figures that the prose of an act gives of its room and of its vote: « 13 membres présents », « Contre : 02 »."""

import re
from collections.abc import Iterator

from deliberations.domain.linter.figures import WORDS, value_of_words
from deliberations.domain.linter.said import Said

VOICES = ("votes_cast", "in_favour", "against", "abstentions")
"""Figures of the vote; the others are those of the room, its voters among them."""


def _e(word: str) -> str:
    """« présent », « présents », « présent(e)s »."""
    return rf"{word}(?:\(?e\)?)?(?:\(?s\)?)?"


_PRESENT, _ABSENT = _e("pr[ée]sent"), _e("absent")
_EXCUSED, _REPRESENTED = _e("excus[ée]"), _e("repr[ée]sent[ée]")
_GIVING = r"(?:ayant|ont|a)\sdonn[ée]\s(?:pouvoirs?|procurations?)"
_WHO = (
    r"(?:(?:membres?|conseill(?:er|[èe]re)s?|[ée]lus?|délégués?|administrateurs?|titulaires?)"
    r"(?:\s(?:municipaux|municipal|municipales?|communautaires?|syndicaux|titulaires?|élus|du\s(?:conseil|comité)"
    r"(?:\s(?:municipal|communautaire|syndical))?))?(?:\s(?:étant|étaient|sont|était))?\s)?"
)
_NOT_PROXIES = r"(?!\s(?:adjudicateurs?|publics?|de\b|du\b|d['’]|organisateurs?|concédants?|spéciaux))"
_ALONE = r"(?=\s{0,3}(?:$|[,;.)(/»–—]|et\s|\s-\s|-\s))"
_NOT_FOR = (
    r"(?![-\w'’])(?!\s(?:l[ea]s?|l['’]|une?|ce|cet|cette|d['’]|des?|du|que|qu['’]|son|sa|ses|MM?|Mmes?|monsieur|madame"
    r"|cent|mille|chaque|tout|toute)(?![-\w]))"
)
_VOICES = r"(?:voix|votes?|suffrages?)\s(?:«\s?)?"

_AFTER_NUMBER = (
    ("voters", rf"{_WHO}{_PRESENT}\s(?:et|ou|et\s?/\s?ou)\s{_REPRESENTED}"),
    ("in_office", rf"{_WHO}en\sexercice"),
    ("represented", rf"{_WHO}(?:{_ABSENT}\s(?:{_EXCUSED}\s)?)?(?:{_REPRESENTED}|{_GIVING})"),
    ("represented", rf"(?:pouvoirs?|procurations?){_NOT_PROXIES}"),
    ("not_excused", rf"{_WHO}{_ABSENT}\snon\s{_EXCUSED}"),
    ("absent_excused", rf"{_WHO}{_ABSENT}\s(?:et\s)?{_EXCUSED}"),
    ("absent", rf"{_WHO}{_ABSENT}"),
    ("excused", rf"{_WHO}{_EXCUSED}"),
    ("present", rf"{_WHO}{_PRESENT}"),
    ("voters", r"(?:membres\s)?votants?"),
    ("votes_cast", r"(?:suffrages?|votes?)\sexprim[ée]s?|voix\sexprim[ée]es?"),
    ("in_favour", rf"{_VOICES}pour{_NOT_FOR}(?:\s?»)?|(?:«\s?)?pour{_ALONE}(?:\s?»)?"),
    ("against", rf"{_VOICES}contre{_NOT_FOR}(?:\s?»)?|(?:«\s?)?contre{_ALONE}(?:\s?»)?"),
    ("abstentions", rf"abstentions?|abst\.|{_WHO}(?:s['’]étant|se\ssont)\sabstenue?s"),
    ("voices", r"voix(?=\s{0,3}(?:$|[,;.:]))"),
)
_AFTER_LABEL = (
    ("voters", rf"{_PRESENT}\s(?:et|ou|et\s?/\s?ou)\s{_REPRESENTED}"),
    ("in_office", r"en\s?exercice"),
    ("represented", rf"(?:{_ABSENT}\s(?:{_EXCUSED}\s)?)?(?:{_REPRESENTED}|{_GIVING})"),
    ("represented", r"pouvoirs?|procurations?"),
    ("not_excused", rf"{_ABSENT}\snon\s{_EXCUSED}"),
    ("absent", rf"{_ABSENT}\s(?:non\s{_REPRESENTED}|sans\s(?:pouvoir|procuration))"),
    ("absent_excused", rf"{_ABSENT}\s(?:et\s)?{_EXCUSED}"),
    ("absent", _ABSENT),
    ("excused", _EXCUSED),
    (
        "present",
        rf"{_PRESENT}(?:\s(?:mesdames\set\smessieurs\s)?(?:les\s)?(?:conseillers|membres)(?:\smunicipaux)?)?",
    ),
    ("voters", r"votants?|(?<!pas )pris\spart\s(?:à\sla\sdélibération|au\svote)"),
    ("votes_cast", r"(?:suffrages?|votes?|voix)?\s?exprim[ée]e?s?"),
    ("in_favour", r"(?:(?:vot(?:es?|é)|voix|suffrages?)\s)?pour"),
    ("against", r"(?:(?:vot(?:es?|é)|voix|suffrages?)\s)?contre"),
    ("abstentions", r"abstentions?(?:\(s\))?|abst\.?|(?:se\ssont|s['’]est|s['’]étant)\sabstenu(?:e|s|es)?"),
    (
        "quorum",
        r"quorum(?:\s(?:requis|nécessaire|légal))?,?(?:\s(?:étant|est|était))?(?:\s(?:de|(?:fixé|établi|porté)\sà))?",
    ),
)


def _any_of(kinds: tuple[tuple[str, str], ...]) -> str:
    return "|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(kinds))


_DIGITS = r"(?<![\w.,/°-])(?<!\d[ \u00a0\u202f])\d{1,3}(?![\w/%€°]|[.,]\d|[ \u00a0\u202f]\d{3}(?!\d))"
_NUMBER = re.compile(rf"{_DIGITS}|{WORDS}", re.IGNORECASE)
_COUNTED = re.compile(rf"[ \u00a0\u202f]{{1,3}}(?:{_any_of(_AFTER_NUMBER)})(?!\w)", re.IGNORECASE)
_AND_AGAINST = re.compile(
    rf"\svoix\scontre\s(?P<number>{_DIGITS}|{WORDS})(?!\s{{0,3}}(?:abst|blanc|nul))", re.IGNORECASE
)
"""« par 12 voix contre 3 »: twelve for, three against."""
_OTHER_FIGURE = re.compile(r"\s{0,3}[:=]?\s{0,3}\(?\s?\d")
_LABEL = re.compile(rf"(?<![\w'’-])(?:{_any_of(_AFTER_LABEL)})(?!\w)", re.IGNORECASE)
_VALUE = re.compile(
    rf"(?:(?P<sign>\s{{0,3}}[:=]\s{{0,3}}\(?|\s{{0,3}}\()|\s{{1,3}})\s{{0,2}}(?P<number>{_DIGITS}|{WORDS}|(?P<nil>/(?!\s?\d)|néant\b|aucune?\b))",
    re.IGNORECASE,
)
_NOT_A_COUNT = re.compile(
    r"\s{0,3}(?:€|euros?\b|%|h\b|heures?|ans?\b|mois\b|jours?\b|semaines?|km|m²|m2|m\b|ha\b|/|er\b|ème|e\b|rue\b|janv|f[ée]vr"
    r"|mars|avril|mai\b|juin|juil|ao[ûu]t|sept|octo|nov|d[ée]c|[-–]\s?\d)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\)?\s{0,3}\(?\s{0,2}(?:\d|puis\b|(?:et\s)?à\spartir|(?:de|à|jusqu['’]à)\sla\sdélib|délib|jusqu['’])",
    re.IGNORECASE,
)
"""« Présents : 43 43 42 », « Votants : 55 (puis 56) »: a number for each part of the sitting, or columns mixed up."""
_STANDS_ALONE = re.compile(r"\s{0,3}(?:$|[;,.)\n])")
_NUMBERED = re.compile(
    r"(?:n\s?°|n°s?|articles?|art\.|points?|lots?|annexes?|au\smoins|plus\sde|moins\sde|minimum|quorum(?:\s\w+){0,3}|demandes?\sde"
    r"|jusqu['’]à|maximum|sur|chacun|puis|non|\d\s{0,2}(?:à|et|ou|-|–))\s{0,2}(?:les\s|de\s|des\s)?$",
    re.IGNORECASE,
)
"""What makes of the number that follows something else than a count of this room."""
_LABELLED = re.compile(
    r"\b(?:pour|contre|abst\w*|exprim\w*|votants?|pr[ée]sents?|absents?|excus\w*|repr[ée]sent\w*|pouvoirs?|procurations?"
    r"|exercice)(?:\(s\))?\s{0,3}[:=]?\s{0,3}\(?$",
    re.IGNORECASE,
)
"""« Contre 0 Abstentions 1 »: that 0 is the one of « contre »."""
_OWN_NUMBER = re.compile(rf"(?:{_DIGITS}|{WORDS})[ \u00a0\u202f]{{1,3}}$", re.IGNORECASE)
"""« 15 votants : 13 pour »: the label has its number already, what follows the colon is of the next one."""
_LIST = re.compile(r"(?:^|[\n;,.(–—/:-]\s{0,3}|\d\s{1,3}|\)\s{0,3})$")
_AFTER_COLON = re.compile(r"[:=]\s{0,3}$")
_OF_ONE_SIDE = re.compile(r"\b(?:voix|pour|contre|abst\w*)\b[^.;]{0,10}\bdont\s$", re.IGNORECASE)
"""« 38 votes pour, dont 3 procurations »: the proxies of those who voted so."""
_IN_VOICES = re.compile(r"\b(?:pour|contre|abst\w*|voix)\s{0,2}\([^()]{0,25}$", re.IGNORECASE)
"""« 9 pour (7 + 2 procurations) »: those of one side again."""
_THEY_ACT = re.compile(
    r"(?:\s{0,2}\+\s{0,2}\d{1,3}\s(?:pouvoirs?|procurations?))?(?:\ssur\s(?:les\s)?[\w-]{1,20})?\s"
    r"(?:vot(?:e|ent|ant)|(?:a|ont|ayant)\svoté|s['’]absten\w+|s['’]abstien\w+|se\ssont\sabst\w+|demand(?:e|ent|ant)"
    r"|(?:a|ont|ayant)\sdemandé)\b",
    re.IGNORECASE,
)
"""« Cinq conseillers présents sur dix-sept demandent », « 12 présents + 1 pouvoir votent pour »: some of the room."""
_BY = re.compile(
    r"(?:adopt|approuv|accept|valid|vot|décid|délibér|rejet)\w{0,6}[^.;:]{0,40}\bpar\s$", re.IGNORECASE
)
_NILS = ("against", "abstentions", "absent", "represented", "excused", "absent_excused")
_LOOK_BACK = 60


def said_in(text: str) -> tuple[Said, ...]:
    """Every figure of the room or of the vote that a text gives, in reading order."""
    found = {said.number_start: said for said in _counted(text)}
    found |= {said.number_start: said for said in _labelled(text)}
    return tuple(found[place] for place in sorted(found))


def _counted(text: str) -> Iterator[Said]:
    """A number, then what it counts."""
    for number in _NUMBER.finditer(text):
        both = _AND_AGAINST.match(text, number.end())
        counted = None if both else _COUNTED.match(text, number.end())
        if both is None and counted is None:
            continue
        back = text[max(0, number.start() - _LOOK_BACK) : number.start()]
        if _NUMBERED.search(back) or _LABELLED.search(back):
            continue
        if both:
            label_end, label = number.end() + len(" voix"), number.end() + len(" voix ")
            yield from _said("in_favour", text, number.start(), label_end, number.span())
            yield from _said("against", text, label, both.end(), both.span("number"))
        elif counted and not _is_followed_by_its_own(text, counted.end()):
            about = _about(counted, number.group(), back)
            if about not in VOICES and _THEY_ACT.match(text, counted.end()):
                continue
            yield from _said(about, text, number.start(), counted.end(), number.span())


def _is_followed_by_its_own(text: str, end: int) -> bool:
    """« en exercice 15 présents 13 »: the words before the second number are its own, unless it counts something."""
    following = _OTHER_FIGURE.match(text, end)
    if following is None:
        return False
    number = _NUMBER.match(text, following.end() - 1)
    return number is None or ":" not in following.group() or not _COUNTED.match(text, number.end())


def _about(counted: re.Match[str], number: str, back: str) -> str:
    """What a number counts; nothing when its words may say something else."""
    about = _kind(counted, _AFTER_NUMBER)
    if about == "voices":
        return "in_favour" if _BY.search(back) else ""
    if about in VOICES:
        return about
    # « en fonction : 30 Conseillers présents : 24 »: the number is that of the label before it.
    is_of_label = _AFTER_COLON.search(back) or _OF_ONE_SIDE.search(back) or _IN_VOICES.search(back)
    is_article = number.casefold() in ("un", "une")
    return "" if is_of_label or is_article else about


def _said(about: str, text: str, start: int, end: int, number: tuple[int, int]) -> Iterator[Said]:
    value = _value(text[slice(*number)])
    if about and value is not None:
        yield Said(about, value, start, end, text, *number)


def _labelled(text: str) -> Iterator[Said]:
    """What is counted, then the number: « Votants : 15 », « présents (13) », « le quorum étant de 8 »."""
    for label in _LABEL.finditer(text):
        about = _kind(label, _AFTER_LABEL)
        found = _VALUE.match(text, label.end())
        if found is None or not _is_list(text, label, found, about) or _has_own_number(text, label.start()):
            continue
        if _NOT_A_COUNT.match(text, found.end()) or _SEVERAL.match(text, found.end()):
            continue
        value = 0 if found["nil"] else _value(found["number"])
        is_nil_told = not found["nil"] or about in _NILS
        if value is not None and is_nil_told:
            end = found.end() + ("(" in found.group())  # its closing bracket
            yield Said(about, value, label.start(), end, text, *found.span("number"))


def _has_own_number(text: str, start: int) -> bool:
    """Whether a number in front counts the label, rather than stand for an earlier one or for an act."""
    back = text[max(0, start - _LOOK_BACK) : start]
    number = _OWN_NUMBER.search(back)
    if number is None:
        return False
    earlier = back[: number.start()]
    return not _NUMBERED.search(earlier) and not _LABELLED.search(earlier)


def _is_list(text: str, label: re.Match[str], found: re.Match[str], about: str) -> bool:
    """Whether the label stands as one: before a sign, or alone between two stops; « pour » needs both."""
    back = text[max(0, label.start() - 5) : label.start()]
    if re.search(r"\bnon\s$", back):
        return False
    if "(" in found.group() and text[found.end() : found.end() + 1] != ")":
        return False
    if about == "quorum":
        return not re.search(r"\d\s{0,3}$", back)
    if label.group().casefold() in ("pour", "contre"):
        return bool(found["sign"]) and bool(_LIST.search(back))
    if found["sign"]:
        return True
    is_figure = found["number"].isdigit() and not re.search(r"\d\s{0,3}$", back)
    return is_figure and bool(_STANDS_ALONE.match(text, found.end()))


def _kind(found: re.Match[str], kinds: tuple[tuple[str, str], ...]) -> str:
    return next(about for n, (about, _) in enumerate(kinds) if found[f"k{n}"] is not None)


def _value(number: str) -> int | None:
    return int(number) if number.isdigit() else value_of_words(number)
