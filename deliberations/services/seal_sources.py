"""What the council's seal certifies without anybody's signature: a volume of the register, a list, a scan.

Each is told by the SHA-256 of all that the copy is made from: while it is the same, so is the copy.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from councils.models import Council
from councils.queries import council_facts
from deliberations.annexes import place, read_sheets, shapes_of
from deliberations.documents import composed
from deliberations.documents.sealed import SignedScan, view_sealed_scan, with_list_seal
from deliberations.documents.sitting import BY_KIND
from deliberations.domain.signing_order import SignedKind
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.domain.wording.dates import long_date
from deliberations.models import (
    DecisionSignature,
    Deliberation,
    HandSignature,
    MayorDecision,
    RegisterVolume,
    SigningPaper,
    Sitting,
    StoredFile,
)
from deliberations.queries.signatures import hand_signature_of
from deliberations.services.annexing import drawn_once
from deliberations.services.register_files import sealed_file
from deliberations.services.rendering import FileFormat
from deliberations.services.sitting_documents import render_paper, told_record, view_paper
from deliberations.services.storage import read_document
from deliberations.signing.fields import prepare_signature_fields

LIST = BY_KIND[SittingDocumentKind.DECISION_LIST]
AnyAct = Deliberation | MayorDecision


# --- the list of a sitting


def list_source(sitting: Sitting) -> str:
    """The digest of the list as its facts print it today, without the seal. Raises ``Refusal``."""
    view = view_paper(sitting, LIST, edited_on=sitting.held_on)
    return hashlib.sha256(render_paper(view, FileFormat.PDF)).hexdigest()


def list_to_seal(sitting: Sitting) -> bytes:
    """The same with the place of the seal. Raises ``Refusal``."""
    view = view_paper(sitting, LIST, edited_on=sitting.held_on)
    sealed = with_list_seal(view, told_record(sitting).council)
    return prepare_signature_fields(composed.render_pdf(sealed))


# --- the scan of an act signed by hand


@dataclass(frozen=True, slots=True)
class ScanSource:
    """The paper of an act signed by hand, as it was received, and what was noted of its signature."""

    council: Council
    file: StoredFile
    about: str
    title: str
    signed: str
    signed_on: date

    @property
    def key(self) -> str:
        """The digest of the paper and of what is told of it; how the copy is laid out is not in it."""
        told = [self.file.sha256, self.file.name, self.about, self.title, self.signed]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def made(self) -> bytes:
        """The copy with the place of the seal: each page of the scan drawn, as the pages of annexes are.

        Slow (a fifth of a second for a page, once). Raises ``AnnexRefused`` or ``DamagedDocument``.
        """
        drawn = drawn_once(read_document(self.file), self.file.media_type, self.file.name)
        scan = SignedScan(
            self.about,
            self.title,
            self.signed,
            self.signed_on,
            self.file.name,
            self.file.sha256,
            shapes_of(drawn),
        )
        view = view_sealed_scan(council_facts(self.council), scan)
        return prepare_signature_fields(place(composed.render_pdf(view), read_sheets(drawn)))


def scan_of(act: AnyAct) -> ScanSource | None:
    """The paper kept of ``act``; ``None`` when it was not signed by hand, or its paper is not here."""
    noted: HandSignature | DecisionSignature | None
    if isinstance(act, Deliberation):
        noted, about = hand_signature_of(act), f"délibération n° {act.number}"
    else:
        rows = act.hand_signatures.select_related("signatory__person", "file")
        noted, about = rows.last(), f"décision n° {act.number}"
    if noted is None or noted.file is None:
        return None
    who = ", ".join(filter(None, (noted.capacity, str(noted.signatory))))
    signed = f"{who}, à la main, le {long_date(noted.signed_on)}"
    return ScanSource(act.council, noted.file, about, act.title, signed, noted.signed_on)


# --- what a paper is made from, now


def source_now(paper: SigningPaper) -> str:
    """What the copy put to signature would be made from today; empty when there is nothing to copy any more."""
    return _NOW[SignedKind(paper.kind)](paper)


def _volume_now(paper: SigningPaper) -> str:
    volume = RegisterVolume.objects.select_related("council").filter(signing_papers=paper).first()
    return sealed_file(volume).key if volume is not None else ""


def _list_now(paper: SigningPaper) -> str:
    sitting = Sitting.objects.select_related("council").filter(signing_papers=paper).first()
    return list_source(sitting) if sitting is not None else ""


def _scan_now(paper: SigningPaper) -> str:
    act = paper.deliberation or paper.decision
    found = scan_of(act) if act is not None else None
    return found.key if found is not None else ""


_NOW: Mapping[SignedKind, Callable[[SigningPaper], str]] = {
    SignedKind.VOLUME: _volume_now,
    SignedKind.LIST: _list_now,
    SignedKind.SCAN: _scan_now,
}
