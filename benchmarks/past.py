"""How well the acts of the past are read: ``python benchmarks/past.py [--each] [--seen]``.

Twenty-three real papers and eighty-seven invented ones, each made into a file in five layouts
(``tests/support/past_layouts.py``), are read again. What is read of a real paper is compared with facts entered by
hand (recall and precision of each field); an act of an invented one must be exact, field by field. Papers held out
were not looked at while the rules were first written.
"""

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django

django.setup()

from deliberations.pastacts import ReadAct  # noqa: E402
from deliberations.services.importing_reading import read_file  # noqa: E402
from deliberations.services.uploads import MEDIA_TYPES  # noqa: E402
from tests.support import past_invented as invented  # noqa: E402
from tests.support.past_layouts import LAYOUTS, SAMPLES, as_pdf  # noqa: E402
from tests.support.past_score import FIELDS, Score, score_paper  # noqa: E402
from tests.support.past_truth import HELD_OUT, truth_of  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", action="store_true", help="one line per paper too")
    parser.add_argument(
        "--seen", action="store_true", help="only the papers that the rules were written with"
    )
    chosen = parser.parse_args()
    sets = {"seen": sorted(set(SAMPLES) - HELD_OUT)}
    sets |= {} if chosen.seen else {"held out": sorted(HELD_OUT)}
    for told, names in sets.items():
        print(f"\n{told}: {len(names)} papers (recall/precision, in %)")
        print(f"{'layout':<12}" + "".join(f"{name:>14}" for name in FIELDS) + f"{'s':>8}")
        for layout in (*LAYOUTS, "pdf"):
            began = time.perf_counter()
            total = score_of(layout, names, each=chosen.each)
            print(row(layout, total) + f"{time.perf_counter() - began:>8.1f}")
    for folder in ("dev",) if chosen.seen else ("dev", "held", "late", "fresh", "last", "unseen", "again"):
        print_invented(folder, each=chosen.each and folder == "dev")
    return 0


def print_invented(folder: str, *, each: bool) -> None:
    """The share of fields read exactly, of acts read wholly right, and what the reading says of itself."""
    names = invented.names_of(folder)
    acts = sum(len(invented.truth_of(name)) for name in names)
    print(f"\ninvented, {folder}: {len(names)} papers, {acts} acts (exact, in %)")
    print(
        f"{'layout':<12}" + "".join(f"{name:>13}" for name in invented.FIELDS) + "    clear  wrong  invented"
    )
    for layout in (*LAYOUTS, "pdf"):
        tally = invented.Tally()
        for name in names:
            invented.score(tally, name, acts_of(layout, name))
        cells = "".join(f"{100 * tally.share(name):>13.0f}" for name in invented.FIELDS)
        print(f"{layout:<12}{cells}{tally.clear:>9}{tally.clear_and_wrong:>7}{tally.invented:>10}")
        if each:
            print("".join(f"    {missed}\n" for missed in tally.missed), end="")


def acts_of(layout: str, name: str) -> tuple[ReadAct, ...]:
    """The acts read of one paper made into a file."""
    content = as_pdf(name) if layout == "pdf" else LAYOUTS[layout](name)
    kind = "pdf" if layout == "pdf" else "docx"
    return read_file("acte.pdf", MEDIA_TYPES[kind], content).paper.acts


def score_of(layout: str, names: list[str], *, each: bool = False) -> Score:
    """The score of one layout over ``names``."""
    total = Score()
    for name in names:
        read = acts_of(layout, name)
        score_paper(total, truth_of(name), read)
        if each:
            own = Score()
            score_paper(own, truth_of(name), read)
            print(row(name[:11], own))
    return total


def row(name: str, score: Score) -> str:
    cells = (f"{100 * score.recall(f):.0f}/{100 * score.precision(f):.0f}" for f in FIELDS)
    return f"{name:<12}" + "".join(f"{cell:>14}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
