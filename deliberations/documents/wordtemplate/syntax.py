"""The little language of the tags: read with Jinja's parser, then every node is checked against a short list.

What is not on the list is refused by its name: calls, arithmetic, lists and dictionaries, indexes, inclusion, macros,
assignments. Names are those of the fields, whose kinds are known: so that a template that passes can only print a
field, ask whether it is empty, or go through a list that we gave.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from jinja2 import nodes

from deliberations.documents.wordtemplate.fields import Field, Kind
from deliberations.documents.wordtemplate.filters import (
    FILTERS,
    LONGEST_WORDS,
    ON_LISTS,
    ON_TEXT,
    WITH_WORDS,
    result_of,
)

DEEPEST = 3
"""Loops inside one another."""

LOOP = {"index": Kind.TEXT, "first": Kind.FLAG, "last": Kind.FLAG, "length": Kind.TEXT}
_LOOP = "loop"
_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Call: "Un appel de fonction n'est pas permis dans un modèle.",
    nodes.Getitem: "Les crochets ne sont pas permis : écrivez {% for … %}, ou les filtres premier et dernier.",
    nodes.Slice: "Les crochets ne sont pas permis : écrivez {% for … %}, ou les filtres premier et dernier.",
    nodes.Test: "« is » n'est pas permis : écrivez simplement {% if champ %}.",
    nodes.Concat: "« ~ » n'est pas permis : écrivez les champs l'un après l'autre.",
    nodes.BinExpr: "Un calcul n'est pas permis dans un modèle : les nombres sont déjà calculés.",
    nodes.UnaryExpr: "Un calcul n'est pas permis dans un modèle : les nombres sont déjà calculés.",
    nodes.Literal: "Une liste écrite dans le modèle n'est pas permise : parcourez un champ.",
}


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression gives: its kind, its fields when it has some, and whether its words are in the template."""

    kind: Kind
    fields: tuple[Field, ...] = ()
    is_one: bool = False


Scope = dict[str, Value | None]
_TEXT = Value(Kind.TEXT)
_FLAG = Value(Kind.FLAG)


@dataclass(slots=True)
class Checked:
    """``faults`` are (line, sentence); ``used`` the fields of the root that are printed or gone through."""

    faults: list[tuple[int, str]] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def check(tree: nodes.Template, fields: Mapping[str, Field]) -> Checked:
    """Read every node of ``tree``: what is not known to be harmless is a fault."""
    checker = _Checker(fields)
    checker.body(tree.body, {}, 0)
    return checker.found


