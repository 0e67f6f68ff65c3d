"""Rows of sittings: convocation, agenda, movements, votes, deliberations and their proofs."""

from deliberations.models.after import (
    Deposit,
    HandSignature,
    HandSignatureUndone,
    PublicPages,
    Rectification,
    Unpublication,
)
from deliberations.models.agenda import AgendaItem, Movement
from deliberations.models.clauses import LibraryClause
from deliberations.models.convening import (
    Answer,
    Delivery,
    LinkEvent,
    Mailing,
    OneTimeCode,
    PersonalLink,
    ProxyGrant,
)
from deliberations.models.decision_parts import DecisionAnnex, DecisionArticle, DecisionClause, DecisionLink
from deliberations.models.decision_proofs import (
    DecisionCopy,
    DecisionDeposit,
    DecisionPublication,
    DecisionRectification,
    DecisionReport,
    DecisionSignature,
    DecisionSnapshot,
    DecisionTransmission,
    DecisionUnpublication,
)
from deliberations.models.decisions import DecisionNumbering, MayorDecision
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
from deliberations.models.file_checks import FileCheck, PublicCopy
from deliberations.models.files import StoredFile
from deliberations.models.gestures import Gesture
from deliberations.models.importing import ImportBatch, ImportedAct, ImportedFile, OriginalDocument
from deliberations.models.keeping import Backup
from deliberations.models.library import ItemModel
from deliberations.models.long_works import PackWork
from deliberations.models.mayor_delegations import DelegatedPower, MayorDelegation
from deliberations.models.minutes import (
    BallotRequest,
    DebateSummary,
    Minutes,
    MinutesCompletion,
    MinutesDistribution,
    MinutesIncident,
    MinutesMail,
    MinutesRemark,
    MinutesRemarkAnswer,
    MinutesSignature,
)
from deliberations.models.papers import ItemPaper
from deliberations.models.proof import IssuedDocument, Publication, Signature, Snapshot, Transmission
from deliberations.models.proof_register import (
    DecisionEvidenceWork,
    EvidenceWork,
    ProofChain,
    ProofCheckWork,
    ProofEntry,
    ProofFact,
    ProofHead,
    ProofRecipients,
)
from deliberations.models.register import RegisterEntry, RegisterVolume, RegisterWork
from deliberations.models.results import ItemResult, Reopening, SeatResult
from deliberations.models.search import SearchEntry
from deliberations.models.signing import (
    PlaceSignature,
    SignatureProofs,
    SigningEvent,
    SigningMeans,
    SigningPaper,
    SigningPlace,
)
from deliberations.models.signing_tickets import SigningTicket, TicketPlace
from deliberations.models.sitting import Auxiliary, Dispatch, Sitting, SittingSecretary, SourceStatement
from deliberations.models.sitting_documents import SittingDocument, SittingSnapshot
from deliberations.models.sitting_papers import Bar, Override, PaperPublication, Suspension
from deliberations.models.trust import RevocationList, TrustedAuthority
from deliberations.models.versions import TextModel, TextVersion
from deliberations.models.vote import Ballot, Tally, Vote, VoteItem
from deliberations.models.word_templates import WordTemplate

__all__ = [
    "AgendaItem",
    "Annex",
    "Answer",
    "Auxiliary",
    "Backup",
    "Ballot",
    "BallotRequest",
    "Bar",
    "CandidateMember",
    "CandidateTally",
    "Clause",
    "DebateSummary",
    "DecisionAnnex",
    "DecisionArticle",
    "DecisionClause",
    "DecisionCopy",
    "DecisionDeposit",
    "DecisionEvidenceWork",
    "DecisionLink",
    "DecisionNumbering",
    "DecisionPublication",
    "DecisionRectification",
    "DecisionReport",
    "DecisionSignature",
    "DecisionSnapshot",
    "DecisionTransmission",
    "DecisionUnpublication",
    "DelegatedPower",
    "Deliberation",
    "Delivery",
    "Deposit",
    "Dispatch",
    "DueRow",
    "Election",
    "EvidenceWork",
    "FileCheck",
    "Gesture",
    "HandSignature",
    "HandSignatureUndone",
    "Identifier",
    "ImportBatch",
    "ImportedAct",
    "ImportedFile",
    "IssuedDocument",
    "ItemModel",
    "ItemPaper",
    "ItemResult",
    "LegalityEvent",
    "LibraryClause",
    "Link",
    "LinkEvent",
    "Mailing",
    "MayorDecision",
    "MayorDelegation",
    "Minutes",
    "MinutesCompletion",
    "MinutesDistribution",
    "MinutesIncident",
    "MinutesMail",
    "MinutesRemark",
    "MinutesRemarkAnswer",
    "MinutesSignature",
    "Movement",
    "OneTimeCode",
    "OperativeBlock",
    "OperativePart",
    "OriginalDocument",
    "Override",
    "PackWork",
    "PaperPublication",
    "PersonalLink",
    "PlaceSignature",
    "ProofChain",
    "ProofCheckWork",
    "ProofEntry",
    "ProofFact",
    "ProofHead",
    "ProofRecipients",
    "ProxyGrant",
    "PublicCopy",
    "PublicPages",
    "Publication",
    "Rectification",
    "RegisterEntry",
    "RegisterVolume",
    "RegisterWork",
    "Reopening",
    "RevocationList",
    "Round",
    "SearchEntry",
    "SeatResult",
    "Signature",
    "SignatureProofs",
    "SigningEvent",
    "SigningMeans",
    "SigningPaper",
    "SigningPlace",
    "SigningTicket",
    "Sitting",
    "SittingDocument",
    "SittingSecretary",
    "SittingSnapshot",
    "Snapshot",
    "SourceStatement",
    "StoredFile",
    "Suspension",
    "Tally",
    "TextModel",
    "TextVersion",
    "TicketPlace",
    "Transmission",
    "TrustedAuthority",
    "Unpublication",
    "Vote",
    "VoteItem",
    "WordTemplate",
]
