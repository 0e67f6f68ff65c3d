"""A Word, Excel or LibreOffice file without what acts or reaches outside. Runs in the sandbox.

Links that somebody clicks (web page, mailbox, telephone) stay. A link to the template that the file was made from, or
to a picture or a workbook kept elsewhere, is cut, and what the file last showed of it stays. Programs, embedded objects
and connections are refused: taking them out would change what the document says. A file in which nothing is found is
given back byte for byte.
"""

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from councils.untrusted.archives import Archive, ArchiveRefused, Bounds, Fault, opened
from deliberations.annexes.cleaning import Unfit

BOUNDS = Bounds(entries=5_000, entry_bytes=64 * 1024 * 1024, bytes=200 * 1024 * 1024)
_DEEPEST = 2
"""Files inside files."""
_NOWHERE = "about:blank"
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|www\.|#)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|\\|\.\.", re.IGNORECASE)
_DDE = re.compile(r"\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_REFUSED = {
    **dict.fromkeys(("vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"), "office_macros"),
    **dict.fromkeys(
        ("oleobject", "control", "activexcontrolbinary", "afchunk", "subdocument", "webextension",
         "webextensiontaskpanes"),
        "office_object",
    ),
    "connections": "office_data",
}  # fmt: skip
"""Ends of the types of relations that a file must not have, and the key of ``words.REFUSALS``."""
_ODF_REFUSED = {
    "event-listener": "office_macros",
    "object-ole": "office_object", "plugin": "office_object", "applet": "office_object",
    "floating-frame": "office_object",
    "dde-source": "office_data", "dde-connection-decl": "office_data", "dde-link": "office_data",
}  # fmt: skip
_SEALS = ("_xmlsignatures/", "meta-inf/documentsignatures.xml")


def clean_office(content: bytes, *, depth: int = 0) -> tuple[bytes, set[str]]:
    """The file and what was found, keys of ``words.REMARKS``. Raises ``Unfit``."""
    try:
        with opened(content, BOUNDS) as archive:
            changed, found = _disarmed(archive, depth)
            if not found:
                return content, found
            if any(name.lower().startswith(_SEALS) for name in archive.names):
                raise Unfit("signed_active")
            return _packed(archive, changed), found
    except ArchiveRefused as refused:
        raise Unfit("complex" if refused.fault in (Fault.SIZE, Fault.ENTRIES) else "office_damaged") from None


def _disarmed(archive: Archive, depth: int) -> tuple[dict[str, bytes], set[str]]:
    """The parts to write again, by their names, and why."""
    changed: dict[str, bytes] = {}
    found: set[str] = set()
    cut: set[str] = set()
    for name in archive.names:
        if name.lower().endswith(".rels"):
            tree = _tree(archive, name)
            reasons = _relations(archive, tree, name, depth, cut)
        elif posixpath.basename(name) in ("content.xml", "styles.xml", "meta.xml") and "word/" not in name:
            tree = _tree(archive, name)
            reasons = _odf(tree)
        else:
            continue
        if reasons:
            changed[name] = _written(tree)
            found |= reasons
    for name in archive.names:
        tree = _checked_part(archive, name)
        if tree is not None and _without_template(tree, cut):
            changed[name] = _written(tree)
    return changed, found


