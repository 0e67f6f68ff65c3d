"""``make papers``: every page of every document of a sitting of 69 members and 60 items, and of the three ready looks.

Each document is a PDF in ``var/papers``, and one picture beside it where all of its pages are, to be looked at. All is
invented, save the reference deliberation and its sitting. What is put together from issued files is made in a
throw-away database (``papers_of_files``); nothing else reads one.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from deliberations.domain.record import Record

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "var" / "papers"
DOSSIER = ROOT / "tests" / "dossiers" / "gruson-2023-12-19.json"
RESOLUTION, ACROSS, GAP = 60, 4, 8
GREY = (150, 150, 150)
FIRST_ITEMS = 3
Papers = Iterator[tuple[str, Callable[[], bytes]]]


def large_sitting() -> Papers:
    """The papers of the great sitting, its minutes with their debates, an act of each sort, as a draft too."""
    from benchmarks.minutes_facts import large_record as record_with_minutes
    from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
    from tests.support.large_sitting import large_record
    from tests.support.sitting_papers import without_quorum

    record = large_record()
    yield from papers_of(record, leave_out={Kind.MINUTES, Kind.NO_QUORUM})
    yield from papers_of(without_quorum(record), only={Kind.NO_QUORUM})
    yield from papers_of(record_with_minutes(), only={Kind.MINUTES}, subjects=2)
    yield from acts_of(record)
    yield from table_of(record)
    yield from register_of(record)


def papers_of(
    record: "Record", *, only: set[str] | None = None, leave_out: set[str] | None = None, subjects: int = 1
) -> Papers:
    """Each kind of paper; of one made for many subjects, the first of them."""
    from deliberations.documents import composed
    from deliberations.documents.sitting import PAPERS

    edited_on = record.sitting.held_on + timedelta(days=7)
    for paper in PAPERS:
        if (
            (only and paper.kind not in only)
            or (leave_out and paper.kind in leave_out)
            or paper.why_not(record)
        ):
            continue
        found = [uid for uid, _ in paper.subjects(record)] if paper.subjects else [""]
        for place, subject in enumerate(found[:subjects], start=1):
            view = paper.view_of(record, edited_on=edited_on, subject=subject)
            name = paper.slug if place == 1 else f"{paper.slug}-{place}"
            yield name, partial(composed.render_pdf, view)


def acts_of(record: "Record") -> Papers:
    """The first acts in the rendition that is kept; the first one and the election in all of them, and as a draft."""
    from deliberations.documents.builder import view_deliberation
    from deliberations.documents.pdf import render_pdf
    from deliberations.documents.view import Rendition

    told = {"edited_on": record.sitting.held_on + timedelta(days=7)}
    *acts, election = (*record.sitting.deliberations[:FIRST_ITEMS], record.sitting.deliberations[-1])
    for name, act in (
        *((f"deliberation-{place}", act) for place, act in enumerate(acts, 1)),
        ("election", election),
    ):
        is_whole = act in (acts[0], election)
        for rendition in Rendition if is_whole else (Rendition.CERTIFIED,):
            view = view_deliberation(record, act, rendition=rendition, **told)
            yield f"{name}-{rendition.value}", partial(render_pdf, view)
        if is_whole:
            view = view_deliberation(record, act, rendition=Rendition.EXTRACT, is_draft=True, **told)
            yield f"{name}-projet", partial(render_pdf, view)


def table_of(record: "Record") -> Papers:
    from deliberations.documents import composed
    from deliberations.documents.council_table import view_council_table

    held_on = record.sitting.held_on
    for with_birth_dates, name in ((False, "tableau-du-conseil"), (True, "tableau-du-conseil-prefecture")):
        view = view_council_table(
            record.council, held_on, edited_on=held_on, with_birth_dates=with_birth_dates
        )
        yield name, partial(composed.render_pdf, view)


def register_of(record: "Record") -> Papers:
    """The sheets of the register's own, when it holds all the acts of the sitting."""
    from deliberations.documents import composed
    from deliberations.documents.register import (
        view_closing_page,
        view_table_by_date,
        view_table_by_subject,
        view_title_page,
    )
    from deliberations.domain.register import Binding, Entry, EntryKind, SheetRule, Volume

    held_on = record.sitting.held_on
    volume = Volume(1, date(held_on.year, 1, 1), date(held_on.year, 12, 31), Binding.YEARLY, SheetRule.LEAF, 118,
                    date(held_on.year, 1, 5))  # fmt: skip
    themes = {item.uid: item.theme for item in record.sitting.agenda}
    acts = [
        Entry(EntryKind.DELIBERATION, held_on, act.title_html, 2 * place, 2 * place + 1, 3,
              number=f"{act.year}-{act.sequence}", order=place, theme=themes[act.item], sitting="grande-seance")
        for place, act in enumerate(record.sitting.deliberations, start=60)
    ]  # fmt: skip
    acts.append(Entry(EntryKind.CLOSING_SHEET, held_on, "Feuillet clôturant la séance", 236, 239, 4))
    told = {"edited_on": held_on}
    views = {
        "registre-titre": view_title_page(record.council, volume, **told),
        "registre-table-par-date": view_table_by_date(record.council, volume, acts, **told),
        "registre-table-par-objet": view_table_by_subject(record.council, volume, acts, **told),
        "registre-cloture": view_closing_page(record.council, volume, acts, 240, **told),
    }
    for name, view in views.items():
        yield name, partial(composed.render_pdf, view)


