"""The file taken apart and written anew by another program."""

from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf

from tests.deliberations.signing.attacks.kinds import (
    ALTERED,
    NOT_OURS,
    UNREADABLE,
    Attack,
    on_bytes,
)
from tests.deliberations.signing.attacks.structures import deflated_zeros


def encrypt(pdf: bytes, **passwords: str) -> bytes:
    """The same document, encrypted, that opens without a password unless one is given."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(target, encryption=pikepdf.Encryption(**({"user": "", "owner": "secret"} | passwords)))
    return target.getvalue()


def resave(pdf: bytes, **manner: Any) -> bytes:
    """The same document, rewritten by another program."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(target, **manner)
    return target.getvalue()


def multiply_signatures(pdf: bytes, count: int) -> bytes:
    """A form with ``count`` fields that all hold the first signature."""

    def change(document: pikepdf.Pdf) -> None:
        value = document.Root.AcroForm.Fields[0].V
        for number in range(count):
            made = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=f"sig_{number}", V=value)
            document.Root.AcroForm.Fields.append(document.make_indirect(made))

    return changed(change)(pdf)


def changed(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    """The file written anew with a change."""

    def apply(pdf: bytes) -> bytes:
        target = BytesIO()
        with pikepdf.open(BytesIO(pdf)) as document:
            change(document)
            document.save(target)
        return target.getvalue()

    return apply


def _page_loop(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


def _field_loop(document: pikepdf.Pdf) -> None:
    first = document.Root.AcroForm.Fields[0]
    first.Kids = pikepdf.Array([first])


def _field_parents(document: pikepdf.Pdf) -> None:
    first, second = list(document.Root.AcroForm.Fields)[:2]
    first.Parent, second.Parent = second, first


def _names_loop(document: pikepdf.Pdf) -> None:
    tree = document.make_indirect(pikepdf.Dictionary(Kids=pikepdf.Array()))
    tree.Kids.append(tree)
    document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=tree)


def _deep_fields(document: pikepdf.Pdf) -> None:
    value = document.Root.AcroForm.Fields[0].V
    made = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="f", V=value))
    for _ in range(3_000):
        made = document.make_indirect(pikepdf.Dictionary(T="g", Kids=pikepdf.Array([made])))
    document.Root.AcroForm.Fields.append(made)


def _same_names(document: pikepdf.Pdf) -> None:
    for field in document.Root.AcroForm.Fields:
        field.T = pikepdf.String("sig_maire")


def _odd_names(document: pikepdf.Pdf) -> None:
    names = ("a" * 100_000, "\u202eeriam", "<script>alert(1)</script>")
    for field, name in zip(document.Root.AcroForm.Fields, names, strict=False):
        field.T = pikepdf.String(name)


def _odd_title(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:title"] = "<script>alert(1)</script>\u202e" + "x" * 100_000
    document.docinfo["/Title"] = "<script>alert(1)</script>\u202e" + "x" * 100_000


def _numbers_of_acts(document: pikepdf.Pdf) -> None:
    document.docinfo["/Title"] = " ".join(f"2026-{n}" for n in range(20_000))
    document.docinfo["/Author"] = "%_' OR 1=1; --"


def _no_dates(document: pikepdf.Pdf) -> None:
    document.docinfo["/CreationDate"] = "D:99999999999999+99'99'"


def _values_of_other_kinds(document: pikepdf.Pdf) -> None:
    for field in document.Root.AcroForm.Fields:
        field.V = pikepdf.Array([1, 2])


def _filter_of_signature(name: str) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if "/V" in field:
                field.V.SubFilter = pikepdf.Name(name)

    return change


def _is_stamp(document: pikepdf.Pdf) -> None:
    for field in document.Root.AcroForm.Fields:
        if "/V" in field:
            field.V.Type = pikepdf.Name("/DocTimeStamp")


def _date_of_signature(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.Fields[0].V.M = "D:20990101000000Z"


def _bomb_of_stream(size: int, place: str) -> Callable[[pikepdf.Pdf], None]:
    """A stream that inflates to ``size`` zeros, in the page, the metadata, the colours or an attachment."""

    def change(document: pikepdf.Pdf) -> None:
        made = pikepdf.Stream(document, b"")
        made.write(deflated_zeros(size), filter=pikepdf.Name.FlateDecode)
        match place:
            case "page":
                document.pages[0].Contents = made
            case "metadata":
                made.Type, made.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
                document.Root.Metadata = made
            case "colours":
                document.Root.OutputIntents[0].DestOutputProfile = made
            case _:
                document.attachments["a"] = pikepdf.AttachedFileSpec(document, b"x")
                document.attachments["a"].obj.EF.F = made

    return change


def _filters(names: list[str]) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        made = pikepdf.Stream(document, b"")
        made.write(deflated_zeros(2**20), filter=pikepdf.Array([pikepdf.Name(name) for name in names]))
        document.pages[0].Contents = made

    return change


_SAVED = ALTERED | UNREADABLE
_CHANGED = {
    "pages that hold themselves": _page_loop,
    "field that holds itself": _field_loop,
    "fields each the other's parent": _field_parents,
    "names that hold themselves": _names_loop,
    "3 000 fields deep": _deep_fields,
    "fields of one name": _same_names,
    "odd names of fields": _odd_names,
    "odd title": _odd_title,
    "20 000 numbers of acts": _numbers_of_acts,
    "impossible date": _no_dates,
    "fields that hold numbers": _values_of_other_kinds,
    "old format": _filter_of_signature("/adbe.pkcs7.sha1"),
    "older format": _filter_of_signature("/adbe.x509.rsa_sha1"),
    "unknown format": _filter_of_signature("/Autre"),
    "signatures that say timestamp": _is_stamp,
    "date of the dictionary": _date_of_signature,
    "bomb in the page": _bomb_of_stream(2**28, "page"),
    "bomb in the metadata": _bomb_of_stream(2**27, "metadata"),
    "bomb in the colours": _bomb_of_stream(2**31, "colours"),
    "bomb in an attachment": _bomb_of_stream(2**31, "attachment"),
    "50 filters": _filters(["/FlateDecode"] * 50),
    "filter of faxes": _filters(["/FlateDecode", "/JBIG2Decode"]),
    "filter of keys": _filters(["/Crypt"]),
    "old filter": _filters(["/LZWDecode"]),
    "filter in letters": _filters(["/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"]),
}
ATTACKS: Mapping[str, Attack] = {
    "saved by another program": Attack(on_bytes(resave), ALTERED),
    "saved with a classic table": Attack(
        on_bytes(partial(resave, object_stream_mode=pikepdf.ObjectStreamMode.disable)), ALTERED
    ),
    "saved for the web": Attack(on_bytes(partial(resave, linearize=True)), _SAVED),
    "encrypted": Attack(on_bytes(encrypt), UNREADABLE),
    "encrypted with a password": Attack(on_bytes(partial(encrypt, user="clé")), UNREADABLE),
    "swarm of signatures": Attack(on_bytes(partial(multiply_signatures, count=2_000)), UNREADABLE),
    **{name: Attack(on_bytes(changed(change)), _SAVED | NOT_OURS) for name, change in _CHANGED.items()},
}
