"""The PDF of a deliberation: structure, artifacts, metadata, same bytes every time."""

from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby

import pikepdf
import pytest

from deliberations.documents.pdf import render_appearance, render_pdf
from deliberations.documents.view import DeliberationView, Signature
from deliberations.signing.fields import prepare_signature_fields
from tests.support.pdftext import artifact_text, page_text, structure_tags, tagged_blocks, tagged_text
from tests.support.sample_texts import DECISIONS
from tests.support.sample_view import (
    articles_view,
    crowded_view,
    draft_view,
    sample_view,
    short_view,
    table_view,
    two_parts_view,
)
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

UNSIGNED = (Signature("Le Maire,", "Olivier TURPIN"),)


@pytest.fixture(scope="module")
def reference() -> bytes:
    return render_pdf(sample_view())


def expected_text(view: DeliberationView) -> list[str]:
    """The finished text of ``view``, block by block, for views whose structured text is plain paragraphs."""
    statement = view.statement_html.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    absences = [line for group in view.absences for line in (group.heading, *group.lines)]
    members = [view.members.lead, *view.members.lines] if view.members else []
    votes = [view.votes.lead, *view.votes.lines] if view.votes else []
    signatures = [line for s in view.signatures for line in (s.capacity, s.name)]
    blocks = [
        view.opening,
        *view.officers,
        view.convocation,
        *members,
        view.present_sentence,
        *absences,
        *votes,
    ]
    blocks += [view.object_heading, view.object_line, view.statement_heading, *statement]
    blocks += [view.preamble_lead, *view.clauses_html, view.decision_heading]
    for part in view.operative:
        blocks += [part.lead_html, *(f"{line.label} {line.html}".lstrip() for line in part.decisions)]
    blocks += [*view.closing, *signatures, view.annexes_heading, *view.annexes]
    return [as_read(block) for block in [*blocks, view.certification, *view.dates] if block]


