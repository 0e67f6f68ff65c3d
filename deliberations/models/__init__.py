"""Rows of sittings: convocation, agenda, movements, votes, deliberations and their proofs."""

from deliberations.models.after import (
    Deposit,
    PublicPages,
    Rectification,
    Unpublication,
)
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
from deliberations.models.dues import DueRow
from deliberations.models.election import CandidateMember, CandidateTally, Election, Round
from deliberations.models.files import StoredFile
from deliberations.models.proof import IssuedDocument, Publication, Signature, Snapshot, Transmission
from deliberations.models.results import ItemResult, Reopening, SeatResult
from deliberations.models.sitting import Auxiliary, Dispatch, Sitting, SittingSecretary, SourceStatement
from deliberations.models.sitting_papers import Bar, Override, PaperPublication, Suspension
from deliberations.models.vote import Ballot, Tally, Vote, VoteItem

__all__ = [
    "AgendaItem",
    "Annex",
    "Auxiliary",
    "Ballot",
    "Bar",
    "CandidateMember",
    "CandidateTally",
    "Clause",
    "Deliberation",
    "Deposit",
    "Dispatch",
    "DueRow",
    "Election",
    "Identifier",
    "IssuedDocument",
    "ItemResult",
    "LegalityEvent",
    "Link",
    "Movement",
    "OperativeBlock",
    "OperativePart",
    "Override",
    "PaperPublication",
    "PublicPages",
    "Publication",
    "Rectification",
    "Reopening",
    "Round",
    "SeatResult",
    "Signature",
    "Sitting",
    "SittingSecretary",
    "Snapshot",
    "SourceStatement",
    "StoredFile",
    "Suspension",
    "Tally",
    "Transmission",
    "Unpublication",
    "Vote",
    "VoteItem",
]
