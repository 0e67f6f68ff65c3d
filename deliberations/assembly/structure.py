"""One structure tree, one list of attachments, one outline, from those of each part.

The tree is kept, not made again: the « Document » of each part becomes a « Part » of the one « Document »; only the
keys that link pages to elements are numbered on (ISO 32000-1, 14.7.4.4).
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, OutlineItem, String

STANDARD_MAPS = ("/RoleMap", "/ClassMap")


class Structure:
    """The tree that grows part after part."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._top = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root))
        self._parts: list[pikepdf.Object] = []
        self._keys: list[object] = []
        self._next = 0

    def add(self, source: pikepdf.Pdf, pages: list[pikepdf.Page], title: str) -> None:
        """Hang the tree of ``source``, whose pages are already ``pages`` of the document."""
        tree = self._document.copy_foreign(source.Root.StructTreeRoot)
        self._parts.append(self._as_part(tree, title))
        for name in STANDARD_MAPS:
            if name in tree:
                self._root[name] = Dictionary({**dict(self._root.get(name, {})), **dict(tree[name])})
        used = list(self._numbered(tree))
        self._keys.extend(value for pair in used for value in pair)
        _shift_keys(pages, self._next)
        self._next = max((key for key, _ in used), default=self._next - 1) + 1

    def _as_part(self, tree: pikepdf.Object, title: str) -> pikepdf.Object:
        kids = tree.K
        top = list(kids) if isinstance(kids, Array) else [kids]
        if len(top) == 1 and top[0].get("/S") == Name.Document:
            part = top[0]
        else:
            part = self._document.make_indirect(Dictionary(Type=Name.StructElem, K=Array(top)))
            for kid in top:
                kid.P = part
        part.S, part.P, part.T = Name.Part, self._top, String(title)
        return part

    def _numbered(self, tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
        for key, value in NumberTree(tree.ParentTree).items():
            yield int(key) + self._next, value

    def finish(self) -> None:
        """Write the tree in the catalogue of the document."""
        self._top.K = Array(self._parts)
        self._root.K = Array([self._top])
        self._root.ParentTree = self._document.make_indirect(Dictionary(Nums=Array(self._keys)))
        self._root.ParentTreeNextKey = self._next
        self._document.Root.StructTreeRoot = self._root
        self._document.Root.MarkInfo = Dictionary(Marked=True)


def _shift_keys(pages: list[pikepdf.Page], by: int) -> None:
    for page in pages:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + by
        for note in page.obj.get("/Annots", []):
            if "/StructParent" in note:
                note.StructParent = int(note.StructParent) + by


class Attachments:
    """The associated files of every part; one whose name is taken already is named anew."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._files: dict[str, pikepdf.Object] = {}

    def add(self, source: pikepdf.Pdf) -> None:
        """Take the files of ``source`` over."""
        for file in source.Root.get("/AF", []):
            taken = self._document.copy_foreign(file)
            name = self._free(str(taken.get("/UF", taken.get("/F", "piece"))))
            taken.F = taken.UF = String(name)
            self._files[name] = taken

    def _free(self, name: str) -> str:
        stem, dot, extension = name.rpartition(".")
        stem, number, free = stem or extension, 2, name
        while free in self._files:
            free, number = f"{stem}-{number}{dot}{extension if dot else ''}", number + 1
        return free

    def finish(self) -> None:
        """List the files in the catalogue of the document."""
        if not self._files:
            return
        ordered = [piece for name in sorted(self._files) for piece in (String(name), self._files[name])]
        self._document.Root.AF = Array(self._files.values())
        self._document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(ordered)))


class Contents:
    """The outline: a line for each part, under the line of its group."""

    def __init__(self) -> None:
        self._items: list[OutlineItem] = []
        self._group = ""

    def add(self, title: str, group: str, page: int) -> None:
        """``page`` counts from 0."""
        line = OutlineItem(title, page)
        if not group:
            self._items.append(line)
        else:
            if group != self._group:
                self._items.append(OutlineItem(group, page))
            self._items[-1].children.append(line)
        self._group = group

    def write(self, document: pikepdf.Pdf) -> None:
        """Write the outline of ``document``, folded."""
        with document.open_outline() as outline:
            for item in self._items:
                item.is_closed = True
            outline.root.extend(self._items)
