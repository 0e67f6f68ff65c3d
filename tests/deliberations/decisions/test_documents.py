"""The documents of a decision: the golden text, the same in every format, and what they never say."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from deliberations.documents.decision import view_decision
from deliberations.documents.docx import render_docx
from deliberations.documents.html import render_page
from deliberations.documents.pdf import render_pdf
from deliberations.documents.text import DRAFT_NOTICE, render_text
from deliberations.documents.view import Rendition, Verification
from deliberations.domain.acts import PublicFact, Signatory, Source
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from tests.deliberations.decisions.world import decided, facts_of
from tests.support.docxtext import docx_blocks
from tests.support.pdftext import tagged_text
from tests.support.printed import html_blocks
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

GOLDEN = Path(__file__).parents[2] / "golden" / "decision-dec2024-01.txt"
RECEIVED = PublicFact(date(2024, 6, 21), Source.DECLARED, "préfecture")
ONLINE = PublicFact(date(2024, 6, 24), Source.MACHINE, "site Internet")
HIDDEN = '<mark data-private="">Mme Untel</mark>'


def executory(**facts):
    basics = {
        "statement_html": "<p>Le comité des fêtes a demandé une salle.</p>",
        "annexes": ("Plan de la salle",),
        "transmission": RECEIVED,
        "publications": (ONLINE,),
    }
    return facts_of(decided(**{**basics, **facts}))


def view(facts, rendition=Rendition.CERTIFIED, **options):
    return view_decision(facts, rendition=rendition, edited_on=date(2024, 6, 24), **options)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """With its code, as printed where the public pages have an address."""
    coded = executory(public_id="ABCDEFGHIJKLMNOP")
    return render_pdf(view(coded, public_base_url="https://actes.example.fr"))


def test_text_is_golden():
    assert plain_lines(render_text(view(executory()))) == plain_lines(GOLDEN.read_text(encoding="utf-8"))


def plain_lines(text: str) -> list[str]:
    return [line for each in text.splitlines() if (line := plain(each))]


def test_every_format_says_the_same(pdf):
    printed = view(executory())
    wanted = plain(render_text(printed)).replace("- ", "")
    docx = plain(" ".join(docx_blocks(render_docx(printed)))).replace("- ", "")
    html = plain(" ".join(html_blocks(render_page(printed)))).replace("- ", "")
    tagged = plain(" ".join(tagged_text(pdf))).replace("- ", "")
    assert docx == wanted
    assert html == wanted
    assert tagged.replace("\u2060", "") == wanted


def test_pdf_is_conform_and_carries_its_data(pdf):
    assert_conforms({"decision": pdf})
    with pikepdf.open(io.BytesIO(pdf)) as file:
        (name,) = file.attachments
        dossier = read_dossier(file.attachments[name].get_file().read_bytes())
        assert str(file.docinfo["/Title"]) == "Décision du maire n°\u00a0DEC2024-01"
    assert name == "dec2024-01.json"
    assert (dossier.profile, [m.uid for m in dossier.council.mandates]) == ("ACT", ["m1"])
    (carried,) = dossier.decisions
    assert carried == executory().decision
    (given,) = dossier.delegations
    assert [power.paragraph for power in given.powers] == [5]


def test_docx_is_named_a_decision():
    properties = Document(io.BytesIO(render_docx(view(executory())))).core_properties
    assert (properties.category, properties.title) == ("Décision", "Décision du maire n°\u00a0DEC2024-01")


@pytest.mark.parametrize("rendition", Rendition)
def test_code_is_on_every_page_that_is_no_draft(rendition):
    coded = executory(public_id="ABCDEFGHIJKLMNOP")
    printed = view(coded, rendition, public_base_url="https://actes.example.fr")
    assert printed.verification == Verification(
        "https://actes.example.fr/v/ABCDEFGHIJKLMNOP",
        "actes.example.fr/v/ABCD-EFGH-IJKL-MNOP",
        "ABCD-EFGH-IJKL-MNOP",
    )
    assert view(coded).verification is None
    assert view(coded, is_draft=True, public_base_url="https://actes.example.fr").verification is None
    footers = Document(io.BytesIO(render_docx(printed))).sections[0].first_page_footer.paragraphs
    assert "ABCD-EFGH-IJKL-MNOP" in " ".join(each.text for each in footers)


@pytest.mark.parametrize(
    ("rendition", "has_copy", "has_dates"),
    [
        (Rendition.REGISTER, False, False),
        (Rendition.EXTRACT, True, False),
        (Rendition.CERTIFIED, True, True),
    ],
)
def test_renditions(rendition, has_copy, has_dates):
    text = plain(render_text(view(executory(), rendition)))
    assert ("Pour copie certifiée conforme." in text) is has_copy
    assert ("Télétransmis en préfecture le 21/06/2024" in text) is has_dates
    assert ("certifie, sous sa responsabilité" in text) is has_dates


def test_certificate_is_printed_only_when_true():
    text = plain(render_text(view(executory(transmission=None))))
    assert "certifie" not in text
    assert "Publié sur le site Internet le 24/06/2024" in text


def test_notified_decision_says_so():
    notified = PublicFact(date(2024, 6, 22), Source.DECLARED, "notification")
    text = plain(render_text(view(executory(is_individual=True, publications=(notified,)))))
    assert "Notifié le 22/06/2024" in text
    assert "à compter de sa notification." in text


def test_draft_is_marked_and_carries_nothing():
    printed = view(facts_of(decided(is_signed=False, sequence=None, decided_on=None)), is_draft=True)
    assert printed.document.profile is None
    text = render_text(printed)
    assert text.startswith(DRAFT_NOTICE)
    assert "Décision - Mise à disposition" in plain(text)
    assert "Fait à Exemple." in text


def test_decision_whose_number_is_given_up_has_no_place_to_sign():
    facts = facts_of(decided(is_signed=False, given_up="Offre retirée."))
    printed = view(facts, Rendition.REGISTER, is_draft=True)
    assert (printed.signatures, printed.closing) == ((), ())
    waiting = view(facts_of(decided(is_signed=False, is_to_sign=True)), Rendition.REGISTER)
    assert (len(waiting.signatures), waiting.closing) == (1, ("Fait à Exemple, le 20\u00a0juin\u00a02024.",))


@pytest.mark.parametrize("rendition", Rendition)
def test_individual_decision_says_once_how_to_appeal_cja_r421_5(rendition):
    notified = PublicFact(date(2024, 6, 24), Source.DECLARED, "notification")
    facts = executory(is_individual=True, publications=(notified,))
    assert plain(render_text(view(facts, rendition))).count("deux mois à compter de sa notification") == 1


@pytest.mark.parametrize(("is_told", "lines"), [(False, 0), (True, 1)])
def test_report_to_the_council_is_printed_when_told_l2122_23(is_told, lines):
    facts = facts_of(decided(mentions_report=is_told))
    closing = view(facts, Rendition.REGISTER).closing
    told = [line for line in closing if line.startswith("Il sera rendu compte")]
    assert len(told) == lines
    assert all("au conseil municipal, en application" in plain(line) for line in told)


def test_copy_of_an_ordinary_decision_says_nothing_of_appeals():
    assert "recours" not in render_text(view(executory(), Rendition.EXTRACT))


def test_a_deputy_signs_under_his_capacity():
    signatory = Signatory("m2", "pour la maire empêchée, le premier adjoint")
    printed = view(executory(signatory=signatory))
    (signature,) = printed.signatures
    assert plain(f"{signature.capacity} {signature.name}") == (
        "Pour la maire empêchée, le premier adjoint, Prénom M2"
    )
    assert plain(printed.preamble_lead) == "La Maire de la commune d'Exemple,"


def test_data_of_the_file_hold_nothing_private():
    facts = executory(
        title_html=f"Concession à {HIDDEN}",
        operative=(replace(decided().operative[0], blocks_html=(f"Elle est accordée à {HIDDEN}",)),),
        annexes=("Demande de Mme Untel",),
        hidden_annexes=(1,),
    )
    printed = view(facts)
    assert "Untel" in render_text(printed)
    assert printed.document.profile is not None
    assert "Untel" not in printed.document.profile.json
