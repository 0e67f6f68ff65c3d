"""Word templates made to harm: each one tries to run, read, fetch, loop or fill, and what must be said of it."""

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from docx import Document

from tests.support.docxmaker import lines, saved

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_TYPES}" xmlns:v="urn:schemas-microsoft-com:vml"'
)
DEEP = "(" * 120 + "objet" + ")" * 120


@dataclass(frozen=True, slots=True)
class Hostile:
    """``make`` gives the file, when a test asks for it; ``said`` is a part of the sentence that refuses it."""

    name: str
    make: Callable[[], bytes]
    said: str

    @property
    def content(self) -> bytes:
        return self.make()


_TAGS = (
    ("call of a class", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "appel de fonction"),
    ("attribute of a text", "{{ objet.__class__ }}", "n'a pas de partie"),
    ("self", "{{ self.__init__.__globals__ }}", "Champ inconnu : « self »"),
    ("cycler", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "appel de fonction"),
    ("lipsum", "{{ lipsum.__globals__ }}", "Champ inconnu : « lipsum »"),
    ("request", "{{ request.application }}", "Champ inconnu : « request »"),
    ("a loop over a range", "{% for x in range(1000000000) %}a{% endfor %}", "appel de fonction"),
    ("a huge text", "{{ 'a' * 1000000000 }}", "Un calcul"),
    ("a huge power", "{{ 9 ** 999999999 }}", "Un calcul"),
    ("a huge format", "{{ '%1000000000d' % 1 }}", "Un calcul"),
    ("center", "{{ 'a'|center(1000000000) }}", "Filtre inconnu"),
    ("format", "{{ '%1000000000d'|format(1) }}", "Filtre inconnu"),
    ("attr", "{{ objet|attr('__class__') }}", "Filtre inconnu"),
    ("map", "{{ absences|map(attribute='titre') }}", "Filtre inconnu"),
    ("safe", "{{ objet|safe }}", "Filtre inconnu"),
    ("include", "{% include '/etc/passwd' %}", "« {% include %} » n'est pas permis"),
    ("import", "{% import 'x' as y %}", "« {% import %} » n'est pas permis"),
    ("from", "{% from 'x' import y %}", "« {% from %} » n'est pas permis"),
    ("extends", "{% extends 'x' %}", "« {% extends %} » n'est pas permis"),
    ("macro", "{% macro m() %}{{ m() }}{% endmacro %}", "« {% macro %} » n'est pas permis"),
    ("call block", "{% call m() %}{% endcall %}", "« {% call %} » n'est pas permis"),
    ("set", "{% set x = 1 %}", "« {% set %} » n'est pas permis"),
    ("with", "{% with x = 1 %}{% endwith %}", "« {% with %} » n'est pas permis"),
    ("raw", "{% raw %}{{ objet }}{% endraw %}", "« {% raw %} » n'est pas permis"),
    ("filter block", "{% filter upper %}a{% endfilter %}", "« {% filter %} » n'est pas permis"),
    ("autoescape", "{% autoescape false %}a{% endautoescape %}", "« {% autoescape %} » n'est pas permis"),
    ("recursion", "{% for x in absences recursive %}{{ loop(absences) }}{% endfor %}", "trop compliquée"),
    ("a list of its own", "{% for x in [1, 2, 3] %}a{% endfor %}", "Une liste écrite"),
    ("an index", "{{ preambule[0] }}", "crochets"),
    ("an escaped name", r"{{ objet['\x5f\x5fclass\x5f\x5f'] }}", "crochets"),
    ("the loop itself", "{% for x in absences %}{{ loop.__class__ }}{% endfor %}", "Champ inconnu : « __class__ »"),
    ("the loop's own items", "{% for x in absences %}{{ loop.cycle }}{% endfor %}", "Champ inconnu : « cycle »"),
    (
        "loops in loops",
        "{% for a in votes %}{% for b in votes %}{% for c in votes %}{% for d in votes %}x" + "{% endfor %}" * 4,
        "plus de 3 boucles",
    ),
    ("parentheses", f"{{{{ {DEEP} }}}}", ""),
    ("a long tag", "{{ objet" + "|upper" * 80 + " }}", "trop longue"),
    ("half a tag", "{{ objet", "ouverte sans être fermée"),
    ("half a loop", "{% for x in absences %}{{ x.titre }}", "jamais fermé"),
)  # fmt: skip


def corpus() -> Iterator[Hostile]:
    """Every attack, made now."""
    for name, text, said in _TAGS:
        if said:
            yield Hostile(name, partial(lines, "{{ objet }}", text), said)
    yield Hostile("a tag cut into runs", cut_tag, "appel de fonction")
    yield from _in_the_text()
    yield from _in_the_file()
    yield from _bombs()


