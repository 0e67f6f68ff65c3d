"""Lines as people and scanners leave them, made into paragraphs.

One pass each time, with patterns that never look back further than one line: a paper is read in linear time.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from deliberations.domain.linter.folding import fold
from deliberations.pastacts import words
from deliberations.pastacts.model import SourceLine

MOST_LINES = 40_000
LONGEST_LINE = 400
"""Beyond that, a line is a text whose line breaks were lost: it is cut again where an act would break it."""

_LIGATURES = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´", "'"),
        **dict.fromkeys("\u00ad\ufffd\u200b\ufeff", ""),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)),
    }
)
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\w)")
_LONG_BREAKS = re.compile(
    r"""(?<=[;,.:!)»]\s)(?=(?:VU|Vu|CONSID[EÉ]RANT|Consid[eé]rant|ENTENDU|Entendu)\s)
    |(?<=\s)(?=(?:[EÉ]taient\s|[EÉ]TAIENT\s)?(?:Pr[ée]sents?|PR[EÉ]SENTS?|Absents?|ABSENTS?|Excus[ée]e?s?|EXCUS[EÉ]S
        |Absents\ excus[ée]s|Pouvoirs?|POUVOIRS?|Procurations?|Repr[ée]sent[ée]s?|Votants?|VOTANTS?|En\ exercice
        |Secr[ée]taires?\ de\ s[ée]ance|Objet|OBJET|Date\ de\ (?:la\ )?convocation)\s?:)
    |(?<=\s)(?=(?:D[ée]lib[ée]ration|D[EÉ]LIB[EÉ]RATION)\s+[Nn]°)
    |(?<=[.;:)»]\s)(?=(?:Le|La|Les|LE|L')\s?(?:[Cc]onseil|CONSEIL|[Cc]omit[ée]|[Bb]ureau|[Aa]ssembl[ée]e|membres)\b)
    |(?<=[.;:)»,\d]\s)(?=Apr[èe]s\ en\ avoir\ d[ée]lib[ée]r[ée])
    |(?<=\s)(?=[+•➢✓●▪❖]\s)
    |(?<=[:;]\s)(?=-\s)
    |(?<=\s)(?=(?:ONT\ VOT[EÉ]|SE\ SONT\ ABSTENUS|ACTE\ EX[EÉ]CUTOIRE|Pour\ extrait|Pour\ copie|Fait\ et\ d[ée]lib))
    |(?<=[.;)]\s)(?=(?:ARTICLE|Article)\s(?:\d|premier|unique))
    |(?<=[.\d*]\s)(?=\d{1,2}\s?/\s?[A-ZÀ-Ý]{4})
    |(?<=\s)(?=N°\s?\d{1,4}/\d{4}\b)
    |(?<=N°\d/\d{4}\s)|(?<=N°\d\d/\d{4}\s)|(?<=N°\d{3}/\d{4}\s)
    |(?<=[.;]\s)(?=(?:Monsieur|Madame|M\.|Mme)\s(?:le|la)\s[Mm]aire\s(?:expose|rappelle|informe|pr[ée]cise|propose))
    |(?<=\s)(?=\*{3,})|(?<=\*{3}\s)(?=[A-ZÀ-Ý])""",
    re.VERBOSE,
)
_LABELS = re.compile(
    r"(?<=[\w).;,»])\s(?=(?:Rapporteu(?:r|se|re)s?|RAPPORTEU(?:R|SE|RE)|Secr[ée]taires?\sde\ss[ée]ance"
    r"|SECR[EÉ]TAIRE\sDE\sS[EÉ]ANCE|Objet|OBJET|Absente?s?(?:\sexcus[ée]e?s?)?|ABSENTE?S?(?:\sEXCUS[EÉ]E?S?)?"
    r"|Date\sde\s(?:la\s)?(?:convocation|s[ée]ance)|Date\sd'affichage|Pr[ée]sident(?:e|s)?|Pr[ée]sidence|(?:Membres?|Conseillers?)\s(?:pr[ée]sents?|absents?)"
    r"(?:\sexcus[ée]s?)?|Point\s[Nn]°\s?\d{1,2}|(?:Article|ARTICLE)\s(?:1er|1|premier|unique))\s?:\s)"
)
"""Labels that somebody who typed the paper again glued to the line before."""
_HEADING_THEN = re.compile(
    r"^(?P<heading>\d{1,2}\s?[./)]\s?[A-ZÀ-Ý][A-ZÀ-Ý\d' ,«»()°.–-]{14,200}?)\s(?=(?:RAPPORTEUR|[A-ZÀ-Ý][a-zà-ÿ]))"
)
_PAGE_MARK = re.compile(
    r"(?:page\s*)?\d{1,3}(?:\s*(?:/|sur)\s*\d{1,3})?|[-–—]\s*\d{1,3}\s*[-–—]", re.IGNORECASE
)
_STAMP = re.compile(
    r"(?:envoy[ée]|re[çc]u|transmis)\s+(?:en|[àa]\s+la)\s+(?:sous-)?pr[ée]fecture|accus[ée]\s+de\s+r[ée]ception"
    r"|date\s+de\s+(?:t[ée]l[ée]transmission|r[ée]ception)|^ID\s?:|\b\d{3}-?\d{9}-?\d{8}-?\w|^(?:affich[ée]|publi[ée])\s+le\b.{0,20}$",
    re.IGNORECASE,
)
_STAMPS_INSIDE = re.compile(
    r"\s(?=(?:[Ee]nvoy[ée]|[Rr]e[çc]u)\s+en\s+(?:sous-)?pr[ée]fecture\s+le\s\d|ID\s?:\s?\d{3}-)|(?<=\d-DE)\s(?=\S)"
)
"""Where a stamp of the State was glued to what stands beside it."""
_OPEN_END = re.compile(r"[.;:!?»]\s*$")
_NUMBERED = re.compile(r"d[ée]lib[ée]ration\b.{0,40}n\s?[°º]\s*\S*\d", re.IGNORECASE)
_HANGS = re.compile(
    r"\b(?:de|du|des|la|le|les|à|au|aux|et|en|pour|par|sur|dans|avec|d'|l'|un|une|n°)\s*$", re.IGNORECASE
)
_ABBREVIATED = re.compile(r"\b(?:MM?|Mmes?|Mlles?|Dr|St|Ste|art|n|cf|L|R|D)\.$")
_DAY_CUT = re.compile(r"(?<![\d/.])\d{1,2}(?:\s?er)?$", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)\s+\d{4}",
    re.IGNORECASE,
)
_NARROWEST = 40
_NO_WORD = re.compile(r"[^\w]*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are read as one: ``rows`` are these lines. ``after_gap`` tells that an empty line stood before."""

    text: str
    first: int
    last: int
    is_heading: bool = False
    is_item: bool = False
    after_gap: bool = False
    last_length: int = 0
    rows: tuple[str, ...] = ()

    @property
    def folded(self) -> str:
        return fold(self.text[:200])


