"""Word, Excel and LibreOffice files received: what reaches outside is cut and told, what could act is refused."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from deliberations.annexes.cleaning import Unfit
from deliberations.annexes.office import clean_office
from deliberations.annexes.words import REMARKS
from deliberations.services.uploads import UploadRefused, check_upload
from tests.support.docxmaker import W, lines, package, raw

pytestmark = pytest.mark.unit

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OF_DOCUMENT = "word/_rels/document.xml.rels"


def relations(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'


def related(kind: str, target: str, *, external: bool = True, **parts) -> bytes:
    return raw("<w:p/>", **{OF_DOCUMENT: relations(kind, target, external=external), **parts})


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def workbook() -> bytes:
    stream, book = io.BytesIO(), Workbook()
    book.active.append(["Dépenses", 12])
    book.save(stream)
    return stream.getvalue()


def odt(content: str = "", meta: str = "") -> bytes:
    names = (
        'xmlns:office="urn:office" xmlns:text="urn:text" xmlns:draw="urn:draw" xmlns:meta="urn:meta" '
        'xmlns:script="urn:script" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:doc {names}>{content}</office:doc>",
            "meta.xml": f"<office:meta {names}>{meta}</office:meta>",
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        lines("Bonjour"),
        workbook(),
        odt('<text:a xlink:href="https://exemple.test">x</text:a><draw:image xlink:href="Pictures/1.png"/>'),
        related("hyperlink", "https://exemple.test"),
        related("hyperlink", "mailto:mairie@exemple.test"),
        related("image", "media/image1.png", external=False),
        related("package", "embeddings/tableau.xlsx", external=False, **{"word/embeddings/tableau.xlsx": workbook()}),
        raw("<w:p><w:r><w:instrText> HYPERLINK \"https://dde.exemple.test\" </w:instrText></w:r></w:p>"),
    ],
    ids=["word", "excel", "libreoffice", "web", "mail", "picture", "chart", "field"],
)  # fmt: skip
def test_ordinary_file_is_left_byte_for_byte(content):
    assert clean_office(content) == (content, set())


@pytest.mark.parametrize(
    ("content", "name", "gone", "remark"),
    [
        (related("image", "https://exemple.test/suivi.png"), OF_DOCUMENT, "exemple.test", "outside"),
        (related("externalLinkPath", "file://serveur/budget.xlsx"), OF_DOCUMENT, "serveur", "outside"),
        (related("frame", "https://exemple.test"), OF_DOCUMENT, "exemple.test", "outside"),
        (related("hyperlink", "file://serveur/programme.exe"), OF_DOCUMENT, "serveur", "links"),
        (odt('<draw:image xlink:href="https://exemple.test/x.png"/>'), "content.xml", "exemple", "outside"),
        (odt('<text:a xlink:href="javascript:x()">x</text:a>'), "content.xml", "javascript", "links"),
        (odt(meta='<meta:template xlink:href="/C:/modele.ott"/>'), "meta.xml", "modele", "template"),
    ],
)
def test_what_reaches_outside_is_cut_and_told(content, name, gone, remark):
    cleaned, found = clean_office(content)
    assert found == {remark} <= set(REMARKS)
    assert gone in part(content, name)
    assert gone not in part(cleaned, name)
    assert clean_office(cleaned) == (cleaned, set())


def test_link_to_its_template_is_cut_and_the_document_still_opens():
    settings = f'<w:settings {W} xmlns:r="{OFFICE}"><w:attachedTemplate r:id="rId1"/><w:zoom/></w:settings>'
    more = {
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": relations("attachedTemplate", "file://serveur/mairie.dotm"),
    }
    with zipfile.ZipFile(io.BytesIO(lines("Bonjour"))) as archive:
        content = package({name: archive.read(name) for name in archive.namelist()} | more)
    cleaned, found = clean_office(content)
    assert found == {"template"}
    assert "serveur" not in part(cleaned, "word/_rels/settings.xml.rels")
    assert "attachedTemplate" not in part(cleaned, "word/settings.xml")
    assert [each.text for each in Document(io.BytesIO(cleaned)).paragraphs] == ["Bonjour"]


def field(*words: str) -> bytes:
    runs = "".join(f"<w:r><w:instrText>{word}</w:instrText></w:r>" for word in words)
    return raw(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}</w:p>')


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (related("oleObject", "embeddings/x.bin", external=False), "office_object"),
        (related("control", "activeX/x.xml", external=False), "office_object"),
        (related("aFChunk", "x.html", external=False), "office_object"),
        (related("vbaProject", "x.bin", external=False), "office_macros"),
        (raw("<w:p/>", **{"word/autre/vbaProject.bin": b"x"}), "office_macros"),
        (related("package", "x.xlsm", external=False, **{"word/x.xlsm": raw("", **{"xl/vbaProject.bin": b"x"})}),
         "office_macros"),
        (related("package", "x.exe", external=False, **{"word/x.exe": b"MZ"}), "office_object"),
        (related("connections", "connections.xml", external=False), "office_data"),
        (field(" DDE", "AUTO c:\\\\x.exe "), "office_data"),
        (raw('<w:p><w:fldSimple w:instr="DDE Excel x"/></w:p>'), "office_data"),
        (package({"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink/></externalLink>"}), "office_data"),
        (odt("<script:event-listener/>"), "office_macros"),
        (odt("<draw:object-ole/>"), "office_object"),
        (odt("<office:dde-source/>"), "office_data"),
        (related("image", "https://x.test/", **{"_xmlsignatures/sig1.xml": "<x/>"}), "signed_active"),
        (raw("<w:p/>", **{OF_DOCUMENT: '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "office_damaged"),
        (raw("<w:p>"), "office_damaged"),
        (package({f"{n}.xml": "" for n in range(5_001)}), "complex"),
    ],
)  # fmt: skip
def test_what_could_act_is_refused(content, reason):
    with pytest.raises(Unfit) as refused:
        clean_office(content)
    assert str(refused.value) == reason


TYPES = {"[Content_Types].xml": "<Types/>"}


def test_upload_tells_what_was_cut_and_names_what_is_refused():
    kept = check_upload("note.docx", related("image", "https://x.test/", **TYPES), most_bytes=10**6)
    assert kept.remarks == (REMARKS["outside"],)
    assert "x.test" not in part(kept.content, OF_DOCUMENT)
    with pytest.raises(UploadRefused, match=r"« note\.docx » contient un objet incorporé") as refused:
        check_upload("note.docx", related("oleObject", "x.bin", external=False, **TYPES), most_bytes=10**6)
    assert refused.value.code == "upload.office_object"
