"""Files that people send: what they really are, and whether they can be kept, read and annexed."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django.conf import settings

from councils.domain.errors import Refusal
from councils.untrusted.archives import Archive, ArchiveRefused, opened
from councils.untrusted.archives import Bounds as ArchiveBounds
from councils.untrusted.children import Busy
from deliberations.annexes import (
    AnnexRefused,
    Bounds,
    NormalisedAnnex,
    check_picture,
    normalise,
    normalise_office,
)
from deliberations.annexes.bounds import DRAWN
from deliberations.annexes.words import REFUSALS

PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ODT = "application/vnd.oasis.opendocument.text"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
MEDIA_TYPES = {
    "pdf": PDF,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": _WORD,
    "xlsx": _EXCEL,
    "odt": _ODT,
    "ods": _ODS,
}
"""Extension → type. A file must be what its extension says."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The kinds of files that a field takes, by their extensions; ``told`` names them for people."""

    extensions: tuple[str, ...]
    told: str

    @property
    def attribute(self) -> str:
        """Of the field in HTML."""
        return ",".join(f".{extension}" for extension in self.extensions)


DOCUMENTS = Accepted(
    tuple(MEDIA_TYPES), "PDF, image PNG ou JPEG, Word (DOCX), Excel (XLSX) ou LibreOffice (ODT, ODS)"
)
SCANS = Accepted(("pdf", "png", "jpg", "jpeg"), "PDF, image PNG ou JPEG")
"""A paper received, then scanned."""
_MACROS = ("word/vbaproject.bin", "xl/vbaproject.bin", "basic/", "scripts/")
_UNSAFE_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST_NAME = 200
_OFFICE = ArchiveBounds(entries=5_000, entry_bytes=100, bytes=100)
"""Of what is unpacked here: the few bytes of the type."""
MACROS = "macros"


class UploadRefused(Refusal):
    """The file is not kept; the message says what to do."""

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(f"upload.{code}", message_fr)


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept. ``pages`` is known for a PDF only; ``remarks`` are sentences for who sent it.

    ``content`` differs from what was sent when something was taken out of it or mended.
    """

    name: str
    content: bytes
    media_type: str
    pages: int | None = None
    remarks: tuple[str, ...] = ()


def bounds() -> Bounds:
    """What one file may ask of the machine, by the settings."""
    return Bounds(pages=settings.ANNEX_MAX_PAGES, seconds=settings.ANNEX_MAX_SECONDS)


def clean_name(name: str) -> str:
    """The name without its folders nor what could disguise it; accents, spaces and case are kept."""
    base = name.replace("\\", "/").rpartition("/")[2]
    plain = " ".join(_UNSAFE_IN_NAMES.sub("", unicodedata.normalize("NFC", base)).split())
    stem, dot, extension = plain.rpartition(".")
    if not dot:
        stem, extension = plain, ""
    return f"{stem[:_LONGEST_NAME].strip() or 'fichier'}{dot}{extension[:10]}"


def check_upload(
    name: str, content: bytes, *, most_bytes: int, accepted: Accepted = DOCUMENTS
) -> CheckedFile:
    """Look at a file received. Raises ``UploadRefused``: empty, too large, of another kind, damaged, protected…

    A file that acts by itself or reaches outside is kept without what does, and ``remarks`` say so, or refused. It is
    read by another process, whose time and memory are bounded.
    """
    file = check_kind(name, content, most_bytes=most_bytes, accepted=accepted)
    if file.media_type == PDF:
        read = read_pdf(file.name, content)
        return CheckedFile(file.name, read.content, PDF, read.pages, read.remarks)
    if file.media_type in DRAWN:
        _look_at_picture(file.name, content)
        return file
    with _saying_why():
        kept = normalise_office(content, name=file.name, bounds=bounds())
    return replace(file, content=kept.content, remarks=kept.remarks)


def check_kind(name: str, content: bytes, *, most_bytes: int, accepted: Accepted = DOCUMENTS) -> CheckedFile:
    """Only whether a file is of a kind accepted and not too large: no PDF is opened, ``content`` is what was sent.

    Raises ``UploadRefused``.
    """
    kept = clean_name(name)
    if not content:
        raise UploadRefused("empty", f"« {kept} » est vide. Vérifiez le fichier, puis envoyez-le à nouveau.")
    if len(content) > most_bytes:
        raise too_large(kept, most_bytes)
    extension = PurePosixPath(kept).suffix.lower().lstrip(".")
    media_type = MEDIA_TYPES.get(extension) if extension in accepted.extensions else None
    if media_type is None:
        raise UploadRefused(
            "kind",
            f"« {kept} » n'est pas d'un type accepté : {accepted.told}. Enregistrez-le ainsi, en PDF de préférence.",
        )
    found = media_type_of(content)
    if found == MACROS:
        raise UploadRefused("macros", f"« {kept} » {REFUSALS['office_macros']}")
    if found != media_type:
        raise UploadRefused(
            "disguised",
            f"« {kept} » n'est pas un vrai fichier {extension.upper()}, malgré son nom. Ouvrez-le dans son "
            "logiciel, puis enregistrez-le en PDF.",
        )
    return CheckedFile(kept, content, media_type)


def too_large(name: str, most_bytes: int) -> UploadRefused:
    """The refusal of a file whose size alone is enough to know."""
    return UploadRefused(
        "size",
        f"« {clean_name(name)} » est trop lourd : {most_bytes // (1024 * 1024)} Mo au plus par fichier. Réduisez-le "
        "(numérisez en noir et blanc, ou coupez-le en deux), puis envoyez-le à nouveau.",
    )


def media_type_of(content: bytes) -> str:
    """What the bytes are, whatever the name says; empty when they are none of ours, ``MACROS`` with a program."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return _office_type(content) if content.startswith(b"PK\x03\x04") else ""


def _office_type(content: bytes) -> str:
    """Of a zipped document, from the names it holds: nothing is unpacked but the few bytes of its type."""
    try:
        with opened(content, _OFFICE) as archive:
            names = {name.lower() for name in archive.names}
            declared = _declared_type(archive) if "mimetype" in archive.names else ""
    except ArchiveRefused:
        return ""
    if any(name.startswith(_MACROS) for name in names):
        return MACROS
    if declared:
        return declared if declared in (_ODT, _ODS) else ""
    if "[content_types].xml" not in names:
        return ""
    return _WORD if "word/document.xml" in names else _EXCEL if "xl/workbook.xml" in names else ""


def _declared_type(archive: Archive) -> str:
    return archive.read("mimetype").decode("ascii", "replace").strip()


def read_pdf(name: str, content: bytes) -> NormalisedAnnex:
    """A copy of a PDF, mended if it was broken, without what acts by itself. Raises ``UploadRefused``.

    Bytes that hold no object at all are not even tried.
    """
    with _saying_why():
        if b"obj" not in content:
            raise AnnexRefused("damaged", name)
        return normalise(content, name=name, bounds=bounds())


def _look_at_picture(name: str, content: bytes) -> None:
    with _saying_why():
        check_picture(content, name=name, bounds=bounds())


@contextmanager
def _saying_why() -> Iterator[None]:
    """What the process that reads files refuses is a refusal of the upload."""
    try:
        yield
    except AnnexRefused as refused:
        raise UploadRefused(refused.reason, refused.message_fr) from None
    except Busy as busy:
        raise UploadRefused("busy", busy.message_fr) from None