def tidy(text: str) -> str:
    """One line without what differs from one scanner to another: ligatures, spaced letters, kinds of spaces."""
    plain = unicodedata.normalize("NFC", _read_again(text)).translate(_LIGATURES)
    plain = _SPACED.sub(_together, plain.replace("\t", "  ").replace("\u00a0", " ").replace("\u202f", " "))
    return " ".join(plain.split())


def _read_again(text: str) -> str:
    """« DÃ©libÃ©ration » is a text in UTF-8 that some program took for Western European."""
    if "Ã" not in text and "â€" not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _together(found: re.Match[str]) -> str:
    """« P r é s e n t s » → « Présents »: a run of single letters is one word."""
    return found.group().replace(" ", "")


def prepared(source: Iterable[SourceLine]) -> tuple[list[SourceLine], list[SourceLine]]:
    """The lines of the text, and apart the margins, stamps and page numbers, which only tell dates and numbers."""
    lines = [
        replace(line, text=piece)
        for line in source
        for piece in _STAMPS_INSIDE.split(tidy(line.text)) or [""]
    ]
    repeated = _repeated(lines)
    text: list[SourceLine] = []
    apart: list[SourceLine] = []
    for line in lines[:MOST_LINES]:
        is_apart = line.is_margin or _is_furniture(line.text) or (fold_figures(line.text) in repeated)
        if is_apart and line.text:
            apart.append(line)
            text.append(replace(line, text=""))
        else:
            text.append(line)
    return text, apart


