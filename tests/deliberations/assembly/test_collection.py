"""Documents put one after the other: tags, attachments, outline, stamps, blank pages, margins, refusals, memory."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from deliberations.assembly import (
    About,
    AssemblyFailed,
    Layout,
    Part,
    PrintOptions,
    Recto,
    Stamp,
    assemble,
    page_count,
    print_pack,
)
from deliberations.assembly.lettering import printable, text_width
from deliberations.assembly.stamping import MM, fitted
from deliberations.documents.composed import ComposedView, Grid, Heading, Text, render_pdf
from deliberations.documents.view import DocumentData, Letterhead, Rendition
from deliberations.domain.record import Record
from deliberations.dossier.reader import read_dossier
from deliberations.services.rendering import FileFormat, render_act
from tests.support.pdftext import artifact_text, structure_tags, tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

GRUSON = Path(__file__).parents[2] / "dossiers" / "gruson-2023-12-19.json"
ABOUT = About("Registre d’essai & annexes", "Commune d’Exemple", date(2026, 1, 2))
PLACE = "Commune d’Exemple – Séance du 1er janvier 2026"


@pytest.fixture(scope="module")
def act() -> bytes:
    """Three pages, with its data attached."""
    dossier = read_dossier(GRUSON.read_bytes())
    record = Record(dossier.council, dossier.sittings[0])
    deliberation = record.sitting.deliberations[0]
    return render_act(record, deliberation, rendition=Rendition.REGISTER, file_format=FileFormat.PDF)


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """One page of ours, with a table."""
    return render_pdf(
        ComposedView(
            document=DocumentData("Feuillet", "Commune", "Séance", (), date(2026, 1, 2)),
            letterhead=Letterhead("République française", "", "Commune d’Exemple", "Registre"),
            title="Feuillet de clôture",
            blocks=(Heading("Délibérations"), Grid(("Numéro", "Objet"), (("1", "Tarifs"),)), Text("Fin.")),
            running_head="Commune – Feuillet",
        )
    )


def part(content: bytes, title: str = "Acte", **more: Any) -> Part:
    return Part(title, lambda: content, **more)


def stamps(first: int, count: int) -> tuple[Stamp, ...]:
    return tuple(Stamp(PLACE, f"Feuillet n° {first + n:06d}", "Paraphe") for n in range(count))


@pytest.fixture(scope="module")
def parts(act: bytes, sheet: bytes) -> Sequence[Part]:
    return (
        part(act, "2026-1 – Adhésion", stamps=stamps(1, 3), group="Séance du 1er janvier"),
        part(sheet, "Feuillet de clôture", stamps=stamps(4, 1), group="Séance du 1er janvier"),
        part(act, "2026-1 – rectifiée", stamps=stamps(5, 4), group="Séance du 2 février"),
        part(sheet, "Table", starts_on_recto=True),
    )


@pytest.fixture(scope="module")
def whole(parts: Sequence[Part]) -> bytes:
    return assemble(parts, ABOUT)


def boxes(content: bytes) -> list[list[float]]:
    with pikepdf.open(io.BytesIO(content)) as document:
        return [[round(float(edge), 1) for edge in page.mediabox] for page in document.pages]


# --- what is kept


def test_conforms_and_is_sound(whole: bytes, parts: Sequence[Part], tmp_path: Path) -> None:
    printed = print_pack(parts, ABOUT, PrintOptions(binding_mm=8, recto=Recto.GROUP))
    assert_conforms({"whole": whole, "printed": printed})
    path = tmp_path / "whole.pdf"
    path.write_bytes(whole)
    checked = subprocess.run(
        [shutil.which("qpdf"), "--check", path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_same_input_gives_the_same_bytes(whole: bytes, parts: Sequence[Part]) -> None:
    assert assemble(parts, ABOUT) == whole
    assert assemble(parts, replace(ABOUT, title="Autre")) != whole


def test_text_and_tags_are_those_of_the_parts_in_order(whole: bytes, act: bytes, sheet: bytes) -> None:
    assert tagged_text(whole) == [line for each in (act, sheet, act, sheet) for line in tagged_text(each)]
    tags = structure_tags(whole)
    inner = [tag for each in (act, sheet, act, sheet) for tag in ["Part", *structure_tags(each)[1:]]]
    assert tags == ["Document", *inner]


def test_each_part_is_named_and_each_key_used_once(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document:
        tree = document.Root.StructTreeRoot
        assert [str(element.T) for element in tree.K[0].K] == [
            "2026-1 – Adhésion",
            "Feuillet de clôture",
            "2026-1 – rectifiée",
            "Table",
        ]
        numbers = [int(value) for value in list(tree.ParentTree.Nums)[::2]]
        used = [int(page.obj.StructParents) for page in document.pages if "/StructParents" in page.obj]
        assert sorted(used) == sorted(set(used))
        assert set(used) <= set(numbers)
        assert numbers == sorted(set(numbers))
        assert int(tree.ParentTreeNextKey) == numbers[-1] + 1
        for page in document.pages:
            if "/StructParents" in page.obj:
                marked = dict(zip(numbers, list(tree.ParentTree.Nums)[1::2], strict=True))
                owners = {
                    owner.Pg.objgen for owner in marked[int(page.obj.StructParents)] if owner is not None
                }
                assert owners == {page.obj.objgen}


def test_attachments_are_kept_and_one_of_the_same_name_is_named_anew(whole: bytes, act: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document, pikepdf.open(io.BytesIO(act)) as source:
        assert list(document.attachments) == ["2023-57-2.json", "2023-57.json"]
        assert [str(file.UF) for file in document.Root.AF] == ["2023-57.json", "2023-57-2.json"]
        kept = document.attachments["2023-57-2.json"].get_file().read_bytes()
        assert kept == source.attachments["2023-57.json"].get_file().read_bytes()


def test_outline_lists_each_part_under_its_group(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document, document.open_outline() as outline:
        told = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert told == [
        ("Séance du 1er janvier", ["2026-1 – Adhésion", "Feuillet de clôture"]),
        ("Séance du 2 février", ["2026-1 – rectifiée"]),
        ("Table", []),
    ]


def test_metadata_is_of_the_whole(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document:
        told = document.open_metadata()
        assert (told["dc:title"], told["dc:language"], str(document.Root.Lang)) == (
            ABOUT.title,
            {"fr-FR"},
            "fr-FR",
        )
        assert str(document.docinfo["/Title"]) == ABOUT.title
        assert str(document.docinfo["/CreationDate"]) == "D:20260102"


# --- stamps, blank pages, margins


def test_stamps_are_artifacts_on_each_page(whole: bytes) -> None:
    told = artifact_text(whole)
    found = [re.findall(r"Feuillet n° (\d+)", text) for text in told]
    assert found == [
        ["000001"],
        ["000002"],
        ["000003"],
        ["000004"],
        ["000005"],
        ["000006"],
        ["000007"],
        ["000008"],
        [],
    ]
    assert all(PLACE in text and "Paraphe" in text for text in told[:8])
    assert "Page laissée blanche" in told[7]
    assert page_count(whole) == 9


def ink(content: bytes, folder: Path) -> Iterator[Image.Image]:
    path = folder / "page.pdf"
    path.write_bytes(content)
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-gray", path, folder / "page"], check=True)
    for picture in sorted(folder.glob("page-*.png")):
        with Image.open(picture) as image:
            yield image.convert("L")


def test_zones_of_the_stamps_are_empty_on_our_pages(act: bytes, sheet: bytes, tmp_path: Path) -> None:
    """At 72 points an inch a pixel is a point: nothing is drawn where the stamps go."""
    bare, stamped = (tmp_path / name for name in ("bare", "stamped"))
    for folder in (bare, stamped):
        folder.mkdir()
    pages = list(ink(assemble((part(act), part(sheet)), ABOUT), bare))
    marked = list(
        ink(assemble((part(act, stamps=stamps(1, 3)), part(sheet, stamps=stamps(4, 1))), ABOUT), stamped)
    )
    top, left = (0, 0, 595, round(11 * MM)), (0, 842 - round(19 * MM), round(60 * MM), 842)
    for zone in (top, left):
        assert [page.crop(zone).getextrema() for page in pages] == [(255, 255)] * 4
        assert all(page.crop(zone).getextrema()[0] < 128 for page in marked)


def test_blank_page_before_a_part_that_starts_on_a_front(act: bytes, sheet: bytes) -> None:
    both = (part(act), part(sheet, starts_on_recto=True))
    assert page_count(assemble(both, ABOUT)) == 5
    assert page_count(assemble(both, ABOUT, Layout(is_double_sided=False))) == 4
    assert page_count(assemble((part(sheet), part(sheet)), ABOUT)) == 2


@pytest.mark.parametrize(
    ("recto", "pages"), [(Recto.NEVER, 6), (Recto.GROUP, 7), (Recto.EACH, 9)], ids=["never", "group", "each"]
)
def test_pack_begins_fronts_as_asked(act: bytes, sheet: bytes, recto: Recto, pages: int) -> None:
    parts = (
        part(act, group="a"),
        part(sheet, group="a"),
        part(sheet, group="b"),
        part(sheet, group="c"),
    )
    assert page_count(print_pack(parts, ABOUT, PrintOptions(recto=recto))) == pages


def test_binding_moves_fronts_right_and_backs_left(act: bytes) -> None:
    by, width, height = 10 * MM, 595.2756, 841.9
    front, back = ([round(left, 1), 0.0, round(width + left, 1), height] for left in (-by, by))
    assert boxes(print_pack((part(act),), ABOUT, PrintOptions(binding_mm=10))) == [front, back, front]
    one_side = PrintOptions(is_double_sided=False, binding_mm=10)
    assert boxes(print_pack((part(act),), ABOUT, one_side)) == [front] * 3
    assert boxes(print_pack((part(act),), ABOUT, PrintOptions())) == [[0, 0, 595.3, height]] * 3
    widest = print_pack((part(act),), ABOUT, PrintOptions(binding_mm=90))
    assert boxes(widest)[0][0] == round(-12 * MM, 1)


def test_page_that_lies_goes_down(sheet: bytes) -> None:
    lying = changed(sheet, lambda page: page.obj.update({"/MediaBox": Array([0, 0, 842, 595])}))
    assert boxes(print_pack((part(lying),), ABOUT, PrintOptions(binding_mm=10)))[0][1] == round(10 * MM, 1)


def test_long_place_is_made_smaller_then_cut() -> None:
    text, size = fitted(PLACE, 1000)
    assert (text, size) == (PLACE, 9)
    text, size = fitted("Communauté de communes du Pays " * 4, 330)
    assert size == 6
    assert text.endswith("…")
    assert text_width(text, size) <= 330


def test_letter_that_the_font_lacks_is_marked() -> None:
    assert printable("Bœuf\u202f: 漢\u00a0Ÿ") == "Bœuf : ? Ÿ"


# --- refusals


def changed(content: bytes, change: Any) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document.pages[0])
        document.save(target)
    return target.getvalue()


def without(key: str) -> Any:
    def change(content: bytes) -> bytes:
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as document:
            del document.Root[key]
            document.save(target)
        return target.getvalue()

    return change


def with_form(content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.Root.AcroForm = Dictionary(Fields=Array())
        document.save(target)
    return target.getvalue()


def locked(content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="a", user="b"))
    return target.getvalue()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda content: b"%PDF-1.7 rien", "n'est pas un PDF lisible"),
        (locked, "n'est pas un PDF lisible"),
        (without("/StructTreeRoot"), "n'est pas un PDF d'archivage balisé"),
        (without("/OutputIntents"), "n'est pas un PDF d'archivage balisé"),
        (with_form, "contient des champs à remplir"),
        (
            lambda content: changed(
                content, lambda page: page.obj.update({"/MediaBox": Array([0, 0, 842, 1191])})
            ),
            "la page 1 n'est pas au format A4",
        ),
    ],
    ids=["not-a-pdf", "locked", "untagged", "no-colours", "form", "a3"],
)
def test_part_that_cannot_be_joined_is_named(sheet: bytes, spoil: Any, reason: str) -> None:
    with pytest.raises(AssemblyFailed, match=f"« Pièce jointe ».*{reason}"):
        assemble((part(sheet), part(spoil(sheet), "Pièce jointe")), ABOUT)


def test_nothing_to_put_together_is_refused() -> None:
    with pytest.raises(AssemblyFailed, match="aucun document"):
        assemble((), ABOUT)


def test_tree_without_a_document_is_wrapped(sheet: bytes) -> None:
    def flattened(content: bytes) -> bytes:
        target = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as document:
            tree = document.Root.StructTreeRoot
            tree.K = tree.K[0].K
            document.save(target)
        return target.getvalue()

    whole = assemble((part(flattened(sheet)),), ABOUT)
    assert structure_tags(whole)[:2] == ["Document", "Part"]
    assert tagged_text(whole) == tagged_text(sheet)
    with pikepdf.open(io.BytesIO(whole)) as document:
        assert {str(kid.P.S) for kid in document.Root.StructTreeRoot.K[0].K[0].K} == {str(Name.Part)}


# --- work


def test_progress_and_reading_one_part_at_a_time(sheet: bytes) -> None:
    told: list[tuple[int, int]] = []
    read: list[int] = []

    def numbered(number: int) -> Part:
        def content() -> bytes:
            read.append(number)
            return sheet

        return Part(str(number), content)

    assemble((numbered(n) for n in range(3)), ABOUT, progress=lambda done: told.append((done, len(read))))
    assert told == [(1, 1), (2, 2), (3, 3)]


MEASURE = """
import re, sys
from datetime import date
from pathlib import Path
from deliberations.assembly import About, Part, assemble
content = Path(sys.argv[1]).read_bytes()
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
def run(count):
    assemble((Part(str(n), lambda: bytes(bytearray(content))) for n in range(count)), About('t', 'a', date(2026, 1, 1)))
    return peak()
small = run(20)
print((run(140) - small) / (120 * 3))
"""


def test_memory_grows_by_less_than_a_third_of_a_megabyte_a_page(act: bytes, tmp_path: Path) -> None:
    path = tmp_path / "acte.pdf"
    path.write_bytes(act)
    done = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=True)
    assert 10 < float(done.stdout) < 300  # kilobytes
