"""Where a text holds what belongs to somebody's private life: how to reach him, his numbers, home, birth, land."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deliberations.domain.findings import Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.persons import PERSON, is_a_name

MAIL = "une adresse électronique"


@dataclass(frozen=True, slots=True)
class Trace:
    """Personal data found in a text: what it is, its place, and how it is shown to the clerk.

    ``name`` tells whose they are when the text says it with them, ``born_in`` the year of a birth.
    """

    kind: str
    start: int
    end: int
    shown: str
    severity: Severity = Severity.WARNING
    name: str = ""
    born_in: int | None = None


# --- e-mail and telephone

_MAIL = re.compile(r"(?<![\w.+-])(?P<local>[\w.+-]{1,64}+)@(?P<host>[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,4}+)")
_WEBMAILS = frozenset(
    "gmail orange wanadoo free hotmail outlook yahoo laposte sfr live icloud neuf bbox numericable aol protonmail "
    "proton gmx msn club-internet".split()
)
_OFFICES = re.compile(
    r"mairie|commune|ville|accueil|contact|secretariat|secretaire|maire|dgs|urbanisme|service|direction|info|elus?\b|ccas"
    r"|controle|reclam|client|usager|syndicat|prefecture|tribunal|association|club|comite|ecole|asso"
)
_PERSONAL_LOCAL = re.compile(r"[a-zà-ÿ]{1,30}+[._-][a-zà-ÿ]{2,30}+\d{0,4}", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\d.,/-])(?<!\d\ )(?:(?:\+|00)33\ ?(?:\(0\)\ ?)?|0)(?P<first>[1-79])"
    r"(?:(?P<sep>[ .\-/]?)\d{2})(?:(?P=sep)\d{2}){3}(?!(?P=sep)\d|[.,]?\d)"
)
_CALLS = re.compile(
    r"(?:t[ée]l|phone|portable|mobile|joindre|joignable|contact)\w{0,10}\W{0,15}$", re.IGNORECASE
)


def _mails(text: str) -> Iterator[Trace]:
    for match in _MAIL.finditer(text):
        local, host = match["local"], match["host"].lower()
        is_office = bool(_OFFICES.search(fold(local))) or host.endswith("gouv.fr")
        is_private = host.split(".")[0] in _WEBMAILS
        if (is_private or _PERSONAL_LOCAL.fullmatch(local)) and not is_office:
            # The address of somebody at work is only asked about.
            yield Trace(MAIL, *_shown(match), Severity.WARNING if is_private else Severity.NOTICE)


def _phones(text: str) -> Iterator[Trace]:
    """A mobile number, or a line said to be somebody's: that of an office is announced as such."""
    for match in _PHONE.finditer(text):
        before = text[max(0, match.start() - 100) : match.start()]
        is_mobile = match["first"] in "67" and bool(match["sep"] or _CALLS.search(before))
        is_announced = bool(_CALLS.search(before)) and bool(_SOMEBODY.search(before))
        if (is_mobile or is_announced) and not _OFFICES.search(fold(before)):
            yield Trace("un numéro de téléphone", *_shown(match))


_SOMEBODY = re.compile(PERSON, re.VERBOSE)

# --- numbers with a key

_SECURITY = re.compile(
    r"(?<!\d)(?P<number>[1-478]\ ?\d{2}\ ?(?:0[1-9]|1[0-2]|[2-9]\d)\ ?(?:\d{2}|2[AB])\ ?\d{3}\ ?\d{3})"
    r"\ ?(?P<key>\d{2})(?!\d)"
)
_IBAN = re.compile(
    r"(?<!\w)(?P<head>[A-Z]{2}\d{2})(?P<rest>(?:\ ?[A-Z0-9]{4}){3,7}+(?:\ ?[A-Z0-9]{1,3})?)(?!\w)"
)
_PUBLIC_BANKS = frozenset({"30001", "10071"})
"""Codes of the Banque de France and of the public treasury: accounts of public bodies."""


def _security_numbers(text: str) -> Iterator[Trace]:
    for match in _SECURITY.finditer(text):
        number = match["number"].replace(" ", "").replace("2A", "19").replace("2B", "18")
        if 97 - int(number) % 97 == int(match["key"]):
            yield Trace("un numéro de sécurité sociale", *match.span(), _veiled(match.group()))


def _ibans(text: str) -> Iterator[Trace]:
    for match in _IBAN.finditer(text):
        bare = match.group().replace(" ", "")
        if 15 <= len(bare) <= 34 and _iban_is_valid(bare) and bare[4:9] not in _PUBLIC_BANKS:
            yield Trace("un numéro de compte bancaire (IBAN)", *match.span(), _veiled(match.group()))


