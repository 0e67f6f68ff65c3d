"""The annexes that go with the PDF of their act: placed, numbered, read, attached, hidden, frozen by their digest."""

import hashlib
import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage

from councils.domain.errors import Refusal
from deliberations.documents.view import Rendition
from deliberations.domain.acts import AnnexFile, PublicFact, Source
from deliberations.domain.papers import AnnexJoining, PaperKind
from deliberations.domain.profile import act_profile
from deliberations.dossier.reader import read_dossier
from deliberations.dossier.schema import Dossier, canonical_json
from deliberations.dossier.structure import structural_problems
from deliberations.models import Annex, Deliberation, Publication, StoredFile, Transmission
from deliberations.queries import record_of
from deliberations.richtext import without_private
from deliberations.services.annexing import ANNEXES_JOINED, FOLDER, join_annexes
from deliberations.services.changes import SittingFinished
from deliberations.services.issuing import issue_certified_copy
from deliberations.services.packs import build_pack
from deliberations.services.papers import add_papers, change_paper
from deliberations.services.public_copy import public_act, public_pdf
from deliberations.services.rendering import FileFormat, render_act
from deliberations.services.storage import read_document, receive_file
from deliberations.services.uploads import CheckedFile
from deliberations.signing.fields import signature_fields
from tests.deliberations.annexes.samples import LINES, foreign_pdf, picture
from tests.deliberations.annexes.test_cleaning import script
from tests.deliberations.finishing import AT, act_of, closed, hide, store_evening
from tests.support.pdftext import artifact_text, tagged_blocks, tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