def cut_tag() -> bytes:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("{", "{ ''.__cl", "ass__.__mr", "o__() }", "}"):
        paragraph.add_run(piece)
    return saved(document)


def with_body(body: str, **parts: str | bytes) -> bytes:
    """A sound template whose body begins with this XML; ``parts`` replace or add parts, by name."""
    return edited(lines("{{ objet }}"), {"word/document.xml": _inserted(body)}, parts)


def _inserted(body: str):
    def change(content: bytes) -> bytes:
        return content.replace(b"<w:body>", f"<w:body>{body}".encode(), 1)

    return change


def edited(content: bytes | None, changes, parts=None) -> bytes:
    """A file (a sound template by default) with some parts changed by a function of their bytes, and others put in.

    A part given as a number is as many zeros.
    """
    content = content or lines("{{ objet }}")
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            old = source.read(name)
            if name not in (parts or {}):
                target.writestr(name, changes[name](old) if name in changes else old)
        for name, new in (parts or {}).items():
            target.writestr(name, b"0" * new if isinstance(new, int) else new)
    return stream.getvalue()


def with_relation(
    kind: str, target: str, *, external: bool = True, owner: str = "document", **parts: str | bytes
) -> bytes:
    """A sound template whose document has one relation more."""
    mode = ' TargetMode="External"' if external else ""
    relation = f'<Relationship Id="rBad" Type="{_TYPES}/{kind}" Target="{target}"{mode}/></Relationships>'
    name = f"word/_rels/{owner}.xml.rels"
    empty = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    base = lines("{{ objet }}")
    if owner != "document":
        return edited(base, {}, {name: empty.replace("</Relationships>", relation), **parts})
    return edited(base, {name: lambda old: old.replace(b"</Relationships>", relation.encode())}, parts)


def field(instruction: str) -> bytes:
    """A field of Word whose instruction is cut in the middle of its name."""
    head, tail = instruction[:3], instruction[3:]
    run = "<w:r>{}</w:r>"
    marks = [
        '<w:fldChar w:fldCharType="begin"/>', f'<w:instrText xml:space="preserve">{head}</w:instrText>',
        f'<w:instrText xml:space="preserve">{tail}</w:instrText>', '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>x</w:t>", '<w:fldChar w:fldCharType="end"/>',
    ]  # fmt: skip
    return with_body(f"<w:p>{''.join(run.format(mark) for mark in marks)}</w:p>")


def _in_the_text() -> Iterator[Hostile]:
    for instruction in (
        'INCLUDETEXT "/etc/passwd"',
        'INCLUDEPICTURE "http://mal.example/x.png"',
        'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
        'LINK Excel.Sheet "x.xlsx"',
        "MACROBUTTON Lancer ici",
        'HYPERLINK "file:///etc/passwd"',
        'HYPERLINK \\h "file:///etc/passwd"',
        'HYPERLINK \\l "ici" "\\\\\\\\mal.example\\\\x"',
        'HYPERLINK "https://a.example" "file:///etc/passwd"',
        "HYPERLINK \\t _blank file:///etc/passwd",
    ):
        yield Hostile(f"field {instruction}", partial(field, instruction), "champ Word")
    simple = '<w:p><w:fldSimple w:instr=" QUOTE 68 68 69 "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    yield Hostile("simple field", partial(with_body, simple), "champ Word « QUOTE »")
    nested = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    yield Hostile("field in a field", partial(with_body, nested), "champ Word")
    yield Hostile("date field", partial(field, "DATE \\@ dd/MM/yyyy"), "change de date")
    yield Hostile(
        "altChunk",
        partial(with_body, '<w:altChunk r:id="rId1" ' + _NS + "/>"),
        "recopierait un autre document",
    )
    yield Hostile("object", partial(with_body, "<w:p><w:r><w:object/></w:r></w:p>"), "objet incorporé")
    picture = f'<w:p {_NS}><w:r><w:pict><v:shape><v:imagedata src="http://mal.example/x"/></v:shape></w:pict></w:r></w:p>'
    yield Hostile("address in a drawing", partial(with_body, picture), "renvoie à une adresse")
    deleted = "<w:p><w:del><w:r><w:delText>{{ ''.__class__ }}</w:delText></w:r></w:del></w:p>"
    yield Hostile("tag in a deleted text", partial(with_body, deleted), "hors du texte")
    hidden = "<w:p><w:r><w:t>x</w:t></w:r><w:bookmarkStart w:id='1' w:name=\"{{ ''.__class__ }}\" /></w:p>"
    yield Hostile("tag in an attribute", partial(with_body, hidden), "hors du texte")
    core = {
        "docProps/core.xml": lambda old: old.replace(
            b"</cp:coreProperties>", b"<dc:subject>{{ x() }}</dc:subject></cp:coreProperties>"
        )
    }
    yield Hostile("tag in the properties", partial(edited, None, core), "hors du texte")
    yield Hostile("tag in a header", with_header, "appel de fonction")


