"""Rows of sittings: convocation, agenda, movements, votes, deliberations and their proofs."""

from deliberations.models.agenda import AgendaItem, Movement
from deliberations.models.deliberation import (
    Annex,
    Clause,
    Deliberation,
    Identifier,
    LegalityEvent,
    Link,
    OperativeBlock,
    OperativePart,
)
from deliberations.models.election import CandidateMember, CandidateTally, Election, Round
from deliberations.models.files import StoredFile
from deliberations.models.keeping import Backup
from deliberations.models.proof import IssuedDocument, Publication, Signature, Snapshot, Transmission
from deliberations.models.search import SearchEntry
from deliberations.models.sitting import Auxiliary, Dispatch, Sitting, SittingSecretary, SourceStatement
from deliberations.models.sitting_papers import Bar, Override, PaperPublication, Suspension
from deliberations.models.vote import Ballot, Tally, Vote, VoteItem

__all__ = [
    "AgendaItem",
    "Annex",
    "Auxiliary",
    "Backup",
    "Ballot",
    "Bar",
    "CandidateMember",
    "CandidateTally",
    "Clause",
    "Deliberation",
    "Dispatch",
    "Election",
    "Identifier",
    "IssuedDocument",
    "LegalityEvent",
    "Link",
    "Movement",
    "OperativeBlock",
    "OperativePart",
    "Override",
    "PaperPublication",
    "Publication",
    "Round",
    "SearchEntry",
    "Signature",
    "Sitting",
    "SittingSecretary",
    "Snapshot",
    "SourceStatement",
    "StoredFile",
    "Suspension",
    "Tally",
    "Transmission",
    "Vote",
    "VoteItem",
]
