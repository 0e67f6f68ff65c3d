"""Time and memory of a register of 100, 200 and 400 pages: ours, one WeasyPrint document, and Typst.

    python benchmarks/register.py [--pages 100,200,400] [--rounds 3] [--only conforme,typst]

The acts are issued first, untimed, as the town hall has them. Each way and each size is a process of its own, which
says its processor time (which a busy machine changes little), its pages, its greatest memory, and that memory less
what the process held before. docs/benchmarks.md
explains the rows.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

if not __package__:  # started as a file rather than with -m
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.rendering import DOSSIER, ROOT, STYLE

PAGES_OF_AN_ACT = 3
ACTS_OF_A_SITTING = 20
WAYS = ("conforme", "own_sheets", "weasyprint", "typst")
ON = date(2023, 12, 19)


@dataclass(frozen=True, slots=True)
class Measure:
    """``seconds`` is a median of processor time; ``peak`` and ``grown`` are bytes."""

    way: str
    seconds: float
    pages: int
    size: int
    peak: int
    grown: int


def views(count: int) -> list[Any]:
    """``count`` acts, each with a number and a title of its own. Django must be set up."""
    from deliberations.documents.builder import view_deliberation
    from deliberations.documents.view import Rendition
    from deliberations.domain.record import Record
    from deliberations.dossier.reader import read_dossier

    dossier = read_dossier(DOSSIER.read_bytes())
    sitting = dossier.sittings[0]
    found = []
    for number in range(1, count + 1):
        act = replace(sitting.deliberations[0], printed_number=f"2023-{number}")
        record = Record(dossier.council, replace(sitting, deliberations=(act,)))
        found.append(view_deliberation(record, act, rendition=Rendition.REGISTER, edited_on=ON))
    return found


def issue(folder: Path, count: int) -> None:
    """The PDF of each act, in ``folder``."""
    from deliberations.documents.pdf import render_pdf

    for number, view in enumerate(views(count)):
        (folder / f"{number:04d}.pdf").write_bytes(render_pdf(view))


# --- the ways


def conforme(folder: Path, count: int) -> Callable[[], bytes]:
    """The issued pages, read and put together with their stamps, tags and data."""
    from deliberations.assembly import About, Part, Stamp, assemble

    files = sorted(folder.glob("*.pdf"))[:count]

    def stamps(number: int) -> tuple[Any, ...]:
        first = PAGES_OF_AN_ACT * number + 1
        sheets = range(first, first + PAGES_OF_AN_ACT)
        return tuple(
            Stamp("Commune de Gruson – Séance du 19 décembre 2023", f"Feuillet n° {sheet:06d}", "Paraphe")
            for sheet in sheets
        )

    def make() -> bytes:
        parts = (
            Part(f"2023-{number}", file.read_bytes, stamps(number), f"Séance {number // ACTS_OF_A_SITTING}")
            for number, file in enumerate(files)
        )
        return assemble(parts, About("Registre", "Commune de Gruson", ON))

    return make


def own_sheets(_folder: Path, count: int) -> Callable[[], bytes]:
    """The register's own sheets, rendered: a closing sheet for each sitting, and the two tables."""
    from deliberations.documents.composed import render_pdf
    from deliberations.documents.register import view_table_by_date, view_table_by_subject
    from deliberations.documents.sitting.closing_sheet import view_closing_sheet
    from deliberations.domain.record import Record
    from deliberations.domain.register import Binding, Entry, EntryKind, SheetRule, Volume
    from deliberations.dossier.reader import read_dossier

    dossier = read_dossier(DOSSIER.read_bytes())
    record = Record(dossier.council, dossier.sittings[0])
    volume = Volume(1, date(2023, 1, 1), date(2023, 12, 31), Binding.YEARLY, SheetRule.PAGE, 1, ON, ON)
    entries = [
        Entry(
            EntryKind.DELIBERATION,
            ON,
            f"Objet {n}",
            3 * n + 1,
            3 * n + 3,
            3,
            f"2023-{n}",
            n,
            "7.1",
            "Finances",
        )
        for n in range(count)
    ]
    closing = view_closing_sheet(record, edited_on=ON)

    def make() -> bytes:
        sheets = [render_pdf(closing) for _ in range(0, count, ACTS_OF_A_SITTING)]
        sheets += [
            render_pdf(view(dossier.council, volume, entries, edited_on=ON))
            for view in (view_table_by_date, view_table_by_subject)
        ]
        return max(sheets, key=len)

    return make


