"""The parts of a Word file that are read, within bounds of size and depth whatever the file says of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from councils.domain.errors import Refusal
from councils.untrusted.archives import Archive, ArchiveRefused, Bounds, Fault, opened

MAX_FILE = 20 * 1024 * 1024
"""Bytes of the file as it is sent: pictures included, an act is far smaller."""

MAX_PART = 12 * 1024 * 1024
"""Bytes of one part once unpacked: the text of a thousand pages."""

MAX_UNPACKED = 30 * 1024 * 1024
"""Bytes of all the parts that are read."""

MAX_ELEMENTS = 400_000
"""Of the XML that is read: paragraphs, runs, cells, properties; a report of a hundred pages has about 30,000."""

MAX_ENTRIES = 2_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument"
_DAMAGED = (
    "Ce fichier n'est pas un document Word (.docx), ou il est abîmé. Ouvrez-le dans Word, enregistrez-le de nouveau, "
    "puis recommencez."
)
_FAULTS = {
    Fault.ENTRIES: "Ce fichier contient trop d'éléments pour un document Word ordinaire.",
    Fault.SIZE: "Le texte de ce fichier est trop long pour un acte. Séparez-le en plusieurs fichiers.",
}
_MACROS = ("vbaproject.bin", "vbadata.xml")


class WordRefused(Refusal):
    """The file cannot be read: the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__("word.refused", message)


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The XML trees of a file. ``margins`` are headers and footers; ``remarks`` say what was left in the file."""

    document: Any
    styles: Any
    numbering: Any
    links: dict[str, str]
    margins: tuple[Any, ...]
    footnotes: Any
    remarks: tuple[str, ...]


def open_word(content: bytes) -> WordPackage:
    """The parts of a .docx. Raises ``WordRefused``; time and memory are bounded by the constants above."""
    if len(content) > MAX_FILE:
        raise WordRefused(f"Ce fichier est trop lourd : {MAX_FILE // 1024 // 1024} Mo au plus.")
    if content.startswith(_OLD_WORD):
        raise WordRefused(
            "Ce fichier est protégé par un mot de passe, ou dans un ancien format de Word (.doc). Dans Word, "
            "choisissez « Enregistrer sous », puis « Document Word (.docx) », sans mot de passe."
        )
    if _ODT in content[:200]:
        raise WordRefused(
            "Ce fichier vient de LibreOffice (.odt). Choisissez « Enregistrer sous », puis « Word 2007-365 (.docx) »."
        )
    try:
        with opened(content, Bounds(MAX_ENTRIES, MAX_PART, MAX_UNPACKED)) as archive:
            return _read(_Parts(archive))
    except ArchiveRefused as refused:
        raise WordRefused(_FAULTS.get(refused.fault, _DAMAGED)) from refused


class _Parts:
    """The XML parts of an archive, each measured as it is unpacked, all of them counted together."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self._left = archive, MAX_ELEMENTS
        self.names: Sequence[str] = archive.names

    def tree(self, name: str) -> Any:
        """One part as a tree; ``None`` when the file has none."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            tree = etree.fromstring(self._archive.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise WordRefused(
                "Le texte de ce fichier est abîmé. Ouvrez-le dans Word, enregistrez-le de nouveau, puis recommencez."
            ) from error
        self._left -= sum(1 for _ in tree.iter())
        if self._left < 0:
            raise WordRefused(_FAULTS[Fault.SIZE])
        return tree


def _read(parts: _Parts) -> WordPackage:
    names = parts.names
    if "word/document.xml" not in names:
        raise WordRefused(
            "Ce fichier n'est pas un document Word (.docx) : son texte n'y est pas. Les tableurs et les présentations "
            "ne sont pas lus."
        )
    relations = parts.tree("word/_rels/document.xml.rels")
    margins = sorted(name for name in names if name.startswith(("word/header", "word/footer")))[:12]
    return WordPackage(
        document=parts.tree("word/document.xml"),
        styles=parts.tree("word/styles.xml"),
        numbering=parts.tree("word/numbering.xml"),
        links=_links(relations),
        margins=tuple(part for name in margins if (part := parts.tree(name)) is not None),
        footnotes=parts.tree("word/footnotes.xml"),
        remarks=tuple(_remarks(names)),
    )


def _remarks(names: Any) -> list[str]:
    lower = [name.lower() for name in names]
    remarks = []
    if any(name.endswith(_MACROS) for name in lower):
        remarks.append("Le fichier contient des macros : elles n'ont été ni lues ni exécutées.")
    pictures = sum(name.startswith("word/media/") for name in lower)
    if pictures:
        told = (
            "une image, qui n'est pas reprise"
            if pictures == 1
            else f"{pictures} images, qui ne sont pas reprises"
        )
        remarks.append(f"Le fichier contient {told}.")
    if any(name.startswith("word/embeddings/") for name in lower):
        remarks.append("Le fichier contient des objets incorporés (tableur, PDF…), qui ne sont pas repris.")
    if any(name.startswith("word/comments") for name in lower):
        remarks.append("Le fichier contient des commentaires, qui ne sont pas repris.")
    return remarks


def _links(relations: Any) -> dict[str, str]:
    """Addresses of the links, by the names that the text gives them; nothing is ever fetched."""
    if relations is None:
        return {}
    return {
        each.get("Id", ""): each.get("Target", "")
        for each in relations
        if str(each.get("Type", "")).endswith("/hyperlink")
    }
