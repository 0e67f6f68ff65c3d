"""Our Word document, changed and saved again as Word does, then imported: the same text, cut the same."""

import io
import subprocess
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from deliberations.documents.builder import view_deliberation
from deliberations.documents.docx import render_docx
from deliberations.documents.view import Rendition
from deliberations.domain.act_text import ActText, text_of_act
from deliberations.domain.acts import ClauseKind, Deliberation, OperativeLayout, OperativePart
from deliberations.domain.record import Record, records_of
from deliberations.domain.wording.typography import plain as untypeset
from deliberations.domain.wording.typography import typeset_html
from deliberations.dossier.reader import read_dossier
from deliberations.wordfile import Target, composed, cut, open_word, read_word
from tests.support.docxmaker import saved
from tests.support.sitting_papers import DOSSIERS
from tests.support.word_templates import filled

pytestmark = [pytest.mark.integration, pytest.mark.once]

STATEMENT = (
    "<p>Le budget est présenté.</p><h3>Les recettes</h3><ul><li>les dotations :<ul><li>de l'État :<ol>"
    "<li>forfaitaire</li><li>de solidarité</li></ol></li><li>du département</li></ul></li><li>les impôts</li></ul>"
    "<p>Les étapes :</p><ol><li>la préparation</li><li>le vote</li></ol><table><caption>Crédits</caption><thead><tr>"
    '<th scope="col">Chapitre</th><th scope="col">Montant</th></tr></thead><tbody><tr><th scope="row">011</th>'
    '<td>12 000 €</td></tr><tr><th scope="row">012</th><td>8 500 €</td></tr></tbody></table>'
    "<p>Le <strong>total</strong> est de <em>20 500 €</em>.</p>"
)


def _long_act() -> tuple[Record, Deliberation]:
    """Nested lists, a sub-heading, a table with its caption and its headings, two verbs, articles."""
    gruson = filled("gruson-2023-12-19")
    first = OperativePart(
        ("Le budget est approuvé", "Le maire est chargé de l'exécution"), layout=OperativeLayout.ARTICLES
    )
    second = OperativePart(("à signer tout document",), "autorise", OperativeLayout.ARTICLES)
    act = replace(gruson.act, statement_html=STATEMENT, operative=(first, second))
    sitting = replace(gruson.record.sitting, deliberations=(act,))
    return Record(gruson.record.council, sitting), act


def _gruson() -> tuple[Record, Deliberation]:
    found = filled("gruson-2023-12-19")
    return found.record, found.act


DOSSIERS_READ = sorted(path.stem for path in DOSSIERS.glob("*.json"))
SPACED = {
    ("arthun-liste-2022-12-09", "deliberation-01"): "« n°2 »",
    ("bailly-2024-06", "deliberation-2024-06"): "« L.2224-38 », « n°50/03 »",
    ("coeur-de-brenne-2020-01-20", "deliberation-01-03"): "« n°03 »",
    ("mazeres-2022-7-4", "deliberation-2022-7-4"): "« 15% »",
    ("sebazac-concoures-2023-03-27", "deliberation-point-2"): "« L.2121-14 »",
    ("tronget-36-2023", "deliberation-36-2023"): "« L.141-5-3 »",
    ("villeneuve-sur-yonne-2023-02-23", "deliberation-point-4"): "« n°3 »",
}
"""Acts typed without a space that French printing puts: the file has it, so the text comes back with it."""


@cache
def acts_of(dossier: str) -> tuple[tuple[Record, Deliberation], ...]:
    read = read_dossier((DOSSIERS / f"{dossier}.json").read_bytes())
    records = records_of(read.council, read.sittings)
    return tuple((record, act) for record in records for act in record.sitting.deliberations)


def wanted_from(dossier: str) -> dict[str, dict[str, Any]]:
    """What each act of a dossier tells, by its identifier."""
    return {
        act.uid: told(text_of_act(act), printed=(dossier, act.uid) in SPACED) for _, act in acts_of(dossier)
    }


def written(record: Record, act: Deliberation) -> bytes:
    view = view_deliberation(
        record, act, rendition=Rendition.CERTIFIED, edited_on=record.sitting.held_on, is_draft=False
    )
    return render_docx(view)


def imported(content: bytes, record: Record, act: Deliberation) -> ActText:
    """The text of the file; nothing of it is left for the reader to place."""
    found = cut(read_word(open_word(content)).blocks, theme=record.item(act.item).theme)
    assert [piece.text for piece in found if piece.target is Target.UNKNOWN] == []
    return composed(found)


def told(text: ActText, *, printed: bool = False) -> dict[str, Any]:
    """A text without what printing adds and nobody typed: typographic spaces, the end of a decision.

    ``printed`` with the spaces that were missing.
    """

    def plain(html: str) -> str:
        return untypeset(typeset_html(html) if printed else html)

    return {
        "title": plain(text.title_html),
        "statement": plain(text.statement_html),
        "clauses": [(clause.kind, plain(clause.text_html)) for clause in text.clauses],
        "operative": [
            (part.verb, part.layout, [plain(html).removesuffix(".") for html in part.blocks_html])
            for part in text.operative
        ],
        "annexes": list(map(plain, text.annexes)),
    }