def evenings() -> Papers:
    """The acts of the elections of an installation, where the room changes between two rounds."""
    from tests.support.sitting_papers import record_of_dossier

    for name, render in acts_of(record_of_dossier("installation")):
        yield f"installation-{name}", render


def ready_looks() -> Papers:
    """The reference deliberation, convocation and minutes in each of the ready looks."""
    from councils.domain.ready_looks import READY_LOOKS
    from deliberations.documents.builder import view_deliberation
    from deliberations.documents.pdf import render_pdf
    from deliberations.documents.view import Rendition
    from deliberations.domain.record import Record
    from deliberations.domain.sitting_documents import SittingDocumentKind as Kind
    from deliberations.dossier.reader import read_dossier

    dossier = read_dossier(DOSSIER.read_bytes())
    for key, ready in READY_LOOKS.items():
        record = Record(replace(dossier.council, look=ready.look), dossier.sittings[0])
        act = replace(record.sitting.deliberations[0], public_id="K7DQ2MZLX4RTB6WA")
        view = view_deliberation(record, act, rendition=Rendition.CERTIFIED, edited_on=date(2023, 12, 28),
                                 public_base_url="https://actes.example.fr")  # fmt: skip
        yield f"{key}-deliberation-2023-57", partial(render_pdf, view)
        for name, render in papers_of(record, only={Kind.CONVOCATION, Kind.MINUTES, Kind.DECISION_LIST}):
            yield f"{key}-{name}", render


PARTS: Mapping[str, Callable[[], Papers]] = {
    "grande-seance": large_sitting,
    "installation": evenings,
    "presentations": ready_looks,
}
BOUND = "fichiers"


def contact_sheet(pdf: bytes, target: Path, resolution: int) -> int:
    """One picture of all the pages, in rows; how many pages."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-r", str(resolution), "-png", "-", f"{folder}/page"], input=pdf, check=True
        )
        pages = [
            Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
            for path in sorted(Path(folder).iterdir())
        ]
    wide, high = max(page.width for page in pages) + GAP, max(page.height for page in pages) + GAP
    across = min(ACROSS, len(pages))
    whole = Image.new("RGB", (wide * across + GAP, high * -(-len(pages) // across) + GAP), GREY)
    for place, page in enumerate(pages):
        whole.paste(page, (GAP + wide * (place % across), GAP + high * (place // across)))
    whole.save(target)
    return len(pages)


def main() -> None:
    parser = argparse.ArgumentParser(description="Photographie chaque page de chaque document.")
    parser.add_argument(
        "names", nargs="*", metavar="DOCUMENT", help="débuts des noms des documents (tous sinon)"
    )
    parser.add_argument("--resolution", type=int, default=RESOLUTION, help="points par pouce")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"  # the one left in a shell is somebody's
    import django

    django.setup()
    for part, papers in PARTS.items():
        draw(part, papers(), asked)
    from docs.papers_of_files import bound_papers, throw_away_database

    with throw_away_database():
        draw(BOUND, bound_papers(), asked)


def draw(part: str, papers: Papers, asked: argparse.Namespace) -> None:
    """The files and pictures of the papers asked for, in the folder of their part."""
    (OUTPUT / part).mkdir(parents=True, exist_ok=True)
    for name, render in papers:
        if asked.names and not name.startswith(tuple(asked.names)):
            continue
        pdf = render()
        (OUTPUT / part / f"{name}.pdf").write_bytes(pdf)
        count = contact_sheet(pdf, OUTPUT / part / f"{name}.png", asked.resolution)
        print(f"{part}/{name} : {count} pages", flush=True)


if __name__ == "__main__":
    main()
