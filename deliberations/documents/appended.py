"""The annexes that follow an act in its PDF: the places of their sheets, their headings and what is read of them."""

import math
from collections.abc import Sequence

from deliberations.documents.view import AnnexSheet, AppendedAnnex
from deliberations.domain.wording.annexes import annex_heading, sheet_alternative, sheet_foot
from deliberations.domain.wording.typography import typeset

_PORTRAIT_MM, _LANDSCAPE_MM = (190.0, 253.0), (277.0, 166.0)
"""Room of a page, by the margins of ``@page annexe`` in act.css."""
_LETTERS_OF_A_LINE = {False: 92, True: 135}
_LINE_MM, _UNDER_HEADING_MM = 4.5, 3.5
_LEAST_MM = 60.0


def appended_annex(
    number: int,
    title: str,
    *,
    act_number: str,
    shapes: Sequence[tuple[float, float]],
    kind: str = "délibération",
) -> AppendedAnnex:
    """Annex ``number`` (from 1), whose sheets have these natural widths and heights in millimetres.

    A sheet that is larger than the room of a page is made smaller, never larger nor cut.
    """
    heading = typeset(annex_heading(number, title, act_number, kind))
    sheets = (
        AnnexSheet(
            typeset(sheet_alternative(number, title, place, len(shapes))),
            typeset(sheet_foot(number, place, len(shapes))),
            *sheet_size(width, height, heading if place == 1 else ""),
            width > height,
        )
        for place, (width, height) in enumerate(shapes, start=1)
    )
    return AppendedAnnex(heading, tuple(sheets))


def sheet_size(width: float, height: float, heading: str) -> tuple[float, float]:
    """What a sheet of that size becomes under ``heading`` (empty on the next pages), in millimetres: never larger."""
    is_landscape = width > height
    across, down = _LANDSCAPE_MM if is_landscape else _PORTRAIT_MM
    if heading:
        down -= math.ceil(len(heading) / _LETTERS_OF_A_LINE[is_landscape]) * _LINE_MM + _UNDER_HEADING_MM
    scale = min(1.0, across / width, max(down, _LEAST_MM) / height)
    return math.floor(width * scale * 100) / 100, math.floor(height * scale * 100) / 100
