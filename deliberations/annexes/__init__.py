"""Annexes as bytes: what people send is made harmless, drawn on A4 sheets, placed in the act's PDF or attached to it.

Files are read by a short-lived process with bounded time and memory (``sandbox``), never by the one that serves
pages. ``docs/decisions/0008-annexes-drawn-or-carried.md`` says why foreign pages are drawn rather than copied.
"""

from deliberations.annexes.attaching import AttachedAnnex, attach
from deliberations.annexes.bounds import Bounds
from deliberations.annexes.placing import place
from deliberations.annexes.sandbox import NormalisedAnnex, check_picture, draw, normalise, normalise_office
from deliberations.annexes.sheets import Sheet, read_sheets, shapes_of, write_sheets
from deliberations.annexes.words import AnnexRefused

__all__ = [
    "AnnexRefused",
    "AttachedAnnex",
    "Bounds",
    "NormalisedAnnex",
    "Sheet",
    "attach",
    "check_picture",
    "draw",
    "normalise",
    "normalise_office",
    "place",
    "read_sheets",
    "shapes_of",
    "write_sheets",
]
