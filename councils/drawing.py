"""Reading an SVG drawing without drawing it: still, whole in one file, and no larger than it looks."""

import re
from xml.parsers import expat

MOST_ELEMENTS = 20_000
DEEPEST = 100

_SVG = "http://www.w3.org/2000/svg"
_NUMBER = r"-?[0-9]{0,7}(?:\.[0-9]{1,9})?"
_VIEW_BOX = re.compile(
    rf"\s*{_NUMBER}(?:\s*,\s*|\s+){_NUMBER}(?:\s*,\s*|\s+)({_NUMBER})(?:\s*,\s*|\s+)({_NUMBER})\s*"
)
_ACTIVE = frozenset(
    "script foreignobject iframe embed object handler listener animate animatecolor animatemotion "
    "animatetransform set discard".split()
)
_EMBEDDED = frozenset("use image feimage video audio canvas".split())
_REPEATED = frozenset({"mask", "marker"})
"""Chains of them multiply the drawing without end; so do chains of clipPath, which may name nothing."""

_ADDRESS = re.compile(r"url\(\s*+[\"']?+\s*+(?!#)")
_STYLE_REFUSED = ("@import", "\\", "expression(", "clip-path", "mask", "marker")


class DrawingRefused(ValueError):
    """The drawing cannot be kept; the message is French, in lower case, without a final point."""


class Drawing:
    """One pass over a drawing; ``read`` raises ``DrawingRefused`` at the first fault."""

    def __init__(self) -> None:
        self._opened: list[str] = []
        self._count = 0
        self._style: list[str] = []

    def read(self, content: bytes) -> None:
        """Go through ``content``, the bytes of an SVG file. No entity is ever expanded, nothing is fetched."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)
        except DrawingRefused:
            raise
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise DrawingRefused("ce n'est pas du XML bien formé") from error

    def _doctype(self, *_declaration: object) -> None:
        raise DrawingRefused("déclaration DOCTYPE ; l'enregistrer en « SVG simple », sans elle")

    def _instruction(self, target: str, _data: str) -> None:
        raise DrawingRefused(f"instruction « <?{target[:40]} » ; la retirer")

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        namespace, _, name = full_name.rpartition(" ")
        if not self._opened:
            _check_root(namespace, name, attributes)
        _check_element(name)
        for attribute, value in attributes.items():
            _check_attribute(attribute, value)
            if "clipPath" in self._opened and "url(" in value.lower():
                raise DrawingRefused("référence à l'intérieur d'un élément « clipPath »")
        self._opened.append(name)
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._opened) > DEEPEST:
            raise DrawingRefused(f"plus de {MOST_ELEMENTS} éléments, ou plus de {DEEPEST} niveaux")

    def _end(self, _name: str) -> None:
        if self._opened.pop() == "style":
            _check_style("".join(self._style))
            self._style.clear()

    def _text(self, text: str) -> None:
        if "style" in self._opened:
            self._style.append(text)


def _check_root(namespace: str, name: str, attributes: dict[str, str]) -> None:
    if (namespace, name) != (_SVG, "svg"):
        raise DrawingRefused(f"l'élément racine n'est pas « svg » (espace de noms {_SVG})")
    found = _VIEW_BOX.fullmatch(attributes.get("viewBox", ""))
    sides = [_number(side) for side in found.groups()] if found else [0.0]
    if min(sides) <= 0:
        raise DrawingRefused("« viewBox » absente ou sans dimensions finies, comme « 0 0 60 72 »")
    if max(sides) > 100 * min(sides):
        raise DrawingRefused("« viewBox » cent fois plus longue que large")


def _number(text: str) -> float:
    return float(text) if text not in ("", "-") else 0.0


def _check_element(name: str) -> None:
    lowered = name.lower()
    if lowered in _ACTIVE:
        raise DrawingRefused(f"élément actif « {name} » ; le retirer")
    if lowered in _EMBEDDED:
        raise DrawingRefused(f"élément « {name} » ; tout convertir en tracés")
    if lowered in _REPEATED:
        raise DrawingRefused(f"élément « {name} » ; le convertir en tracés")


def _check_attribute(full_name: str, value: str) -> None:
    namespace, _, name = full_name.lower().rpartition(" ")
    if name in ("href", "src") and not value.strip().startswith("#"):
        raise DrawingRefused(f"adresse extérieure dans « {name} »")
    if namespace:
        return
    if name.startswith("on"):
        raise DrawingRefused(f"attribut actif « {name[:40]} » ; le retirer")
    if name == "style":
        _check_style(value, refused=("@import", "\\", "expression("))
    elif "\\" in value or _ADDRESS.search(value.lower()):
        raise DrawingRefused(f"adresse extérieure dans « {name[:40]} »")


def _check_style(text: str, refused: tuple[str, ...] = _STYLE_REFUSED) -> None:
    lowered = text.lower()
    word = next((word for word in refused if word in lowered), None)
    if word is not None:
        raise DrawingRefused(f"« {word} » dans un style")
    if _ADDRESS.search(lowered):
        raise DrawingRefused("adresse extérieure dans un style")
