"""Packs to print: the same parts, laid out for paper, two sides, a binding and blank backs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from deliberations.assembly.collection import Progress, assemble
from deliberations.assembly.parts import About, Layout, Part

MOST_MM = 12
"""Beyond it a page would lose its own margin."""


class Recto(StrEnum):
    """What begins on the front of a sheet: nothing in particular, each group of parts, or each part."""

    NEVER = "NEVER"
    GROUP = "GROUP"
    EACH = "EACH"


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """``binding_mm`` is the room left to bind, 0 to 12. ``recto`` matters only where both sides are printed."""

    is_double_sided: bool = True
    binding_mm: int = 0
    recto: Recto = Recto.EACH

    @property
    def layout(self) -> Layout:
        return Layout(min(max(self.binding_mm, 0), MOST_MM), self.is_double_sided)


def print_pack(
    parts: Iterable[Part], about: About, options: PrintOptions, *, progress: Progress | None = None
) -> bytes:
    """Everything to print, in order, in one file laid out for A4 paper. Raises ``AssemblyFailed``.

    Parts of one ``group`` follow each other. A part that asks for a front by itself gets one whatever ``options`` say.
    """
    return assemble(_placed(parts, options.recto), about, options.layout, progress=progress)


def _placed(parts: Iterable[Part], recto: Recto) -> Iterator[Part]:
    group: str | None = None
    for part in parts:
        begins = recto is Recto.EACH or (recto is Recto.GROUP and (part.group != group or not part.group))
        group = part.group
        yield replace(part, starts_on_recto=part.starts_on_recto or begins)
