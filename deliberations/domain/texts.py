"""Reading the structured text of an act: words left blank, and decisions that name someone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from deliberations.domain.acts import Deliberation

_BLOCK_TAGS = frozenset({"p", "li", "br", "tr", "td", "th", "ul", "ol", "table", "caption"})

PLACEHOLDER = re.compile(
    r"""
    \b[Xx]{2,}\b                            # « commune de XX »
    | \bX{3,}(?!(?:IX|IV|VI{0,3}|I{1,3})\b)\w*  # but not « XXXIV »
    | …{2,} | \.{4,}                         # a dotted line to fill
    | _{3,}
    # « [nom] », « [ ] », but neither « [...] », « [sic] », a note number nor « [L]e »
    | (?<!\w)\[(?!\s*(?:\.{3}|sic|occulté)\s*\])\s*[^\]\d…]{0,40}\s*\](?!\w)
    | \bà\ (?:compléter|préciser)\b(?=\s*(?:[]).,;:!?»]|$))  # but not « à compléter le dossier »
    | \bà\ définir\ ici\b
    | \bN(?:OM|om)\ (?:et\ )?P(?:RENOM|RÉNOM|rénom)\b
    """,
    re.VERBOSE,
)
_ROMAN = re.compile(r"\bXX[IVX]*e?\s*(?:siècle|e)\b|\bXXe\b")
_NAMING = re.compile(
    r"^\W*(?:de\s+|d['’])?(?:désigner?|désignent|nommer?|élire|élit|proc[éè]der?\s+à\s+(?:la\s+désignation|l['’]élection))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an act's text with the place where a reader finds it."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    where: str
    found: str
    extract: str


class _TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCK_TAGS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """« <![ » begins a comment in HTML; Python's parser would raise on one it does not know."""
        return self.parse_bogus_comment(i, bool(report))


def text_of(html: str) -> str:
    """The readable text of restricted HTML, one line per block."""
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def passages(deliberation: Deliberation) -> Iterator[Passage]:
    """Every piece of text of an act, in reading order."""
    yield Passage("objet", text_of(deliberation.title_html))
    for line in text_of(deliberation.statement_html).split("\n"):
        yield Passage("exposé", line)
    for i, clause in enumerate(deliberation.clauses, start=1):
        yield Passage(f"visas et considérants, n° {i}", text_of(clause.text_html))
    for i, text in enumerate(decisions(deliberation), start=1):
        yield Passage(f"décision, point {i}", text)
    for i, annex in enumerate(deliberation.annexes, start=1):
        yield Passage(f"annexe {i}", annex)


def decisions(deliberation: Deliberation) -> Iterator[str]:
    """The text of each operative block, across the parts of the decision."""
    for part in deliberation.operative:
        for block in part.blocks_html:
            yield text_of(block)


def placeholders(deliberation: Deliberation) -> Iterator[Placeholder]:
    """Words left to be filled in a model text: « XX », dotted lines, brackets, « à compléter »."""
    for passage in passages(deliberation):
        for match in PLACEHOLDER.finditer(passage.text):
            if not _ROMAN.match(passage.text, match.start()):
                yield Placeholder(passage.where, match.group(), _around(passage.text, *match.span()))


def _around(text: str, start: int, end: int, width: int = 30) -> str:
    left, right = max(0, start - width), min(len(text), end + width)
    return ("…" if left else "") + text[left:right] + ("…" if right < len(text) else "")


def naming_decisions(deliberation: Deliberation) -> tuple[int, ...]:
    """Places (from 1) of the decisions whose verb designates, names or elects someone."""
    blocks = ((part.verb, text_of(block)) for part in deliberation.operative for block in part.blocks_html)
    return tuple(
        place
        for place, phrases in enumerate(blocks, start=1)
        if any(_NAMING.match(phrase) for phrase in phrases)
    )
