"""Text typed in a plain box ↔ restricted HTML, so that a note is written and corrected without an editor.

An empty line parts paragraphs, « - » opens an item of a list, « 1. » an item of a numbered one.
"""

import re
from html import escape
from itertools import groupby

from deliberations.richtext.plain import plain_text
from deliberations.richtext.writer import sanitise, sanitise_inline

_TAG = re.compile(r"</?(?:p|ul|ol|li|table|br|strong|em|u|sub|sup|a|mark)\b[^<>]*>", re.IGNORECASE)
_ITEM = re.compile(r"(?:(?P<bullet>[-–•*])|(?P<number>\d{1,3}[.)]))\s+(?P<text>\S.*)")


def from_typed(text: str) -> str:
    """Restricted HTML of what somebody typed: plain text laid out as above, or HTML from the rich editor.

    It is HTML where one of its tags is there; anything else that looks like a tag is the author's own words.
    """
    return sanitise(text if _TAG.search(text) else _from_plain(text))


def from_typed_line(text: str) -> str:
    """The same for a title: one line."""
    return sanitise_inline(text if _TAG.search(text) else escape(text, quote=False))


def to_type(html: str) -> str:
    """What a plain box shows of ``html``: its plain text when that gives the same HTML back, else the HTML itself."""
    text = plain_text(html)
    return text if from_typed(text) == html else html


def to_type_line(html: str) -> str:
    """The same for a title."""
    text = plain_text(html).replace("\n", " ")
    return text if from_typed_line(text) == html else html


def _from_plain(text: str) -> str:
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_block(block) for block in blocks)


def _block(block: str) -> str:
    """Lines of one block: runs of items become lists, the others one paragraph with its line breaks."""
    lines = [line.strip() for line in block.split("\n") if line.strip()]
    return "".join(_run(kind, list(run)) for kind, run in groupby(lines, key=_kind))


def _kind(line: str) -> str:
    found = _ITEM.fullmatch(line)
    return "" if found is None else "ul" if found["bullet"] else "ol"


def _run(kind: str, lines: list[str]) -> str:
    if not kind:
        return f"<p>{'<br>'.join(escape(line, quote=False) for line in lines)}</p>"
    items = [found["text"] for line in lines if (found := _ITEM.fullmatch(line))]
    return f"<{kind}>{''.join(f'<li>{escape(item, quote=False)}</li>' for item in items)}</{kind}>"
