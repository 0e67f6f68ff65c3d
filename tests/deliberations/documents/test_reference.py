"""The reference act, from its facts to its four files: the text that the commune published, block for block."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from councils.domain.bodies import HouseStyle
from deliberations.documents.builder import SIGNATURE_FIELD
from deliberations.documents.pdf import render_appearance
from deliberations.documents.view import Rendition
from deliberations.domain.record import Record
from deliberations.domain.wording.typography import plain
from deliberations.dossier.reader import read_dossier
from deliberations.services.rendering import FileFormat, render_act
from deliberations.signing.demo_authority import create_demo_authority
from deliberations.signing.ports import SignatureRequest
from deliberations.signing.registry import open_signer
from tests.support.docxtext import docx_blocks
from tests.support.pdftext import tagged_blocks, tagged_text
from tests.support.printed import html_blocks, pdf_lines, rejoined
from tests.support.verapdf import assert_conforms

pytestmark = pytest.mark.integration

TESTS = Path(__file__).parents[2]
DOSSIER = TESTS / "dossiers" / "gruson-2023-12-19.json"
GOLDEN = TESTS / "golden" / "deliberation-2023-57.txt"
SIGNED_AT = datetime(2023, 12, 28, 9, 30, tzinfo=UTC)
PASSPHRASE = "un secret d'essai"

BY_DEFAULT = {
    "s'est réuni le Conseil Municipal": "s'est réuni le conseil municipal",
    "Membres du Conseil Municipal :": "Membres du conseil municipal :",
    "Conseillers Municipaux.": "Conseillers municipaux.",
    "OBJET DE LA DELIBERATION": "OBJET DE LA DÉLIBÉRATION",
    "Délibération n° 2023- 57 -": "Délibération n° 2023-57 -",
    "EXPOSE": "EXPOSÉ",
    "La Commune de GRUSON": "La commune de Gruson",
    "DECISION": "DÉCISION",
    "Le Conseil Municipal, après": "Le conseil municipal, après",
    "du Tribunal Administratif de LILLE": "du tribunal administratif de Lille",
    "de sa publication et sa transmission aux services de l'État.": "de sa publication.",
}
"""What the house style of Gruson changes: its words → those of the default style."""


@cache
def published() -> list[str]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [text for line in lines if (text := plain(line))]


@cache
def rendered(file_format: FileFormat, style: HouseStyle | None = None) -> bytes:
    dossier = read_dossier(DOSSIER.read_bytes())
    council = replace(dossier.council, style=style) if style else dossier.council
    (sitting,) = dossier.sittings
    (act,) = sitting.deliberations
    return render_act(Record(council, sitting), act, rendition=Rendition.CERTIFIED, file_format=file_format)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    keys = create_demo_authority(
        tmp_path_factory.mktemp("cles"),
        common_name="Olivier Turpin",
        organisation="Commune de Gruson",
        now=SIGNED_AT,
        passphrase=PASSPHRASE,
    )
    signer = open_signer("pkcs12", content=keys.pkcs12.read_bytes(), passphrase=PASSPHRASE)
    request = SignatureRequest(
        field_name=SIGNATURE_FIELD,
        signer_name="Olivier TURPIN",
        capacity="Maire",
        reason="Copie certifiée",
        location="Gruson",
        signed_at=SIGNED_AT,
        appearance=render_appearance("Olivier TURPIN", "Maire", SIGNED_AT, "Copie certifiée"),
    )
    return signer.sign(rendered(FileFormat.PDF), request).content


def tagged_lines(pdf: bytes) -> list[str]:
    """The structure as lines, « - » before what is tagged as an item of a list."""
    return [f"{'- ' * (b.tag == 'LI')}{plain(b.text)}" for b in tagged_blocks(pdf) if b.text]


def plain_lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := plain(raw))]


def test_reference_is_whole():
    assert len(published()) == 52
    assert published()[-1] == "Publié sur le site Internet le 28/12/2023"


def test_reference_pdf_by_structure():
    assert tagged_lines(rendered(FileFormat.PDF)) == published()


def test_reference_pdf_by_pdftotext():
    lines = pdf_lines(rendered(FileFormat.PDF))
    assert rejoined(lines, published()) == published()
    assert [line for line in lines if line.startswith("- ")][:6] == [
        "- En exercice : 15",
        "- Présents : 13",
        "- Excusées : 2",
        "- Pour : 15",
        "- Contre : 00",
        "- Abstention : 00",
    ]


def test_reference_docx():
    blocks = docx_blocks(rendered(FileFormat.DOCX), with_bullets=True)
    assert [plain(block) for block in blocks] == published()


def test_reference_html():
    assert html_blocks(rendered(FileFormat.HTML).decode()) == published()


def test_reference_text():
    assert plain_lines(rendered(FileFormat.TEXT).decode()) == published()


def test_reference_signed_pdf_says_the_same(signed):
    assert signed.startswith(rendered(FileFormat.PDF))
    assert tagged_text(signed) == tagged_text(rendered(FileFormat.PDF))
    assert tagged_lines(signed) == published()


def test_reference_pdf_conforms(signed):
    assert_conforms({"unsigned": rendered(FileFormat.PDF), "signed": signed}, profiles=("3a", "ua1"))


def in_default_style(line: str) -> str:
    for here, default in BY_DEFAULT.items():
        if here.isupper() and line == here:
            return default
        if not here.isupper():
            line = line.replace(here, default)
    return line


def test_reference_in_the_default_house_style():
    expected = [in_default_style(line) for line in published()]
    changed = [new for old, new in zip(published(), expected, strict=True) if new != old]
    assert len(changed) == 10
    assert tagged_lines(rendered(FileFormat.PDF, HouseStyle())) == expected
    assert rejoined(pdf_lines(rendered(FileFormat.PDF, HouseStyle())), expected) == expected
    assert plain_lines(rendered(FileFormat.TEXT, HouseStyle()).decode()) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "s'est réuni",
        "qui donne pouvoir",
        "Fait et délibéré",
        "certifie, sous sa responsabilité",
        "voix pour",
        "En exercice",
    ],
)
def test_reference_facts_hold_no_sentence_of_ours(sentence):
    assert sentence in " ".join(published())
    assert sentence not in plain(DOSSIER.read_text(encoding="utf-8"))
