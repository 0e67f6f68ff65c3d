"""The annexes of a decision: in its certified copy and its sheet of the register, by the machinery of deliberations."""

import io
from dataclasses import replace

import pikepdf
import pytest

from councils.models import Council
from deliberations.documents.view import Rendition
from deliberations.domain.acts import AnnexFile
from deliberations.domain.papers import AnnexJoining
from deliberations.domain.publishing import Way
from deliberations.dossier.delegated import annex_file_problems
from deliberations.models import MayorDecision, StoredFile
from deliberations.queries import dossier_of
from deliberations.queries.decisions import decision_facts
from deliberations.services.annexing import AnnexMissing
from deliberations.services.decision_details import add_annex
from deliberations.services.decision_documents import paper_of, public_paper, render_decision
from deliberations.services.decision_numbering import NumberTold
from deliberations.services.decision_signing import sign_decision
from deliberations.services.publishing import publish_act
from deliberations.services.rendering import FileFormat
from deliberations.services.uploads import CheckedFile
from tests.deliberations.annexes.samples import foreign_pdf, picture
from tests.deliberations.decisions.world import AT, DECIDED, decided, drafted, store
from tests.support.pdftext import artifact_text, tagged_text
from tests.support.verapdf import assert_conforms

pytestmark = [pytest.mark.integration, pytest.mark.django_db, pytest.mark.once]

APPENDED, ATTACHED, SEPARATE = AnnexJoining.APPENDED, AnnexJoining.ATTACHED, AnnexJoining.SEPARATE


def annexed(council: Council) -> MayorDecision:
    """Executory, with an annex of each kind; the title of the last is hidden."""
    row = drafted(council, is_transmissible=False)
    plan = CheckedFile("plan.png", picture(), "image/png")
    quote = CheckedFile("devis.pdf", foreign_pdf(1), "application/pdf", 1)
    for title, file, joining, is_hidden in (
        ("Plan de la salle", plan, APPENDED, False),
        ("Devis", quote, ATTACHED, True),
        ("Règlement", plan, SEPARATE, False),
    ):
        add_annex(row=row, title=title, is_hidden=is_hidden, file=file, joining=joining, by=None)
    told = NumberTold(DECIDED, council.mandates.get(uid="m1"))
    made = sign_decision(row=row, told=told, by=None, at=AT)
    publish_act(act=made, way=Way.OWN_PAGE, by=None, at=AT)
    return made


def test_annexes_are_in_the_certified_copy(settings):
    settings.PUBLIC_BASE_URL = "https://exemple.test"
    row = annexed(store())
    pdf = render_decision(paper_of(row), Rendition.CERTIFIED, FileFormat.PDF)
    assert_conforms({"certified": pdf})
    own, sheet = (page.replace("\u00a0", " ") for page in artifact_text(pdf))
    assert own.endswith("Page 1 sur 2")
    assert sheet.endswith("Annexe n° 1Page 2 sur 2")
    heading = "Annexe n° 1 à la décision n° DEC2024-01 – Plan de la salle"
    assert heading in " ".join(tagged_text(pdf)).replace("\u00a0", " ").replace("\u2060", "")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert sorted(file.attachments) == ["annexe-2.pdf", "dec2024-01.json"]


def test_annexes_are_facts_told_to_the_public_unless_hidden():
    row = annexed(store())
    facts = decision_facts(row).decision
    assert [(file.annex, file.joining) for file in facts.annex_files] == [(1, APPENDED), (2, ATTACHED)]
    assert dossier_of(row.council).decisions[0].annex_files == facts.annex_files
    shown = public_paper(paper_of(row)).facts.decision
    assert [file.annex for file in shown.annex_files] == [1]


def test_annex_that_is_no_longer_here_is_told():
    row = annexed(store())
    StoredFile.objects.filter(decision_annexes__title="Devis").update(path="ailleurs")
    with pytest.raises(AnnexMissing):
        render_decision(paper_of(row), Rendition.REGISTER, FileFormat.PDF)
    assert render_decision(paper_of(row), Rendition.EXTRACT, FileFormat.PDF).startswith(b"%PDF")


def test_public_file_that_lacks_an_annex_leads_back_to_the_page(client):
    annexed(store())
    StoredFile.objects.filter(decision_annexes__title="Plan de la salle").update(path="ailleurs")
    answer = client.get("/public/exemple/decisions/2024/dec2024-01.pdf")
    assert (answer.status_code, answer["Location"]) == (302, "/public/exemple/decisions/2024/dec2024-01/")


def test_files_that_make_no_sense_are_refused():
    wrong = replace(decided(), annexes=("Plan",), annex_files=(AnnexFile(2, APPENDED, "abc"),))
    found = [problem.message for problem in annex_file_problems(wrong, ("decisions", 0))]
    assert found == ["l'acte n'a pas d'annexe n° 2", "empreinte SHA-256 attendue : 64 chiffres hexadécimaux"]
