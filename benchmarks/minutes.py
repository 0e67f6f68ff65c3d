"""Time of the minutes of a large sitting, ours beside WeasyPrint as it comes and Typst, interleaved in one run.

    python benchmarks/minutes.py [--rounds 5]

A sitting of 69 members and 34 items, about twenty pages. Each program is in a process of its own, warm; the ratio is
to WeasyPrint on the same HTML and CSS, without tags nor archive profile. « facts » goes from the facts to the blocks.
"""

import argparse
import itertools
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

if not __package__:  # started as a file rather than with -m
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django

from benchmarks.memory import memory_in_use
from benchmarks.minutes_facts import pages_of_twenty

ROOT = Path(__file__).resolve().parents[1]
STYLE = ROOT / "static" / "documents" / "composed.css"
PROGRAMS = ("facts", "conforme", "weasyprint_naive", "typst")
EDITED_ON = date(2025, 7, 1)


def view() -> Any:
    from deliberations.documents.sitting.minutes import view_minutes

    return view_minutes(pages_of_twenty(), edited_on=EDITED_ON)


def facts() -> Callable[[], bytes]:
    record = pages_of_twenty()

    def render() -> bytes:
        from deliberations.documents.sitting.minutes import view_minutes

        return str(view_minutes(record, edited_on=EDITED_ON)).encode()

    return render


def conforme() -> Callable[[], bytes]:
    from deliberations.documents.composed import render_pdf

    made = view()
    return lambda: render_pdf(made)


def weasyprint_naive() -> Callable[[], bytes]:
    """WeasyPrint as its documentation shows it: same HTML and CSS, nothing kept, no PDF variant."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from deliberations.documents.composed.html import render_html

    made = view()
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)

    def render() -> bytes:
        fonts = FontConfiguration()
        style = weasyprint.CSS(filename=str(STYLE), font_config=fonts)
        page = weasyprint.HTML(string=render_html(made), base_url=str(STYLE))
        content: bytes = page.write_pdf(stylesheets=[style], font_config=fonts)
        return content

    return render


def typst() -> Callable[[], bytes]:
    """Typst on an equivalent text; the size of the text changes a little, so that no layout is remembered."""
    import typst as engine

    source = Path(__file__).with_name("act.typ")
    fonts = engine.Fonts(font_paths=[str(STYLE.parent / "fonts")])
    numbers, told = itertools.count(), json.dumps(_typst_text(view()))

    def render() -> bytes:
        inputs = {"act": told, "number": str(next(numbers))}
        content: bytes = engine.compile(str(source), sys_inputs=inputs, font_paths=fonts)
        return content

    return render


def _typst_text(made: Any) -> dict[str, Any]:
    from deliberations.documents.composed import render_text

    head = made.letterhead
    lines = [line for line in render_text(made).splitlines() if line]
    blocks = [{"kind": "li" if line.startswith("- ") else "p", "text": line} for line in lines]
    return {
        "title": made.document.title,
        "author": made.document.author,
        "running_head": made.running_head,
        "republic": head.republic,
        "department": head.department,
        "authority": head.authority,
        "document": head.document,
        "blocks": blocks,
    }


def work(name: str) -> None:
    """One rendering for each line of the standard input, told as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    render = globals()[name]()
    render()
    for _ in sys.stdin:
        start = time.perf_counter()
        content = render()
        told = {"seconds": time.perf_counter() - start, "size": len(content), "memory": memory_in_use()}
        sys.stdout.write(f"@{json.dumps(told)}\n")
        sys.stdout.flush()


def _start(name: str) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--work", name]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _asked(process: subprocess.Popen[str]) -> dict[str, Any]:
    if process.stdin is not None:
        process.stdin.write("\n")
        process.stdin.flush()
    answer = next(line for line in process.stdout or () if line.startswith("@"))
    told: dict[str, Any] = json.loads(answer[1:])
    return told


def measure(rounds: int) -> dict[str, list[dict[str, Any]]]:
    processes = {name: _start(name) for name in PROGRAMS}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in PROGRAMS}
    for number in range(rounds):
        turn = number % len(PROGRAMS)
        for name in PROGRAMS[turn:] + PROGRAMS[:turn]:
            found[name].append(_asked(processes[name]))
    for process in processes.values():
        process.communicate()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Temps du procès-verbal d'une grande séance")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", choices=PROGRAMS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work)
        return
    found = measure(options.rounds)
    medians = {name: median(each["seconds"] for each in told) for name, told in found.items()}
    sys.stdout.write(f"{'':18}{'médiane':>10}{'Ko':>8}{'Mio':>7}{'/naïf':>8}\n")
    for name, told in found.items():
        ratio = medians[name] / medians["weasyprint_naive"]
        size, memory = told[-1]["size"] // 1000, max(each["memory"] for each in told) // 2**20
        sys.stdout.write(f"{name:18}{medians[name] * 1000:>7.0f} ms{size:>8}{memory:>7}{ratio:>8.2f}\n")


if __name__ == "__main__":
    main()
