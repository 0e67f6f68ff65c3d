"""What is not public, and whose reading is therefore noted."""

from enum import StrEnum


class ReadingKind(StrEnum):
    """DRAFT: an act without number. PRIVATE: a text with passages that nobody publishes.

    PROOF: a dispatch or an answer. FILE: a file that is not public.
    """

    DRAFT = "DRAFT"
    PRIVATE = "PRIVATE"
    PROOF = "PROOF"
    FILE = "FILE"
