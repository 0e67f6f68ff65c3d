"""A file sent is what its name says, opens, and hides nothing; each refusal says what to do."""

import io
import zipfile

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliberations.services.uploads import UploadRefused, check_upload, clean_name, media_type_of
from tests.deliberations.annexes.samples import picture

pytestmark = pytest.mark.unit

MOST = 20 * 1024 * 1024
PNG = picture(12, 8)
JPEG = picture(12, 8, file_format="JPEG")


def make_pdf(pages=2, *, change=None, **options):
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        if change:
            change(pdf)
        stream = io.BytesIO()
        pdf.save(stream, **options)
    return stream.getvalue()


def make_zip(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def make_docx(*more, **parts):
    """``parts`` by their names, « __ » for a folder."""
    files = dict.fromkeys(("[Content_Types].xml", "word/document.xml", *more), "<x/>")
    return make_zip(**{**files, **parts})


def check(name, content):
    return check_upload(name, content, most_bytes=MOST)


ODT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content", "media_type", "pages"),
    [
        ("note.pdf", make_pdf(3), "application/pdf", 3),
        ("PLAN.PDF", make_pdf(1), "application/pdf", 1),
        ("plan.png", PNG, "image/png", None),
        ("photo.jpg", JPEG, "image/jpeg", None),
        ("photo.jpeg", JPEG, "image/jpeg", None),
        (
            "note.docx",
            make_docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            None,
        ),
        (
            "budget.xlsx",
            make_zip(**{"[Content_Types].xml": "x", "xl/workbook.xml": "x"}),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            None,
        ),
        ("note.odt", make_zip(mimetype=ODT), ODT, None),
    ],
)
def test_file_is_kept(name, content, media_type, pages):
    kept = check(name, content)
    assert (kept.name, kept.content, kept.media_type, kept.pages, kept.remarks) == (
        name,
        content,
        media_type,
        pages,
        (),
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vide.pdf", b"", "upload.empty"),
        ("programme.exe", b"MZ", "upload.kind"),
        ("ancien.doc", b"\xd0\xcf\x11\xe0", "upload.kind"),
        ("sans extension", make_pdf(), "upload.kind"),
        ("image.svg", b"<svg/>", "upload.kind"),
        ("note.pdf", b"<html></html>", "upload.disguised"),
        ("note.pdf", make_docx(), "upload.disguised"),
        ("plan.png", JPEG, "upload.disguised"),
        ("note.docx", make_zip(note="x"), "upload.disguised"),
        ("note.docx", make_docx("word/vbaProject.bin"), "upload.macros"),
        ("note.odt", make_zip(mimetype="application/epub+zip"), "upload.disguised"),
        ("note.docx", b"PK\x03\x04 cut", "upload.disguised"),
        ("note.pdf", b"%PDF-1.7 and nothing", "upload.damaged"),
        ("protege.pdf", make_pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "upload.protected"),
        ("limite.pdf", make_pdf(encryption=pikepdf.Encryption(owner="a", user="")), "upload.restricted"),
        ("coupee.png", PNG[:40], "upload.image"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"0" * 20, "upload.image"),
        ("sans-page.pdf", make_pdf(0), "upload.damaged"),
    ],
)
def test_file_is_refused(name, content, code):
    with pytest.raises(UploadRefused) as refused:
        check(name, content)
    assert refused.value.code == code
    assert f"« {name} »" in refused.value.message_fr


def test_too_large_file_is_refused_with_the_limit():
    with pytest.raises(UploadRefused, match="2 Mo au plus"):
        check_upload("plan.png", PNG + b"0" * 2 * 1024 * 1024, most_bytes=2 * 1024 * 1024)


def _script(pdf):
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(pdf):
    pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"))


def _attach(pdf):
    pdf.attachments["caché.txt"] = b"x"


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        (_script, "contenait un programme (JavaScript) : il a été retiré"),
        (_launch, "demandait d'ouvrir un autre programme : cela a été retiré"),
        (_attach, "contenait des fichiers cachés à l'intérieur : ils ont été retirés"),
    ],
)
def test_pdf_that_hides_something_is_kept_without_it_and_with_a_remark(change, remark):
    kept = check("note.pdf", make_pdf(change=change))
    assert (kept.remarks, kept.pages) == ((remark,), 2)
    assert check("note.pdf", kept.content).remarks == ()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\Anne\\Délibération n° 3 – été.pdf", "Délibération n° 3 – été.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("note\x00\u202e.pdf", "note.pdf"),
        ("", "fichier"),
        (".pdf", "fichier.pdf"),
        ("a" * 300 + ".pdf", "a" * 200 + ".pdf"),
        ("sans extension", "sans extension"),
    ],
)
def test_name_keeps_its_accents_and_loses_what_disguises_it(name, kept):
    assert clean_name(name) == kept


@settings(max_examples=25)
@given(st.sampled_from(["a.pdf", "a.png", "a.docx", "a.odt"]), st.binary(max_size=60), st.booleans())
def test_any_bytes_that_are_no_whole_file_are_refused(name, content, is_pdf):
    with pytest.raises(UploadRefused):
        check(name, (b"%PDF-1.4\n" if is_pdf else b"PK\x03\x04") + content)


def test_type_is_read_from_the_bytes():
    assert media_type_of(b"GIF89a") == ""
