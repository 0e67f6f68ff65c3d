"""What a PDF received may hold, what is taken out of it and what is refused: always in bounded time, always told."""

import io
import time
from contextlib import suppress
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms

from deliberations.annexes import AnnexRefused, Bounds, check_picture, draw, normalise, read_sheets
from deliberations.annexes.words import REFUSALS, REMARKS
from tests.deliberations.annexes import samples
from tests.deliberations.annexes.samples import foreign_pdf, picture

pytestmark = [pytest.mark.unit, pytest.mark.once]

PDF = "application/pdf"
TIGHT = Bounds(seconds=4, memory_mb=1536)
SLOWEST = 20
"""Seconds on a busy machine: three for one of processor, and the start of the process."""


def test_ordinary_pdf_is_left_byte_for_byte():
    content = foreign_pdf(3)
    kept = normalise(content, name="plan.pdf")
    assert (kept.content, kept.pages, kept.remarks, kept.is_signed) == (content, 3, (), False)


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS="app.alert(2)")]))
    )


def chained_script(pdf: pikepdf.Pdf) -> None:
    """Behind an ordinary link, in a list of what comes next."""
    nexts = Array([Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(3)"))])
    link = Dictionary(S=Name.URI, URI="https://exemple.test", Next=nexts)
    annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link)
    pdf.pages[0].Annots = Array([pdf.make_indirect(annotation)])


def launch(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pdf.make_indirect(Dictionary(S=Name.Launch, F="calc.exe"))


def sending(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.SubmitForm, F="https://exemple.test")


def acting(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))


def printing(pdf: pikepdf.Pdf) -> None:
    """A page that prints itself when the file is opened."""
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


def calling_home(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.URI, URI="https://exemple.test/ouvert")


def linked_to(action: Dictionary) -> Any:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)])

    return change


def base(pdf: pikepdf.Pdf) -> None:
    pdf.Root.URI = Dictionary(Base="file://serveur/partage/")


def content_elsewhere(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents.F = Dictionary(FS=Name.URL, F="https://exemple.test/page")


def page_elsewhere(pdf: pikepdf.Pdf) -> None:
    drawn = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    drawn.Ref = Dictionary(F=Dictionary(F="autre.pdf"), Page=0)
    pdf.pages[0].Resources.XObject = Dictionary(X=drawn)


def hidden_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["caché.exe"] = b"MZ secret"


def pinned_file(pdf: pikepdf.Pdf) -> None:
    file = Dictionary(Type=Name.Filespec, F="x", EF=Dictionary(F=pdf.make_stream(b"MZ secret")))
    pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], FS=file)])


def film(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = Array([pdf.make_indirect(Dictionary(Subtype=Name.RichMedia, Rect=[0, 0, 9, 9]))])


def form(pdf: pikepdf.Pdf, **more: Any) -> None:
    look = pdf.make_stream(b"BT /F1 12 Tf 5 5 Td (Madame Roy) Tj ET", Type=Name.XObject, Subtype=Name.Form)
    look.BBox, look.Resources = Array([0, 0, 200, 20]), pdf.pages[0].Resources
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="nom", V="Madame Roy",
            Rect=[60, 400, 260, 420], AP=Dictionary(N=look), F=4, **more,
        )
    )  # fmt: skip
    pdf.pages[0].Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def form_with_script(pdf: pikepdf.Pdf) -> None:
    form(pdf, AA=Dictionary(K=Dictionary(S=Name.JavaScript, JS="AFNumber_Format(2)")))


def form_twice_said(pdf: pikepdf.Pdf) -> None:
    form(pdf)
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


ACTIVE = (
    b"/JavaScript",
    b"/JS",
    b"/Launch",
    b"/EmbeddedFile",
    b"/SubmitForm",
    b"/AA",
    b"/RichMedia",
    b"/XFA",
    b"/GoToR",
    b"/Thread",
    b"/Ref ",
    b"file://",
    b"javascript:",
    b"MZ ",
)


