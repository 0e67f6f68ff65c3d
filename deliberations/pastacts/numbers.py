"""The number of an act as town halls print it, and the headings that carry one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from deliberations.pastacts.lines import Paragraph
from deliberations.pastacts.words import OBJECT, clause_of, without_bullet

_CORE = (
    r"(?-i:[A-Z]{1,6}\s(?:19|20)\d\d\s\d{1,4}(?!\d)|(?:[A-Z]{1,8}[ _.-]?)?[A-Z]{0,6}\d[\dA-Z]{0,14}"
    r"(?:\s?[-/_.]\s?[A-Z]{0,6}\d[\dA-Z]{0,12}|[-/_.][A-Z]{1,6}(?![a-zà-ÿ]))*)"
)
_LABELLED = re.compile(
    rf"(?:extrait\s+de\s+(?:la\s+)?)?d[ée]lib(?:[ée]ration|\.)\s*"
    rf"(?:(?:n[°ºo]|num[ée]ro|:|n\s)\s*:?\s*|(?=\S*\d[\d./_-]*[/_.-]\d))(?P<number>{_CORE})",
    re.IGNORECASE,
)
_OF_ACT = re.compile(
    rf"n(?:[°ºo]|um[ée]ro)\s*(?:interne|d'ordre|d'enregistrement)?\s*(?:de\s+(?:la\s+)?(?:d[ée]lib[ée]ration|l'acte)|d'acte)\s*:?\s*"
    rf"(?P<number>{_CORE})",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?:N\s?[°º](?:\s*d'ordre)?|(?:[Rr][ée]f(?:[ée]rence)?\.?|N(?:um[ée]ro|UM[EÉ]RO))(?=\s*:))\s*:?\s*(?P<number>\d{{2,4}}(?:[\s_/-]\d{{1,4}}){{1,3}}(?=\s*$|\s+[-–—])|{_CORE})(?=\s|$|[.,;:)–—-])"
)
_RUNNING = re.compile(
    rf"d[ée]lib[ée]ration\s+(?:du\s+(?:conseil|bureau"
    rf"|comit[ée])\s+\w+\s+)?n\s?[°º]\s*(?P<number>{_CORE})\s*$",
    re.IGNORECASE,
)
"""A running title: « Commune d'Exemple – Délibération du Conseil municipal n° DEL_20220628_1 »."""
_LAST = re.compile(
    rf"\(\s*(?:d[ée]lib[ée]ration\s*)?n\s?[°º]\s*(?P<number>{_CORE})\s*\)\s*[.:]?$", re.IGNORECASE
)
_CODE = (
    r"(?:DEL|DELIB|DCM|DCC|DB|DELBU|DC|CM|CC|D|BC|BM)[A-Z]{0,4}"
    r"(?:\s(?:19|20)\d\d\s\d{1,4}|[ _.-]?\d[\d_./-]{2,20}\d)(?![\w/])"
)
_BARE = re.compile(
    rf"(?P<number>{_CODE})|(?P<year>(?:19|20)\d\d\s?[./_-]\s?\d{{1,4}}(?:\s?[./_-]\s?\d{{1,4}})?)(?![\w/-])"
)
_OF_YEAR = re.compile(r"(?P<number>)(?P<year>\d{1,4}\s?[/-]\s?(?:19|20)\d\d)\s*[–—:-]\s*(?=[^\W\d_])")
"""« 56/2012 - Rythmes scolaires »: without its object, « 12/2021 » may be a month."""
_CODE_AFTER = re.compile(rf"\s+[-–—(]\s*(?:n\s?[°º]\s*)?(?P<number>{_CODE})\s*\)?\s*$")
"""« Objet : Vente d'un terrain - DE_2021_014 »."""
_ROW = re.compile(r"(?P<number>[A-Z]{1,3}[O\d][O\dSl])\s*(?P<bar>\|)?\s*(?=[A-ZÀ-Ý|])")
_ROW_INSIDE = re.compile(r"(?<!\S)(?P<number>[A-Z]{1,3}[O\d][O\dSl])(?=\s*\|?\s*[A-ZÀ-Ý][\w'’]{2})")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[/-]\s?(?:19|20)\d\d")
"""« 2024-2028 » is a period."""
_READ_AS = str.maketrans({"O": "0", "S": "5", "l": "1"})
_WORD_OF_ACT = re.compile(r"d[ée]lib(?:[ée]ration)?[\s_n°-]*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading that carries a number. ``rest`` is what follows it; ``before`` what stands before it."""

    number: str
    rest: str
    before: str = ""
    is_mended: bool = False


def squeezed(number: str) -> str:
    """Two spellings of one number compared: « 2022_7_4 », « 2022 7 4 » and « 2022-7-4 »."""
    return re.sub(r"[\W_]+", "", number).upper()


def form_of(number: str) -> str:
    """« 2022-01 » and « 2022-014 » have one form, « 14/2022 » another: a paper numbers all its acts in one way."""
    return re.sub(r"\d+", "#", number)


def heading(text: str) -> Numbered | None:
    """« Délibération n° 2023-57 : Tarifs », « N° 01/03-2020 – Bureau de tourisme », « Tarifs N°36/2023 »."""
    if clause_of(text) is not None:
        return None
    bare = without_bullet(text)
    for pattern in (_LABELLED, _SIGNED):
        found = pattern.match(bare)
        if found and _is_heading(bare, found):
            return _numbered(bare, found)
    running = _RUNNING.search(text) if len(text) < 160 else None
    if running:
        return Numbered(_numbered(text, running).number, "")
    last = _LAST.search(text) if len(text) < 300 else None
    return _numbered(text, last) if last and last.start() > 8 else None


def _is_heading(text: str, found: re.Match[str]) -> bool:
    rest = text[found.end() :]
    follows = rest[:14].lstrip().lower()
    if (
        follows.startswith(("du ", "en date", "relative", "portant", "prise", "et ", "ainsi"))
        and len(text) > 60
    ):
        return follows.startswith("du ") and len(rest) < 40
    return len(text) < 400 or rest.lstrip()[:1] in {":", "-", "–", "—"}


def _numbered(text: str, found: re.Match[str]) -> Numbered:
    number = " ".join(found["number"].split()).rstrip(".-_/")
    rest = text[found.end() :].lstrip(" :–—-|").strip()
    return Numbered(re.sub(r"\s*([-/_.])\s*", r"\1", number), rest, text[: found.start()].strip())


def code_line(text: str) -> Numbered | None:
    """A number alone at the beginning of a line: « DELBU2023-02-012 », « DCM 20260727-01 – Tarifs »."""
    found = _BARE.match(text) or _OF_YEAR.match(text)
    if found is None or len(text) > 300:
        return None
    number = found["number"] or found["year"]
    rest = text[found.end() :].lstrip(" :–—-|").strip()
    return Numbered(re.sub(r"\s*([-/_.])\s*", r"\1", number), rest) if not rest or len(rest) > 5 else None


def coded_pieces(text: str) -> list[str]:
    """A list whose line breaks were lost, cut before each code of act; the text itself when it holds none."""
    places = [found.start() for found in _BARE.finditer(text) if found["number"]] or _of_one_form(text)
    edges = [*places, len(text)]
    return [text[start:end] for start, end in pairwise(edges)] or [text]


def _of_one_form(text: str) -> list[int]:
    """« 2023-057 Tarifs… 2023-058 Vente… »: where numbers of the form of the first one follow it in order."""
    first = _BARE.search(text)
    if first is None:
        return []
    form, known, places = form_of(first.group()), first.group(), [first.start()]
    for found in _BARE.finditer(text, first.end()):
        is_next = (
            form_of(found.group()) == form and len(found.group()) == len(known) and found.group() > known
        )
        rest = text[found.end() :].lstrip(" :–—-|")
        if is_next and (not rest or rest[0].isupper()):
            places.append(found.start())
            known = found.group()
    return places if len(places) > 1 else []


def row(text: str) -> Numbered | None:
    """A row of a table of votes: « D02 | SANTÉ – … ». A digit read as a letter is mended, and said to be."""
    found = _ROW.match(text)
    if found is None:
        return None
    printed = found["number"]
    letters = len(printed) - 2
    mended = printed[:letters] + printed[letters:].translate(_READ_AS)
    return Numbered(mended, text[found.end() :].lstrip("| ").strip(), is_mended=mended != printed)


def rows_apart(texts: Iterable[str]) -> list[tuple[int, int]]:
    """Where the rows D01, D02, D03… begin: (place of the text, character), whatever joined them; at least three."""
    made: list[tuple[int, int]] = []
    prefix, order = "", 0
    for place, text in enumerate(texts):
        for found in _ROW_INSIDE.finditer(text):
            printed = found["number"]
            letters, digits = printed[:-2], printed[-2:].translate(_READ_AS)
            is_next = int(digits) == order + 1 and letters == (prefix or letters)
            if is_next:
                prefix, order = letters, order + 1
                made.append((place, found.start()))
    return made if len(made) > 2 else []


def labelled_anywhere(text: str) -> Numbered | None:
    """« N° interne de l'acte : 2022-41 » inside a line."""
    found = _OF_ACT.search(text[:1500])
    return _numbered(text, found) if found else None


def inside(paragraphs: Iterable[Paragraph]) -> list[tuple[str, Paragraph]]:
    """Numbers that stand inside the lines of a head, the likeliest first: those with a « n° », then bare ones."""
    signed: list[tuple[str, Paragraph]] = []
    bare: list[tuple[str, Paragraph]] = []
    for paragraph in paragraphs:
        text = paragraph.text[:600]
        if clause_of(text) is not None:
            continue
        signed += [(_numbered(text, found).number, paragraph) for found in _SIGNED.finditer(text)]
        for found in _BARE.finditer(text):
            number = found["number"] or found["year"]
            if _YEARS.fullmatch(number):
                continue
            bare.append((re.sub(r"\s*([-/_.])\s*", r"\1", number), paragraph))
    return signed + bare


def without_word(number: str) -> str:
    """« Delib2024-06 » → « 2024-06 »: the word is not the number; a code (« DEL032024 ») is."""
    return _WORD_OF_ACT.sub("", number) if _WORD_OF_ACT.match(number) else number


def after_object(text: str) -> Numbered | None:
    """The code that some programs print at the end of the object: « Objet : Vente d'un terrain - DE_2021_014 »."""
    found = _CODE_AFTER.search(text[-400:]) if OBJECT.match(text) else None
    return Numbered(found["number"], "") if found else None


def without_code(title: str) -> str:
    """An object without the code that is printed at its end."""
    found = _CODE_AFTER.search(title)
    return title[: found.start()] if found else title


def in_name(name: str) -> str:
    """A number in the name of a file, without its folders nor extension; empty when there is none."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    for pattern in (_BARE, re.compile(rf"(?P<number>{_CORE})")):
        for found in pattern.finditer(stem.replace(" ", "_") if pattern is _BARE else stem):
            number = found.groupdict().get("number") or found.groupdict().get("year") or ""
            if len(re.sub(r"\D", "", number)) >= 3 and not re.fullmatch(
                r"(?:19|20)\d\d[-_]?\d\d[-_]?\d\d", number
            ):
                return number.strip("_-. ")
    return ""
