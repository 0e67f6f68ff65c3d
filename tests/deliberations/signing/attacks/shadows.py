"""Attacks prepared before the signature (« shadow attacks »), and what a signature that allows much lets through."""

from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from pikepdf import Array, Dictionary, Name
from pyhanko.pdf_utils.generic import IndirectObject, PdfObject, StreamObject, TextStringObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from deliberations.signing.blocking import run_blocking
from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    NOT_OURS,
    UNREADABLE,
    Attack,
    Builder,
    Target,
    updated,
    written,
)
from tests.deliberations.signing.attacks.raw import byte_range
from tests.deliberations.signing.attacks.rewrites import changed
from tests.deliberations.signing.attacks.signers import key_of, sign_with
from tests.deliberations.signing.attacks.updates import (
    annotation,
    as_pdf,
    field,
    on_form,
    on_page,
    on_root,
    page_of,
)
from tests.deliberations.signing.chain import Held

Prepared = Callable[[pikepdf.Pdf], None]
Later = Callable[[IncrementalPdfFileWriter], None]
FORGED = b"BT /F1 12 Tf 60 700 Td (le tarif est de 1 euro) Tj ET"
_WRECKED = ALTERED | UNREADABLE


def _form_xobject(document: pikepdf.Pdf, words: bytes) -> pikepdf.Object:
    made = document.make_stream(words)
    made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 350, 150])
    return made


def _unlocked(document: pikepdf.Pdf) -> None:
    """The place of the mayor locks nothing."""
    for each in document.Root.AcroForm.Fields:
        if "/Lock" in each:
            del each["/Lock"]


def _with_field(document: pikepdf.Pdf, made: pikepdf.Object) -> None:
    document.Root.AcroForm.Fields.append(made)
    page = document.pages[0].obj
    page.Annots = Array([*page.get("/Annots", Array()), made])


def _text_field(document: pikepdf.Pdf) -> None:
    _unlocked(document)
    form = document.Root.AcroForm
    form.DA = pikepdf.String("/Helv 12 Tf 0 g")
    form.DR = Dictionary(
        Font=Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    made = document.make_indirect(
        Dictionary(
            FT=Name.Tx,
            T="tarif",
            V=pikepdf.String("137 euros"),
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=4,
            Rect=Array([50, 600, 400, 700]),
            DA=pikepdf.String("/Helv 12 Tf 0 g"),
            AP=Dictionary(N=_form_xobject(document, b"BT (137 euros) Tj ET")),
        )
    )
    _with_field(document, made)


def _check_box(document: pikepdf.Pdf) -> None:
    _unlocked(document)
    states = Dictionary(
        Off=_form_xobject(document, b"BT (contre) Tj ET"), Oui=_form_xobject(document, b"BT (pour) Tj ET")
    )
    made = Dictionary(FT=Name.Btn, T="vote", V=Name.Oui, AS=Name.Oui, Type=Name.Annot, Subtype=Name.Widget)
    made.F, made.Rect, made.AP = 4, Array([50, 600, 90, 640]), Dictionary(N=states)
    _with_field(document, document.make_indirect(made))


def _layer(document: pikepdf.Pdf) -> None:
    """Words in a layer that is off."""
    _unlocked(document)
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=pikepdf.String("Tarif")))
    document.Root.OCProperties = document.make_indirect(
        Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), ON=Array([])))
    )
    page = document.pages[0]
    page.Resources.Properties = Dictionary(MC0=layer)
    page.contents_add(b"/OC /MC0 BDC BT (1 euro) Tj ET EMC")


def _cover(document: pikepdf.Pdf) -> None:
    """A white square over other words: a cover that a later update takes away."""
    _unlocked(document)
    made = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([50, 600, 400, 750]), F=4)
    made.AP = Dictionary(N=_form_xobject(document, b"1 1 1 rg 0 0 350 150 re f"))
    document.pages[0].obj.Annots = Array(
        [*document.pages[0].obj.get("/Annots", Array()), document.make_indirect(made)]
    )


