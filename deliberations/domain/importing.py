"""The states of a file of earlier years, and of each act read in it."""

from enum import StrEnum


class FileStatus(StrEnum):
    """What became of one file of a batch. A file is only WAITING until it is read: reading can start again."""

    WAITING = "WAITING"
    READ = "READ"
    DOUBTFUL = "DOUBTFUL"
    SCAN = "SCAN"
    NO_ACT = "NO_ACT"
    UNREADABLE = "UNREADABLE"
    DUPLICATE = "DUPLICATE"
    KNOWN = "KNOWN"
    REFUSED = "REFUSED"
    LEFT_OUT = "LEFT_OUT"


class ReviewState(StrEnum):
    """What somebody decided of one act read."""

    TO_REVIEW = "TO_REVIEW"
    ACCEPTED = "ACCEPTED"
    IGNORED = "IGNORED"


NOT_KEPT = frozenset({FileStatus.REFUSED, FileStatus.DUPLICATE, FileStatus.KNOWN, FileStatus.LEFT_OUT})
"""Files that bring nothing: refused, already here, or no paper at all (a picture, a file of the system)."""
