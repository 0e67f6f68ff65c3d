"""The parts of a template's file: only those that an act can use are kept, and none that could do anything.

Runs in the process of its own (``child``). What is kept is parsed and written again, so that what comes after reads
our own XML: no entity, no declared encoding, no part under two names.
"""

import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused

MAX_PART, MAX_UNPACKED = 12 * 1024 * 1024, 60 * 1024 * 1024
"""Bytes of one part, and of all of them, once unpacked."""

MAX_ENTRIES = 2_000

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_KEPT = (
    "officedocument", "core-properties", "styles", "styleswitheffects", "numbering", "settings", "fonttable",
    "theme", "header", "footer", "footnotes", "endnotes", "image", "font",
)  # fmt: skip
"""Ends of the types of relations that a template keeps."""

_LEFT = {
    "extended-properties": "", "custom-properties": "", "thumbnail": "", "websettings": "", "people": "",
    "printersettings": "", "customxml": "", "customxmlprops": "", "keymapcustomizations": "",
    "documenttasks": "", "classificationlabels": "", "glossarydocument": "",
    "attachedtemplate": "Le fichier est lié à un modèle de Word (.dotx ou .dotm) : ce lien est retiré.",
    "mailmergesource": "Le fichier est lié à une liste de publipostage : ce lien est retiré.",
    "mailmergeheadersource": "Le fichier est lié à une liste de publipostage : ce lien est retiré.",
    "recipientdata": "Le fichier est lié à une liste de publipostage : ce lien est retiré.",
    "comments": "Les commentaires sont retirés.", "commentsextended": "", "commentsids": "",
    "commentsextensible": "",
}  # fmt: skip
"""Types of relations left out, with what is said of it."""

_REFUSED = {
    "vbaproject": "Le fichier contient des macros. Dans Word, choisissez « Enregistrer sous », puis « Document Word "
    "(.docx) » : les macros n'y sont pas gardées.",
    "wordvbadata": "Le fichier contient des macros. Enregistrez-le comme « Document Word (.docx) ».",
    "oleobject": "Le fichier contient un objet incorporé (tableur, PDF…). Supprimez-le, ou remplacez-le par une image.",
    "package": "Le fichier contient un document incorporé (tableur, PDF…). Supprimez-le, ou mettez une image.",
    "control": "Le fichier contient un contrôle ActiveX, qui est un programme. Supprimez-le.",
    "afchunk": "Le fichier renvoie à un autre document qu'il recopierait (altChunk). Copiez ce texte dans le modèle.",
    "subdocument": "Le fichier renvoie à un sous-document. Copiez ce texte dans le modèle.",
    "frame": "Le fichier contient un cadre qui ouvre une page. Supprimez-le.",
    "chart": "Le fichier contient un graphique. Remplacez-le par une image.",
}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_LINKS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_IMAGES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "emf": "image/x-emf",
           "wmf": "image/x-wmf", "svg": "image/svg+xml", "bmp": "image/bmp", "tif": "image/tiff",
           "tiff": "image/tiff"}  # fmt: skip
_SVG_REFUSED = {"script", "foreignobject", "iframe", "animate", "set", "handler"}
_DAMAGED = (
    "Ce fichier n'est pas un document Word (.docx), ou il est abîmé. Ouvrez-le dans Word, enregistrez-le de nouveau, "
    "puis recommencez."
)


@dataclass(slots=True)
class Package:
    """``trees`` are the XML parts of Word by their names, ``others`` the bytes kept as they are (images, fonts)."""

    trees: dict[str, Any]
    others: dict[str, bytes]
    types: dict[str, str]
    remarks: list[str] = field(default_factory=list)

    @property
    def texts(self) -> Iterator[tuple[str, Any]]:
        """The parts that hold text, the body first, with the name that people give them."""
        yield "corps", self.trees[self.main]
        for kind, told in (("header", "en-tête"), ("footer", "pied de page"), ("notes", "note")):
            for name, tree in self.trees.items():
                if kind in posixpath.basename(name) and not name.endswith(".rels"):
                    yield told, tree

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
        with ZipFile(BytesIO(content)) as archive:
            return _kept(_unpacked(archive))
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise TemplateRefused((Problem("template.file", _DAMAGED),)) from error


def _unpacked(archive: ZipFile) -> dict[str, bytes]:
    """Every part, within bounds of number and size whatever the file says of itself."""
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    if len(archive.infolist()) > MAX_ENTRIES:
        raise _refused(
            "template.size", "Ce fichier contient trop d'éléments pour un document Word ordinaire."
        )
    for info in archive.infolist():
        name = info.filename
        if name.endswith("/"):
            continue
        if (
            name.startswith("/")
            or "\\" in name
            or ".." in name.split("/")
            or name.lower() in map(str.lower, parts)
        ):
            raise _refused(
                "template.names", "Ce fichier contient des parties aux noms anormaux. " + _SAVE_AGAIN
            )
        with archive.open(info) as stream:
            parts[name] = stream.read(min(MAX_PART, left) + 1)
        left -= len(parts[name])
        if left < 0 or len(parts[name]) > MAX_PART:
            raise _refused(
                "template.size",
                f"Ce fichier est trop lourd une fois ouvert : {MAX_UNPACKED // 1024 // 1024} Mo au plus. "
                "Réduisez ses images.",
            )
    return parts


_SAVE_AGAIN = "Ouvrez-le dans Word, enregistrez-le de nouveau, puis recommencez."


