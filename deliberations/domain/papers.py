"""The papers that go with an item of the agenda."""

from enum import StrEnum


class PaperKind(StrEnum):
    """NOTE: an explanatory note as a file. ANNEX: becomes an annex of the act. OTHER: read, and annexed to nothing."""

    NOTE = "NOTE"
    ANNEX = "ANNEX"
    OTHER = "OTHER"


class AnnexJoining(StrEnum):
    """How an annex goes with the PDF of its act.

    SEPARATE: a file of its own, that the act only names. APPENDED: its pages follow those of the act, numbered with
    them. ATTACHED: the file itself is carried inside the PDF.
    """

    SEPARATE = "SEPARATE"
    APPENDED = "APPENDED"
    ATTACHED = "ATTACHED"
