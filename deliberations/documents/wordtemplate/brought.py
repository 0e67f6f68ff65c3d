"""Lists and styles of ours brought into a document that knows neither."""

from copy import deepcopy
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

from deliberations.documents.docx_styles import BULLETS

_VALUE, _NUMBER = qn("w:val"), qn("w:numId")


class Lists:
    """The numbering of a document, to which lists of ours are added."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._abstract: dict[str, str] = {}
        self._bullets = ""

    def move(self, scratch: Any, container: Any) -> None:
        """Give the lists of ``container`` numbers of the document, their definitions brought with them."""
        moved: dict[str, str] = {}
        for number in container.iter(_NUMBER):
            old = str(number.get(_VALUE))
            if old not in moved:
                moved[old] = self._number(scratch.part.numbering_part.element, old)
            number.set(_VALUE, moved[old])

    def _number(self, source: Any, old: str) -> str:
        if old == str(BULLETS) and self._bullets:
            return self._bullets
        num = next(each for each in source.findall(qn("w:num")) if each.get(_NUMBER) == old)
        abstract = num.find(qn("w:abstractNumId")).get(_VALUE)
        copy, root = deepcopy(num), self._root()
        new = str(_next(root, "w:num", "w:numId"))
        copy.set(_NUMBER, new)
        copy.find(qn("w:abstractNumId")).set(_VALUE, self._definition(source, abstract))
        root.append(copy)
        if old == str(BULLETS):
            self._bullets = new
        return new

    def _definition(self, source: Any, old: str) -> str:
        if old not in self._abstract:
            root, name = self._root(), qn("w:abstractNumId")
            found = next(each for each in source.findall(qn("w:abstractNum")) if each.get(name) == old)
            copy, new = deepcopy(found), str(_next(root, "w:abstractNum", "w:abstractNumId"))
            copy.set(name, new)
            for link in list(copy.iter(qn("w:pStyle"))):
                link.getparent().remove(link)
            last = root.findall(qn("w:abstractNum"))[-1:]
            if last:
                last[0].addnext(copy)
            else:
                root.insert(0, copy)
            self._abstract[old] = new
        return self._abstract[old]

    def _root(self) -> Any:
        part = self._document.part
        if not any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in part.rels.values()):
            element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
            name = PackURI("/word/numbering.xml")
            numbering = NumberingPart(name, CONTENT_TYPE.WML_NUMBERING, element, part.package)
            part.relate_to(numbering, RELATIONSHIP_TYPE.NUMBERING)
        return part.numbering_part.element


def _next(root: Any, tag: str, name: str) -> int:
    taken = [int(value) for each in root.findall(qn(tag)) if (value := each.get(qn(name), "")).isdigit()]
    return max(taken, default=0) + 1


class StyleBook:
    """The styles of a document, known by the names that people see and by their identifiers."""

    def __init__(self, document: Any) -> None:
        self._root = document.styles.element
        styles = self._styles(self._root)
        self._by_name = {self._name(style): str(style.get(qn("w:styleId"))) for style in styles}
        self._identifiers = {style.get(qn("w:styleId")) for style in self._styles(self._root)}

    def bring(self, scratch: Any, container: Any) -> None:
        """Name the styles of ``container`` as the document does; those that it has not are copied."""
        source = {style.get(qn("w:styleId")): style for style in self._styles(scratch.styles.element)}
        for use in container.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")):
            identifier = use.get(_VALUE)
            if identifier in source and identifier not in self._identifiers:
                use.set(_VALUE, self._brought(identifier, source))

    def _brought(self, identifier: str, source: dict[str, Any]) -> str:
        style = source[identifier]
        known = self._by_name.get(self._name(style))
        if known or identifier in self._identifiers:
            return known or identifier
        copy = deepcopy(style)
        copy.attrib.pop(qn("w:default"), None)
        for numbering in list(copy.iter(qn("w:numPr"))):
            numbering.getparent().remove(numbering)
        for base in copy.iter(qn("w:basedOn")):
            base.set(_VALUE, self._brought(base.get(_VALUE), source))
        self._root.append(copy)
        self._by_name[self._name(style)] = identifier
        self._identifiers.add(identifier)
        return identifier

    @staticmethod
    def _styles(root: Any) -> list[Any]:
        return root.findall(qn("w:style"))  # type: ignore[no-any-return]

    @staticmethod
    def _name(style: Any) -> str:
        name = style.find(qn("w:name"))
        return "" if name is None else str(name.get(_VALUE, "")).lower()
