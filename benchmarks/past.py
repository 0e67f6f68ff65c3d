"""How well the acts of the past are read: ``python benchmarks/past.py [--each] [--held-out]``.

Twenty-three real papers, each made into a file in five layouts (``tests/support/past_layouts.py``), are read again, and
what is read is compared with facts entered by hand. Papers held out are never looked at while rules are written.
Prints recall and precision of each field, and the time per page of text.
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

from deliberations.services.importing_reading import read_file  # noqa: E402
from deliberations.services.uploads import MEDIA_TYPES  # noqa: E402
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
    return 0


def score_of(layout: str, names: list[str], *, each: bool = False) -> Score:
    """The score of one layout over ``names``."""
    total = Score()
    for name in names:
        content = as_pdf(name) if layout == "pdf" else LAYOUTS[layout](name)
        read = read_file(f"{name}.pdf", MEDIA_TYPES["pdf" if layout == "pdf" else "docx"], content)
        score_paper(total, truth_of(name), read.paper.acts)
        if each:
            own = Score()
            score_paper(own, truth_of(name), read.paper.acts)
            print(row(name[:11], own))
    return total


def row(name: str, score: Score) -> str:
    cells = (f"{100 * score.recall(f):.0f}/{100 * score.precision(f):.0f}" for f in FIELDS)
    return f"{name:<12}" + "".join(f"{cell:>14}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
