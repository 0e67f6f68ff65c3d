"""What stands in the text of a template besides words: fields of Word, addresses, and what is taken out of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from deliberations.documents.wordtemplate.package import Package
from deliberations.documents.wordtemplate.problems import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELDS = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES HYPERLINK REF PAGEREF NOTEREF TOC TC SEQ STYLEREF SYMBOL".split()
)
"""Fields of Word that only count, number or point inside the document."""

_ASKED_AT_OPENING = "Supprimez ce champ (Ctrl+Maj+F9 garde son texte)."
_DATES = frozenset("DATE TIME SAVEDATE PRINTDATE CREATEDATE".split())
_REFUSED = {
    f"{W}altChunk": "Le fichier recopierait un autre document (altChunk). Copiez ce texte dans le modèle.",
    f"{W}object": "Le fichier contient un objet incorporé. Supprimez-le, ou remplacez-le par une image.",
    f"{W}control": "Le fichier contient un contrôle ActiveX, qui est un programme. Supprimez-le.",
    f"{W}subDoc": "Le fichier renvoie à un sous-document. Copiez ce texte dans le modèle.",
    f"{W}frameset": "Le fichier contient un cadre qui ouvre une page. Supprimez-le.",
    f"{W}movie": "Le fichier contient une vidéo. Supprimez-la.",
}
_COMMENTS = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_SETTINGS_LEFT = tuple(
    f"{W}{name}"
    for name in ("attachedTemplate", "mailMerge", "linkStyles", "trackRevisions", "docVars", "updateFields")
)
_SOURCES = frozenset(("src", "href", "link", "pict"))
_TAGS = ("{{", "{%", "{#")
_WORDS = re.compile(r'"((?:\\.|[^"\\])*)"?|(\S+)')
"""The words of an instruction of Word: between straight quotes, where a backslash escapes, or up to a space."""
_TAKES_A_WORD = frozenset(("\\l", "\\o", "\\t"))
"""Switches of HYPERLINK followed by a place of the document, a tip or a window: none is opened as an address."""
_SWITCHES = _TAKES_A_WORD | {"\\h", "\\m", "\\n", "\\*"}
_FORMATS = frozenset(("MERGEFORMAT", "CHARFORMAT", "\\*MERGEFORMAT", "\\*CHARFORMAT"))
_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


def tidy(package: Package) -> None:
    """Take out what leads elsewhere without being seen: comments, bound data, the settings of a merge."""
    for name, tree in package.trees.items():
        if name.endswith("settings.xml"):
            _remove(tree, _SETTINGS_LEFT)
    for _, tree in (*package.texts, *package.others_than_texts):
        _remove(tree, (*_COMMENTS, f"{W}dataBinding", f"{W}sdtPr"))


def _remove(tree: Any, tags: tuple[str, ...]) -> None:
    for element in list(tree.iter(*tags)):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def faults_of(package: Package) -> Iterator[Problem]:
    """What no template may hold: programs, fields that read or fetch, addresses of files, hidden tags."""
    texts, others = list(package.texts), list(package.others_than_texts)
    for name, tree in (*texts, *others):
        for element in tree.iter():
            if element.tag in _REFUSED:
                yield Problem("template.object", _REFUSED[element.tag], name)
        yield from _field_faults(name, tree)
        yield from _address_faults(name, tree)
    for name, tree in texts:
        yield from _tag_faults(name, tree, in_words=True)
    for name, tree in others:
        yield from _tag_faults(name, tree, in_words=False)


def _field_faults(place: str, tree: Any) -> Iterator[Problem]:
    for instruction in dict.fromkeys(_instructions(tree)):
        name = (instruction.split() or [""])[0].upper()
        if name in _DATES:
            yield Problem(
                "template.field",
                f"Le champ Word « {name} » change de date à chaque ouverture : un acte n'en a qu'une. "
                "Écrivez {{ date_seance }} à sa place.",
                place,
            )
        elif name not in _FIELDS or "{" in instruction or _leads_to_a_file(name, instruction):
            yield Problem(
                "template.field",
                f"Le champ Word « {name[:30] or 'vide'} » n'est pas permis : il lirait autre chose que ce document, ou "
                f"lancerait quelque chose. {_ASKED_AT_OPENING}",
                place,
            )


def _leads_to_a_file(name: str, instruction: str) -> bool:
    """Whether a link written as a field names something else than a page, a courriel or a place of the document."""
    return name == "HYPERLINK" and any(not _LINK.match(address) for address in _addresses(instruction))


def _addresses(instruction: str) -> Iterator[str]:
    """Every word of a HYPERLINK that Word may open: all that no known switch takes, wherever it stands."""
    is_taken = False
    for quoted, bare in _WORDS.findall(_straight(instruction))[1:]:
        switch = bare.lower()
        if is_taken and not switch.startswith("\\"):
            is_taken = False
        elif switch.startswith("\\") and switch in _SWITCHES:
            is_taken = switch in _TAKES_A_WORD
        elif bare.upper() not in _FORMATS:
            is_taken = False
            yield quoted or bare


def _straight(instruction: str) -> str:
    """Typographic quotes count as straight ones for Word."""
    return instruction.translate(str.maketrans("“”„«»", '"' * 5))


def _instructions(tree: Any) -> Iterator[str]:
    """The instruction of every field, whole whatever the runs that cut it; « { » marks one inside another."""
    opened: list[_Instruction] = []
    for element in tree.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        if element.tag == f"{W}fldSimple":
            yield str(element.get(f"{W}instr", ""))
        elif element.tag == f"{W}fldChar":
            yield from _turn(opened, str(element.get(f"{W}fldCharType", "")))
        elif opened and not opened[-1].is_told:
            opened[-1].words.append(element.text or "")
        else:
            yield element.text or ""
    yield from ("".join(left.words) for left in opened if not left.is_told)


@dataclass(slots=True)
class _Instruction:
    """A field that is open; ``is_told`` once its instruction is over and its result begins."""

    words: list[str] = field(default_factory=list)
    is_told: bool = False


def _turn(opened: list[_Instruction], kind: str) -> Iterator[str]:
    if kind == "begin":
        if opened and not opened[-1].is_told:
            opened[-1].words.append("{")
        opened.append(_Instruction())
    elif opened:
        if not opened[-1].is_told:
            yield "".join(opened[-1].words)
            opened[-1].is_told = True
        if kind == "end":
            opened.pop()


def _address_faults(place: str, tree: Any) -> Iterator[Problem]:
    """Addresses written in the drawings themselves, where no relation tells of them."""
    for element in tree.iter():
        for name, value in element.attrib.items():
            if (
                etree.QName(name).localname.lower() in _SOURCES
                and not value.startswith(("#", "rId"))
                and ":" in value
            ):
                yield Problem(
                    "template.external",
                    f"Un dessin renvoie à une adresse ({value[:80]}). Supprimez ce lien.",
                    place,
                )


def _tag_faults(place: str, tree: Any, *, in_words: bool) -> Iterator[Problem]:
    """A tag anywhere but in the words of a page would be run without being read by its author, or never."""
    for element in tree.iter():
        texts = [*element.attrib.values(), element.tail or ""]
        texts += [element.text or ""] if element.tag != f"{W}t" or not in_words else []
        if any(mark in text for text in texts for mark in _TAGS):
            yield Problem(
                "template.hidden_tag",
                "Une balise se trouve hors du texte (texte supprimé d'une modification suivie, propriété, description "
                "d'une image, note de bas de page). Acceptez les modifications suivies, et n'écrivez de "
                "balises que dans le texte.",
                place,
            )
            return