PDF, PNG, XLSX = (
    "application/pdf",
    "image/png",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
APPENDED, ATTACHED, SEPARATE = AnnexJoining.APPENDED, AnnexJoining.ATTACHED, AnnexJoining.SEPARATE
PLAN, PHOTO, DEVIS = foreign_pdf(3), picture(), foreign_pdf(1, change=script)
MADE: dict[str, bytes] = {}
"""The certified copy of the act below, rendered once for all the tests: the same facts give the same bytes."""


def annex(act: Deliberation, title: str, content: bytes, media_type: str, joining: AnnexJoining) -> Annex:
    extension = {PDF: "pdf", PNG: "png", XLSX: "xlsx"}[media_type]
    file = receive_file(
        council=act.council, content=content, name=f"Fichier.{extension}", media_type=media_type, by=None
    )
    position = act.annexes.count()
    row: Annex = Annex.objects.create(
        deliberation=act, position=position, title=title, file=file, joining=joining
    )
    return row


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    """The certified pages bear the code that leads to the act."""
    settings.PUBLIC_BASE_URL = "https://exemple.test"


@pytest.fixture
def act() -> Deliberation:
    """Adopted and numbered, with an annex of each kind."""
    evening = store_evening()
    row = act_of(evening, "p1")
    annex(row, "Plan du préau", PLAN, PDF, APPENDED)
    annex(row, "Devis de l'entreprise", DEVIS, PDF, ATTACHED)
    annex(row, "Photo de la cour", PHOTO, PNG, APPENDED)
    annex(row, "Budget", b"PK", XLSX, SEPARATE)
    return act_of(closed(evening), "p1")


def rendered(act: Deliberation, rendition: Rendition = Rendition.CERTIFIED, **options: bool) -> bytes:
    record = record_of(act.sitting)
    return render_act(record, record.act(act.uid), rendition=rendition, file_format=FileFormat.PDF, **options)


@pytest.fixture
def certified(act: Deliberation) -> bytes:
    if "certified" not in MADE:
        MADE["certified"] = rendered(act)
    return MADE["certified"]


def test_whole_conforms_to_pdf_a_and_pdf_ua(act, certified):
    assert_conforms({"certified": certified, "register": rendered(act, Rendition.REGISTER)})


def test_same_facts_give_the_same_bytes_even_when_the_annexes_are_drawn_anew(act, certified):
    shutil.rmtree(default_storage.path(FOLDER), ignore_errors=True)
    assert rendered(act) == certified


def test_pages_are_numbered_over_the_whole(act, certified):
    pages = artifact_text(certified)
    own = len(pages) - 4
    ends = (
        "Annexe n° 1, page 1 sur 3",
        "Annexe n° 1, page 2 sur 3",
        "Annexe n° 1, page 3 sur 3",
        "Annexe n° 3",
    )
    feet = [*[""] * own, *ends]
    for number, (text, foot) in enumerate(zip(pages, feet, strict=True), start=1):
        assert text.replace("\u00a0", " ").endswith(f"{foot}Page {number} sur {own + 4}")


def test_every_page_bears_the_code_of_the_act(act, certified):
    code = "-".join(act.public_id[place : place + 4] for place in range(0, 16, 4))
    pages = artifact_text(certified)
    assert len(pages) > 4
    assert [page for page, told in enumerate(pages, 1) if code not in told] == []


def test_text_is_read_in_order_headings_first(act, certified):
    number = act.number
    read = tagged_text(certified)
    start = next(n for n, text in enumerate(read) if text.startswith("Annexe n° 1"))
    told = [f"Annexe n° 1 à la délibération n° {number} – Plan du préau"]
    for page in (1, 2, 3):
        told += [f"{LINES[0]}, page {page}", *LINES[1:]]
    told.append(f"Annexe n° 3 à la délibération n° {number} – Photo de la cour")
    assert read[start:] == told
    headings = [block.text for block in tagged_blocks(certified) if block.tag == "H2"]
    assert headings[-2:] == [told[0], told[-1]]


def test_each_drawn_page_says_what_it_is_and_stands_in_the_outline(act, certified):
    with pikepdf.open(io.BytesIO(certified)) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        said = [
            str(figure.Alt).replace("\u00a0", " ")
            for figure in figures
            if "Annexe" in str(figure.get("/Alt"))
        ]
        assert said == [
            *(f"Annexe n° 1 : Plan du préau, page {page} sur 3" for page in (1, 2, 3)),
            "Annexe n° 3 : Photo de la cour",
        ]
        shapes = [tuple(round(float(edge)) for edge in page.MediaBox[2:]) for page in list(pdf.pages)[-2:]]
        assert shapes == [(595, 842), (842, 595)]
        with pdf.open_outline() as outline:
            assert "Annexe" in str(outline.root[0].children[-1].title)


def test_attached_file_is_carried_without_its_script_beside_the_data(act, certified):
    with pikepdf.open(io.BytesIO(certified)) as pdf:
        carried = {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments}
        described = {str(file.UF): str(file.Desc) for file in pdf.Root.AF}
    assert sorted(carried) == [f"{act.number}.json", "annexe-2.pdf"]
    assert described["annexe-2.pdf"].replace("\u00a0", " ") == "Annexe n° 2 – Devis de l’entreprise"
    with pikepdf.open(io.BytesIO(carried["annexe-2.pdf"])) as kept:
        assert (len(kept.pages), "/OpenAction" in kept.Root) == (1, False)


def test_draft_says_so_on_the_pages_of_its_annexes():
    row = act_of(store_evening(), "p1")
    annex(row, "Plan", foreign_pdf(1), PDF, APPENDED)
    *_, last = artifact_text(rendered(row, is_draft=True))
    assert "PROJET – Annexe n°\u00a01" in last.replace("n° ", "n°\u00a0")


def test_extract_that_is_transmitted_keeps_them_apart(act):
    with pikepdf.open(io.BytesIO(rendered(act, Rendition.EXTRACT))) as pdf:
        assert list(pdf.attachments) == [f"{act.number}.json"]
        assert len(pdf.pages) < 4
    with zipfile.ZipFile(io.BytesIO(build_pack([act]))) as pack:
        contents = [pack.read(name) for name in pack.namelist()]
    assert [PLAN in contents, DEVIS in contents, PHOTO in contents] == [True, True, True]


def published(act: Deliberation) -> tuple[object, object]:
    """The record and the act once executory, without the database's help."""
    record = record_of(act.sitting)
    fact = PublicFact(act.sitting.held_on, Source.DECLARED)
    facts = replace(record.act(act.uid), transmission=fact, publications=(fact,))
    others = tuple(facts if each.uid == act.uid else each for each in record.sitting.deliberations)
    return replace(record, sitting=replace(record.sitting, deliberations=others)), facts


def test_hidden_annex_is_not_in_what_the_public_reads(act):
    hide(act, "Plan")
    hide(act, "Devis")
    record, facts = published(Deliberation.objects.get(pk=act.pk))
    public = public_act(record, facts)
    assert public.rendition is Rendition.CERTIFIED
    assert [file.annex for file in public.act.annex_files] == [3]
    content = render_act(public.record, public.act, rendition=public.rendition, file_format=FileFormat.PDF)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert list(pdf.attachments) == [f"{act.number}.json"]
    read = " ".join(tagged_text(content))
    assert ("Annexe n° 3" in read, LINES[1] in read, "préau" in read) == (True, False, False)
    council, sitting = act_profile(record, facts, mask=without_private)
    told = canonical_json(Dossier.of(council, [sitting], profile="ACT"))
    assert (digest(PHOTO) in told, digest(PLAN) in told, digest(DEVIS) in told) == (True, False, False)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_facts_hold_the_digest_of_what_is_joined_and_nothing_of_what_is_apart(act):
    record = record_of(act.sitting)
    assert record.act(act.uid).annex_files == (
        AnnexFile(1, APPENDED, digest(PLAN)),
        AnnexFile(2, ATTACHED, digest(DEVIS)),
        AnnexFile(3, APPENDED, digest(PHOTO)),
    )
    text = canonical_json(Dossier.of(record.council, [record.without_issued_files()]))
    assert digest(b"PK") not in text
    assert (
        read_dossier(text.encode()).sittings[0].deliberations[0].annex_files
        == record.act(act.uid).annex_files
    )


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((AnnexFile(2, APPENDED, "a" * 64),), "l'acte n'a pas d'annexe n° 2"),
        ((AnnexFile(1, APPENDED, "abc"),), "empreinte SHA-256 attendue"),
        ((AnnexFile(1, APPENDED, "a" * 64), AnnexFile(1, ATTACHED, "b" * 64)), "annex"),
    ],
)
def test_dossier_whose_annex_files_make_no_sense_is_refused(act, files, said):
    record = record_of(act.sitting)
    wrong = replace(record.act(act.uid), annexes=("Plan",), annex_files=files)
    dossier = Dossier.of(record.council, [replace(record.sitting, deliberations=(wrong,))])
    (problem,) = structural_problems(dossier)
    assert said in str(problem)


