"""The filters that a template may use: an explicit list, none of which can make a text grow out of measure."""

from collections.abc import Callable, Sequence
from typing import Any

from deliberations.documents.wordtemplate.fields import Kind

LONGEST_WORDS = 200


def upper(value: Any) -> str:
    return plain(value).upper()


def lower(value: Any) -> str:
    return plain(value).lower()


def capital(value: Any) -> str:
    text = plain(value)
    return text[:1].upper() + text[1:]


def trimmed(value: Any) -> str:
    return plain(value).strip()


def joined(values: Any, separator: str = ", ") -> str:
    """The lines of a list, put end to end."""
    return separator.join(plain(each) for each in values)


def by_default(value: Any, words: str = "") -> Any:
    return value or words


def count(values: Any) -> str:
    return str(len(values))


def first(values: Sequence[Any]) -> Any:
    return values[0] if len(values) else ""


def last(values: Sequence[Any]) -> Any:
    return values[len(values) - 1] if len(values) else ""


def plain(value: Any) -> str:
    """Formatted text without its formats; a text as it is."""
    told = getattr(value, "plain", value)
    return told if isinstance(told, str) else str(told)


FILTERS: dict[str, Callable[..., Any]] = {
    "majuscules": upper, "upper": upper,
    "minuscules": lower, "lower": lower,
    "capitale": capital, "capitalize": capital,
    "texte": plain, "trim": trimmed,
    "jointure": joined, "join": joined,
    "defaut": by_default, "default": by_default,
    "nombre": count, "length": count, "count": count,
    "premier": first, "first": first,
    "dernier": last, "last": last,
}  # fmt: skip

ON_TEXT = frozenset(("majuscules", "upper", "minuscules", "lower", "capitale", "capitalize", "texte", "trim"))
ON_LISTS = frozenset(("jointure", "join", "nombre", "length", "count", "premier", "first", "dernier", "last"))
OF_ONE = frozenset(("premier", "first", "dernier", "last"))
WITH_WORDS = frozenset(("jointure", "join", "defaut", "default"))

TOLD = (
    ("majuscules", "{{ collectivite|majuscules }}", "tout en capitales"),
    ("minuscules", "{{ titre|minuscules }}", "tout en minuscules"),
    ("capitale", "{{ date_seance|capitale }}", "la première lettre en capitale"),
    ("jointure", '{{ secretaires|jointure(", ") }}', "une liste sur une seule ligne"),
    ("defaut", '{{ theme|defaut("sans thème") }}', "des mots de remplacement quand le champ est vide"),
    ("nombre", "{{ annexes|nombre }}", "combien une liste a d'éléments"),
    ("premier", "{{ secretaires|premier }}", "le premier élément d'une liste"),
    ("dernier", "{{ secretaires|dernier }}", "le dernier élément d'une liste"),
    ("texte", "{{ expose|texte }}", "un texte sans sa mise en forme"),
)
"""Name, example, what it does: for the page that lists them."""


def result_of(name: str, kind: Kind) -> Kind:
    """The kind of what a filter gives for a value of ``kind``."""
    if name in OF_ONE:
        return {Kind.LINES: Kind.TEXT, Kind.RICHES: Kind.RICH}.get(kind, Kind.RECORDS)
    return kind if name in ("defaut", "default") else Kind.TEXT
