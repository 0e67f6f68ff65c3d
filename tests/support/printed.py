"""What a reader takes from a finished file: the lines of a PDF by pdftotext, the blocks of a web page."""

import re
import subprocess
from collections import deque
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pikepdf

from deliberations.domain.wording.typography import plain
from tests.support.pdftext import tagged_text

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "td", "th", "caption"})


def pdf_lines(pdf: bytes) -> list[str]:
    """Non-empty lines that pdftotext reads, in its order, once the artifacts (letterhead…) are removed."""
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"],
        input=_without_artifacts(pdf),
        capture_output=True,
        check=True,
    )
    lines = done.stdout.decode().replace("\f", "\n").split("\n")
    return [text for line in lines if (text := plain(line))]


def rejoined(lines: Iterable[str], blocks: Iterable[str]) -> list[str]:
    """Wrapped ``lines`` joined until each is as long as its block; what is left over follows.

    The result equals ``blocks`` only if the lines say the same, and no line holds the end of one block and the
    beginning of the next.
    """
    rest, found = list(lines), []
    for block in blocks:
        text = ""
        while rest and len(text) < len(block):
            text = _joined(text, rest.pop(0))
        found.append(text)
    return found + rest


def html_blocks(page: str) -> list[str]:
    """Text of each block in the ``main`` of a page; an item of a list starts with its « - »."""
    reader = _MainReader()
    reader.feed(page)
    reader.close()
    return [text for block in reader.blocks if (text := plain(block)) not in ("", "-")]


def _joined(text: str, line: str) -> str:
    is_cut_word = text[-1:] == "-" and text[-2:-1].isalpha()
    return text + line if not text or is_cut_word else f"{text} {line}"


def _without_artifacts(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            kept = pikepdf.unparse_content_stream(_marked_content(page))
            page.Contents = document.make_stream(kept)
        written = BytesIO()
        document.save(written)
    return written.getvalue()


def _marked_content(page: pikepdf.Page) -> Sequence[Any]:
    """The instructions of a page, save the text shown in artifacts: positions and fonts must stay."""
    kept, marks = [], []
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in ("BMC", "BDC"):
            marks.append(str(instruction.operands[0]))
        elif name == "EMC":
            marks.pop()
        if name not in ("Tj", "TJ", "Do") or "/Artifact" not in marks:
            kept.append(instruction)
    return kept


class _MainReader(HTMLParser):
    """Collects the blocks; ``li`` is marked as the page's style shows it: a hyphen, nothing for articles."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._is_in_main = False
        self._markers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_in_main = self._is_in_main or tag == "main"
        if tag in ("ul", "ol"):
            self._markers.append("- " if tag == "ul" and ("class", "articles") not in attrs else "")
        elif tag in _BLOCKS:
            self.blocks.append(self._markers[-1] if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._is_in_main = False
        elif tag in ("ul", "ol"):
            self._markers.pop()
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self._is_in_main:
            self.blocks[-1:] = [(self.blocks[-1] if self.blocks else "") + data]


def assert_same_words(ours: bytes, theirs: bytes) -> None:
    """Each word of our PDF is on the pages of ``theirs``, in its order; what is more there stands in our margins."""
    missing, more = _compared(_as_words(" ".join(tagged_text(ours))), _printed_words(theirs))
    assert missing == []
    assert {word for word in more if not word.isdigit()} <= set(_printed_words(ours))


def _printed_words(pdf: bytes) -> list[str]:
    """The words of the pages, their margins included, as they are laid out."""
    command = ["pdftotext", "-raw", "-", "-"]
    return _as_words(subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode())


def _compared(expected: list[str], shown: list[str]) -> tuple[list[str], list[str]]:
    """The expected words that are not shown in their order, and the words shown besides."""
    awaited, more = deque(expected), []
    for word in shown:
        if awaited and word == awaited[0]:
            awaited.popleft()
        else:
            more.append(word)
    return list(awaited), more


def _as_words(text: str) -> list[str]:
    """Words without case nor end-of-line hyphenation, which each engine sets as it likes."""
    return re.findall(r"\w+", text.upper())
