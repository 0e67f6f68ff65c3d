"""Articles and laws cited in a form in which they do not exist: their form only, never what they say."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deliberations.domain.findings import Finding, Severity
from deliberations.domain.linter.folding import fold
from deliberations.domain.linter.once import told_once
from deliberations.domain.linter.reading import Advice, Line, extract, lines_of, remark
from deliberations.domain.record import Record
from deliberations.domain.rulebook import EVERY_BODY, Certainty, Rule

CODE = "code général des collectivités territoriales"
NAMES_CGCT = re.compile(
    r"\bC\.?\ ?G\.?\ ?C\.?\ ?T\b|\bcodes?\ g[ée]n[ée]ra\w{1,3}\ d\w{1,2}\ (?:la\ )?collectivit",
    re.IGNORECASE | re.VERBOSE,
)
_NAMES_A_CODE = re.compile(r"\bcodes?\b|\bC\.?G\.?C\.?T\b|\bCASF\b|\bCRPA\b|\bCJA\b|\bCGI\b", re.IGNORECASE)

_CHAPTERS = "2121|2122|2131|1612|2312|5211|1111|1411|2541|2113|5212|5721"
_ARTICLE = r"\b(?i:art(?:icle)?s?\b\.?)\ "
_MONTHS = {
    fold(name): place
    for place, name in enumerate(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
        start=1,
    )
}
_MONTH = r"(?i:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)"


@dataclass(frozen=True, slots=True)
class _Fault:
    """Words in a form that does not exist, what is wrong with them, and the right form when it is sure."""

    start: int
    end: int
    problem: str
    correction: str = ""
    severity: Severity = Severity.WARNING


@told_once
def check_citations(record: Record) -> Iterator[Finding]:
    """The form of every article, law, decree and code that the act cites."""
    for line in lines_of(record):
        for reader in _READERS:
            for fault in reader(line.text):
                yield _finding(record, line, fault)
    yield from _without_code(record)


def _finding(record: Record, line: Line, fault: _Fault) -> Finding:
    words = line.text[fault.start : fault.end]
    around = extract(line.text, fault.start, fault.end)
    return remark(
        record,
        line,
        Advice(
            code="text.citation",
            message=f"« {words} » : {fault.problem}." + (f" « {around} »" if around != words else ""),
            consequence="Une référence inexacte ne se retrouve pas, et affaiblit les motifs de l'acte.",
            remedy="Vérifier la référence à sa source et l'écrire sous sa forme exacte.",
            correction=fault.correction,
            severity=fault.severity,
        ),
    )


# --- articles

_JOINED = re.compile(
    rf"(?P<article>{_ARTICLE})?\b(?P<words>(?P<letter>[LRD])\.?\ ?(?P<base>{_CHAPTERS})(?P<rest>\d{{1,2}}))\b(?!-?\d)"
    r"(?(article)|(?=,?\ du\ (?i:code\b|C\.?G\.?C\.?T\b)))",
    re.VERBOSE,
)
_SPACED = re.compile(
    rf"{_ARTICLE}(?P<words>(?P<letter>[LRD])\.?\ ?(?P<base>{_CHAPTERS})\ (?P<rest>\d{{1,2}}))\b"
    rf"(?!\ ?(?:-|{_MONTH}|€|%|euros?|\d))",
    re.VERBOSE,
)
_TWO_DASHES = re.compile(
    r"\b(?P<words>(?P<letter>[LRD])\.{0,3}\ ?(?P<base>\d{3,4})\ ?(?:--|–-|-–|-\ -)\ ?(?P<rest>\d{1,3}))\b",
    re.VERBOSE,
)
_TWO_DOTS = re.compile(
    r"\b(?P<words>(?P<letter>[LRD])\.{2,3}\ ?(?P<base>\d{3,4})-(?P<rest>\d{1,3}))\b", re.VERBOSE
)
_TWO_LETTERS = re.compile(
    r"\b(?P<words>(?P<letter>[LRD])\.?\ ?(?P=letter)\.?\ ?(?P<base>\d{3,4})-(?P<rest>\d{1,3}))\b", re.VERBOSE
)
_NOT_A_LETTER = re.compile(
    rf"{_ARTICLE}(?P<words>(?P<letter>[1I])\.\ ?(?P<base>{_CHAPTERS})-(?P<rest>\d{{1,2}}))\b", re.VERBOSE
)
_BARE = re.compile(
    rf"{_ARTICLE}(?P<words>(?P<base>{_CHAPTERS})-(?P<rest>\d{{1,2}}(?:-\d)?))\b(?!-)", re.VERBOSE
)
_MALFORMED: tuple[tuple[re.Pattern[str], str], ...] = (
    (_JOINED, "il manque le tiret de l'article"),
    (_SPACED, "il manque le tiret de l'article"),
    (_TWO_DASHES, "le tiret est double"),
    (_TWO_DOTS, "le point est double"),
    (_TWO_LETTERS, "la lettre est double"),
    (_NOT_A_LETTER, "la lettre de l'article est mal écrite"),
)

_ONLY_LEGISLATIVE = frozenset(
    f"2121-{n}" for n in (12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 29)
) | {"2122-17", "2122-22", "2122-23"}
"""Numbers that only the legislative part bears: the letter is sure."""


def _malformed_articles(text: str) -> Iterator[_Fault]:
    for pattern, problem in _MALFORMED:
        for match in pattern.finditer(text):
            letter = "L" if match["letter"] in "1I" else match["letter"]
            right = f"{letter}. {match['base']}-{match['rest']}"
            yield _Fault(*match.span("words"), problem, right)


def _bare_articles(text: str) -> Iterator[_Fault]:
    """« article 2121-29 »: every article of that code has a letter."""
    for match in _BARE.finditer(text):
        if _is_of_another_code(text, match.end()):
            continue
        number = f"{match['base']}-{match['rest']}"
        right = f"L. {number}" if number in _ONLY_LEGISLATIVE else ""
        yield _Fault(*match.span("words"), "la lettre de l'article manque (L., R. ou D.)", right)


def _is_of_another_code(text: str, end: int) -> bool:
    after = text[end : end + 60]
    return bool(re.match(r"[^.;]{0,40}\bcode\b", after, re.IGNORECASE)) and not NAMES_CGCT.search(after)


_REPEATED = re.compile(
    r"(?P<words>\b(?P<first>[LRD]\.?\ ?\d{3,4}-\d{1,3}(?:-\d{1,2})?)\ ?(?:,|et|,\ et)\ (?P=first))\b(?!-)",
    re.VERBOSE,
)
_TWICE = re.compile(
    r"(?<!\w)(?P<words>(?P<first>(?i:articles?|n\ ?°|loi|décret|ordonnance|vu))\ (?P=first))(?!\w)"
)


def _repeated(text: str) -> Iterator[_Fault]:
    for pattern, problem in (
        (_REPEATED, "le même article est cité deux fois"),
        (_TWICE, "le mot est répété"),
    ):
        for match in pattern.finditer(text):
            yield _Fault(*match.span("words"), problem, match["first"])


# --- laws, decrees, ordinances

_TEXT = re.compile(
    rf"""
    \b(?P<kind>(?i:loi(?:\ organique)?|ordonnance|décret(?:-loi)?))\ (?:n\ ?[°ºo]\ ?|N\ ?[°ºo]\ ?)?
    (?P<number>(?P<year>\d{{4}}|\d{{2}})(?P<dash>-|\ ?)(?P<rest>\d{{1,4}}))
    (?:\ modifiée?)?,?\ (?:en\ date\ )?du\ (?P<day>\d{{1,2}})(?:er)?
    (?:\ (?P<month>{_MONTH})\ |[/.](?P<figure>\d{{1,2}})[/.])(?P<of>\d{{4}})\b
    """,
    re.VERBOSE,
)


def _texts(text: str) -> Iterator[_Fault]:
    for match in _TEXT.finditer(text):
        yield from _text_faults(match)


def _text_faults(match: re.Match[str]) -> Iterator[_Fault]:
    month = _MONTHS[fold(match["month"])] if match["month"] else int(match["figure"])
    year = int(match["of"])
    if not _exists(int(match["day"]), month, year):
        yield _Fault(*match.span(), "cette date n'existe pas")
    elif match["dash"] == "-" and not _agrees(match["year"], year):
        yield _Fault(
            *match.span(), f"le numéro est de l'année {_whole_year(match['year'], year)} et la date de {year}"
        )
    elif match["dash"] != "-":
        yield from _undashed(match, year)


def _exists(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and year > 0 and 1 <= day <= monthrange(year, month)[1]


def _agrees(number: str, year: int) -> bool:
    """« 82-213 » is of 1982, « 2021-1310 » of 2021."""
    return int(number) == (year if len(number) == 4 else year % 100)


def _whole_year(number: str, year: int) -> str:
    if len(number) == 4:
        return number
    return f"{'19' if year < 2000 or int(number) > 50 else '20'}{number}"


def _undashed(match: re.Match[str], year: int) -> Iterator[_Fault]:
    """« n° 82213 du 2 mars 1982 »: the year of the date tells where the dash goes."""
    figures = match["number"].replace(" ", "")
    head = next((y for y in (str(year), str(year)[2:]) if figures.startswith(y) and figures != y), None)
    if head is not None and len(figures) - len(head) <= 4:
        right = f"{head}-{figures[len(head) :]}"
        yield _Fault(*match.span("number"), "il manque le tiret du numéro", right)


# --- the name of the code

_NAME_OF_CODE = re.compile(
    r"\bcodes?\ g[ée]n[ée]ra(?:ux|les?|l)\ (?:des?|du|de\ la)\ collectivit[ée]s?\ "
    r"(?:territoria(?:les?|ux|l)|locales?)\b",
    re.IGNORECASE | re.VERBOSE,
)
_INITIALS = re.compile(
    r"(?:[LRD]\.?\ ?\d{3,4}(?:-\d{1,3}){1,3}|\bcode|\bvu\ le)\ (?:du\ |le\ )?"
    r"(?P<words>CGTC|CCGT|GCCT|CGCTT|CGGCT)\b",
    re.IGNORECASE | re.VERBOSE,
)


def _names_of_code(text: str) -> Iterator[_Fault]:
    for match in _NAME_OF_CODE.finditer(text):
        if fold(match.group()) != fold(CODE):
            problem = f"ce code s'appelle « {CODE} »"
            yield _Fault(*match.span(), problem, _as_capitalised(match.group()), Severity.NOTICE)
    for match in _INITIALS.finditer(text):
        yield _Fault(*match.span("words"), f"les initiales du {CODE} sont « CGCT »", "CGCT", Severity.NOTICE)


def _as_capitalised(words: str) -> str:
    """The right name in the capitals of the words found."""
    if words.isupper():
        return CODE.upper()
    if words[words.index(" ") + 1].isupper():
        return "Code Général des Collectivités Territoriales"
    return CODE.replace("code", words.split(" ")[0].removesuffix("s"), 1)


# --- articles without a code

_ANY_ARTICLE = re.compile(
    rf"{_ARTICLE}(?P<words>[LRD]\.?\ ?(?P<base>{_CHAPTERS})-\d{{1,3}}(?:-\d{{1,2}})?)\b", re.VERBOSE
)
_ARTICLE_FORM = re.compile(r"(?P<letter>[LRD])\.?\ ?(?P<number>\d[\d-]*)", re.VERBOSE)


def _without_code(record: Record) -> Iterator[Finding]:
    """The first article cited by an act that names no code at all."""
    first: dict[str, tuple[Line, re.Match[str]]] = {}
    named: set[str] = set()
    for line in lines_of(record):
        if _NAMES_A_CODE.search(line.text):
            named.add(line.act.uid)
        match = _ANY_ARTICLE.search(line.text)
        if match:
            first.setdefault(line.act.uid, (line, match))
    for act, (line, match) in first.items():
        if act not in named:
            right = _ARTICLE_FORM.sub(r"\g<letter>. \g<number>", match["words"]) + f" du {CODE}"
            problem = "aucun code n'est nommé dans l'acte"
            yield _finding(record, line, _Fault(*match.span("words"), problem, right, Severity.NOTICE))


_READERS: tuple[Callable[[str], Iterator[_Fault]], ...] = (
    _malformed_articles,
    _bare_articles,
    _repeated,
    _texts,
    _names_of_code,
)

RULES = (
    Rule(
        codes=("text.citation",),
        title="Forme des références",
        article="",
        says="Un article est cité par sa lettre, son numéro et son code (« L. 2121-29 du code général des "
        "collectivités territoriales ») ; le numéro d'une loi, d'un décret ou d'une ordonnance est de l'année de "
        "sa date.",
        check=check_citations,
        bodies=EVERY_BODY,
        certainty=Certainty.HOUSE,
    ),
)
