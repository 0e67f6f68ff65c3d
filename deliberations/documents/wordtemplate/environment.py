"""Jinja reduced to what ``syntax`` lets through: the second barrier, for what the first would have let pass.

No attribute of a Python object is ever read: records are read by key, and everything else has none. Nothing can be
called. Every template compiled here is checked first, what it prints is measured as it grows, and every turn of every
loop is counted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, NoReturn

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from deliberations.documents.wordtemplate.fields import Field, Kind
from deliberations.documents.wordtemplate.filters import FILTERS
from deliberations.documents.wordtemplate.problems import Problem, TemplateRefused
from deliberations.documents.wordtemplate.syntax import LOOP, check
from deliberations.richtext import plain_text, printable

MOST_TURNS = 20_000
MOST_LETTERS = 24 * 1024 * 1024
"""Of one part, its XML included."""

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a formatted text, until it is written as paragraphs (``blocks``)."""

_RESERVED = {ord(mark): None for mark in (OPEN, CLOSE, "\ue002")}


class Budget:
    """The turns of loops left to one document."""

    def __init__(self) -> None:
        self.left = MOST_TURNS

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise overrun()


def overrun() -> TemplateRefused:
    return TemplateRefused(
        (
            Problem(
                "template.overrun",
                "Ce modèle ferait un document trop long : ses boucles se répètent trop de fois. Simplifiez-le.",
            ),
        )
    )


@dataclass(frozen=True, slots=True, eq=False)
class Rich:
    """A formatted text: printed as its mark, true when it has words.

    ``repeats``: it is a list printed whole, each paragraph of which is set as that of the mark, bullet included.
    """

    number: int
    html: str
    repeats: bool = False

    @property
    def plain(self) -> str:
        return plain_text(self.html)

    def __bool__(self) -> bool:
        return bool(self.html)

    def __str__(self) -> str:
        return f"{OPEN}{self.number}{CLOSE}"

    __html__ = __str__


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """The parts of one element of a list, read by their names only."""

    parts: Mapping[str, Any]

    def __bool__(self) -> bool:
        return True


class Items(Sequence[Any]):
    """A list that was given; each turn through it spends of the budget. Printed whole, a paragraph for each."""

    def __init__(self, values: Iterable[Any], budget: Budget, whole: Rich | None = None) -> None:
        self._values, self._budget, self._whole = tuple(values), budget, whole

    def __html__(self) -> str:
        return str(self._whole or "")

    __str__ = __html__

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: Any) -> Any:
        return self._values[place]

    def __iter__(self) -> Iterator[Any]:
        for value in self._values:
            self._budget.spend()
            yield value


class Values:
    """The data of a template: what the fields of ``fields`` say, ``data`` being plain JSON.

    ``riches`` are the formatted texts by their numbers.
    """

    def __init__(self, fields: Mapping[str, Field], data: Mapping[str, Any]) -> None:
        self.riches: list[Rich] = []
        self._budget = Budget()
        self.context = {name: self._value(field, data.get(name)) for name, field in fields.items()}

    def _value(self, field: Field, value: Any) -> Any:
        match field.kind:
            case Kind.FLAG:
                return bool(value)
            case Kind.TEXT:
                return _text(value)
            case Kind.RICH:
                return self._rich(value)
            case Kind.LINES:
                lines = [_text(each) for each in value or ()]
                return Items(lines, self._budget, self._whole(escape(line, quote=False) for line in lines))
            case Kind.RICHES:
                riches = [self._rich(each) for each in value or ()]
                return Items(riches, self._budget, self._whole(each.html for each in riches))
            case Kind.RECORDS:
                return Items([self._record(field, each) for each in value or ()], self._budget)

    def _rich(self, value: Any) -> Rich:
        return self._kept(Rich(len(self.riches), _text((value or {}).get("html", ""))))

    def _whole(self, paragraphs: Iterable[str]) -> Rich:
        html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return self._kept(Rich(len(self.riches), html, repeats=True))

    def _kept(self, rich: Rich) -> Rich:
        self.riches.append(rich)
        return rich

    def _record(self, field: Field, value: Any) -> Record:
        return Record({part.name: self._value(part, value.get(part.name)) for part in field.fields})


def _text(value: Any) -> str:
    return printable("" if value is None else str(value)).translate(_RESERVED)


class Environment(ImmutableSandboxedEnvironment):
    """Compiles nothing that ``syntax.check`` refuses."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, cache_size=0, extensions=())
        self._fields = fields
        self.globals, self.tests = {}, {}
        self.filters = dict(FILTERS)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        faults = check(tree, self._fields).faults
        if faults:
            raise TemplateRefused(tuple(Problem("template.syntax", message) for _, message in faults))
        return tree

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Joined, as long as it is not out of measure."""
        kept, letters = [], 0
        for piece in pieces:
            kept.append(piece)
            letters += len(piece)
            if letters > MOST_LETTERS:
                raise overrun()
        return "".join(kept)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Record) and attribute in obj.parts:
            return obj.parts[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        raise SecurityError("no index in a template")

    def call(self, *_args: Any, **_named: Any) -> NoReturn:
        raise SecurityError("no call in a template")
