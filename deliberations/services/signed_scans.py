"""Papers signed by hand come back from the scanner: each page joins its act, by the code printed at its foot.

The paper signed is the original; what is kept here is a copy of it (CGCT art. R. 2121-9).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.errors import Refusal
from councils.models import Council, Mandate, User
from deliberations.domain.certifying import certifier
from deliberations.domain.scans import ScannedPart, SortedPages, sorted_pages
from deliberations.domain.short_codes import short_code
from deliberations.models import Deliberation, MayorDecision
from deliberations.queries import record_of
from deliberations.queries.signatures import hand_signature_of
from deliberations.scans.asking import codes_of, cut
from deliberations.services.act_desks import AnyAct
from deliberations.services.decision_signing import keep_signed_paper, note_signature, paper_awaited
from deliberations.services.hand_signing import HandSigned, keep_scan, record_hand_signature
from deliberations.services.uploads import PDF, CheckedFile


@dataclass(frozen=True, slots=True)
class ScanTold:
    """What the town hall tells of a pile of papers signed. ``signatory`` and ``remark`` may be left out."""

    signed_on: date
    signatory: Mandate | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ScanKept:
    """The copy kept of one act; ``is_noted`` when its signature was noted by the same gesture."""

    act: AnyAct
    pages: int
    is_noted: bool


@dataclass(frozen=True, slots=True)
class ScanLeft:
    """Pages that joined nothing: which act they name if any, and why."""

    why: str
    act: AnyAct | None = None


@dataclass(frozen=True, slots=True)
class ScansFiled:
    """What became of a pile of papers."""

    kept: tuple[ScanKept, ...]
    left: tuple[ScanLeft, ...]


def file_signed_scans(
    *, council: Council, files: Sequence[CheckedFile], told: ScanTold, by: User | None, at: datetime
) -> ScansFiled:
    """Note as signed by hand each act whose code is on a page, and keep its pages as a copy of the paper signed.

    Each act stands alone: one that is refused leaves the others. Without ``told.signatory``, who signed is who
    certifies that day; the secretary is the one of the item. An act already noted without its paper receives it.
    Raises ``UnreadableScan`` or ``Busy`` before anything is written. Side effects for each act: those of
    ``record_hand_signature`` or ``note_signature``. Slow (a tenth of a second for each page): never in a transaction.
    """
    read = [codes_of(file.content, name=file.name, is_pdf=file.media_type == PDF) for file in files]
    pages = sorted_pages(read)
    papers = _Papers(files, read, pages)
    kept: list[ScanKept] = []
    left = list(_lost(files, pages.lost))
    for public_id, parts in pages.parts.items():
        act = _act_of(council, public_id)
        try:
            kept.append(_filed(_known(act, public_id), papers.of(public_id, parts), told, by, at))
        except Refusal as refusal:
            left.append(ScanLeft(refusal.message_fr, act))
    return ScansFiled(tuple(kept), tuple(left))


class _Papers:
    """The files as received, each cut once, in the parts of its acts."""

    def __init__(
        self, files: Sequence[CheckedFile], read: Sequence[Sequence[Sequence[str]]], pages: SortedPages
    ) -> None:
        self._files, self._read = files, read
        self._parts: dict[tuple[int, str], bytes] = {}
        for number, file in enumerate(files):
            wanted = {
                code: part for code, parts in pages.parts.items() for part in parts if part.file == number
            }
            if len(wanted) > 1 or any(len(part.pages) < len(read[number]) for part in wanted.values()):
                groups = [part.pages for part in wanted.values()]
                made = cut(file.content, groups, name=file.name)
                self._parts |= {(number, code): content for code, content in zip(wanted, made, strict=True)}

    def of(self, public_id: str, parts: Sequence[ScannedPart]) -> CheckedFile:
        """The paper of one act. Raises ``Refusal`` when it is scattered over several files."""
        if len(parts) > 1:
            names = ", ".join(f"« {self._files[part.file].name} »" for part in parts)
            raise Refusal(
                "scan.scattered",
                f"Ses pages sont dans plusieurs fichiers ({names}). Numérisez l'acte entier dans un seul PDF.",
            )
        file, part = self._files[parts[0].file], parts[0]
        content = self._parts.get((part.file, public_id), file.content)
        name = file.name if content is file.content else f"{short_code(public_id)}.pdf"
        return CheckedFile(name, content, file.media_type, len(part.pages) if file.pages else None)


def _lost(files: Sequence[CheckedFile], parts: Sequence[ScannedPart]) -> Iterator[ScanLeft]:
    for part in parts:
        pages = ", ".join(str(page + 1) for page in part.pages)
        told = f"page {pages}" if len(part.pages) == 1 else f"pages {pages}"
        yield ScanLeft(
            f"« {files[part.file].name} », {told} : aucun code lisible. Numérisez à nouveau, en noir et blanc et bien "
            "à plat, ou joignez le papier depuis la page de l'acte."
        )


def _act_of(council: Council, public_id: str) -> AnyAct | None:
    acts = Deliberation.objects.filter(council=council, public_id=public_id)
    act: Deliberation | None = acts.select_related("council", "sitting", "item").first()
    return act or MayorDecision.objects.filter(council=council, public_id=public_id).first()


def _known(act: AnyAct | None, public_id: str) -> AnyAct:
    if act is None:
        raise Refusal(
            "scan.unknown", f"Le code {short_code(public_id)} n'est celui d'aucun acte de cette collectivité."
        )
    return act


def _filed(act: AnyAct, scan: CheckedFile, told: ScanTold, by: User | None, at: datetime) -> ScanKept:
    is_noted = (
        _decision(act, scan, by, at) if isinstance(act, MayorDecision) else _act(act, scan, told, by, at)
    )
    return ScanKept(act, scan.pages or 1, is_noted)


def _decision(row: MayorDecision, scan: CheckedFile, by: User | None, at: datetime) -> bool:
    """Its day and its signatory are printed on its paper: nothing is told here."""
    if not row.is_signed:
        note_signature(row=row, by=by, at=at, scan=scan)
        return True
    if paper_awaited(row) is None:
        raise _already()
    keep_signed_paper(row=row, scan=scan, by=by, at=at)
    return False


def _act(act: Deliberation, scan: CheckedFile, told: ScanTold, by: User | None, at: datetime) -> bool:
    noted = hand_signature_of(act)
    if noted is None:
        record_hand_signature(act=act, told=_signed(act, scan, told), by=by, at=at)
        return True
    if noted.file_id is not None:
        raise _already()
    keep_scan(act=act, scan=scan, by=by, at=at)
    return False


def _already() -> Refusal:
    return Refusal("scan.already", "Sa signature et son papier sont déjà conservés : rien n'a été changé.")


def _signed(act: Deliberation, scan: CheckedFile, told: ScanTold) -> HandSigned:
    record = record_of(act.sitting)
    signatory = told.signatory or _mandate(act, certifier(record, record.act(act.uid), told.signed_on))
    if signatory is None:
        raise Refusal(
            "act.no_signatory", "Dites qui a signé : aucun signataire n'est enregistré pour cet acte."
        )
    secretary = next(iter(record.secretaries(act.item.uid)), None)
    return HandSigned(
        signed_on=told.signed_on,
        signatory=signatory,
        secretary=_mandate(act, secretary),
        remark=told.remark,
        scan=scan,
    )


def _mandate(act: Deliberation, uid: str | None) -> Mandate | None:
    rows = act.council.mandates.select_related("council", "person")
    found: Mandate | None = rows.filter(uid=uid).first() if uid else None
    return found
