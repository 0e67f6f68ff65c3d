"""Acts of earlier years read from their papers: what each says, where, and how sure the reading is.

Pure text in, facts out: knows neither the database, nor the web, nor the format of the file. Nothing is guessed: what
is not read stays empty, what is read in one place only or against another is said to be doubtful.
"""

from deliberations.pastacts.model import (
    Found,
    PaperKind,
    ReadAct,
    ReadDecision,
    ReadPaper,
    ReadVote,
    SourceLine,
)
from deliberations.pastacts.reading import read_paper

__all__ = [
    "Found",
    "PaperKind",
    "ReadAct",
    "ReadDecision",
    "ReadPaper",
    "ReadVote",
    "SourceLine",
    "read_paper",
]
