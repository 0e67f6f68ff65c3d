"""Which texts of ours are not public, noted when somebody opens them."""

from councils.domain.readings import ReadingKind
from councils.models import Council, User
from councils.services.readings import note_reading
from deliberations.domain.signing_order import SignedKind
from deliberations.models import (
    Clause,
    Deliberation,
    ImportedFile,
    ItemPaper,
    MayorDecision,
    OperativeBlock,
    Publication,
    RegisterVolume,
    SigningPaper,
    Sitting,
)

PRIVATE_MARK = "data-private"


def note_act_reading(user: User, row: Deliberation) -> None:
    """Note that ``user`` opened the text of ``row`` when it is a draft, or holds passages that nobody publishes."""
    kind = reading_kind(row)
    if kind is None:
        return
    label = f"Délibération {row.number}" if row.number else f"Projet du {row.sitting.held_on:%d/%m/%Y}"
    note_reading(council=row.council, user=user, kind=kind, uid=row.uid, label=label)


def reading_kind(row: Deliberation) -> ReadingKind | None:
    """Why the text is not public; ``None`` for one that anybody may ask for (CGCT art. L. 2121-26)."""
    if not row.number:
        return ReadingKind.DRAFT
    is_private = row.is_individual or not row.sitting.is_public or _has_private_passage(row)
    return ReadingKind.PRIVATE if is_private else None


def _has_private_passage(row: Deliberation) -> bool:
    if PRIVATE_MARK in row.title_html or PRIVATE_MARK in row.statement_html:
        return True
    marked = {"text_html__contains": PRIVATE_MARK}
    return (
        Clause.objects.filter(deliberation=row, **marked).exists()
        or OperativeBlock.objects.filter(part__deliberation=row, **marked).exists()
    )


def note_closed_sitting(user: User, row: Sitting) -> None:
    """Note that ``user`` opened what is told of a sitting held behind closed doors (CGCT art. L. 2121-18)."""
    if not row.is_public:
        label = f"Séance à huis clos du {row.held_on:%d/%m/%Y}"
        note_reading(council=row.council, user=user, kind=ReadingKind.PRIVATE, uid=row.uid, label=label)


def note_proofs_reading(user: User, row: Sitting, uid: str, what: str) -> None:
    """Note that ``user`` opened proofs of the sendings or answers of a sitting: ``uid`` and ``what`` say which."""
    label = f"{what}, séance du {row.held_on:%d/%m/%Y}"
    note_reading(council=row.council, user=user, kind=ReadingKind.PROOF, uid=uid, label=label)


def note_paper_reading(user: User, row: ItemPaper) -> None:
    """Note that ``user`` opened a file joined to an item, unless it goes with an act already published."""
    sitting = row.item.sitting
    if Publication.objects.filter(deliberation__item=row.item).exists():
        return
    note_reading(council=sitting.council, user=user, kind=ReadingKind.FILE, uid=row.uid, label=row.title)


def note_register_reading(user: User, row: RegisterVolume) -> None:
    """Note that ``user`` opened the sheets of the register, which hold what no public copy shows."""
    label = f"Registre, volume {row.number}"
    note_reading(council=row.council, user=user, kind=ReadingKind.FILE, uid=row.uid, label=label)


def note_imported_file(user: User, row: ImportedFile) -> None:
    """Note that ``user`` opened a file of earlier years, or an act read in it, that nobody has checked yet."""
    council = row.batch.council
    note_reading(council=council, user=user, kind=ReadingKind.FILE, uid=row.uid, label=row.path)


def note_original(user: User, row: Deliberation) -> None:
    """Note that ``user`` opened the document that an act of the past was read from: it may hold more than its text."""
    _note_file(user, row.council, row.uid, f"Document d'origine de l'acte du {row.sitting.held_on:%d/%m/%Y}")


def note_signed_paper(user: User, row: Deliberation) -> None:
    """Note that ``user`` opened the scan of an act signed by hand: the public copy shows no signature."""
    _note_file(user, row.council, row.uid, f"Délibération {row.number} signée sur papier")


def note_sealed_reading(user: User, row: SigningPaper) -> None:
    """Note that ``user`` opened a volume of the register, or the scan of an act signed by hand, under its seal."""
    if row.volume is not None:
        note_register_reading(user, row.volume)
    elif row.kind == SignedKind.SCAN:
        _note_file(user, row.council, row.subject, f"{row.title}, signée sur papier")


def note_evidence(user: User, row: Deliberation) -> None:
    """Note that ``user`` took the evidence file of an act away: it holds who was called, who answered, who signed."""
    what = row.number or f"en projet du {row.sitting.held_on:%d/%m/%Y}"
    _note_file(user, row.council, row.uid, f"Dossier de preuve de la délibération {what}")


def note_decision_evidence(user: User, row: MayorDecision) -> None:
    """Note that ``user`` took the evidence file of a decision of the mayor away."""
    what = f"n° {row.number}" if row.number else "en projet"
    _note_file(user, row.council, row.uid, f"Dossier de preuve de la décision {what}")


def note_signed_minutes(user: User, row: Sitting) -> None:
    """Note that ``user`` opened the scan of minutes signed by hand."""
    _note_file(
        user, row.council, row.uid, f"Procès-verbal signé sur papier, séance du {row.held_on:%d/%m/%Y}"
    )


def note_export(user: User, council: Council) -> None:
    """Note that ``user`` took everything of the council away in one file."""
    _note_file(user, council, council.uid, "Export complet du conseil")


def _note_file(user: User, council: Council, uid: str, label: str) -> None:
    note_reading(council=council, user=user, kind=ReadingKind.FILE, uid=uid, label=label)


def note_debate(user: User, row: Sitting, item: str) -> None:
    """Note that ``user`` opened what is written of a discussion: a draft until the minutes are settled, then public
    unless the sitting was not (CGCT art. L. 2121-15 and L. 2121-18). ``item`` is its uid.
    """
    if row.minutes_settled_in:
        note_closed_sitting(user, row)
        return
    label = f"Débats de la séance du {row.held_on:%d/%m/%Y}, avant l'arrêt du procès-verbal"
    note_reading(council=row.council, user=user, kind=ReadingKind.DRAFT, uid=item, label=label)
