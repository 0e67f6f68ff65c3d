"""What is put together, and what is said of the whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


class AssemblyFailed(ValueError):
    """A part cannot be put with the others; ``message_fr`` says which one and why."""

    def __init__(self, message_fr: str) -> None:
        super().__init__(message_fr)
        self.message_fr = message_fr


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is printed in the margins of one page, outside its text (CGCT art. R. 2121-9).

    ``place`` stands at the top left (« Commune de Gruson – Séance du 19 décembre 2023 »), ``sheet`` at the top right
    (« Feuillet n° 000123 »); ``initials`` is the label of a box to initial at the bottom left, or nothing.
    """

    place: str
    sheet: str
    initials: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One document. ``read`` gives its bytes, asked for once, when its turn comes.

    ``stamps`` are those of its pages in order; those beyond its last page are printed on blank pages added after it.
    ``group`` is the line of the outline under which ``title`` is listed. ``starts_on_recto``: where both sides are
    printed, a blank page is added before it when it would begin on a back. ``has_places``: its form, which may hold
    empty signature fields alone, becomes that of the whole; one part at most has one.
    """

    title: str
    read: Callable[[], bytes]
    stamps: Sequence[Stamp] = ()
    group: str = ""
    starts_on_recto: bool = False
    has_places: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Metadata of the whole. ``edited_on`` is an argument: the same input gives the same bytes."""

    title: str
    author: str
    edited_on: date
    language: str = "fr-FR"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages lie on paper. ``binding_mm`` moves each page away from the edge that is bound.

    Printed on both sides, the fronts go right and the backs go left; on one side, all go right.
    """

    binding_mm: float = 0
    is_double_sided: bool = True
