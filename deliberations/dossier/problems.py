"""What is wrong with a dossier, in French, with the JSON path of the fault."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

SHOWN = 20
_EXPECTED = {
    "missing": "champ obligatoire absent",
    "model_type": "objet attendu ({ … })",
    "dataclass_type": "objet attendu ({ … })",
    "tuple_type": "liste attendue ([ … ])",
    "string_type": "texte attendu, entre guillemets",
    "bool_type": "vrai ou faux attendu (true ou false)",
    "int_type": "nombre entier attendu, sans guillemets",
    "int_parsing_size": "nombre trop grand",
    "date_type": "date attendue, sous la forme « AAAA-MM-JJ »",
    "date_parsing": "date impossible ou mal écrite ; forme attendue : « AAAA-MM-JJ »",
    "date_from_datetime_parsing": "date impossible ou mal écrite ; forme attendue : « AAAA-MM-JJ »",
    "date_from_datetime_inexact": "date attendue sans heure, sous la forme « AAAA-MM-JJ »",
    "time_type": "heure attendue, sous la forme « HH:MM »",
    "time_parsing": "heure impossible ou mal écrite ; forme attendue : « HH:MM »",
    "datetime_type": "date et heure attendues, sous la forme « AAAA-MM-JJTHH:MM+01:00 »",
    "datetime_parsing": "date et heure impossibles ou mal écrites ; forme attendue : « AAAA-MM-JJTHH:MM+01:00 »",
    "datetime_from_date_parsing": "date et heure attendues, sous la forme « AAAA-MM-JJTHH:MM+01:00 »",
}
TOO_DEEP = "objets imbriqués trop profondément ; un dossier compte une dizaine de niveaux"
_UNREADABLE = {
    "recursion": TOO_DEEP,
    "hex escape": "caractère incomplet : moitié isolée d'une paire « \\ud800 »",
}
_UNKNOWN_FIELD = ("unexpected_keyword_argument", "extra_forbidden")
_ONE_OF = ("enum", "literal_error")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``path`` is a JSON path (``$.sittings[0].held_on``), ``message`` a French sentence."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path} : {self.message}"


class InvalidDossier(ValueError):
    """The file cannot be read as a dossier; ``problems`` are in the order of the file, at least one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems[:SHOWN]))


def json_path(location: Iterable[int | str]) -> str:
    """``("sittings", 0, "held_on")`` → ``$.sittings[0].held_on``."""
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)


def from_pydantic(error: ValidationError) -> InvalidDossier:
    details = error.errors(include_url=False)
    return InvalidDossier([Problem(json_path(d["loc"]), _message(d)) for d in details])


def _message(detail: ErrorDetails) -> str:
    kind, seen = detail["type"], _shown(detail["input"])
    if kind == "json_invalid":
        said = str(detail["ctx"]["error"])
        return next((message for word, message in _UNREADABLE.items() if word in said), "JSON illisible")
    if kind in _UNKNOWN_FIELD:
        return "champ inconnu du format ; le retirer ou corriger son nom"
    if kind in _ONE_OF:
        expected = str(detail["ctx"]["expected"]).replace(" or ", " ou ")
        return f"valeur inconnue {seen} ; valeurs admises : {expected}"
    expected = _EXPECTED.get(kind, "valeur d'une autre forme attendue")
    return expected if kind == "missing" else f"{expected} ; lu : {seen}"


def _shown(value: object, limit: int = 60) -> str:
    text = repr(value) if isinstance(value, str | int | float | bool | None) else type(value).__name__
    names = {"dict": "un objet", "list": "une liste", "None": "null", "True": "true", "False": "false"}
    text = names.get(text, text)
    return text if len(text) <= limit else text[:limit] + "…"
