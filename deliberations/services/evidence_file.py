"""The evidence file of an act: one ZIP that a judge's expert checks with public tools. Private: for the staff alone."""

import io
import zipfile
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from councils.domain import bodies
from councils.domain.days import council_day
from councils.models import Council
from deliberations.documents import composed
from deliberations.documents.evidence import EvidenceSummary, view_evidence
from deliberations.domain.wording.dates import numeric_time
from deliberations.models import MayorDecision
from deliberations.queries import record_of
from deliberations.queries.decision_evidence import proofs_of_decision
from deliberations.queries.decisions import decision_facts
from deliberations.queries.evidence import AnyAct, Proof, proofs_of
from deliberations.services.evidence_acts import evidence_of
from deliberations.services.evidence_notice import SCRIPT, notice
from deliberations.services.evidence_pieces import Evidence, Piece

SUMMARY, NOTICE, CHECKER, DIGESTS = "resume.pdf", "LISEZ-MOI.txt", "verifier.py", "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The hour of every file: an hour of ours would make two files of one state differ."""


def evidence_file(act: AnyAct) -> bytes:
    """The ZIP of everything that proves ``act``; the same state gives the same bytes.

    Raises ``DamagedDocument`` when a kept file is missing or altered. Slow for an act of many documents.
    """
    pieces = list(_with_guides(act))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for piece in sorted(pieces, key=lambda each: each.path):
            info = zipfile.ZipInfo(piece.path, _EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(info, piece.content, compresslevel=6)
    return target.getvalue()


def _with_guides(act: AnyAct) -> Iterator[Piece]:
    """The pieces, then what explains them and the list of their digests."""
    evidence = evidence_of(act)
    found = list(evidence.pieces())
    guides = [
        Piece(SUMMARY, _summary(evidence, found)),
        Piece(NOTICE, notice(evidence, found).encode()),
        Piece(CHECKER, SCRIPT.encode()),
    ]
    listed = sorted([*found, *guides], key=lambda piece: piece.path)
    digests = "".join(f"{piece.sha256}  {piece.path}\n" for piece in listed)
    yield from listed
    yield Piece(DIGESTS, digests.encode())


def _summary(evidence: Evidence, pieces: list[Piece]) -> bytes:
    act = evidence.act
    is_decision = isinstance(act, MayorDecision)
    proofs = proofs_of_decision(act) if isinstance(act, MayorDecision) else proofs_of(act)
    zone = ZoneInfo(act.council.time_zone)
    told = EvidenceSummary(
        heading=evidence.heading,
        title=act.title,
        day_label="Décision du :" if is_decision else "Séance du :",
        held_on=evidence.held_on,
        timeline=tuple(_line(proof, act.council, zone) for proof in proofs),
        files=tuple((piece.path, piece.sha256) for piece in pieces),
        register=tuple(_register_lines(evidence, zone)),
        overrides=tuple(evidence.overrides),
    )
    edited_on = max((proof.on for proof in proofs), default=evidence.held_on)
    return composed.render_pdf(view_evidence(_council(act), told, edited_on=edited_on))


def _council(act: AnyAct) -> bodies.Council:
    """The council as the act knows it, for the letterhead."""
    return decision_facts(act).council if isinstance(act, MayorDecision) else record_of(act.sitting).council


def _line(proof: Proof, council: Council, zone: ZoneInfo) -> tuple[str, str, str]:
    when = f"{proof.on:%d/%m/%Y}"
    if proof.at is not None and council_day(council, proof.at) == proof.on:
        when = f"{when} à {numeric_time(proof.at.astimezone(zone).time())}"
    told = " – ".join(part for part in (proof.label, proof.detail, proof.by) if part)
    return when, proof.kind, told


def _register_lines(evidence: Evidence, zone: ZoneInfo) -> Iterator[tuple[str, str, str, str]]:
    for entry in evidence.entries:
        head = next((each for each in evidence.heads if each.size >= entry.seq), None)
        stamped = "" if head is None or head.is_stamped else ", à horodater"
        sealed = f"l'empreinte du {head.day:%d/%m/%Y}{stamped}" if head else "la prochaine empreinte du jour"
        at = entry.at.astimezone(zone)
        yield str(entry.seq), f"{at:%d/%m/%Y} à {numeric_time(at.time())}", entry.get_kind_display(), sealed
