"""The tags of a template, made whole in the text of Word: one tag stands in one run, a tag alone takes its place.

Word cuts a tag into runs as one types, and types its own quotes. After ``prepare``, each tag is in a single ``w:t``;
a tag of structure alone in its paragraph, its row or its cell stands between these, as docxtpl's ``{%p … %}``,
``{%tr … %}`` and ``{%tc … %}`` ask for; and each paragraph that has one begins with ``MARK``, so that those left
without a word are found again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deliberations.documents.wordtemplate.contents import W
from deliberations.documents.wordtemplate.package import Package
from deliberations.documents.wordtemplate.problems import Problem

MARK = "\ue002"
MOST_TAGS = 1_000
LONGEST_TAG = 300
_RESERVED = re.compile("[\ue000-\ue002]")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENER = re.compile(r"\{[{%#]")
_PREFIX = re.compile(r"^(\{[{%])[-+]?(?:(p|tr|tc|r)\s)?\s*(.*?)\s*[-+]?([}%]\})$", re.DOTALL)
_WORD = re.compile(r"\w+")
_QUOTES = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "}
)
_STATEMENTS = ("if", "elif", "else", "endif", "for", "endfor")
_UNITS = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc"}
_NOT_TEXT = (f"{W}drawing", f"{W}pict", f"{W}fldChar", f"{W}fldSimple", f"{W}sectPr", f"{W}footnoteReference")
_KEPT_BREAKS = ("page", "column")


@dataclass(slots=True)
class Line:
    """One paragraph that has tags: where it stands, its words, and each of its tags."""

    paragraph: Any
    place: str
    text: str
    tags: list[str]


@dataclass(slots=True)
class Source:
    """A part as its author reads it, a line for each paragraph: what is checked before anything is rendered."""

    lines: list[Line]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def place(self, number: int) -> str:
        """Of the line of that number, from 1."""
        return self.lines[min(max(number, 1), len(self.lines)) - 1].place if self.lines else ""


def prepare(package: Package, problems: list[Problem]) -> list[Source]:
    """Make the tags of every part whole. Faults of writing are added to ``problems``."""
    sources, count = [], 0
    for name, tree in package.texts:
        source = Source(list(_lines(name, tree, problems)))
        count += sum(len(line.tags) for line in source.lines)
        _place_statements(tree, source, problems)
        sources.append(source)
    if count > MOST_TAGS:
        problems.append(
            Problem("template.tags", f"Ce modèle contient plus de {MOST_TAGS} balises : simplifiez-le.")
        )
    return sources


def _lines(name: str, tree: Any, problems: list[Problem]) -> Iterator[Line]:
    for number, paragraph in enumerate(tree.iter(f"{W}p"), start=1):
        texts = list(_texts(paragraph))
        for node in texts:
            node.text = _RESERVED.sub("", node.text or "")
        whole = "".join(node.text or "" for node in texts)
        if not _OPENER.search(whole):
            continue
        place = f"{name}, paragraphe {number} : « {' '.join(whole.split())[:70]} »"
        tags = _made_whole(texts, whole)
        text = "".join(node.text or "" for node in texts)
        problems += [Problem("template.tag", fault, place) for fault in _faults(text, tags)]
        yield Line(paragraph, place, text.replace("\n", " "), tags)


def _texts(paragraph: Any) -> Iterator[Any]:
    """The ``w:t`` of a paragraph, those of the text boxes that it holds left to their own paragraphs."""
    for child in paragraph:
        if child.tag == f"{W}t":
            yield child
        elif child.tag != f"{W}p":
            yield from _texts(child)


def _made_whole(texts: list[Any], whole: str) -> list[str]:
    """Put each tag in the first of the nodes that hold a part of it, without comments; returns the tags."""
    tags = []
    for found in reversed(list(_TAG.finditer(whole))):
        tag = _normal(found.group())
        if tag:
            tags.append(tag)
        _write(texts, found.start(), found.end(), tag)
    for node in texts:
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return tags[::-1]


def _normal(tag: str) -> str:
    """« {%p for x in y -%} » → « {% for x in y %} »; nothing for a comment."""
    if tag.startswith("{#"):
        return ""
    read = _PREFIX.match(tag.translate(_QUOTES))
    if read is None:
        return tag
    opener, unit, inside, closer = read.groups()
    kept = f"{unit} " if unit in ("tr", "tc") and opener == "{%" else ""
    return f"{opener}{kept} {inside} {closer}"


def _write(texts: list[Any], start: int, end: int, tag: str) -> None:
    at = 0
    for node in texts:
        text = node.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if first < last:
            node.text = text[:first] + tag + text[last:]
            tag = ""
        elif at > end:
            return


def _faults(text: str, tags: list[str]) -> Iterator[str]:
    if _OPENER.search(_TAG.sub("", text)):
        yield "Une balise est ouverte sans être fermée dans le même paragraphe : il manque « }} » ou « %} »."
    for tag in tags:
        if len(tag) > LONGEST_TAG:
            yield f"Cette balise est trop longue : {LONGEST_TAG} caractères au plus."
        if tag.startswith("{%"):
            word = _WORD.search(_unit_of(tag)[1])
            if word is None or word.group() not in _STATEMENTS:
                told = word.group() if word else ""
                yield f"« {{% {told} %}} » n'est pas permis. Seuls « if » (avec « elif », « else ») et « for » le sont."


def _unit_of(tag: str) -> tuple[str, str]:
    """The unit that a statement asks to take the place of, and the rest of it."""
    for unit in ("tr", "tc"):
        if tag.startswith(f"{{%{unit} "):
            return unit, "{%" + tag[len(unit) + 3 :]
    return "", tag


def _place_statements(tree: Any, source: Source, problems: list[Problem]) -> None:
    """Lift each statement alone in its unit above it, check that what opens closes at the same level, and mark."""
    opened: list[tuple[str, Any]] = []
    lifted: dict[Any, list[str]] = {}
    for line in source.lines:
        statements = [tag for tag in line.tags if tag.startswith("{%")]
        unit = _lifted_unit(line, statements, lifted)
        level = line.paragraph if unit is None else unit.getparent()
        for tag in statements:
            _follow(opened, tag, level, line.place, problems)
        if unit is not None:
            lifted.setdefault(unit, []).extend(_unit_of(tag)[1] for tag in statements)
        else:
            _mark(line)
        line.text = re.sub(r"\{%(?:tr|tc) ", "{%", line.text)
    problems += [
        Problem(
            "template.block",
            f"« {{% {word} … %}} » n'est jamais fermé : il manque « {{% end{word} %}} ».",
            "",
        )
        for word, _ in opened
    ]
    for unit, tags in lifted.items():
        _replace_by_text(unit, "".join(tags))
    _keep_cells_whole(tree)


def _lifted_unit(line: Line, statements: list[str], lifted: dict[Any, list[str]]) -> Any:
    """The paragraph, the cell or the row that holds nothing but statements; ``None`` when they are amid words."""
    if not statements or len(statements) != len(line.tags):
        return None
    asked = _unit_of(statements[0])[0]
    if asked:
        return next(line.paragraph.iterancestors(_UNITS[asked]), None)
    if _TAG.sub("", line.text).strip() or _holds_more(line.paragraph):
        return None
    row = next(line.paragraph.iterancestors(f"{W}tr"), None)
    return row if row is not None and (row in lifted or _is_alone_in(row)) else line.paragraph


def _is_alone_in(row: Any) -> bool:
    words = "".join(node.text or "" for node in row.iter(f"{W}t"))
    return not _TAG.sub("", words).strip() and "{{" not in words and not _holds_more(row)


def _holds_more(element: Any) -> bool:
    """Something that is not words: a picture, a field, the end of a section, a page break."""
    if next(element.iter(*_NOT_TEXT), None) is not None:
        return True
    return any(each.get(f"{W}type") in _KEPT_BREAKS for each in element.iter(f"{W}br"))


def _follow(opened: list[tuple[str, Any]], tag: str, level: Any, place: str, problems: list[Problem]) -> None:
    found = _WORD.search(_unit_of(tag)[1])
    word = found.group() if found else ""
    if word in ("if", "for"):
        opened.append((word, level))
        return
    if word not in _STATEMENTS:
        return
    if not opened:
        problems.append(Problem("template.block", f"« {{% {word} %}} » ne ferme rien.", place))
        return
    opener, where = opened[-1]
    if word.startswith("end"):
        opened.pop()
        if word != f"end{opener}":
            problems.append(Problem("template.block", f"« {{% {word} %}} » ferme un « {opener} ».", place))
            return
    if where is not level:
        problems.append(
            Problem(
                "template.block",
                f"« {{% {opener} %}} » s'ouvre à un endroit et se ferme à un autre : mettez les deux balises dans le "
                "même paragraphe, ou chacune seule dans un paragraphe (ou une ligne) du même tableau ou de la même "
                "page.",
                place,
            )
        )


def _mark(line: Line) -> None:
    first = next(_texts(line.paragraph))
    first.text = f"{MARK}{first.text or ''}"


def _replace_by_text(unit: Any, tags: str) -> None:
    """The tags between the units, where docxtpl's own syntax would leave them."""
    parent, before = unit.getparent(), unit.getprevious()
    tags += unit.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tags
    else:
        parent.text = (parent.text or "") + tags
    parent.remove(unit)


def _keep_cells_whole(tree: Any) -> None:
    """A cell, a box or a margin always ends with a paragraph."""
    for element in tree.iter(f"{W}tc", f"{W}txbxContent"):
        if len(element) == 0 or element[-1].tag != f"{W}p":
            element.append(element.makeelement(f"{W}p"))
