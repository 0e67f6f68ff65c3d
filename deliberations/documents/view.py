"""The frozen view of one deliberation: what every rendition prints, block by block.

A view holds finished French text, already typeset (U+00A0, U+202F, U+2019). Fields named ``*_html`` hold
the restricted HTML of the structured text, also typeset; all others are plain text to be escaped.
The blocks follow the order of the reference document. An empty block is not printed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Rendition(StrEnum):
    """EXTRACT is what is transmitted; REGISTER is for the register; CERTIFIED adds the executory blocks."""

    EXTRACT = "extract"
    REGISTER = "register"
    CERTIFIED = "certified"


class DecisionLayout(StrEnum):
    BULLETS = "BULLETS"
    ARTICLES = "ARTICLES"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Left out of the text by structure: it is set as a page artifact, never as content.

    ``coat_of_arms`` is a ``data:`` address or empty.
    """

    republic: str
    department: str
    authority: str
    document: str
    coat_of_arms: str = ""
    coat_of_arms_description: str = ""


class Framed(Protocol):
    """What stands around the text of any document, whatever it is made of."""

    @property
    def letterhead(self) -> Letterhead: ...

    @property
    def running_head(self) -> str: ...

    @property
    def is_draft(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """A labelled list: « Membres du Conseil Municipal : » then its lines."""

    lead: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AbsenceGroup:
    """« - Excusées : 2 » (a list of one line), then one paragraph per person."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """``label`` is « Article 1er : » under the article layout, empty under the bullets."""

    label: str
    html: str


@dataclass(frozen=True, slots=True)
class OperativeView:
    """One verb line and what it decides. The articles of an act are numbered from part to part."""

    lead_html: str
    layout: DecisionLayout
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """``field_name`` is the signature field made in the master; empty when nobody signs electronically."""

    capacity: str
    name: str
    field_name: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The data of the act, attached to its file: canonical JSON under a plain ASCII name."""

    name: str
    json: str


@dataclass(frozen=True, slots=True)
class DocumentData:
    """Metadata of the file. ``edited_on`` is an argument of the rendering, never the clock.

    ``category`` is what the file is; ``profile_description`` what its attached data are.
    """

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    edited_on: date
    profile: Profile | None = None
    category: str = "Délibération"
    profile_description: str = "Données de la délibération"


@dataclass(frozen=True, slots=True)
class DeliberationView:
    rendition: Rendition
    is_draft: bool
    document: DocumentData
    letterhead: Letterhead
    running_head: str
    opening: str
    officers: tuple[str, ...]
    convocation: str
    members: Counts | None
    present_sentence: str
    absences: tuple[AbsenceGroup, ...]
    votes: Counts | None
    other_votes: tuple[Counts, ...]
    object_heading: str
    object_line: str
    statement_heading: str
    statement_html: str
    preamble_lead: str
    clauses_html: tuple[str, ...]
    decision_heading: str
    operative: tuple[OperativeView, ...]
    closing: tuple[str, ...]
    signatures: tuple[Signature, ...]
    annexes_heading: str
    annexes: tuple[str, ...]
    certification: str
    dates: tuple[str, ...]