@pytest.mark.parametrize(
    ("change", "remarks"),
    [
        (script, ["script"]),
        (chained_script, ["script"]),
        (launch, ["launch"]),
        (sending, ["sending"]),
        (acting, ["actions"]),
        (printing, ["actions"]),
        (calling_home, ["actions"]),
        (linked_to(Dictionary(S=Name.GoToR, F="autre.pdf", D=Array([0]))), ["outside"]),
        (linked_to(Dictionary(S=Name.Thread, F="autre.pdf", D=0)), ["outside"]),
        (linked_to(Dictionary(S=Name.URI, URI="file://serveur/partage/x.exe")), ["links"]),
        (linked_to(Dictionary(S=Name.URI, URI="javascript:x()")), ["links"]),
        (linked_to(Dictionary(S=Name.Named, N=Name.Print)), ["actions"]),
        (linked_to(Dictionary(S=Name.Inconnue)), ["actions"]),
        (base, ["links"]),
        (content_elsewhere, ["outside"]),
        (page_elsewhere, ["outside"]),
        (hidden_file, ["files"]),
        (pinned_file, ["files"]),
        (film, ["media"]),
        (form, ["form"]),
        (form_with_script, ["actions", "form"]),
        (form_twice_said, ["xfa", "form"]),
    ],
)
def test_what_acts_is_taken_out_and_told(change, remarks):
    kept = normalise(foreign_pdf(2, change=change), name="plan.pdf")
    assert kept.remarks == tuple(REMARKS[each] for each in remarks)
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert len(pdf.pages) == 2
        bare = io.BytesIO()
        pdf.save(bare, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, qdf=True)
    assert [sign for sign in ACTIVE if sign in bare.getvalue()] == []
    assert normalise(kept.content, name="plan.pdf").remarks == ()


@pytest.mark.parametrize(
    "action",
    [
        Dictionary(S=Name.URI, URI="https://exemple.test/x"),
        Dictionary(S=Name.URI, URI="mailto:mairie@exemple.test"),
        Dictionary(S=Name.URI, URI="www.exemple.test"),
        Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])),
        Dictionary(S=Name.Named, N=Name.NextPage),
    ],
    ids=["web", "mail", "www", "page", "next"],
)
def test_ordinary_link_is_no_reason_to_touch_a_file(action):
    content = foreign_pdf(1, change=linked_to(action))
    assert normalise(content, name="plan.pdf").content == content


def test_ordinary_link_stays_when_a_script_behind_it_goes():
    kept = normalise(foreign_pdf(1, change=chained_script), name="plan.pdf")
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://exemple.test"


def test_what_was_filled_in_a_form_is_drawn():
    kept = normalise(foreign_pdf(1, change=form), name="cerfa.pdf")
    (sheet,) = read_sheets(draw(kept.content, PDF, name="cerfa.pdf"))
    assert "Madame Roy" in [line.text for lines in sheet.paragraphs for line in lines]


def test_form_not_yet_cleaned_is_drawn_with_what_was_filled():
    (sheet,) = read_sheets(draw(foreign_pdf(1, change=form), PDF, name="cerfa.pdf"))
    assert "Madame Roy" in [line.text for lines in sheet.paragraphs for line in lines]


def seal_of_nothing(pdf: pikepdf.Pdf) -> None:
    value = Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"0" * 20)
    form(pdf)
    pdf.Root.AcroForm.Fields[0].FT = Name.Sig
    pdf.Root.AcroForm.Fields[0].V = pdf.make_indirect(value)


def test_false_signature_disables_nothing():
    content = foreign_pdf(1, change=seal_of_nothing) + b"PK\x03\x04" + bytes(range(1, 251)) * 20
    kept = normalise(content, name="convention.pdf")
    assert kept.remarks == tuple(REMARKS[each] for each in ("form", "false_seal", "trailing"))
    assert not kept.is_signed
    assert b"/ByteRange" not in kept.content
    assert draw(content, PDF, name="convention.pdf")


@pytest.mark.parametrize(
    ("after", "remarks"), [(b"", []), (b"\n", []), (b"\n% plus tard\n%%EOF\n", ["completed"])]
)
def test_signed_pdf_is_left_byte_for_byte_and_not_drawn(after, remarks):
    content = samples.sealed_pdf(after=after)
    kept = normalise(content, name="convention.pdf")
    assert (kept.content, kept.is_signed) == (content, True)
    assert kept.remarks == tuple(REMARKS[each] for each in remarks)
    with pytest.raises(AnnexRefused, match="il perdrait sa signature") as refused:
        draw(content, PDF, name="convention.pdf")
    assert refused.value.code == "annex.signed"


def portfolio(pdf: pikepdf.Pdf) -> None:
    hidden_file(pdf)
    pdf.Root.Collection = Dictionary(Type=Name.Collection)