def with_header() -> bytes:
    document = Document()
    document.add_paragraph("{{ objet }}")
    document.sections[0].header.paragraphs[0].text = "{{ ''.__class__() }}"
    return saved(document)


def _in_the_file() -> Iterator[Hostile]:
    yield Hostile(
        "macros",
        partial(
            with_relation, "vbaProject", "vbaProject.bin", external=False, **{"word/vbaProject.bin": b"x"}
        ),
        "macros",
    )
    enabled = {"[Content_Types].xml": lambda old: old.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml")}  # fmt: skip
    yield Hostile("docm", partial(edited, None, enabled), "macros")
    yield Hostile(
        "linked picture",
        partial(with_relation, "image", "http://mal.example/x.png"),
        "image qui n'est pas dans le fichier",
    )
    yield Hostile(
        "picture of a disk",
        partial(with_relation, "image", "file:///etc/passwd"),
        "image qui n'est pas dans le fichier",
    )
    yield Hostile("object outside", partial(with_relation, "oleObject", "file:///x"), "objet incorporé")
    yield Hostile(
        "object inside",
        partial(
            with_relation, "oleObject", "embeddings/o.bin", external=False, **{"word/embeddings/o.bin": b"x"}
        ),
        "objet incorporé",
    )
    yield Hostile(
        "sheet inside",
        partial(
            with_relation, "package", "embeddings/o.xlsx", external=False, **{"word/embeddings/o.xlsx": b"x"}
        ),
        "document incorporé",
    )
    yield Hostile(
        "chunk",
        partial(with_relation, "aFChunk", "x.html", external=False, **{"word/x.html": b"x"}),
        "recopierait",
    )
    yield Hostile("script link", partial(with_relation, "hyperlink", "javascript:alert(1)"), "ni une page")
    yield Hostile("file link", partial(with_relation, "hyperlink", "file:///etc/passwd"), "ni une page")
    yield Hostile(
        "unknown relation",
        partial(with_relation, "inventee", "x.bin", external=False, **{"word/x.bin": b"x"}),
        "n'utilise pas",
    )
    disguised = f'<w:hdr {_NS}><w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p></w:hdr>'
    yield Hostile(
        "header under another name",
        partial(with_relation, "header", "notes.xml", external=False, **{"word/notes.xml": disguised}),
        "champ Word « DDEAUTO »",
    )
    note = "<w:endnote><w:p><w:r><w:t>{{ ''.__class__ }}</w:t></w:r></w:p></w:endnote>"
    notes = f"<w:endnotes {_NS}>{note}</w:endnotes>"
    yield Hostile(
        "tag in a note",
        partial(with_relation, "endnotes", "endnotes.xml", external=False, **{"word/endnotes.xml": notes}),
        "hors du texte",
    )
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
    yield Hostile(
        "svg script",
        partial(with_relation, "image", "media/x.svg", external=False, **{"word/media/x.svg": drawing}),
        "SVG",
    )
    yield Hostile("path outside", partial(edited, None, {}, {"../../etc/cron.d/x": b"x"}), "noms anormaux")


def _bombs() -> Iterator[Hostile]:
    document = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
    yield Hostile(
        "entity",
        partial(edited, None, {}, {"word/document.xml": document}),
        "déclarations que Word n'écrit pas",
    )
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    styles = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&l9;</w:styles>'
    yield Hostile("laughs", partial(edited, None, {}, {"word/styles.xml": styles.encode()}), "")
    wide = f"<!DOCTYPE d []>{styles.split('>', 1)[0]}".encode("utf-16")
    yield Hostile("laughs in UTF-16", partial(edited, None, {}, {"word/settings.xml": wide}), "abîmée")
    yield Hostile(
        "one great part",
        partial(edited, None, {}, {"word/media/x.png": 13 << 20}),
        "trop lourd",
    )
    parts = {f"word/media/{n}.png": 11 << 20 for n in range(6)}
    yield Hostile("many great parts", partial(edited, None, {}, parts), "trop lourd")
    yield Hostile("deep XML", partial(with_body, "<w:p>" * 400 + "</w:p>" * 400), "abîmé")
    yield Hostile("many tags", partial(lines, *["{{ objet }}"] * 1100), "plus de 1000 balises")