def _second_tree(document: pikepdf.Pdf) -> None:
    """Another tree of pages, that nothing shows."""
    _unlocked(document)
    other = document.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(), Count=1))
    page = document.make_indirect(Dictionary(Type=Name.Page, Parent=other, MediaBox=Array([0, 0, 595, 842])))
    page.Contents = document.make_stream(FORGED)
    other.Kids.append(page)
    document.Root.PieceInfo = Dictionary(Conforme=Dictionary(Private=other))


def _spoken(document: pikepdf.Pdf) -> None:
    """What a screen reader says of the first element of the structure."""
    _unlocked(document)
    kids = document.Root.StructTreeRoot.K
    first = kids[0] if isinstance(kids, Array) else kids
    first.ActualText = pikepdf.String("137 euros")


def _made(
    prepare: Prepared,
    later: Later,
    *,
    certifies: MDPPerm | None = None,
    then: Callable[[Target, bytes], bytes] | None = None,
) -> Builder:
    """Prepared, signed by the mayor, changed by an update, then under a new timestamp."""

    def build(target: Target) -> bytes:
        held = target.by.issue("Jeanne MARTIN")
        signed = sign_with(changed(prepare)(target.single), held.der, key_of(held), certifies=certifies)
        made = updated(later)(signed)
        return then(target, made) if then else target.stamped(made)

    return build


def _filled(writer: IncrementalPdfFileWriter) -> None:
    drawn = StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): as_pdf([0, 0, 350, 150]),
        },
        stream_data=b"BT (1 euro) Tj ET",
    )
    field("tarif", V="1 euro", AP={"N": writer.add_object(drawn)})(writer)


def _box_cleared(writer: IncrementalPdfFileWriter) -> None:
    field("vote", V="/Off", AS="/Off")(writer)


def _letters_of_fields(writer: IncrementalPdfFileWriter) -> None:
    """The font that draws the fields anew is another."""
    other = {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Symbol"}
    on_form(DR={"Font": {"Helv": other}}, DA="/Helv 1 Tf 1 g")(writer)


def _layer_on(writer: IncrementalPdfFileWriter) -> None:
    found = writer.root["/OCProperties"]
    chosen = found["/D"]
    chosen[pdf_name("/ON")], chosen[pdf_name("/OFF")] = chosen.raw_get("/OFF"), as_pdf([])
    writer.update_container(chosen)


def _cover_hidden(writer: IncrementalPdfFileWriter) -> None:
    notes = page_of(writer)["/Annots"]
    cover = next(notes[n] for n in range(len(notes)) if notes[n]["/Subtype"] == "/Square")
    cover[pdf_name("/F")] = as_pdf(2)
    writer.update_container(cover)


def _cover_removed(writer: IncrementalPdfFileWriter) -> None:
    page = page_of(writer)
    kept = [each for each in list.__iter__(page["/Annots"]) if each.get_object()["/Subtype"] != "/Square"]
    page[pdf_name("/Annots")] = as_pdf(kept)
    writer.update_container(page)


def _tree_switched(writer: IncrementalPdfFileWriter) -> None:
    other = writer.root["/PieceInfo"]["/Conforme"].raw_get("/Private")
    writer.root[pdf_name("/Pages")] = other
    writer.update_root()


def _said_otherwise(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/StructTreeRoot"]["/K"]
    first = kids[0] if isinstance(kids, list) else kids
    first[pdf_name("/ActualText")] = TextStringObject("1 euro")
    writer.update_container(first)


def _place_with_a_picture(writer: IncrementalPdfFileWriter) -> None:
    """One more place for a signature, empty, whose drawing covers the page (« sneaky signature »)."""
    drawn = StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): as_pdf([0, 0, 500, 700]),
        },
        stream_data=b"1 1 1 rg 0 0 500 700 re f",
    )
    spec = SigFieldSpec("sig_tiers", box=(50, 50, 550, 750))
    append_signature_field(writer, spec)
    made = writer.root["/AcroForm"]["/Fields"][-1]
    made[pdf_name("/AP")] = as_pdf({"N": writer.add_object(drawn)})
    writer.update_container(made)


def _words_of(writer: IncrementalPdfFileWriter) -> IndirectObject:
    found = page_of(writer).raw_get("/Contents")
    return found if isinstance(found, IndirectObject) else found.raw_get(0)


