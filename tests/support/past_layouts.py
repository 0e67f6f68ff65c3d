"""Real papers made into files, in the ways a town hall keeps them: four layouts in Word, one PDF, one scan.

Nothing here knows how acts are read: lines are joined by their length alone, headings are lines in capitals.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from html import escape
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.shared import Pt

from tests.support.docxmaker import saved

TESTS = Path(__file__).parents[1]
SAMPLES = {
    path.stem: path
    for folder in ("law/papers", "deliberations/pastacts/papers")
    for path in sorted((TESTS / folder).glob("*.txt"))
}
"""Name → the text of a real paper; its first lines tell where it comes from."""

INVENTED = {path.stem: path for path in sorted((TESTS / "deliberations/pastacts/invented").glob("*/*.txt"))}
"""Name → an invented paper below what is true of it."""

_NOTE = re.compile(r"\[\.\.\.[^\]]*\]\s?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_COLUMNS = 68
_PAGE = 46
_COUNT = re.compile(r"(?P<label>[^\W\d][^:\d]{2,70}?)\s*:\s*(?P<count>\d{1,3})")


def text_of(name: str) -> list[str]:
    """The lines of a paper, without the notes of who gathered it, nor the control characters of a scanner."""
    if name in INVENTED:
        return INVENTED[name].read_text(encoding="utf-8").partition("\n---\n")[2].split("\n")
    source = SAMPLES[name].read_text(encoding="utf-8")
    kept = [_CONTROL.sub("", line) for line in source.split("\n") if not line.startswith("# ")]
    return [_NOTE.sub("", line).rstrip() for line in kept]


def joined(lines: list[str]) -> Iterator[str]:
    """The paragraphs that somebody would type again: a full line goes on with the next one."""
    held: list[str] = []
    widest = sorted(len(line) for line in lines)[len(lines) * 9 // 10]
    for line in [*lines, ""]:
        is_new = re.match(
            r"[-–•➢✓>+]\s|\d{1,2}[.)]\s|vu\b|consid|d[ée]lib[ée]ration n|D[\dOS]{2}\b", line, re.IGNORECASE
        )
        full = held and len(held[-1]) > 0.72 * widest and not held[-1].endswith((".", ";", ":"))
        if held and not (full and line and not is_new):
            yield " ".join(held)
            held = []
        if line:
            held.append(line.strip())


def plain(name: str) -> bytes:
    """One paragraph a line, as a text pasted into Word."""
    document = Document()
    for line in text_of(name):
        document.add_paragraph(line)
    return saved(document)


def structured(name: str) -> bytes:
    """Word's own headings and lists."""
    document = Document()
    for text in joined(text_of(name)):
        _typed(document, text)
    return saved(document)


def _typed(document, text: str) -> None:
    letters = [letter for letter in text if letter.isalpha()]
    bullet = re.match(r"[-–•➢✓>+]\s+", text)
    if bullet:
        document.add_paragraph(text[bullet.end() :], style="List Bullet")
    elif letters and len(text) < 90 and sum(map(str.isupper, letters)) > 0.85 * len(letters):
        document.add_heading(text, 2)
    else:
        document.add_paragraph(text)


def boxed(name: str) -> bytes:
    """The letterhead in a table of two columns, and each run of counts in another."""
    document = Document()
    texts = list(joined(text_of(name)))
    head, rest = texts[:3], texts[3:]
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "\n".join(head[:2])
    table.rows[0].cells[1].text = "\n".join(head[2:])
    counts: list[tuple[str, str]] = []
    for text in [*rest, ""]:
        found = _COUNT.fullmatch(text)
        if found:
            counts.append((found["label"], found["count"]))
            continue
        if counts:
            _counted(document, counts)
            counts = []
        document.add_paragraph(text)
    return saved(document)


def _counted(document, counts: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, count in counts:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, count


def typewriter(name: str) -> bytes:
    """Lines broken at 68 columns, tabs, a running title, page numbers in the text."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = f"Registre des délibérations\t\t{name.split('-')[0].title()}"
    section.footer.paragraphs[0].text = "Mairie – page 1"
    document.styles["Normal"].font.name = "Courier New"
    document.styles["Normal"].font.size = Pt(10)
    typed = 0
    for text in joined(text_of(name)):
        wrapped = textwrap.wrap(text, _COLUMNS) or [""]
        paragraph = document.add_paragraph()
        for place, line in enumerate(wrapped):
            run = paragraph.add_run(f"\t{line}" if not place else line)
            if place + 1 < len(wrapped):
                run.add_break()
            typed += 1
            if typed % _PAGE == 0:
                document.add_paragraph(f"- {typed // _PAGE + 1} -").add_run().add_break(WD_BREAK.PAGE)
                paragraph = document.add_paragraph()
    return saved(document)


LAYOUTS: Mapping[str, Callable[[str], bytes]] = {
    "plain": plain,
    "structured": structured,
    "boxed": boxed,
    "typewriter": typewriter,
}


def as_pdf(name: str) -> bytes:
    """The same paragraphs printed by an engine that is not Word's, with a running title and page numbers."""
    from weasyprint import HTML

    body = "".join(f"<p>{escape(text)}</p>" for text in joined(text_of(name)))
    style = (
        "@page{size:A4;margin:2cm;@bottom-center{content:counter(page) '/' counter(pages)}}"
        "body{font:11pt serif}p{margin:.3em 0}"
    )
    return bytes(HTML(string=f"<style>{style}</style>{body}").write_pdf() or b"")


def scan() -> bytes:
    """A PDF that holds a picture and no text."""
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (400, 560), "white").save(buffer, "PDF")
    return buffer.getvalue()