def fold_figures(text: str) -> str:
    return re.sub(r"\d+", "#", fold(text))


def _repeated(lines: Sequence[SourceLine]) -> frozenset[str]:
    """Short lines that come back from page to page and open nothing: the town hall's address, the running title."""
    seen: Counter[str] = Counter()
    for line in lines:
        if (
            8 < len(line.text) < 110
            and not line.is_item
            and not _NUMBERED.search(line.text)
            and not words.OF_REGISTER.match(line.text)
            and not words.opens_something(line.text)
        ):
            seen[fold_figures(line.text)] += 1
    return frozenset(key for key, times in seen.items() if times > 1 and words.is_of_a_margin(key))


def _is_furniture(text: str) -> bool:
    if not text:
        return False
    if _is_shattered(text):
        return True
    is_mark = _PAGE_MARK.fullmatch(text) is not None and not re.fullmatch(r"\d{1,3}", text)
    return is_mark or (_STAMP.search(text) is not None and len(text) < 160)


def _is_shattered(text: str) -> bool:
    """« R é pu bl i qu e fr a nçai se »: words that a program broke anywhere, and nobody can put together again."""
    pieces = text.split()
    alone = sum(len(piece) == 1 and piece.isalpha() and piece not in "àaylAY" for piece in pieces)
    return len(pieces) >= 6 and alone > 1 and sum(map(len, pieces)) < 2.8 * len(pieces)


def paragraphs(lines: Sequence[SourceLine]) -> list[Paragraph]:
    """Lines joined where the sentence goes on; a long text whose breaks were lost is cut where an act would break."""
    return [piece for paragraph in _joined_lines(lines) for piece in _cut_again(paragraph)]


def _cut_again(part: Paragraph) -> list[Paragraph]:
    breaks = _LONG_BREAKS if len(part.text) > LONGEST_LINE else _LABELS
    if breaks is _LABELS and words.opens_clause(part.text):
        return [part]
    pieces = [
        kept
        for piece in breaks.split(part.text)
        if piece
        for half in _HEADING_THEN.sub(r"\g<heading>\n", piece.strip(), count=1).split("\n")
        if (kept := half.strip())
    ]
    if len(pieces) < 2:
        return [part]
    return list(placed(part, pieces))


def placed(part: Paragraph, pieces: list[str]) -> Iterator[Paragraph]:
    """The pieces of a paragraph, each with the lines where it stands."""
    ends, total = [], 0
    for row in part.rows:
        total += len(row) + 1
        ends.append(total)
    place = 0
    for piece in pieces:
        first = part.first + bisect_right(ends, place) if len(ends) > 1 else part.first
        place += len(piece) + 1
        last = part.first + bisect_right(ends, place - 2) if len(ends) > 1 else part.last
        first, last = min(first, part.last), min(last, part.last)
        yield Paragraph(piece, first, last, after_gap=True, last_length=len(piece), rows=(piece,))