def _overwritten(writer: IncrementalPdfFileWriter) -> IndirectObject:
    """Other words under the number of those of the page."""
    words = _words_of(writer)
    found = words.get_object()
    found._data, found._encoded_data = FORGED, None
    writer.update_container(found)
    return words


def _drawn_with_words(writer: IncrementalPdfFileWriter) -> PdfObject:
    """A drawing that names the words of the page, so that they seem to be a part of it."""
    return writer.add_object(
        StreamObject(
            dict_data={
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): as_pdf([0, 0, 1, 1]),
                pdf_name("/Resources"): as_pdf({"XObject": {"A": _overwritten(writer)}}),
            },
            stream_data=b"q Q",
        )
    )


def _signed_over(name: str) -> Builder:
    """The words of the page overwritten in the very update where somebody else signs, in a drawing of that place."""

    def build(target: Target) -> bytes:
        held = target.by.issue("Jeanne MARTIN")
        writer = IncrementalPdfFileWriter(BytesIO(target.first))
        if name == "sig_tiers":
            append_signature_field(writer, SigFieldSpec(name))
        fields = writer.root["/AcroForm"]["/Fields"]
        place = next(fields[n] for n in range(len(fields)) if fields[n]["/T"] == name)
        place[pdf_name("/AP")] = as_pdf({"N": _drawn_with_words(writer)})
        writer.update_container(place)
        return sign_update(writer, held, name)

    return build


def sign_update(writer: IncrementalPdfFileWriter, held: Held, name: str) -> bytes:
    """Sign what ``writer`` holds, in one revision."""
    signer = SimpleSigner(
        asn1.Certificate.load(held.der), asn1_keys.PrivateKeyInfo.load(key_of(held)), SimpleCertificateStore()
    )
    metadata = PdfSignatureMetadata(field_name=name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    signing = PdfSigner(metadata, signer).async_sign_pdf(writer, existing_fields_only=True)
    return bytes(run_blocking(signing).getvalue())


def _font_shared(document: pikepdf.Pdf) -> None:
    """The font of the page is that of the fields too."""
    _text_field(document)
    fonts = document.pages[0].Resources.Font
    document.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=next(iter(fonts.values()))))


