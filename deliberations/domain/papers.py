"""The papers that go with an item of the agenda."""

from enum import StrEnum


class PaperKind(StrEnum):
    """NOTE: an explanatory note as a file. ANNEX: becomes an annex of the act. OTHER: read, and annexed to nothing."""

    NOTE = "NOTE"
    ANNEX = "ANNEX"
    OTHER = "OTHER"