def test_missing_file_refuses_the_document_and_says_what_to_do(act):
    Path(default_storage.path(StoredFile.objects.get(sha256=digest(PLAN)).path)).unlink()
    with pytest.raises(Refusal, match="Le fichier de l'annexe n° 1 est manquant ou altéré") as refused:
        rendered(act)
    assert refused.value.code == "annex.missing"
    assert rendered(act, Rendition.EXTRACT).startswith(b"%PDF-")


def test_file_of_another_council_is_never_taken(act):
    StoredFile.objects.filter(sha256=digest(PLAN)).update(council=store_evening("autre").council)
    with pytest.raises(Refusal, match="annexe n° 1"):
        rendered(act)


def choose(act: Deliberation, *joinings: AnnexJoining) -> int:
    keys = act.annexes.values_list("pk", flat=True)
    return join_annexes(act, dict(zip(keys, joinings, strict=False)), by=None)


def test_choice_is_recorded_with_its_reason_and_told_to_the_paper():
    row = act_of(store_evening(), "p1")
    file = CheckedFile("Plan.pdf", PLAN, PDF, 3)
    (paper,) = add_papers(row.item, [file], kind=PaperKind.ANNEX, is_for_members=True, by=None)
    assert (choose(row, APPENDED), choose(row, APPENDED)) == (1, 0)
    (made,) = row.annexes.all()
    paper.refresh_from_db()
    assert (made.joining, paper.joining) == (APPENDED, APPENDED)
    assert made.history.first().history_change_reason == ANNEXES_JOINED
    change_paper(paper, title="Plan", kind=PaperKind.ANNEX, is_for_members=True, joining=ATTACHED, by=None)
    made.refresh_from_db()
    assert made.joining == ATTACHED


def test_paper_that_is_no_annex_joins_nothing():
    row = act_of(store_evening(), "p1")
    file = CheckedFile("Note.pdf", PLAN, PDF, 3)
    add_papers(row.item, [file], kind=PaperKind.NOTE, is_for_members=True, joining=APPENDED, by=None)
    assert row.item.papers.get().joining == SEPARATE


def test_choice_that_cannot_be_is_refused_and_changes_nothing():
    row = act_of(store_evening(), "p1")
    annex(row, "Plan", PLAN, PDF, SEPARATE)
    annex(row, "Budget", b"PK", XLSX, SEPARATE)
    Annex.objects.create(deliberation=row, position=2, title="Statuts")
    with pytest.raises(Refusal, match="n'est ni un PDF ni une image"):
        choose(row, APPENDED, APPENDED)
    with pytest.raises(Refusal, match="« Statuts » n'a pas de fichier : déposez-le d'abord"):
        choose(row, APPENDED, ATTACHED, ATTACHED)
    assert set(row.annexes.values_list("joining", flat=True)) == {SEPARATE}
    assert choose(row, APPENDED, ATTACHED) == 2


def test_choice_is_closed_with_the_sitting(act):
    with pytest.raises(SittingFinished):
        choose(act, SEPARATE)


def test_workbook_is_attached_as_it_is():
    row = act_of(store_evening(), "p1")
    annex(row, "Budget", b"PK budget", XLSX, ATTACHED)
    with pikepdf.open(io.BytesIO(rendered(row))) as pdf:
        assert pdf.attachments["annexe-1.xlsx"].get_file().read_bytes() == b"PK budget"


def test_certified_copy_is_issued_with_them_and_signable(act):
    for model in (Transmission, Publication):
        model.objects.create(deliberation=act, effective_on=act.sitting.held_on, source=Source.DECLARED)
    issued = issue_certified_copy(deliberation=act, by=None, at=AT)
    content = read_document(issued)
    assert digest(PLAN) in issued.snapshot.canonical_json
    assert issued.pages == len(artifact_text(content))
    assert [field.page < issued.pages - 3 for field in signature_fields(content)] == [True]
    assert public_pdf(act, record_of(act.sitting)).startswith(b"%PDF-")
