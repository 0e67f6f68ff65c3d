"""Files carried by the PDF of an act, beside its pages (PDF/A-3 associated files, ISO 19005-3)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pikepdf
from pikepdf import Array, Dictionary, Name


@dataclass(frozen=True, slots=True)
class AttachedAnnex:
    """``name`` is what the reader saves it under; ``description`` what the reader's panel says of it."""

    name: str
    description: str
    media_type: str
    content: bytes


def attach(master: bytes, files: Sequence[AttachedAnnex], *, dated: date) -> bytes:
    """``master`` with ``files`` after those it carries. The same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(master)) as pdf:
        catalog = pdf.Root
        if "/AF" not in catalog:
            catalog.AF = Array()
        named = _named(pdf)
        for file in files:
            specification = pdf.make_indirect(_specification(pdf, file, dated))
            catalog.AF.append(specification)
            named[file.name.encode("ascii")] = specification
        pairs = [each for key in sorted(named) for each in (pikepdf.String(key.decode("ascii")), named[key])]
        if "/Names" not in catalog:
            catalog.Names = Dictionary()
        catalog.Names.EmbeddedFiles = Dictionary(Names=Array(pairs))
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return target.getvalue()


def _named(pdf: pikepdf.Pdf) -> dict[bytes, pikepdf.Object]:
    """The files that the master carries: its own renderer writes them as one flat list."""
    tree = pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles", Dictionary())
    pairs = list(tree.get("/Names", Array()))
    return {bytes(key): value for key, value in zip(pairs[::2], pairs[1::2], strict=True)}


def _specification(pdf: pikepdf.Pdf, file: AttachedAnnex, dated: date) -> Dictionary:
    moment = f"D:{dated:%Y%m%d}000000Z"
    stream = pdf.make_stream(
        file.content,
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{file.media_type}"),
        Params=Dictionary(Size=len(file.content), ModDate=moment, CreationDate=moment),
    )
    return Dictionary(
        Type=Name.Filespec,
        F=file.name,
        UF=file.name,
        Desc=file.description,
        AFRelationship=Name.Supplement,
        EF=Dictionary(F=stream, UF=stream),
    )