def weasyprint(_folder: Path, count: int) -> Callable[[], bytes]:
    """Every act in one page of HTML, rendered at once by our own renderer (PDF/A-3a, tagged)."""
    from deliberations.documents.html import render_html
    from deliberations.documents.weasyprint_adapter import render

    pages = [render_html(view) for view in views(count)]
    bodies = [re.findall(r"<body[^>]*>(.*)</body>", page, re.DOTALL)[0] for page in pages]
    apart = '<div style="break-before: page">{}</div>'
    joined = bodies[0] + "".join(apart.format(body) for body in bodies[1:])
    html = pages[0].replace(bodies[0], joined)
    return lambda: render(html, STYLE)


def typst(_folder: Path, count: int) -> Callable[[], bytes]:
    """The equivalent text in one Typst document, tagged; no PDF/A, no data attached."""
    import typst as engine

    from benchmarks.engines import typst_act

    acts = [typst_act(view) for view in views(count)]
    blocks = acts[0]["blocks"] + [
        block for act in acts[1:] for block in ({"kind": "break", "text": ""}, *act["blocks"])
    ]
    source = Path(__file__).with_name("act.typ")
    fonts = engine.Fonts(font_paths=[str(STYLE.parent / "fonts")])
    told = json.dumps({**acts[0], "blocks": blocks})

    def make() -> bytes:
        number = str(time.perf_counter_ns() % 1000)  # a layout of its own: nothing is remembered
        content: bytes = engine.compile(
            str(source), sys_inputs={"act": told, "number": number}, font_paths=fonts
        )
        return content

    return make


# --- measures


def memory(name: str) -> int:
    """« VmHWM » (the greatest) or « VmRSS » (now) of this process, in bytes."""
    return int(re.findall(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())[0]) * 1024


def measure(way: str, folder: Path, count: int, rounds: int) -> Measure:
    """One way in this process. The memory is that of the first round: the next ones reuse it."""
    from deliberations.assembly import page_count

    make = globals()[way](folder, count)
    held = memory("VmRSS")
    times, content = [], b""
    for _ in range(rounds):
        start = time.process_time()
        content = make()
        times.append(time.process_time() - start)
    peak = memory("VmHWM")
    return Measure(way, median(times), page_count(content), len(content), peak, peak - held)


def child(way: str, folder: Path, count: int, rounds: int) -> Measure | None:
    """The same in a process of its own; ``None`` when the program is not installed."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.register",
        "--child",
        way,
        str(folder),
        str(count),
        str(rounds),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "No module named 'typst'" in done.stderr:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr)
    return Measure(**json.loads(done.stdout.splitlines()[-1]))


def report(pages: int, found: list[Measure]) -> None:
    """A table of one size."""
    print(f"\n{pages} pages{'':22}{'temps':>10}{'/page':>9}{'pages':>7}{'Ko':>8}{'Mio':>6}{'Ko/page':>9}")
    for each in found:
        shown = pages if each.way == "own_sheets" else max(each.pages, 1)
        print(
            f"{each.way:30}{each.seconds * 1000:7.0f} ms{each.seconds * 1000 / shown:9.2f}{each.pages:7}"
            f"{each.size / 1000:8.0f}{each.peak / 2**20:6.0f}{each.grown / 1024 / shown:9.0f}"
        )


def _sizes(text: str) -> list[int]:
    try:
        sizes = [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError("des nombres de pages séparés par des virgules") from None
    if min(sizes) < PAGES_OF_AN_ACT:
        raise argparse.ArgumentTypeError(f"au moins {PAGES_OF_AN_ACT} pages")
    return sizes


def _ways(text: str) -> list[str]:
    ways = text.split(",")
    if not set(ways) <= set(WAYS):
        raise argparse.ArgumentTypeError(f"au choix : {', '.join(WAYS)}")
    return ways


def setup() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        setup()
        way, folder, count, rounds = sys.argv[2:]
        found = measure(way, Path(folder), int(count), int(rounds))
        print(json.dumps({name: getattr(found, name) for name in Measure.__slots__}))
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=_sizes, default=[100, 200, 400])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", type=_ways, default=list(WAYS), help="noms séparés par des virgules")
    arguments = parser.parse_args()
    setup()
    with tempfile.TemporaryDirectory() as name:
        counts = {pages: -(-pages // PAGES_OF_AN_ACT) for pages in arguments.pages}
        issue(Path(name), max(counts.values()))
        for pages, count in counts.items():
            measured = (child(way, Path(name), count, arguments.rounds) for way in arguments.only)
            report(pages, [each for each in measured if each is not None])


if __name__ == "__main__":
    main()
