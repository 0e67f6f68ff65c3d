"""Programs that make a PDF of the same act, each as a function rendering it once, warm.

Every peer runs in a process of its own (``python -m benchmarks.peers NAME``): a line on standard input asks
for one rendering, a JSON line answers with its seconds, its size and the memory of its processes.
"""

import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STYLE = ROOT / "static" / "documents" / "act.css"
TAGGED_PDF_A = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"}}'
)
OFFICE_BATCH = 20

Render = Callable[[], "Rendering"]


class PeerMissing(RuntimeError):
    """The program is not installed; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """``seconds`` for one document, ``size`` of its PDF in bytes."""

    seconds: float
    size: int


def conforme() -> Render:
    """Our master: HTML, PDF/A-3a and PDF/UA-1, attachment, signature field."""
    from deliberations.documents.pdf import render_pdf

    view = _view()
    return lambda: _timed(lambda: render_pdf(view))


def conforme_with_fields() -> Render:
    """The same, its signature field ready: what is handed to the signing service."""
    from deliberations.documents.pdf import render_pdf
    from deliberations.signing.fields import prepare_signature_fields

    view = _view()
    return lambda: _timed(lambda: prepare_signature_fields(render_pdf(view)))


def weasyprint_naive() -> Render:
    """WeasyPrint as its documentation shows it: same HTML and CSS, nothing kept, no PDF variant."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from deliberations.documents.html import render_html

    view = _view()

    def render() -> bytes:
        fonts = FontConfiguration()
        style = weasyprint.CSS(filename=str(STYLE), font_config=fonts)
        page = weasyprint.HTML(string=render_html(view), base_url=str(STYLE))
        content: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
        return content

    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    return lambda: _timed(render)


def libreoffice() -> Render:
    """DOCX written by us, then LibreOffice; plain PDF."""
    return _office("pdf")


def libreoffice_pdf_a() -> Render:
    """DOCX written by us, then LibreOffice; tagged PDF/A-3."""
    return _office(TAGGED_PDF_A)


def chromium() -> Render:
    """Chromium prints the same HTML from one browser that stays open."""
    if find_spec("playwright") is None:
        raise PeerMissing("installer le paquet Python playwright")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise PeerMissing("installer chromium")
    from playwright.sync_api import sync_playwright

    from deliberations.documents.html import render_html

    view, style = _view(), STYLE.read_text().replace('url("', f'url("{STYLE.parent.as_uri()}/')
    page = sync_playwright().start().chromium.launch(executable_path=program).new_page()

    def render() -> bytes:
        page.set_content(render_html(view).replace("</head>", f"<style>{style}</style></head>"))
        content: bytes = page.pdf(prefer_css_page_size=True, tagged=True)
        return content

    return lambda: _timed(render)


def typst() -> Render:
    """Typst on an equivalent text."""
    if find_spec("typst") is None:
        raise PeerMissing("installer le paquet Python typst")
    import typst as engine

    view = _typst_view(_view())
    source = Path(__file__).with_name("act.typ")

    def render() -> bytes:
        content: bytes = engine.compile(
            str(source), sys_inputs={"view": json.dumps(view)}, font_paths=[str(STYLE.parent / "fonts")]
        )
        return content

    return lambda: _timed(render)


PEERS: dict[str, Callable[[], Render]] = {
    "conforme": conforme,
    "conforme_with_fields": conforme_with_fields,
    "weasyprint_naive": weasyprint_naive,
    "libreoffice": libreoffice,
    "libreoffice_pdf_a": libreoffice_pdf_a,
    "chromium": chromium,
    "typst": typst,
}


def _office(target: str) -> Render:
    program = shutil.which("soffice")
    if program is None:
        raise PeerMissing("installer libreoffice-writer")
    from deliberations.documents.docx import render_docx

    view = _view()

    def convert(count: int, folder: Path) -> float:
        """One process for ``count`` documents: seconds."""
        start = time.perf_counter()
        names = [folder / f"{number}.docx" for number in range(count)]
        for name in names:
            name.write_bytes(render_docx(view))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            *map(str, names),
        ]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    def render() -> Rendering:
        """Warm time of one document: a long batch less a batch of one, so that starting is not counted."""
        with TemporaryDirectory() as name:
            folder = Path(name)
            convert(1, folder)  # creates the profile
            single, batch = convert(1, folder), convert(1 + OFFICE_BATCH, folder)
            return Rendering((batch - single) / OFFICE_BATCH, (folder / "0.pdf").stat().st_size)

    return render


def _timed(render: Callable[[], bytes]) -> Rendering:
    start = time.perf_counter()
    content = render()
    return Rendering(time.perf_counter() - start, len(content))


def _view() -> Any:
    from tests.support.sample_view import sample_view

    return sample_view()


def _typst_view(view: Any) -> dict[str, Any]:
    paragraphs = view.statement_html.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    absences = [line for group in view.absences for line in (group.heading, *group.lines)]
    blocks = [("p", text) for text in (view.opening, *view.officers, view.convocation, view.members.lead)]
    blocks += [("li", text) for text in view.members.lines]
    blocks += [("p", text) for text in (view.present_sentence, *absences, view.votes.lead)]
    blocks += [("li", text) for text in view.votes.lines]
    blocks += [("p", view.object_heading), ("h1", view.object_line), ("h2", view.statement_heading)]
    blocks += [("p", text) for text in (*paragraphs, view.preamble_lead, *view.clauses_html)]
    blocks += [("h2", view.decision_heading), ("p", view.decision_lead_html)]
    blocks += [("li", text) for text in view.decisions_html]
    blocks += [("p", text) for text in (*view.closing, view.signatures[0].capacity, view.signatures[0].name)]
    blocks += [("h2", view.annexes_heading), *[("li", text) for text in view.annexes]]
    blocks += [("p", text) for text in (view.certification, *view.dates)]
    head, document = view.letterhead, view.document
    return {
        "title": document.title,
        "author": document.author,
        "running_head": view.running_head,
        "republic": head.republic,
        "department": head.department,
        "authority": head.authority,
        "document": head.document,
        "blocks": [{"kind": kind, "text": text} for kind, text in blocks],
    }


def _memory() -> int:
    """Resident bytes of this process and its living children, plus the peak of the finished ones."""
    living = sum(_resident(pid) for pid in _family(os.getpid()))
    return living + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def _family(pid: int) -> list[int]:
    """``pid`` and its descendants."""
    parents = {child: parent for child, parent in map(_parent, Path("/proc").glob("[0-9]*/stat")) if child}
    children = [child for child, parent in parents.items() if parent == pid]
    return [pid, *[descendant for child in children for descendant in _family(child)]]


def _parent(stat: Path) -> tuple[int, int]:
    """Process and its parent; (0, 0) when it has ended. The name, in brackets, may hold spaces."""
    try:
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    return int(stat.parent.name), int(fields[1])


def _resident(pid: int) -> int:
    """Resident bytes; memory shared between the processes of a browser is counted in each."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (FileNotFoundError, ProcessLookupError):  # ended meanwhile
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def main(name: str) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    try:
        render = PEERS[name]()
    except PeerMissing as missing:
        _answer(missing=str(missing))
        return
    _answer(ready=True)
    for _ in sys.stdin:
        rendering = render()
        _answer(seconds=rendering.seconds, size=rendering.size, memory=_memory())


def _answer(**fields: object) -> None:
    sys.__stdout__.write(f"@{json.dumps(fields)}\n")
    sys.__stdout__.flush()


if __name__ == "__main__":
    main(sys.argv[1])
