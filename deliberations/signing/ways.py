"""Every way from the trailer of a document to some of its objects, as pyHanko draws them all.

pyHanko 0.38 walks a long document once for each way and copies each object that it meets. Here each object is read
once; then those alone are walked that lead to an object that is asked for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath

Reference = generic.Reference
Step = tuple[str | int, ...]
Ways = dict[Reference, set[RawPdfPath]]
_STRUCTURE: Step = ("/Root", "/StructTreeRoot")


class Document:
    """One state of a document. Raises ``PdfReadError`` for a tree that holds itself."""

    def __init__(self, state: HistoricalResolver) -> None:
        self._state = state
        self.objects: dict[Reference, Any] = {}
        self._pages: dict[Reference, Step] = {}
        self._above: dict[Reference, Reference] = {}
        self._elements: set[Reference] = set()
        self._read_pages()
        self._read_structure()

    def ways(self, wanted: Collection[Reference]) -> Ways:
        """The ways to each of ``wanted``, and to no other. Side effect: ``objects`` holds all that is reached."""
        leads, found = self._leading_to(set(wanted)), defaultdict(set)
        waiting: list[tuple[Any, Step, tuple[Reference, ...], bool]] = [
            (self._state.trailer_view, (), (), False)
        ]
        while waiting:
            one, path, within, is_structure = waiting.pop()
            if isinstance(one, generic.IndirectObject):
                reference = one.reference
                if reference in within:
                    continue
                if reference in wanted:
                    found[reference].add(RawPdfPath(*path))
                if reference not in leads or not self._may_enter(reference, path, is_structure=is_structure):
                    continue
                one, within = self._object(reference), (*within, reference)
            for key, value in _entries(one, is_structure=is_structure):
                starts = path == _STRUCTURE and key == "/K"
                waiting.append((value, (*path, key), within, is_structure or starts))
        return dict(found)

    def _may_enter(self, reference: Reference, path: Step, *, is_structure: bool) -> bool:
        """A page is entered by its tree alone, an element by the structure alone."""
        if reference in self._pages:
            return self._pages[reference] == path
        return is_structure or reference not in self._elements

    def _object(self, reference: Reference) -> Any:
        """From the cache of the reader when nothing changed it since: a copy of each takes as long as reading it."""
        if reference not in self.objects:
            reader, state = self._state.reader, self._state
            is_as_now = reader.xrefs.get_last_change(reference) <= state.revision
            self.objects[reference] = (
                reader.get_object(reference, transparent_decrypt=False)  # type: ignore[no-untyped-call]
                if is_as_now
                else state(reference)
            )
        return self.objects[reference]

    def _value(self, of: Any) -> Any:
        return self._object(of.reference) if isinstance(of, generic.IndirectObject) else of

    def _leading_to(self, wanted: set[Reference]) -> set[Reference]:
        """The objects from which one of ``wanted`` is reached."""
        above, leads = self._entries_to(wanted)
        rising = list(leads)
        while rising:
            for reference in above[rising.pop()]:
                if reference not in leads:
                    leads.add(reference)
                    rising.append(reference)
        return leads

    def _entries_to(self, wanted: set[Reference]) -> tuple[dict[Reference, list[Reference]], set[Reference]]:
        """From where each object is entered, and the objects that name one of ``wanted``."""
        above: dict[Reference, list[Reference]] = defaultdict(list)
        naming: set[Reference] = set()
        waiting = [each for _, each in _mentions(self._state.trailer_view, is_element=False)]
        seen = set(waiting)
        while waiting:
            reference = waiting.pop()
            is_element = reference in self._elements
            for key, child in _mentions(self._object(reference), is_element=is_element):
                if child in wanted:
                    naming.add(reference)
                if self._is_entered_from(reference, child, key):
                    above[child].append(reference)
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return above, naming

    def _is_entered_from(self, reference: Reference, child: Reference, key: str) -> bool:
        if child in self._pages:
            return self._above.get(child) == reference or child not in self._above
        return child not in self._elements or key != "/Pg"

    def _read_pages(self) -> None:
        waiting: list[tuple[Any, Step]] = [(self._state.root.raw_get("/Pages"), ("/Root", "/Pages"))]
        while waiting:
            node, path = waiting.pop()
            above = node.reference if isinstance(node, generic.IndirectObject) else None
            if above is not None:
                self._know_page(above, path)
            for rank, kid in enumerate(list.__iter__(self._value(self._value(node).raw_get("/Kids")))):
                step = (*path, "/Kids", rank)
                is_tree = self._value(kid).get("/Type") == "/Pages"
                if is_tree:
                    waiting.append((kid, step))
                elif isinstance(kid, generic.IndirectObject):
                    self._know_page(kid.reference, step)
                if above is not None and isinstance(kid, generic.IndirectObject):
                    self._above[kid.reference] = above

    def _know_page(self, reference: Reference, path: Step) -> None:
        if reference in self._pages:
            raise PdfReadError("a page twice, or a tree of pages that holds itself")
        self._pages[reference] = path

    def _read_structure(self) -> None:
        root = self._state.root
        waiting = [self._value(root.raw_get("/StructTreeRoot"))] if "/StructTreeRoot" in root else []
        while waiting:
            element = waiting.pop()
            held = self._value(element.raw_get("/K")) if "/K" in element else generic.ArrayObject()
            kids = list.__iter__(held) if isinstance(held, generic.ArrayObject) else (element.raw_get("/K"),)
            for kid in kids:
                value = self._value(kid)
                if not isinstance(value, generic.DictionaryObject) or value.get("/Type") not in _ELEMENT:
                    continue
                if isinstance(kid, generic.IndirectObject):
                    if kid.reference in self._elements:
                        raise PdfReadError("a structure that holds itself")
                    self._elements.add(kid.reference)
                waiting.append(value)


_ELEMENT = (None, "/StructElem")


def _entries(of: Any, *, is_structure: bool) -> Iterator[tuple[str | int, Any]]:
    """What an object holds, less what leads back."""
    if isinstance(of, generic.DictionaryObject):
        for key, value in of.items():
            if key != "/Parent" and not (is_structure and key == "/P"):
                yield str(key), value
    elif isinstance(of, generic.ArrayObject):
        yield from enumerate(list.__iter__(of))


def _mentions(of: Any, *, is_element: bool) -> Iterator[tuple[str, Reference]]:
    """The objects that ``of`` names, each with the key under which it does."""
    waiting: list[tuple[str, Any]] = [("", of)]
    while waiting:
        under, one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            yield under, one.reference
            continue
        for key, value in _entries(one, is_structure=is_element):
            waiting.append((key if isinstance(key, str) else under, value))