def wanted_of(act: Deliberation) -> dict[str, Any]:
    return told(text_of_act(act))


@pytest.mark.parametrize("dossier", DOSSIERS_READ)
def test_our_documents_come_back_with_their_structure(dossier):
    got = {act.uid: told(imported(written(record, act), record, act)) for record, act in acts_of(dossier)}
    assert got == wanted_from(dossier)


def test_nested_lists_tables_and_two_verbs_come_back():
    record, act = _long_act()
    assert told(imported(written(record, act), record, act)) == wanted_of(act)


def test_acts_said_to_be_spaced_by_printing_are():
    typed = {key: told(text_of_act(act)) for key in SPACED for _, act in acts_of(key[0]) if act.uid == key[1]}
    assert typed.keys() == SPACED.keys()
    assert [key for key, text in typed.items() if text == wanted_from(key[0])[key[1]]] == []


def test_private_words_are_among_what_comes_back():
    """Or nothing above would tell that they do."""
    texts = [str(wanted_from(dossier)) for dossier in ("commune-exemple-2024-06-28", "seance-mouvementee")]
    assert [text.count("<mark data-private>") for text in texts] == [1, 2]


REWORDED = "Approuve les statuts du Syndicat, dans leur version du 1er décembre"
NEW = "que la commune souhaite que ses élèves en profitent dès la rentrée"


def edited(content: bytes) -> bytes:
    """What a secretary does in Word: one decision reworded (its end struck by a tracked change, the new one typed in
    pieces, one of them in italics), and one more reason after the last."""
    document = Document(io.BytesIO(content))
    decision = next(p for p in document.paragraphs if p.text.startswith("Approuve les statuts"))
    _track(decision)
    reason = [p for p in document.paragraphs if p.text.startswith("Considérant")][-1]
    added = deepcopy(reason._p)
    reason._p.addnext(added)
    runs = added.findall(qn("w:r"))
    for run in runs[1:]:
        added.remove(run)
    runs[0].find(qn("w:t")).text = f"Considérant {NEW} ;"
    return saved(document)


def _track(paragraph: Any) -> None:
    old = paragraph.text
    kept = "Approuve les statuts du Syndicat"
    for run in list(paragraph.runs):
        paragraph._p.remove(run._r)
    for piece in ("Approuve les ", "statuts", kept.removeprefix("Approuve les statuts")):
        paragraph.add_run(piece)
    mark = 'w:id="{}" w:author="Secrétariat" w:date="2024-01-02T10:00:00Z"'
    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} {mark.format(900)}><w:r><w:delText xml:space="preserve">'
            f"{old.removeprefix(kept)}</w:delText></w:r></w:del>"
        )
    )
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} {mark.format(901)}><w:r><w:t xml:space="preserve">, dans leur </w:t></w:r>'
            "<w:r><w:rPr><w:i/></w:rPr><w:t>version</w:t></w:r>"
            '<w:r><w:t xml:space="preserve"> du 1er décembre ;</w:t></w:r></w:ins>'
        )
    )


def wanted_after_edition(act: Deliberation) -> dict[str, Any]:
    wanted = wanted_of(act)
    wanted["clauses"].append((ClauseKind.CONSIDERANT, NEW))
    decisions = wanted["operative"][0][2]
    place = next(n for n, each in enumerate(decisions) if each.startswith("Approuve les statuts"))
    decisions[place] = REWORDED.replace("version", "<em>version</em>")
    return wanted


def test_edition_in_word_is_what_comes_back():
    record, act = _gruson()
    content = edited(written(record, act))
    assert told(imported(content, record, act)) == wanted_after_edition(act)


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every document opened by LibreOffice and saved again as Word's, in one run."""
    folder = tmp_path_factory.mktemp("office")
    for dossier in DOSSIERS_READ:
        for record, act in acts_of(dossier):
            (folder / f"{dossier}_{act.uid}.docx").write_bytes(written(record, act))
    (folder / "long.docx").write_bytes(written(*_long_act()))
    (folder / "edited.docx").write_bytes(edited(written(*_gruson())))
    out = folder / "out"
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", out, *sorted(folder.glob("*.docx"))],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return out


@pytest.mark.office
@pytest.mark.parametrize("dossier", DOSSIERS_READ)
def test_documents_saved_by_libreoffice_come_back_with_their_structure(resaved, dossier):
    got = {}
    for record, act in acts_of(dossier):
        content = (resaved / f"{dossier}_{act.uid}.docx").read_bytes()
        assert b"LibreOffice" in ZipFile(io.BytesIO(content)).read("docProps/app.xml")
        got[act.uid] = told(imported(content, record, act))
    assert got == wanted_from(dossier)


@pytest.mark.office
def test_nested_lists_and_tables_saved_by_libreoffice_come_back(resaved):
    record, act = _long_act()
    assert told(imported((resaved / "long.docx").read_bytes(), record, act)) == wanted_of(act)


@pytest.mark.office
def test_edition_saved_by_libreoffice_is_what_comes_back(resaved):
    record, act = _gruson()
    content = (resaved / "edited.docx").read_bytes()
    assert told(imported(content, record, act)) == wanted_after_edition(act)
