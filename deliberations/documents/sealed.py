"""What the council's seal certifies: the last page of a volume, the end of a list, the copy of a scan.

Each says in words what the seal certifies, and holds its tagged place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from councils.domain.bodies import Council
from deliberations.documents.appended import sheet_size
from deliberations.documents.composed.view import (
    ComposedView,
    Facts,
    Signatures,
    Text,
    TextRole,
    Together,
)
from deliberations.documents.letterhead import letterhead_of
from deliberations.documents.register.common import sheet_view
from deliberations.documents.view import AnnexSheet, AppendedAnnex, DocumentData, Signature
from deliberations.domain.register import Volume
from deliberations.domain.signing_order import SEAL_FIELD
from deliberations.domain.wording import seals as words
from deliberations.domain.wording.bodies import BodyWords, capitalised
from deliberations.domain.wording.typography import typeset


def view_volume_seal(council: Council, volume: Volume, last_sheet: int, *, edited_on: date) -> ComposedView:
    """The page that follows the last sheet of a closed volume. ``last_sheet`` is the number of that one."""
    blocks = (
        Facts(_typed(words.volume_facts(volume, last_sheet))),
        *_sealed(council, words.OF_VOLUME, words.OUT_OF_SHEETS),
    )
    return sheet_view(council, volume, words.PAGE_OF_VOLUME, blocks, edited_on)


def with_list_seal(view: ComposedView, council: Council) -> ComposedView:
    """The list of a sitting, with the place of the seal at its end."""
    return replace(view, blocks=(*view.blocks, Together(_sealed(council, words.OF_LIST))))


@dataclass(frozen=True, slots=True)
class SignedScan:
    """What the copy of a paper signed by hand says. ``about`` names the act, ``signed`` tells who signed it and when.

    ``name`` and ``sha256`` are those of the file received; ``shapes`` the width and height of its pages, in mm.
    """

    about: str
    title: str
    signed: str
    signed_on: date
    name: str
    sha256: str
    shapes: Sequence[tuple[float, float]]


def view_sealed_scan(council: Council, scan: SignedScan) -> ComposedView:
    """The copy: a first page that says what it is, with the seal, then a picture of each page of the paper."""
    body, title = BodyWords(council), f"{words.SCAN} : {scan.about}"
    facts = words.scan_facts(
        title=scan.title, signed=scan.signed, name=scan.name, sha256=scan.sha256, pages=len(scan.shapes)
    )
    return ComposedView(
        document=DocumentData(
            title=typeset(title),
            author=typeset(body.authority),
            subject=typeset(scan.title),
            keywords=(),
            edited_on=scan.signed_on,
        ),
        letterhead=letterhead_of(council, capitalised(body.assembly)),
        title=typeset(title),
        blocks=(Facts(_typed(facts)), *_sealed(council, words.OF_SCAN)),
        running_head=typeset(f"{capitalised(body.authority)} – {scan.about}"),
        appended=(_pages(scan),),
    )


def _pages(scan: SignedScan) -> AppendedAnnex:
    heading, count = typeset(words.SCAN_HEADING), len(scan.shapes)
    sheets = (
        AnnexSheet(
            typeset(words.scan_alternative(scan.about, place, count)),
            typeset(words.scan_foot(place, count)),
            *sheet_size(width, height, heading if place == 1 else ""),
            width > height,
        )
        for place, (width, height) in enumerate(scan.shapes, start=1)
    )
    return AppendedAnnex(heading, tuple(sheets))


def _sealed(council: Council, told: str, *notes: str) -> tuple[Text | Signatures, ...]:
    name = typeset(capitalised(BodyWords(council).authority))
    seal = Signature(typeset(words.CAPACITY), name, SEAL_FIELD, seal=name)
    return (
        Text(typeset(told), TextRole.BOXED),
        *(Text(typeset(note), TextRole.NOTE) for note in notes),
        Signatures((seal,)),
    )


def _typed(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((typeset(term), typeset(value)) for term, value in pairs)
