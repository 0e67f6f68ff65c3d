"""The parts of a template's file: only those that an act can use are kept, and none that could do anything.

Runs in the process of its own (``child``). What is kept is parsed and written again, so that what comes after reads
our own XML: no entity, no declared encoding, no part under two names.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from councils.untrusted.archives import Archive, ArchiveRefused, Bounds, Fault, opened
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused
from deliberations.documents.wordtemplate.relations import REFUSED, SAVE_AGAIN, Reader, parsed, refused

MAX_PART, MAX_UNPACKED = 12 * 1024 * 1024, 60 * 1024 * 1024
"""Bytes of one part, and of all of them, once unpacked."""

MAX_ENTRIES = 2_000

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TOLD = {f"{_W}document": "corps", f"{_W}hdr": "en-tête", f"{_W}ftr": "pied de page"}
"""What people call the parts that hold the text of a page, known by their content, whatever name they have."""

_MACROS = ("vbaproject.bin", "vbadata.xml")
_DAMAGED = (
    "Ce fichier n'est pas un document Word (.docx), ou il est abîmé. Ouvrez-le dans Word, enregistrez-le de nouveau, "
    "puis recommencez."
)

_FAULTS = {
    Fault.ENTRIES: Problem(
        "template.size", "Ce fichier contient trop d'éléments pour un document Word ordinaire."
    ),
    Fault.SIZE: Problem(
        "template.size",
        f"Ce fichier est trop lourd une fois ouvert : {MAX_UNPACKED // 1024 // 1024} Mo au plus. Réduisez ses images.",
    ),
}


@dataclass(slots=True)
class Package:
    """``trees`` are the XML parts of Word by their names, ``others`` the bytes kept as they are (images, fonts)."""

    trees: dict[str, Any]
    others: dict[str, bytes]
    types: dict[str, str]
    remarks: list[str] = field(default_factory=list)

    @property
    def texts(self) -> Iterator[tuple[str, Any]]:
        """The parts that may have tags, the body first, with the name that people give them."""
        found = [(_TOLD[tree.tag], tree) for tree in self.trees.values() if tree.tag in _TOLD]
        yield from sorted(found, key=lambda each: list(_TOLD.values()).index(each[0]))

    @property
    def others_than_texts(self) -> Iterator[tuple[str, Any]]:
        """The other parts: styles, notes, settings, relations."""
        for name, tree in self.trees.items():
            if tree.tag not in _TOLD:
                yield "note" if tree.tag.endswith("notes") else posixpath.basename(name), tree

    @property
    def main(self) -> str:
        return next(name for name, kind in self.types.items() if kind == _DOCUMENT)

    def packed(self) -> bytes:
        """The file written again, its parts in a fixed order, without the time of the machine."""
        parts = {
            name: etree.tostring(tree, encoding="UTF-8", standalone=True) for name, tree in self.trees.items()
        }
        return zipped({**parts, **self.others})


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP of these parts, the types first."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda each: (not each.startswith("["), each)):
            entry = ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return buffer.getvalue()


def open_template(content: bytes) -> Package:
    """The file, reduced to what an act can use. Raises ``TemplateRefused``, with every reason found."""
    try:
        with opened(content, Bounds(MAX_ENTRIES, MAX_PART, MAX_UNPACKED)) as archive:
            return _kept(_unpacked(archive))
    except ArchiveRefused as error:
        raise TemplateRefused((_FAULTS.get(error.fault, Problem("template.file", _DAMAGED)),)) from error
    except (ValueError, OSError) as error:
        raise TemplateRefused((Problem("template.file", _DAMAGED),)) from error


def _unpacked(archive: Archive) -> dict[str, bytes]:
    """Every part, within bounds of number and size whatever the file says of itself."""
    parts: dict[str, bytes] = {}
    for info in archive.entries:
        name = info.filename
        if name.endswith("/"):
            continue
        if (
            name.startswith("/")
            or "\\" in name
            or ".." in name.split("/")
            or name.lower() in map(str.lower, parts)
        ):
            raise refused(
                "template.names", "Ce fichier contient des parties aux noms anormaux. " + SAVE_AGAIN
            )
        parts[name] = archive.read(info)
    return parts


def _kept(parts: dict[str, bytes]) -> Package:
    """Follow the relations from the root: what no kept relation leads to is left out."""
    types = _content_types(parts)
    reader = Reader(parts, types)
    reader.follow("")
    if reader.problems:
        raise TemplateRefused(tuple(reader.problems))
    package = Package(reader.trees, reader.others, reader.types, list(dict.fromkeys(reader.remarks)))
    if list(reader.types.values()).count(_DOCUMENT) != 1:
        raise refused("template.file", _DAMAGED)
    package.trees["[Content_Types].xml"] = _types_tree(package)
    return package


def _content_types(parts: dict[str, bytes]) -> dict[str, str]:
    tree = parsed(parts.get("[Content_Types].xml", b""), "[Content_Types].xml")
    defaults = {
        str(e.get("Extension", "")).lower(): str(e.get("ContentType", ""))
        for e in tree.iter(f"{_TYPES}Default")
    }
    found = {name: defaults.get(name.rpartition(".")[2].lower(), "") for name in parts}
    own = {
        str(e.get("PartName", "")).lstrip("/"): str(e.get("ContentType", ""))
        for e in tree.iter(f"{_TYPES}Override")
    }
    found.update({name: kind for name, kind in own.items() if name in parts})
    if any("macroenabled" in kind.lower() for kind in found.values()) or any(
        name.lower().endswith(_MACROS) for name in parts
    ):
        raise refused("template.macros", REFUSED["vbaproject"])
    if any("template.main+xml" in kind for kind in found.values()):
        raise refused(
            "template.dotx",
            "Ce fichier est un modèle de Word (.dotx). Dans Word, choisissez « Enregistrer sous », puis « Document "
            "Word (.docx) ».",
        )
    return found


def _types_tree(package: Package) -> Any:
    root = etree.Element(f"{_TYPES}Types", nsmap={None: _TYPES[1:-1]})
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    for extension, kind in (("rels", relations), ("xml", "application/xml")):
        etree.SubElement(root, f"{_TYPES}Default", Extension=extension, ContentType=kind)
    for name, kind in sorted(package.types.items()):
        etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)
    return root