def dynamic_form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (foreign_pdf(1, encryption=pikepdf.Encryption(owner="a", user="b")), "protected"),
        (foreign_pdf(1, encryption=pikepdf.Encryption(owner="a", user="")), "restricted"),
        (foreign_pdf(1, change=portfolio), "portfolio"),
        (foreign_pdf(1, change=dynamic_form), "xfa"),
        (samples.sealed_pdf(script), "signed_active"),
        (samples.sealed_pdf(after=b"PK\x03\x04" + bytes(range(1, 251)) * 20), "signed_active"),
        (foreign_pdf(0), "damaged"),
        (b"%PDF-1.7\n1 0 obj\nrien\nendobj\n", "damaged"),
        (b"", "damaged"),
        (samples.page_tree_loop(), "damaged"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_its_cure(content, reason):
    with pytest.raises(AnnexRefused) as refused:
        normalise(content, name="plan.pdf")
    assert (refused.value.code, refused.value.message_fr) == (
        f"annex.{reason}",
        f"« plan.pdf » {REFUSALS[reason]}",
    )


@pytest.mark.parametrize(
    ("content", "pages", "remark"),
    [(samples.broken_table(), 2, "repaired"), (samples.with_a_zip_behind(), 1, "trailing")],
)
def test_broken_or_two_faced_pdf_is_mended_and_told(content, pages, remark):
    kept = normalise(content, name="plan.pdf")
    assert (kept.pages, kept.remarks) == (pages, (REMARKS[remark],))
    again = normalise(kept.content, name="plan.pdf")
    assert (again.content, again.remarks) == (kept.content, ())


@pytest.mark.parametrize(
    "make",
    [
        samples.deep_page_tree,
        samples.deep_arrays,
        samples.cut_short,
        samples.drawn_in_circles,
        samples.drawn_for_ever,
        lambda: samples.stream_bomb(200),
        lambda: foreign_pdf(1, box=[0, 0, 14_400_000, 14_400_000]),
        lambda: foreign_pdf(1, box=[0, 0, 0, 0]),
        lambda: foreign_pdf(1, box=[595, 842, 0, 0]),
        lambda: foreign_pdf(1, box=[0, 0, 0.001, 5_000_000]),
    ],
    ids=[
        "deep tree",
        "deep arrays",
        "cut",
        "circles",
        "for ever",
        "bomb",
        "huge",
        "empty",
        "backwards",
        "thread",
    ],
)
def test_hostile_pdf_is_drawn_or_refused_in_bounded_time(make):
    content, start = make(), time.monotonic()
    with suppress(AnnexRefused):  # any other error fails the test
        assert 0 < len(draw(content, PDF, name="piege.pdf", bounds=TIGHT)) < 20_000_000
    assert time.monotonic() - start < SLOWEST


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (samples.picture_bomb(), "image_size"),
        (picture()[:500], "image"),
        (picture(file_format="JPEG")[:900], "image"),
        (b"\x89PNG\r\n\x1a\n", "image"),
    ],
    ids=["bomb", "cut PNG", "cut JPEG", "head"],
)
def test_hostile_picture_is_refused(content, reason):
    with pytest.raises(AnnexRefused) as refused:
        check_picture(content, name="photo.png", bounds=TIGHT)
    assert refused.value.code == f"annex.{reason}"


def photograph_of_a_telephone() -> bytes:
    """Two pictures in one JPEG, turned by the camera, with a colour profile: what is read of it is loaded on demand."""
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    first, small = Image.new("RGB", (64, 48), "#d01010"), Image.new("RGB", (16, 12))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif, "icc_profile": profile}
    first.save(stream, "MPO", save_all=True, append_images=[small], **options)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        photograph_of_a_telephone(),
        picture(mode="CMYK", file_format="JPEG", progressive=True),
        picture(mode="I;16"),
        picture(mode="P", transparency=1),
        picture(mode="1"),
        picture(mode="LA"),
    ],
    ids=["telephone", "ink", "sixteen bits", "palette", "black", "transparent grey"],
)
def test_ordinary_picture_needs_nothing_that_is_not_loaded(content):
    media_type = "image/jpeg" if content.startswith(b"\xff\xd8") else "image/png"
    check_picture(content, name="photo")
    assert len(read_sheets(draw(content, media_type, name="photo"))) == 1


def test_pages_and_kind_are_bounded():
    with pytest.raises(AnnexRefused, match="2 au plus"):
        draw(foreign_pdf(3), PDF, name="plan.pdf", bounds=Bounds(pages=2))
    with pytest.raises(AnnexRefused, match="ni un PDF ni une image"):
        draw(b"PK", "application/zip", name="budget.xlsx")
    with pytest.raises(AnnexRefused, match="0 Mo au plus"):
        draw(foreign_pdf(1), PDF, name="plan.pdf", bounds=Bounds(drawn_mb=0))