def _joined_lines(lines: Sequence[SourceLine]) -> list[Paragraph]:
    made: list[Paragraph] = []
    width = wrapped_width(lines)
    gap = True
    for line in lines:
        if not line.text or _NO_WORD.fullmatch(line.text):
            gap = True
            continue
        if made and _goes_on(made[-1], line, gap=gap, width=width):
            made[-1] = _joined(made[-1], line)
        else:
            made.append(
                Paragraph(
                    line.text,
                    line.number,
                    line.number,
                    line.is_heading,
                    line.is_item,
                    after_gap=gap,
                    last_length=len(line.text),
                    rows=(line.text,),
                )
            )
        gap = False
    return made


def wrapped_width(lines: Sequence[SourceLine]) -> int:
    """The width at which somebody, or a scanner, broke the lines; 0 where each line is a whole paragraph.

    It is that of the lines whose sentence goes on below in small letters, unless other lines are much longer.
    """
    lengths: list[int] = []
    broken: list[int] = []
    for line, following in pairwise(lines):
        if not line.text or not following.text:
            continue
        lengths.append(len(line.text))
        if following.text[:1].islower() and not _OPEN_END.search(line.text) and line.text[-1:] != ",":
            broken.append(len(line.text))
    if len(lengths) < 4 or not broken or max(broken) < _NARROWEST:
        return 0
    width = sorted(broken)[len(broken) // 2]
    longest = sorted(lengths)[len(lengths) * 95 // 100]
    return width if longest * 2 <= width * 3 or len(broken) * 10 >= len(lengths) else 0


def _joined(held: Paragraph, line: SourceLine) -> Paragraph:
    is_cut = re.search(r"[a-zà-ÿ]-$", held.text) is not None and line.text[:1].islower()
    text = held.text[:-1] if is_cut else f"{held.text} "
    rows = (*held.rows, line.text)
    return replace(held, text=f"{text}{line.text}", last=line.number, last_length=len(line.text), rows=rows)


def _goes_on(held: Paragraph, line: SourceLine, *, gap: bool, width: int) -> bool:
    """Whether ``line`` continues the paragraph: never over what opens a part of an act."""
    if line.is_heading or line.is_item or held.is_heading or len(held.text) > 20_000 or len(held.rows) > 400:
        return False
    starts_low = line.text[:1].islower() or line.text[:1] in ",;)€%"
    if not gap and _DAY_CUT.search(held.text) and _MONTH_FIRST.match(line.text):
        return True
    if words.opens_something(line.text) and not (starts_low and _is_inside(held, width)):
        return False
    if gap or not width:
        is_title = gap and _NUMBERED.search(held.text[-80:]) is not None and held.text[-1:].isdigit()
        return starts_low and not is_title and not _OPEN_END.search(held.text)
    if starts_low:
        return not held.text.endswith(":") or held.last_length * 10 > width * 7
    return _hangs(held, width) or _fills(held, line, width)


def _is_inside(held: Paragraph, width: int) -> bool:
    """In the middle of a sentence that fills its line, « rendu exécutoire » opens nothing."""
    is_full = width > 0 and held.last_length * 10 > width * 7
    return is_full and not _OPEN_END.search(held.text) and not held.text.endswith(",")


def _hangs(held: Paragraph, width: int) -> bool:
    """« … de la », « (MM. » and an open parenthesis call for what follows."""
    if _HANGS.search(held.text) or _ABBREVIATED.search(held.text):
        return True
    is_full = held.last_length * 10 > width * 7
    opened = held.text.rfind("(", -width)
    return is_full and opened >= 0 and ")" not in held.text[opened:]


def _fills(held: Paragraph, line: SourceLine, width: int) -> bool:
    """A full line without a final point goes on with the next one, of the same capitals."""
    is_same = words.is_capitals(held.text) == words.is_capitals(line.text)
    if _OPEN_END.search(held.text) or held.last_length * 10 < width * 6:
        return is_same and words.is_capitals(held.text) and not _OPEN_END.search(held.text)
    return is_same or words.opens_clause(held.text) or words.is_fact(held.text)


def joined_text(parts: Iterable[Paragraph]) -> str:
    return " ".join(part.text for part in parts)