def as_read(text: str) -> str:
    """One glyph draws both spaces: a no-break space is read as a space. The narrow one has its own glyph."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "view",
    [sample_view(), short_view(), crowded_view(), draft_view(), two_parts_view()],
    ids=["sample", "short", "crowded", "draft", "two parts"],
)
def test_render_pdf_tagged_text_is_the_view(view):
    assert tagged_text(render_pdf(view)) == expected_text(view)


def test_render_pdf_headings(reference):
    headings = [(b.tag, b.text) for b in tagged_blocks(reference) if b.tag.startswith("H")]
    assert [tag for tag, _ in headings] == ["H1", "H2", "H2", "H2"]
    assert [text for _, text in headings[1:]] == ["EXPOSÉ", "DÉCISION", "Annexes :"]


def test_render_pdf_lists(reference):
    tags = [tag for tag, _ in groupby(block.tag for block in tagged_blocks(reference))]
    assert tags.count("LI") == 5
    assert structure_tags(reference).count("LI") == 2 + 1 + 3 + len(DECISIONS) + 1


def test_render_pdf_margins_are_artifacts(reference):
    first, *following = artifact_text(reference)
    assert first.startswith("RÉPUBLIQUE FRANÇAISEDépartement du NordCommune de Gruson")
    assert first.endswith("Page 1 sur 3")
    head = as_read(sample_view().running_head)
    assert following == [f"{head}Page 2 sur 3", f"{head}Page 3 sur 3"]
    read = " ".join(tagged_text(reference))
    assert [text for text in ("RÉPUBLIQUE", "sur 3", head) if text in read] == []


def test_render_pdf_paragraph_cut_by_a_page_is_one_block(reference):
    tags = structure_tags(reference)
    assert tags.count("Art") == 1
    assert tags.count("P") == len([b for b in tagged_blocks(reference) if b.tag == "P"]) + 1  # of the field


def test_render_pdf_repeated_table_header_is_read_once():
    pdf = render_pdf(table_view(rows=120))
    tags = structure_tags(pdf)
    assert [tags.count(tag) for tag in ("Table", "THead", "TBody", "TR", "Caption")] == [1, 1, 1, 121, 1]
    cells = [block.text for block in tagged_blocks(pdf) if block.tag in ("TH", "TD")]
    assert len(cells) == 3 * 121
    assert cells[:6] == ["Ligne", "Libellé", "Montant", "1", "Chapitre 1 des dépenses", "1371 €"]
    assert sum("LigneLibelléMontant" in text for text in artifact_text(pdf)) >= 2


def test_render_pdf_header_cells_have_a_scope():
    with pikepdf.open(BytesIO(render_pdf(table_view(rows=2)))) as pdf:
        headers = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/TH"]
        assert [str(header.A.Scope) for header in headers].count("/Column") == 3
        assert [str(header.A.Scope) for header in headers].count("/Row") == 2


def test_render_pdf_articles():
    items = [
        block.text for block in tagged_blocks(render_pdf(articles_view())) if block.text.startswith("Article")
    ]
    assert items[0].startswith("Article 1er : Le transfert de la compétence")
    assert len(items) == len(DECISIONS)


def test_render_pdf_draft_is_marked_on_every_page():
    pdf = render_pdf(draft_view())
    assert all("PROJET" in text for text in artifact_text(pdf))
    with pikepdf.open(BytesIO(pdf)) as document:
        assert all("/XObject" in page.Resources for page in document.pages)


@pytest.mark.parametrize(
    ("view", "pages"),
    [(sample_view(), 3), (short_view(), 1), (articles_view(), 3), (draft_view(), 3), (crowded_view(), 5)],
    ids=["sample", "short", "articles", "draft", "crowded"],
)
def test_render_pdf_pages(view, pages):
    with pikepdf.open(BytesIO(render_pdf(view))) as pdf:
        assert len(pdf.pages) == pages


@pytest.mark.parametrize("clauses", range(8, 15))
def test_render_pdf_signature_stays_with_the_decision(clauses):
    base = sample_view()
    pdf = render_pdf(sample_view(clauses_html=(base.clauses_html * 2)[:clauses]))
    pages = page_text(pdf)
    (signed,) = [text for text in pages if "Pour copie certifiée" in text]
    assert as_read(base.operative[-1].decisions[-1].html)[-60:] in signed
    assert "Olivier TURPIN" in signed.split("certifiée conforme")[1]


def test_render_pdf_metadata(reference):
    with pikepdf.open(BytesIO(reference)) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.docinfo.Title) == sample_view().document.title
        assert str(pdf.docinfo.Author) == "Commune de Gruson"
        assert str(pdf.docinfo.CreationDate).startswith("D:20231228")
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("3", "A", "1")


def test_render_pdf_profile_is_attached_once(reference):
    with pikepdf.open(BytesIO(reference)) as pdf:
        assert list(pdf.attachments) == ["deliberation-2023-57.json"]
        (specification,) = pdf.Root.AF
        assert str(specification.AFRelationship) == "/Data"
        assert str(specification.EF.F.Params.ModDate) == "D:20231228000000Z"
        content = pdf.attachments["deliberation-2023-57.json"].get_file().read_bytes()
        assert content.decode() == sample_view().document.profile.json


def test_render_pdf_bookmarks(reference):
    with pikepdf.open(BytesIO(reference)) as pdf, pdf.open_outline() as outline:
        (act,) = outline.root
        assert act.title.startswith("Délibération n°\u00a02023-57")
        assert [child.title for child in act.children] == ["EXPOSÉ", "DÉCISION", "Annexes\u00a0:"]


def test_render_pdf_fonts_are_ours_and_embedded(reference):
    with pikepdf.open(BytesIO(reference)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
        names = {str(font.FontName).split("+")[1] for font in fonts}
    assert names == {"Acte", "Acte-Bold", "Champ"}


def test_render_pdf_field_for_each_signature():
    signatures = (
        Signature("La secrétaire de séance,", "Mélanie DAZIN-DESLANDES", "sig_secretaire"),
        Signature("Le Maire,", "Olivier TURPIN", "sig_maire"),
    )
    with pikepdf.open(BytesIO(render_pdf(sample_view(signatures=signatures)))) as pdf:
        fields = {str(field.T): [float(v) for v in field.Rect] for field in pdf.Root.AcroForm.Fields}
    assert list(fields) == ["sig_secretaire", "sig_maire"]
    assert [round(abs(rect[2] - rect[0])) for rect in fields.values()] == [204, 204]
    assert [round(abs(rect[3] - rect[1])) for rect in fields.values()] == [68, 68]


def test_render_appearance_is_one_page_of_the_size_of_the_field():
    signed_at = datetime(2023, 12, 28, 10, 5, tzinfo=UTC)
    stamp = render_appearance("Olivier TURPIN", "Maire", signed_at, "Certifié conforme")
    with pikepdf.open(BytesIO(stamp)) as pdf:
        (page,) = pdf.pages
        assert [round(float(v), 2) for v in page.MediaBox] == [0, 0, 204, 68]
    assert tagged_text(stamp) == [
        "Signé électroniquement par",
        "Olivier TURPIN",
        "Maire",
        "le 28 décembre 2023 à 10 h 05",
        "Certifié conforme",
    ]


DELEGATED = (
    "La Conseillère Municipale, par délégation, arrêté n° 2026-12, du 1er mars 2026 au 31 décembre 2026"
)
REPLACING = "Le Conseiller Municipal, en remplacement du maire ou du président empêché" + " : absent" * 60
LONG_NAME = "Marie-Christine VANDENBROUCKE-DE LA TOUR DU PIN"


@pytest.mark.parametrize(
    ("name", "capacity", "is_whole"),
    [
        ("Mélanie DAZIN-DESLANDES", DELEGATED, True),
        (LONG_NAME, DELEGATED, True),
        ("Thibault TISON", REPLACING, False),
        (LONG_NAME, REPLACING, False),
    ],
    ids=["delegate", "delegate with a long name", "replacement", "replacement with a long name"],
)
def test_long_capacity_pushes_neither_the_date_nor_the_demonstration_off_the_stamp(name, capacity, is_whole):
    signed_at = datetime(2026, 11, 30, 21, 6, tzinfo=UTC)
    stamp = render_appearance(
        name, capacity, signed_at, "Délibération n° 2026-7, extrait", is_demonstration=True
    )
    _, named, told, *below = tagged_text(stamp)
    assert (named, below) == (name, ["le 30 novembre 2026 à 21 h 06", "DÉMONSTRATION – SANS VALEUR"])
    assert (told == capacity, told.endswith("…")) == (is_whole, not is_whole)


def test_seal_says_that_it_is_nobodys_signature():
    signed_at = datetime(2026, 11, 30, 21, 6, tzinfo=UTC)
    title = "Délibération n° 2026-7, copie certifiée exécutoire"
    stamp = render_appearance("Commune de Gruson", "Cachet électronique", signed_at, title, is_seal=True)
    assert tagged_text(stamp) == [
        "Cachet électronique",
        "Commune de Gruson",
        "Ce cachet n’est la signature de personne.",
        "le 30 novembre 2026 à 21 h 06",
        title,
    ]


def test_render_pdf_conforms():
    views = {
        "sample": sample_view(signatures=UNSIGNED),
        "short": short_view(signatures=UNSIGNED),
        "articles": articles_view(signatures=UNSIGNED),
        "crowded": crowded_view(signatures=UNSIGNED),
        "table": table_view(signatures=UNSIGNED),
        "draft": draft_view(),
    }
    assert_conforms({name: render_pdf(view) for name, view in views.items()})


def test_render_pdf_conforms_once_its_fields_are_ready(reference):
    prepared = prepare_signature_fields(reference)
    assert tagged_text(prepared) == tagged_text(reference)
    assert_conforms(prepared)
