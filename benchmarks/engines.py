"""Other engines on the same act: naive WeasyPrint and Chromium on the same HTML, Typst on the same text."""

import itertools
import json
import logging
import shutil
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.rendering import STYLE, Bench, PeerMissing, Render, timed
from deliberations.documents.html import render_body, render_html
from deliberations.documents.view import DeliberationView


def weasyprint_naive(bench: Bench) -> Render:
    """WeasyPrint as its documentation shows it: same HTML and CSS, nothing kept, no PDF variant."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    def render() -> bytes:
        if "deliberations.documents.weasyprint_adapter" in sys.modules:
            raise RuntimeError("this WeasyPrint is not the naive one")
        fonts = FontConfiguration()
        style = weasyprint.CSS(filename=str(STYLE), font_config=fonts)
        page = weasyprint.HTML(string=render_html(bench.view), base_url=str(STYLE))
        content: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
        return content

    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    return timed(render)


def chromium(bench: Bench) -> Render:
    """Chromium prints the same HTML and CSS, tagged, from one tab that stays open."""
    if find_spec("playwright") is None:
        raise PeerMissing("installer le paquet Python playwright")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise PeerMissing("installer le paquet Debian chromium")
    from playwright.sync_api import sync_playwright

    playwright = bench.stack.enter_context(sync_playwright())
    browser = bench.stack.enter_context(playwright.chromium.launch(executable_path=program))
    page = browser.new_page()
    source = Path(bench.stack.enter_context(TemporaryDirectory())) / "act.html"
    link = f'<link rel="stylesheet" href="{STYLE.as_uri()}"></head>'

    def render() -> bytes:
        source.write_text(render_html(bench.view).replace("</head>", link), encoding="utf-8")
        page.goto(source.as_uri())
        content: bytes = page.pdf(prefer_css_page_size=True, tagged=True)
        return content

    return timed(render)


def typst(bench: Bench) -> Render:
    """Typst on an equivalent text, tagged, its fonts kept.

    Typst remembers the layout of what it has already seen, which no town hall would gain from: the size of the
    text changes by a ten-thousandth of a point at each rendering.
    """
    if find_spec("typst") is None:
        raise PeerMissing("installer le paquet Python typst")
    import typst as engine

    source = Path(__file__).with_name("act.typ")
    fonts = engine.Fonts(font_paths=[str(STYLE.parent / "fonts")])
    numbers = itertools.count()

    def render() -> bytes:
        inputs = {"act": json.dumps(typst_act(bench.view)), "number": str(next(numbers))}
        content: bytes = engine.compile(str(source), sys_inputs=inputs, font_paths=fonts)
        return content

    return timed(render)


def typst_act(view: DeliberationView) -> dict[str, Any]:
    """What ``act.typ`` reads of an act."""
    head = view.letterhead
    blocks = _Blocks()
    blocks.feed(render_body(view))
    return {
        "title": view.document.title,
        "author": view.document.author,
        "running_head": view.running_head,
        "republic": head.republic,
        "department": head.department,
        "authority": head.authority,
        "document": head.document,
        "blocks": [{"kind": kind, "text": text.strip()} for kind, text in blocks.found],
    }


class _Blocks(HTMLParser):
    """Text of a page, block by block: (« h1 », « h2 », « li » or « p », text)."""

    KINDS = {"h1": "h1", "h2": "h2", "li": "li", "p": "p", "td": "p", "th": "p"}

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in self.KINDS:
            self.found.append((self.KINDS[tag], ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            kind, text = self.found.pop()
            self.found.append((kind, text + data))