def _kept(parts: dict[str, bytes]) -> Package:
    """Follow the relations from the root: what no kept relation leads to is left out."""
    types = _content_types(parts)
    reader = _Reader(parts, types)
    reader.follow("")
    if reader.problems:
        raise TemplateRefused(tuple(reader.problems))
    package = Package(reader.trees, reader.others, reader.types, list(dict.fromkeys(reader.remarks)))
    if list(reader.types.values()).count(_DOCUMENT) != 1:
        raise _refused("template.file", _DAMAGED)
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
        raise _refused("template.macros", _REFUSED["vbaproject"])
    if any("template.main+xml" in kind for kind in found.values()):
        raise _refused(
            "template.dotx",
            "Ce fichier est un modèle de Word (.dotx). Dans Word, choisissez « Enregistrer sous », puis « Document "
            "Word (.docx) ».",
        )
    return found


def parsed(content: bytes, name: str) -> Any:
    """One part as a tree. Raises ``TemplateRefused`` when it declares anything, or is damaged."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(
            "template.xml", f"Une partie de ce fichier est abîmée ({name}). {_SAVE_AGAIN}"
        ) from error
    info = tree.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise _refused(
            "template.entities",
            f"Une partie de ce fichier contient des déclarations que Word n'écrit pas ({name}). {_SAVE_AGAIN}",
        )
    return tree


class _Reader:
    """Goes from relation to relation; ``problems`` are every reason to refuse."""

    def __init__(self, parts: dict[str, bytes], types: dict[str, str]) -> None:
        self._parts, self._types = parts, types
        self.trees: dict[str, Any] = {}
        self.others: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.remarks: list[str] = []

    def follow(self, owner: str) -> None:
        folder, base = posixpath.split(owner)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self._parts:
            return
        tree = parsed(self._parts[name], name)
        for relation in list(tree):
            if not self._is_kept(relation, folder):
                tree.remove(relation)
        self.trees[name] = tree

    def _is_kept(self, relation: Any, folder: str) -> bool:
        kind = str(relation.get("Type", "")).rpartition("/")[2].lower()
        target = str(relation.get("Target", ""))
        if kind in _LEFT:
            self.remarks.extend(filter(None, [_LEFT[kind]]))
            return False
        if kind in _REFUSED:
            self.problems.append(Problem(f"template.{kind}", _REFUSED[kind]))
            return False
        if str(relation.get("TargetMode", "")).lower() == "external":
            return self._is_link(kind, target)
        if kind == "hyperlink":
            return target.startswith("#")
        if kind not in _KEPT:
            self.problems.append(
                Problem(
                    "template.part",
                    f"Le fichier contient un élément qu'un acte n'utilise pas ({kind[:40]}). Retirez-le.",
                )
            )
            return False
        name = (
            posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target[1:]
        )
        return self._take(name, kind)

    def _is_link(self, kind: str, target: str) -> bool:
        """Only addresses to click on lead outside."""
        if kind == "hyperlink" and _LINKS.match(target):
            return True
        what = {
            "image": "une image qui n'est pas dans le fichier. Dans Word, insérez-la (Insertion, Images) sans la lier",
            "hyperlink": "un lien qui n'est ni une page (https) ni un courriel. Supprimez ce lien",
        }.get(kind, "un fichier qui se trouve ailleurs. Supprimez ce lien")
        self.problems.append(Problem("template.external", f"Le modèle renvoie à {what} ({target[:80]})."))
        return False

    def _take(self, name: str, kind: str) -> bool:
        if name in self.types:
            return True
        if name not in self._parts:
            return False
        self.types[name] = self._types.get(name, "")
        if kind in ("image", "font"):
            self._take_bytes(name, kind)
        else:
            self.trees[name] = parsed(self._parts[name], name)
            self.follow(name)
        return True

    def _take_bytes(self, name: str, kind: str) -> None:
        content, extension = self._parts[name], name.rpartition(".")[2].lower()
        if kind == "image" and extension not in _IMAGES:
            self.problems.append(
                Problem(
                    "template.image",
                    f"L'image « {posixpath.basename(name)} » n'est pas d'un type connu (PNG, JPEG…).",
                )
            )
        if extension == "svg" and not _is_still(parsed(content, name)):
            self.problems.append(
                Problem(
                    "template.image",
                    "Un dessin SVG contient un programme ou un lien. Remplacez-le par une image PNG.",
                )
            )
        self.types[name] = _IMAGES.get(
            extension, "application/vnd.openxmlformats-officedocument.obfuscatedFont"
        )
        self.others[name] = content


def _is_still(drawing: Any) -> bool:
    """Whether an SVG drawing neither runs, moves nor fetches anything."""
    for element in drawing.iter():
        if not isinstance(element.tag, str) or etree.QName(element).localname.lower() in _SVG_REFUSED:
            return False
        for name, value in element.attrib.items():
            local = etree.QName(name).localname.lower()
            if local.startswith("on") or (
                local in ("href", "src") and not value.startswith(("#", "data:image/"))
            ):
                return False
    return True


def _types_tree(package: Package) -> Any:
    root = etree.Element(f"{_TYPES}Types", nsmap={None: _TYPES[1:-1]})
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    for extension, kind in (("rels", relations), ("xml", "application/xml")):
        etree.SubElement(root, f"{_TYPES}Default", Extension=extension, ContentType=kind)
    for name, kind in sorted(package.types.items()):
        etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)
    return root


def _refused(code: str, message: str) -> TemplateRefused:
    return TemplateRefused((Problem(code, message),))
