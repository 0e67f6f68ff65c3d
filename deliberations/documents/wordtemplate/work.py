"""One request answered: a template read, and filled in when data are given. Touches neither files nor network."""

import io
from datetime import UTC, datetime, time
from typing import Any
from zipfile import ZipFile

import jinja2
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from lxml import etree

from deliberations.documents.docx_template import LANGUAGE
from deliberations.documents.wordtemplate import contents, package
from deliberations.documents.wordtemplate.blocks import Filler
from deliberations.documents.wordtemplate.drafts import mark_draft
from deliberations.documents.wordtemplate.environment import Environment, Values
from deliberations.documents.wordtemplate.fields import Need, fields_of, missing_needs
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused
from deliberations.documents.wordtemplate.syntax import check
from deliberations.documents.wordtemplate.tags import Source, prepare
from deliberations.domain.word_templates import TemplateKind

_UNREADABLE = (
    "Ce modèle ne donne pas un document Word correct. Vérifiez que chaque « {% if %} » et chaque « {% for %} » se "
    "ferme au même endroit qu'il s'ouvre."
)


def answer(request: Any, content: bytes) -> tuple[dict[str, Any], bytes]:
    """What ``sandbox`` reads: the faults, or the report and the document. Raises nothing that a template causes."""
    try:
        return _done(request, content)
    except TemplateRefused as refusal:
        return _problems(*refusal.problems), b""
    except (MemoryError, RecursionError):
        return _problems(Problem("template.overrun", "Ce modèle est trop compliqué. Simplifiez-le.")), b""
    except (
        TemplateError,
        SecurityError,
        etree.LxmlError,
        ValueError,
        KeyError,
        AttributeError,
        TypeError,
    ) as error:
        told = Problem("template.document", _UNREADABLE)
        return {**_problems(told), "cause": f"{type(error).__name__}: {error}"[:400]}, b""


def _problems(*problems: Problem) -> dict[str, Any]:
    told = dict.fromkeys(problems)
    return {"problems": [{"code": p.code, "message": p.message, "place": p.place} for p in list(told)[:60]]}


def _done(request: Any, content: bytes) -> tuple[dict[str, Any], bytes]:
    kind = TemplateKind(request["kind"])
    opened = package.open_template(content)
    contents.tidy(opened)
    problems = list(contents.faults_of(opened))
    sources = prepare(opened, problems)
    used = _check(kind, sources, problems)
    if problems:
        raise TemplateRefused(tuple(problems))
    report = {
        "fields": sorted(used),
        "missing": [_told(need) for need in missing_needs(kind, frozenset(used))],
        "remarks": opened.remarks,
    }
    data = request.get("data")
    return report, b"" if data is None else _rendered(kind, opened.packed(), request, data)


def _told(need: Need) -> str:
    article = f" ({need.article})" if need.article else ""
    sentence = f"Le modèle n'imprime pas {need.what}{article}. Champ à ajouter : "
    choices = " ou ".join(choice.replace("+", " et ") for choice in need.fields)
    return f"{sentence}{choices}. {need.consequence}".strip()


def _check(kind: TemplateKind, sources: list[Source], problems: list[Problem]) -> set[str]:
    """Read the tags as their author wrote them, so that each fault is told with its place."""
    used: set[str] = set()
    fields = fields_of(kind)
    for source in sources:
        try:
            tree = jinja2.Environment().parse(source.text)  # noqa: S701  (only read, never rendered)
        except TemplateSyntaxError as error:
            problems.append(Problem("template.syntax", _syntax_fault(error), source.place(error.lineno)))
            continue
        except RecursionError:
            problems.append(Problem("template.syntax", "Une balise est trop compliquée.", source.place(1)))
            continue
        found = check(tree, fields)
        used |= found.used
        problems += [
            Problem("template.syntax", message, source.place(line)) for line, message in found.faults
        ]
    if not used and not problems:
        problems.append(
            Problem(
                "template.no_field", "Ce modèle ne contient aucun champ : partez du modèle de départ.", ""
            )
        )
    return used


def _syntax_fault(error: TemplateSyntaxError) -> str:
    message = str(error.message or "")
    if "Unexpected end of template" in message:
        return "Un « {% if %} » ou un « {% for %} » n'est jamais fermé."
    if "unknown tag" in message or "Encountered" in message:
        return "Cette balise ne ferme rien, ou n'est pas permise."
    return "Cette balise est mal écrite. Un champ s'écrit {{ objet }}, une condition {% if expose %} … {% endif %}."


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl, whose properties are ours, and which would otherwise mend in silence a document that it has broken."""

    def render_properties(self, *_args: Any, **_named: Any) -> None:
        """They are written afterwards."""

    def render_xml_part(self, *args: Any, **named: Any) -> str:
        xml: str = super().render_xml_part(*args, **named)
        etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
        return xml


def _rendered(kind: TemplateKind, content: bytes, request: Any, data: Any) -> bytes:
    fields = fields_of(kind)
    values = Values(fields, data)
    template = _Template(io.BytesIO(content))
    template.render(values.context, Environment(fields), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    document = Document(io.BytesIO(stream.getvalue()))
    is_draft = bool(request["is_draft"])
    filler = Filler(document, values.riches, shows_private=is_draft)
    for part in _parts_of(document):
        filler.fill(part, part.element)
    if is_draft:
        mark_draft(document)
    _set_properties(document, request["properties"])
    return _saved(document)


def _parts_of(document: Any) -> list[Any]:
    related = (rel.target_part for rel in document.part.rels.values() if not rel.is_external)
    return [document.part, *(part for part in related if getattr(part, "element", None) is not None
                             and part.element.tag in (qn("w:hdr"), qn("w:ftr")))]  # fmt: skip


def _set_properties(document: Any, told: Any) -> None:
    properties = document.core_properties
    properties.title, properties.subject = told["title"][:255], told["subject"][:255]
    properties.author = properties.last_modified_by = told["author"][:255]
    properties.keywords, properties.comments = told["keywords"][:255], ""
    properties.language, properties.category = LANGUAGE, "Délibération"
    properties.created = properties.modified = datetime.combine(
        datetime.fromisoformat(told["edited_on"]).date(), time(), UTC
    )
    properties.revision = 1


def _saved(document: Any) -> bytes:
    """The same template and the same facts give the same bytes."""
    stream = io.BytesIO()
    document.save(stream)
    with ZipFile(io.BytesIO(stream.getvalue())) as archive:
        return package.zipped({name: archive.read(name) for name in archive.namelist()})