def _tree(archive: Archive, name: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unfit("office_damaged") from None
    if tree.getroottree().docinfo.internalDTD is not None:
        raise Unfit("office_damaged")
    return tree


def _written(tree: Any) -> bytes:
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relations(archive: Archive, tree: Any, name: str, depth: int, cut: set[str]) -> set[str]:
    """Cut what leads outside. ``cut`` receives the identifiers of the links to a template."""
    found = set()
    for relation in list(tree):
        kind = str(relation.get("Type", "")).rpartition("/")[2].lower()
        target = str(relation.get("Target", ""))
        is_outside = str(relation.get("TargetMode", "")).lower() == "external"
        if kind in _REFUSED:
            raise Unfit(_REFUSED[kind])
        if kind == "attachedtemplate":
            cut.add(str(relation.get("Id", "")))
            tree.remove(relation)
            found.add("template")
        elif is_outside and not (kind == "hyperlink" and _ADDRESS.match(target)):
            if target != _NOWHERE:
                relation.set("Target", _NOWHERE)
                found.add("links" if kind == "hyperlink" else "outside")
        elif kind == "package":
            _require_plain(archive, name, target, depth)
    return found


def _require_plain(archive: Archive, relations: str, target: str, depth: int) -> None:
    """The workbook of a chart may be inside a document, if nothing would be taken out of it."""
    owner = posixpath.dirname(posixpath.dirname(relations))
    name = posixpath.normpath(posixpath.join("/", owner, target)).lstrip("/")
    if name not in archive.names:
        return
    if depth >= _DEEPEST:
        raise Unfit("complex")
    inner = archive.read(name)
    if not inner.startswith(b"PK\x03\x04") or clean_office(inner, depth=depth + 1)[1]:
        raise Unfit("office_object")


def _checked_part(archive: Archive, name: str) -> Any:
    """A part whose words may act, looked at; ``None`` for the others. Raises ``Unfit``."""
    lower = name.lower()
    if lower.endswith(("vbaproject.bin", "vbadata.xml")) or lower.startswith("xl/macrosheets/"):
        raise Unfit("office_macros")
    if lower.startswith("xl/externallinks/") and lower.endswith(".xml"):
        tree = _tree(archive, name)
        if any(_local(each) in ("ddeLink", "oleLink") for each in tree.iter()):
            raise Unfit("office_data")
        return tree
    if not (lower.startswith("word/") and lower.endswith(".xml")):
        return None
    tree = _tree(archive, name)
    if any(_DDE.match(instruction) for instruction in _instructions(tree)):
        raise Unfit("office_data")
    return tree


def _instructions(tree: Any) -> Iterator[str]:
    """The instruction of each field, whatever the runs that it is cut into."""
    for field in tree.iter(f"{_W}fldSimple"):
        yield field.get(f"{_W}instr", "")
    words: list[str] = []
    for each in tree.iter(f"{_W}fldChar", f"{_W}instrText"):
        if each.tag == f"{_W}instrText":
            words.append(each.text or "")
        else:
            yield "".join(words)
            words = []
    yield "".join(words)


def _without_template(tree: Any, cut: set[str]) -> bool:
    """Take out of the settings the name of a template whose link is cut."""
    if not cut or tree.tag != f"{_W}settings":
        return False
    named = [each for each in tree.iter(f"{_W}attachedTemplate") if each.get(f"{_R}id") in cut]
    for each in named:
        each.getparent().remove(each)
    return bool(named)


def _odf(tree: Any) -> set[str]:
    found = set()
    for each in list(tree.iter()):
        kind = _local(each)
        if kind in _ODF_REFUSED:
            raise Unfit(_ODF_REFUSED[kind])
        target = each.get(_HREF, "")
        if kind == "template" and target:
            each.getparent().remove(each)
            found.add("template")
        elif target != _NOWHERE and _ELSEWHERE.match(target) and not (kind == "a" and _ADDRESS.match(target)):
            each.set(_HREF, _NOWHERE)
            found.add("links" if kind == "a" else "outside")
    return found


def _local(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _packed(archive: Archive, changed: dict[str, bytes]) -> bytes:
    """The file written again, its parts in their order; the type of a LibreOffice file stays first and plain."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as target:
        for entry in archive.entries:
            if not entry.is_dir():
                made = ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
                made.compress_type = ZIP_STORED if entry.filename == "mimetype" else ZIP_DEFLATED
                content = changed.get(entry.filename)
                target.writestr(made, archive.read(entry) if content is None else content)
    return stream.getvalue()