def _iban_is_valid(bare: str) -> bool:
    """Key of ISO 13616: letters as figures, the head at the end, the remainder by 97 is 1."""
    return int("".join(str(int(c, 36)) for c in bare[4:] + bare[:4])) % 97 == 1


def _veiled(number: str) -> str:
    """Enough to find it again: a finding is read by more people than the act's draft."""
    return f"{number[:4].strip()}…{number[-2:]}"


# --- birth, home, land

_BIRTH = re.compile(
    r"\bnée?(?:\(e\))?s?\ (?:le|en\ date\ du)\ "
    r"(?P<date>\d{1,2}(?:er)?\ ?[/.\ -]\ ?(?:\d{1,2}|[a-zéû]{3,9})\ ?[/.\ -]\ ?(?P<year>\d{4}))",
    re.IGNORECASE,
)
_DEAD = re.compile(r"\b(?:mort|morte|décédée?|disparue?|inhumée?)\b", re.IGNORECASE)
_WAY = (
    r"(?:rue|avenue|boulevard|place|impasse|allée|chemin|route|quai|square|cours|passage|lotissement|résidence"
    r"|lieu-?dit|hameau)"
)
_HOME = re.compile(
    r"\b(?i:demeurant|domiciliée?s?|résidant|habitant)\b[^.;:]{0,60}?"
    rf"(?:\d{{1,4}}\ ?(?:bis|ter)?,?\ (?i:{_WAY})\b[^.;,:]{{0,60}}+|\b\d{{5}}\ [A-ZÀ-Ý]\w{{1,40}}+)"
)
_AT_HOME = re.compile(
    rf"{PERSON},?\ (?:\(\ ?)?(?P<home>\d{{1,4}}\ ?(?:bis|ter)?,?\ (?i:{_WAY})\b[^.;,:()]{{0,60}}+)",
    re.VERBOSE,
)
"""« Madame Jeanne UN, 12 rue des Lilas »: the address stands against the name, with no office between them."""
_OFFICIAL = re.compile(
    r"\b(?:maire|préf|ministre|présid|direct|procureur|trésor|recteur|rectrice|comptable|chef|garde)",
    re.IGNORECASE,
)
_CEDEX = re.compile(r"\bcedex\b|\b(?:CS|BP)\s?\d", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:société|SARL|SAS|SASU|SCI|SCCV|SCIC|SNC|GAEC|EARL|SA|EURL|SELARL|SCP|association|entreprise|cabinet|syndicat|commune|banque"
    r"|office|étude|établissement|notaire|agence)\b",
    re.IGNORECASE,
)
_PLOT = re.compile(
    r"\bparcelles?\b[^.;:]{0,40}?(?P<plot>\b[A-Z]{1,2}\ ?(?:n\ ?°\ ?)?\d{1,4}\b)[^.;:]{0,100}?"
    rf"\b(?:appartenant\ à|propriété\ de|propriétaires?\ ?:?)\ {PERSON}",
    re.VERBOSE,
)


def _births(text: str) -> Iterator[Trace]:
    for match in _BIRTH.finditer(text):
        if not _DEAD.search(text, max(0, match.start() - 200), match.end() + 200):
            yield Trace("une date de naissance", *_shown(match), born_in=int(match["year"]))


def _homes(text: str) -> Iterator[Trace]:
    for match in _HOME.finditer(text):
        before = text[max(0, match.start() - 100) : match.start()]
        if _SOMEBODY.search(before) and not _FIRM.search(before):
            yield Trace("une adresse personnelle", *_shown(match))
    for match in _AT_HOME.finditer(text):
        before = text[max(0, match.start() - 100) : match.start()]
        after = text[match.end() : match.end() + 60]
        is_professional = match["person"].startswith("D") or _FIRM.search(before)
        is_office = _OFFICIAL.search(match["name"]) or _CEDEX.search(match["home"] + after)
        if is_a_name(match["name"]) and not (_DEAD.search(before) or is_professional or is_office):
            yield Trace(
                "une adresse personnelle", *match.span("home"), match["home"].strip(), name=match["name"]
            )


def _plots(text: str) -> Iterator[Trace]:
    for match in _PLOT.finditer(text):
        if is_a_name(match["name"]):
            yield Trace("le propriétaire d'une parcelle", *_shown(match), Severity.NOTICE, match["name"])


def _shown(match: re.Match[str]) -> tuple[int, int, str]:
    return *match.span(), match.group().strip()


READERS: tuple[Callable[[str], Iterator[Trace]], ...] = (
    _mails,
    _phones,
    _security_numbers,
    _ibans,
    _births,
    _homes,
    _plots,
)
