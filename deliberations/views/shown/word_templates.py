"""What the page of the Word template shows: the templates of the council, and every field with an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from councils.models import Council
from deliberations.documents.wordtemplate.fields import GROUPS, Field, Kind
from deliberations.documents.wordtemplate.filters import TOLD
from deliberations.domain.word_templates import TemplateKind
from deliberations.models import WordTemplate
from deliberations.richtext import plain_text

_LONGEST = 110
_ELEMENT = {"dispositif": "partie", "decisions": "decision", "signatures": "personne"}
"""Name of the element of a loop, where « groupe » would not do."""


@dataclass(frozen=True, slots=True)
class ShownField:
    """``written`` is what to type; ``lines`` are those of a loop; ``example`` is empty when the act has none."""

    name: str
    written: tuple[str, ...]
    told: str
    example: str


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    title: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownTemplates:
    """``earlier`` are those that were in use, or never were, the latest first."""

    in_use: WordTemplate | None
    on_trial: WordTemplate | None
    earlier: tuple[WordTemplate, ...]


def template_rows(council: Council) -> ShownTemplates:
    """The templates of a council: one on trial is one that came after the one in use."""
    rows = list(WordTemplate.objects.filter(council=council).select_related("file", "uploaded_by"))
    in_use = next((row for row in rows if row.is_active), None)
    newest = rows[0] if rows and not rows[0].is_active else None
    earlier = tuple(row for row in rows if row is not in_use and row is not newest)
    return ShownTemplates(in_use, newest, earlier)


def field_groups(kind: TemplateKind, data: Mapping[str, Any]) -> tuple[TemplateGroup, ...]:
    """Every field of a kind of document, with the value that it has in ``data``."""
    return tuple(
        TemplateGroup(group.title, tuple(_shown(field, data.get(field.name)) for field in group.fields))
        for group in GROUPS[kind]
    )


def _shown(field: Field, value: Any) -> ShownField:
    return ShownField(field.name, tuple(_written(field)), field.told, _shortened(_example(field, value)))


def _written(field: Field) -> Iterator[str]:
    if field.kind is Kind.FLAG:
        yield f"{{% if {field.name} %}} … {{% endif %}}"
    elif field.kind is Kind.RECORDS:
        yield from _loop(field, field.name)
    else:
        yield f"{{{{ {field.name} }}}}"


def _loop(field: Field, path: str) -> Iterator[str]:
    element = _ELEMENT.get(field.name, "groupe")
    yield f"{{% for {element} in {path} %}}"
    for part in field.fields:
        if part.kind is Kind.RECORDS:
            yield from _loop(part, f"{element}.{part.name}")
        elif part.kind is not Kind.FLAG:
            yield f"{{{{ {element}.{part.name} }}}}"
    yield "{% endfor %}"


def _example(field: Field, value: Any) -> str:
    match field.kind:
        case Kind.FLAG:
            return "oui" if value else "non"
        case Kind.RICH:
            return plain_text((value or {}).get("html", ""))
        case Kind.LINES:
            return " / ".join(value or ())
        case Kind.RICHES:
            return " / ".join(plain_text(each["html"]) for each in value or ())
        case Kind.RECORDS:
            return " / ".join(_record(field, each) for each in value or ())
    return str(value or "")


def _record(field: Field, value: Mapping[str, Any]) -> str:
    parts = (_example(part, value.get(part.name)) for part in field.fields if part.kind is not Kind.FLAG)
    return " ".join(part for part in parts if part)


def _shortened(text: str) -> str:
    """On one line, cut at a word."""
    whole = " ".join(text.split(" ")).replace("\n", " ")
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST].rsplit(' ', 1)[0]} …"


def filter_rows() -> tuple[tuple[str, str], ...]:
    """What to write, and what it does."""
    return tuple((written, told) for _, written, told in TOLD)