def _font_overwritten(writer: IncrementalPdfFileWriter) -> None:
    fonts = page_of(writer)["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))]
    font[pdf_name("/BaseFont")] = pdf_name("/Symbol")
    writer.update_container(font)


def _visible_stamp(target: Target, pdf: bytes) -> bytes:
    """A timestamp of the file, drawn all over the page."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    _place_with_a_picture(writer)
    stamper = PdfTimeStamper(target.by.stamper(target.now), field_name="sig_tiers")
    return bytes(run_blocking(stamper.async_timestamp_pdf(writer, "sha256")).getvalue())


def _nothing(_: object) -> None:
    """What is prepared, or changed, is nothing."""


def _xmp_of(words: str) -> Later:
    """A property of the metadata that has no field of its own."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        metadata = writer.root["/Metadata"]
        kept = {key: metadata.raw_get(key) for key in ("/Type", "/Subtype")}
        added = (
            '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:rights>{words}</dc:rights></rdf:Description></rdf:RDF>"
        ).encode()
        made = StreamObject(dict_data=kept, stream_data=metadata.data.replace(b"</rdf:RDF>", added))
        writer.root[pdf_name("/Metadata")] = writer.add_object(made)
        writer.update_root()

    return change


def _other_entry_of_info(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    info = writer.trailer["/Info"]
    info[pdf_name("/Numero")] = TextStringObject("2026-58")
    writer.set_info(writer.add_object(info))
    return written(writer)


def _stamps_alone(target: Target) -> bytes:
    """No signature, and two timestamps."""
    return target.stamped(target.stamped(target.single))


def _signatures_swapped(target: Target) -> bytes:
    """Each of the two signatures in the place of the other."""
    pdf = target.pdf
    fields = [pdf.index(b"/Contents <"), pdf.index(b"/Contents <", byte_range(pdf[: len(target.first)])[2])]
    spans = [(at + 10, pdf.index(b">", at) + 1) for at in fields]
    values = [pdf[start:end].strip(b"<>").rstrip(b"0") for start, end in spans]
    for (start, end), value in zip(spans, reversed(values), strict=True):
        made = b"<" + value.ljust(end - start - 2, b"0")[: end - start - 2] + b">"
        pdf = pdf[:start] + made + pdf[end:]
    return pdf


def _null_range(last: bool) -> Builder:
    def build(target: Target) -> bytes:
        cut = target.pdf.rpartition if last else target.pdf.partition
        head, _, tail = cut(b"/ByteRange [")
        numbers, _, rest = tail.partition(b"]")
        return head + b"/ByteRange " + b"null".ljust(len(numbers) + 2) + rest

    return build


def _certified_then(later: Later, certifies: MDPPerm) -> Builder:
    return _made(_unlocked, later, certifies=certifies)


_SHADOWS: Mapping[str, tuple[Prepared, Later]] = {
    "field filled later": (_text_field, _filled),
    "box cleared later": (_check_box, _box_cleared),
    "letters of fields changed later": (_text_field, _letters_of_fields),
    "layer shown later": (_layer, _layer_on),
    "cover hidden later": (_cover, _cover_hidden),
    "cover removed later": (_cover, _cover_removed),
    "pages switched later": (_second_tree, _tree_switched),
    "said otherwise later": (_spoken, _said_otherwise),
    "place with a picture": (_unlocked, _place_with_a_picture),
    "other words, no lock": (_unlocked, on_page(Contents=FORGED)),
    "manner of fields, no lock": (_text_field, on_form(DA="/Helv 72 Tf 1 g")),
    "side of fields, no lock": (_text_field, on_form(Q=2)),
    "marks, no lock": (_unlocked, on_root(MarkInfo={"Marked": False, "Suspects": True})),
    "rights in XMP, no lock": (_unlocked, _xmp_of("Cet acte a été retiré")),
}
_PERMISSIONS: Mapping[str, Later] = {
    "note": annotation("FreeText", Contents="Tarif : 1 euro", DA="/Helv 12 Tf 0 g"),
    "stamp": annotation("Stamp", Contents="ANNULÉ", Name="/Void"),
    "picture": _place_with_a_picture,
    "words": on_page(Contents=FORGED),
}
ATTACKS: Mapping[str, Attack] = {
    "words overwritten by who signs": Attack(_signed_over("sig_maire"), _WRECKED),
    "words overwritten by who signs elsewhere": Attack(_signed_over("sig_tiers"), _WRECKED),
    "font of the fields overwritten": Attack(_made(_font_shared, _font_overwritten), _WRECKED),
    **{name: Attack(_made(*shadow), _WRECKED) for name, shadow in _SHADOWS.items()},
    **{
        f"{name}, after a certification that allows {allowed}": Attack(
            _certified_then(later, level), _WRECKED
        )
        for level, allowed in ((MDPPerm.FILL_FORMS, "forms"), (MDPPerm.ANNOTATE, "notes"))
        for name, later in _PERMISSIONS.items()
    },
    "field filled after a certification": Attack(
        _made(_text_field, _filled, certifies=MDPPerm.FILL_FORMS), _WRECKED
    ),
    "timestamp drawn over the page": Attack(_made(_unlocked, _nothing, then=_visible_stamp), _WRECKED),
    "timestamp drawn over the page, locked": Attack(lambda t: _visible_stamp(t, t.pdf), _WRECKED),
    "rights in XMP": Attack(lambda t: t.stamped(updated(_xmp_of("Cet acte a été retiré"))(t.pdf)), _WRECKED),
    "other entry of /Info": Attack(lambda t: t.stamped(_other_entry_of_info(t.pdf)), _WRECKED),
    "timestamps alone": Attack(_stamps_alone, NOT_OURS),
    "signatures swapped": Attack(_signatures_swapped, _WRECKED),
    "null range": Attack(_null_range(last=False), _WRECKED),
    "last range null": Attack(_null_range(last=True), _WRECKED),
}
