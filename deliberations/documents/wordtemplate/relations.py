"""Which parts of a Word file a template keeps, leaves out or must not have, by the relations that lead to them."""

import posixpath
import re
from typing import Any

from lxml import etree

from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused

SAVE_AGAIN = "Ouvrez-le dans Word, enregistrez-le de nouveau, puis recommencez."
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

REFUSED = {
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
_LINKS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_IMAGES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "emf": "image/x-emf",
           "wmf": "image/x-wmf", "svg": "image/svg+xml", "bmp": "image/bmp", "tif": "image/tiff",
           "tiff": "image/tiff"}  # fmt: skip
_SVGREFUSED = {"script", "foreignobject", "iframe", "animate", "set", "handler"}


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
        raise refused(
            "template.xml", f"Une partie de ce fichier est abîmée ({name}). {SAVE_AGAIN}"
        ) from error
    info = tree.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise refused(
            "template.entities",
            f"Une partie de ce fichier contient des déclarations que Word n'écrit pas ({name}). {SAVE_AGAIN}",
        )
    return tree


def refused(code: str, message: str) -> TemplateRefused:
    return TemplateRefused((Problem(code, message),))


class Reader:
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
        if kind in REFUSED:
            self.problems.append(Problem(f"template.{kind}", REFUSED[kind]))
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
        if not isinstance(element.tag, str) or etree.QName(element).localname.lower() in _SVGREFUSED:
            return False
        for name, value in element.attrib.items():
            local = etree.QName(name).localname.lower()
            if local.startswith("on") or (
                local in ("href", "src") and not value.startswith(("#", "data:image/"))
            ):
                return False
    return True