class _Checker:
    def __init__(self, fields: Mapping[str, Field]) -> None:
        self._fields = fields
        self.found = Checked()

    def body(self, statements: list[nodes.Node], scope: Scope, depth: int) -> None:
        for node in statements:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        self._output(part, scope)
                case nodes.For():
                    self._loop(node, scope, depth)
                case nodes.If():
                    self._condition(node, scope, depth)
                case _:
                    self._fault(node, f"« {type(node).__name__} » n'est pas permis dans un modèle.")

    def _output(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        value = self.value(node, scope)
        if value is None or (not value.is_one and value.kind not in (Kind.FLAG, Kind.RECORDS)):
            return
        if value.kind is Kind.FLAG:
            self._fault(node, "Ce champ répond par oui ou non : il s'emploie avec {% if … %}.")
        else:
            names = ", ".join(each.name for each in value.fields)
            self._fault(node, f"Ce champ a plusieurs parties ({names}) : parcourez-le avec {{% for … %}}.")

    def _loop(self, node: nodes.For, scope: Scope, depth: int) -> None:
        if node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            self._fault(node, "Cette boucle est trop compliquée : écrivez {% for nom in champ %}.")
            return
        if depth >= DEEPEST:
            self._fault(node, f"Il y a plus de {DEEPEST} boucles les unes dans les autres.")
            return
        name, value = node.target.name, self.value(node.iter, scope)
        if name.startswith("_") or name == _LOOP or name in self._fields:
            self._fault(node, f"« {name} » est déjà un champ : donnez un autre nom à l'élément de la boucle.")
        if value is not None and not value.kind.is_list:
            self._fault(node, "Ce champ n'est pas une liste : il ne se parcourt pas avec {% for … %}.")
            value = None
        inner = {**scope, name: _item_of(value), _LOOP: Value(Kind.RECORDS, is_one=True)}
        self.body(node.body, inner, depth + 1)
        self.body(node.else_, scope, depth)

    def _condition(self, node: nodes.If, scope: Scope, depth: int) -> None:
        self.value(node.test, scope)
        self.body(node.body, scope, depth)
        for other in node.elif_:
            self._condition(other, scope, depth)
        self.body(node.else_, scope, depth)

    def value(self, node: nodes.Node, scope: Scope) -> Value | None:
        """What the expression gives; ``None`` when it is a fault, or cannot be known."""
        reader = _READERS.get(type(node))
        if reader is not None:
            return reader(self, node, scope)
        told = next((sentence for kind, sentence in _REFUSED.items() if isinstance(node, kind)), "")
        self._fault(node, told or "Cette expression n'est pas permise dans un modèle.")
        return None

    def _name(self, node: Any, scope: Scope) -> Value | None:
        if node.name in scope:
            return scope[node.name]
        known = self._fields.get(node.name)
        if known is None:
            self._unknown(node, node.name, [*self._fields, *scope])
            return None
        self.found.used.add(known.name)
        return Value(known.kind, known.fields)

    def _attribute(self, node: Any, scope: Scope) -> Value | None:
        if isinstance(node.node, nodes.Name) and node.node.name == _LOOP and _LOOP in scope:
            kind = LOOP.get(node.attr)
            if kind is None:
                self._unknown(node, node.attr, list(LOOP))
            return None if kind is None else Value(kind)
        value = self.value(node.node, scope)
        if value is None:
            return None
        if not value.is_one or not value.fields:
            self._fault(node, f"« .{node.attr} » : ce champ n'a pas de partie. Parcourez d'abord sa liste.")
            return None
        part = next((each for each in value.fields if each.name == node.attr), None)
        if part is None:
            self._unknown(node, node.attr, [each.name for each in value.fields])
            return None
        return Value(part.kind, part.fields)

    def _const(self, node: Any, scope: Scope) -> Value | None:
        value = node.value
        if isinstance(value, str) and len(value) > LONGEST_WORDS:
            self._fault(node, f"Ces mots sont trop longs : {LONGEST_WORDS} caractères au plus.")
        elif isinstance(value, (float, complex)) or (isinstance(value, int) and abs(value) > 1_000_000):
            self._fault(node, "Ce nombre n'est pas permis dans un modèle.")
        return _TEXT

    def _filter(self, node: Any, scope: Scope) -> Value | None:
        if node.name not in FILTERS:
            self._unknown(node, node.name, list(FILTERS), what="Filtre inconnu ou non permis")
            return None
        if node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs or not _has_its_words(node):
            self._fault(node, f"Le filtre « {node.name} » n'est pas écrit comme il faut.")
            return None
        for argument in node.args:
            self._const(argument, scope)
        value = self.value(node.node, scope)
        if value is None:
            return None
        return self._filtered(node, value)

    def _filtered(self, node: Any, value: Value) -> Value | None:
        is_printed = value.kind.is_printed and not value.is_one
        fits = is_printed if node.name in ON_TEXT else value.kind.is_list and not value.is_one
        if node.name in ON_LISTS | ON_TEXT and not fits:
            what = "un texte" if node.name in ON_TEXT else "une liste"
            self._fault(node, f"Le filtre « {node.name} » demande {what}.")
            return None
        if node.name in ("jointure", "join") and value.kind is Kind.RECORDS:
            self._fault(node, "Ce champ a plusieurs parties : parcourez-le avec {% for … %}.")
            return None
        kind = result_of(node.name, value.kind)
        return Value(
            kind,
            value.fields,
            is_one=kind is Kind.RECORDS and node.name in ("premier", "first", "dernier", "last"),
        )

    def _compare(self, node: Any, scope: Scope) -> Value | None:
        for each in (node.expr, *(operand.expr for operand in node.ops)):
            self.value(each, scope)
        return _FLAG

    def _both(self, node: Any, scope: Scope) -> Value | None:
        self.value(node.left, scope)
        self.value(node.right, scope)
        return _FLAG

    def _not(self, node: Any, scope: Scope) -> Value | None:
        self.value(node.node, scope)
        return _FLAG

    def _choice(self, node: Any, scope: Scope) -> Value | None:
        self.value(node.test, scope)
        first = self.value(node.expr1, scope)
        second = self.value(node.expr2, scope) if node.expr2 is not None else _TEXT
        return first if second is not None else None

    def _unknown(self, node: nodes.Node, name: str, known: list[str], *, what: str = "Champ inconnu") -> None:
        close = get_close_matches(_folded(name), known, n=1, cutoff=0.6)
        meant = f" Vouliez-vous dire « {close[0]} » ?" if close else ""
        self._fault(node, f"{what} : « {name[:40]} ».{meant}")

    def _fault(self, node: nodes.Node, message: str) -> None:
        self.found.faults.append((node.lineno or 1, message))


_Reader = Callable[[_Checker, Any, Scope], Value | None]
_READERS: dict[type[nodes.Node], _Reader] = {
    nodes.Name: _Checker._name,
    nodes.Getattr: _Checker._attribute,
    nodes.Const: _Checker._const,
    nodes.Filter: _Checker._filter,
    nodes.Compare: _Checker._compare,
    nodes.And: _Checker._both,
    nodes.Or: _Checker._both,
    nodes.Not: _Checker._not,
    nodes.CondExpr: _Checker._choice,
}


def _item_of(value: Value | None) -> Value | None:
    """What each turn of a loop gives; unknown when the list is."""
    if value is None:
        return None
    kinds = {Kind.LINES: Kind.TEXT, Kind.RICHES: Kind.RICH}
    return Value(kinds.get(value.kind, Kind.RECORDS), value.fields, is_one=value.kind is Kind.RECORDS)


def _has_its_words(node: nodes.Filter) -> bool:
    """No argument, or the one text that the filter takes."""
    if not node.args:
        return True
    argument = node.args[0]
    is_words = isinstance(argument, nodes.Const) and isinstance(argument.value, str)
    return node.name in WITH_WORDS and len(node.args) == 1 and is_words


def _folded(name: str) -> str:
    return "".join(_PLAIN.get(letter, letter) for letter in name.lower())


_PLAIN = dict(zip("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu", strict=True))
