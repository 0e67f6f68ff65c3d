"""Transmission by hand: the pack to deposit, the deposit declared, and the receipt that comes back."""

from dataclasses import dataclass
from datetime import date, datetime

from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.actes import (
    ANNEX_TYPES,
    DOCUMENT_TYPE,
    act_identifier,
    cut_object,
    is_actes_number,
)
from deliberations.domain.actes import actes_number as written_number
from deliberations.domain.acts import Source
from deliberations.domain.majority import Verdict
from deliberations.domain.matters import matter_label
from deliberations.domain.receipts import Answer
from deliberations.models import Annex, Deliberation, Deposit, Sitting, StoredFile, Transmission
from deliberations.services.changes import changing
from deliberations.services.days import require_possible_day
from deliberations.services.public_copy import follow_publicity

DEPOSITED, TRANSMITTED = "act.deposited", "act.transmitted"
CHANNEL = "préfecture"
"""Printed: « Télétransmis en préfecture le … »."""
DEFAULT_ANNEX_TYPE = next(iter(ANNEX_TYPES))


@dataclass(frozen=True, slots=True)
class DepositFile:
    """One file of the pack. ``annex`` is ``None`` for the act; ``stored`` for an annex whose file is missing here."""

    name: str
    type_code: str
    title: str
    annex: int | None = None
    stored: StoredFile | None = None

    @property
    def is_missing(self) -> bool:
        return self.annex is not None and self.stored is None


@dataclass(frozen=True, slots=True)
class DepositSheet:
    """What is typed in the transmission service, proposed from the facts, and the files to hand in."""

    number: str
    subject: str
    title: str
    matter_code: str
    matter: str
    nature: int
    decided_on: date
    identifier: str
    files: tuple[DepositFile, ...]


def require_transmissible(act: Deliberation) -> None:
    """Raise ``Refusal`` for an act that is not to be transmitted, or not yet."""
    if not act.number:
        raise Refusal("act.unnumbered", "Cette délibération n'a pas encore de numéro : clôturez la séance.")
    if not act.item.is_transmissible:
        raise Refusal(
            "act.not_transmissible", "Cet acte n'est pas à transmettre à l'État.", "CGCT art. L. 2131-3"
        )


def deposit_sheet(act: Deliberation, types: dict[int, str] | None = None) -> DepositSheet:
    """The sheet of ``act``, as its last deposit told it or as the facts propose it.

    ``types`` are the type codes chosen for its annexes, by key.
    """
    last = act.deposits.order_by("pk").last()
    title = act.title
    number = act.actes_number or _proposed_number(act)
    nature = last.nature if last else 1
    identifier = act_identifier(
        department=act.council.department_code,
        siren=act.council.siren,
        decided_on=act.sitting.held_on,
        number=number,
        nature=nature,
    )
    return DepositSheet(
        number=number,
        subject=last.subject if last else cut_object(title),
        title=title,
        matter_code=last.matter_code if last else act.item.matter_code,
        matter=matter_label(last.matter_code if last else act.item.matter_code),
        nature=nature,
        decided_on=act.sitting.held_on,
        identifier=identifier or "",
        files=tuple(_files(act, number, identifier, types or {})),
    )


def _proposed_number(act: Deliberation) -> str:
    return written_number(
        act.number, year=act.year or act.sitting.held_on.year, sequence=act.sequence or act.pk
    )


def _files(
    act: Deliberation, number: str, identifier: str | None, types: dict[int, str]
) -> list[DepositFile]:
    """Names of the norm where the SIREN and the department are known, plain ones else."""
    stem = f"{identifier}-1-1" if identifier else number
    files = [DepositFile(f"{DOCUMENT_TYPE}-{stem}_1.pdf", DOCUMENT_TYPE, "La délibération")]
    for place, annex in enumerate(act.annexes.select_related("file"), start=2):
        code = types.get(annex.pk, DEFAULT_ANNEX_TYPE)
        name = f"{code}-{stem}_{place}.{_extension(annex)}"
        files.append(DepositFile(name, code, annex.title, annex.pk, annex.file))
    return files


def _extension(annex: Annex) -> str:
    name = annex.file.name if annex.file else ""
    extension = name.rpartition(".")[2].lower()
    return extension if extension.isalnum() and len(extension) <= 5 and "." in name else "pdf"


def declare_deposit(
    *,
    act: Deliberation,
    by: User | None,
    at: datetime,
    deposited_on: date,
    number: str,
    subject: str,
    matter_code: str,
    nature: int,
) -> Deposit:
    """Keep what was typed in the transmission service, and when. The same declared again is the same deposit.

    The receipt alone makes the act received. Raises ``Refusal`` (not to transmit, number refused by the operators,
    a day that cannot be). Side effects: the act's @CTES number and the item's matter, where they differ.
    """
    require_transmissible(act)
    _require_number(act, number)
    require_possible_day(act.sitting, deposited_on, at=at, topic="transmission")
    last = act.deposits.order_by("pk").last()
    told = (deposited_on, number, subject, matter_code, nature)
    if last and told == (
        last.deposited_on,
        last.number,
        last.subject,
        last.matter_code,
        last.nature,
    ):
        return last
    with changing(act.sitting, by=by, reason=DEPOSITED, even_finished=True) as change:
        row = Deliberation.objects.select_related("item").get(pk=act.pk)
        if row.actes_number != number:
            row.actes_number = number
            change.writer.write(row, "")
        if row.item.matter_code != matter_code:
            row.item.matter_code = matter_code
            change.writer.write(row.item, "")
        deposit = Deposit(
            deliberation=row,
            deposited_on=deposited_on,
            number=number,
            subject=subject,
            matter_code=matter_code,
            nature=nature,
            at=at,
            by=by,
        )
        return change.writer.write(deposit, "")


def _require_number(act: Deliberation, number: str) -> None:
    if not is_actes_number(number):
        raise Refusal(
            "deposit.number",
            "Le numéro compte 15 caractères au plus, parmi les majuscules, les chiffres et « _ » (ni au début ni à "
            "la fin).",
        )
    others = Deliberation.objects.filter(council=act.council, actes_number=number).exclude(pk=act.pk)
    if others.exists():
        raise Refusal("deposit.number_taken", "Ce numéro est déjà celui d'une autre délibération du conseil.")


def mismatches(act: Deliberation, answer: Answer) -> tuple[str, ...]:
    """What a receipt tells that is not of ``act``, in sentences. Another writing of its case or spaces is none."""
    return sheet_mismatches(deposit_sheet(act), answer)


def sheet_mismatches(sheet: DepositSheet, answer: Answer) -> tuple[str, ...]:
    """What a receipt tells that is not of the act that ``sheet`` describes, in sentences."""
    found = []
    if answer.number and answer.number.upper() != sheet.number.upper():
        found.append(
            f"L'accusé est celui de l'acte « {answer.number} » ; celui-ci porte le n° « {sheet.number} »."
        )
    if answer.identifier and sheet.identifier and not found:
        parts, ours = answer.identifier.split("-"), sheet.identifier.split("-")
        if parts[1] != ours[1]:
            found.append("L'accusé est celui d'une autre collectivité (son SIREN n'est pas le vôtre).")
        if parts[2] != ours[2]:
            found.append("L'accusé dit un acte d'une autre date que celle de la séance.")
    if answer.subject and _plain(answer.subject) != _plain(sheet.subject):
        found.append(f"L'accusé porte un autre objet : « {answer.subject} ».")
    return tuple(found)


def _plain(text: str) -> str:
    """An object as it comes back: typographic characters are often replaced on the way."""
    for given, plain in (("’", "'"), ("…", "..."), ("œ", "oe"), ("€", "EUR"), ("\u202f", " "), ("\xa0", " ")):
        text = text.replace(given, plain)
    return " ".join(text.casefold().split())


def record_receipt(
    *,
    act: Deliberation,
    by: User | None,
    at: datetime,
    received_on: date,
    reference: str = "",
    file: StoredFile | None = None,
) -> Transmission:
    """Record that the act reached the State that day, with its receipt when there is one. Twice the same is once.

    Raises ``Refusal`` when the act is not to be transmitted, or on an impossible day. History ``act.transmitted``.
    Side effects after the commit: those of ``follow_publicity``.
    """
    require_transmissible(act)
    require_possible_day(act.sitting, received_on, at=at, topic="transmission")
    with changing(act.sitting, by=by, reason=TRANSMITTED, even_finished=True) as change:
        last = act.transmissions.order_by("pk").select_related("file").last()
        if last and _says_the_same(last, received_on, reference, file):
            return last
        row = Transmission(
            deliberation=act,
            effective_on=received_on,
            source=Source.DECLARED,
            channel=CHANNEL,
            reference=reference,
            recorded_at=at,
            declared_by=by,
            file=file,
        )
        follow_publicity(act, by=by, at=at)
        return change.writer.write(row, "")


def _says_the_same(last: Transmission, received_on: date, reference: str, file: StoredFile | None) -> bool:
    is_known = file is None or (last.file is not None and last.file.sha256 == file.sha256)
    return last.effective_on == received_on and reference in ("", last.reference) and is_known


def acts_awaiting(sitting: Sitting) -> list[Deliberation]:
    """The numbered acts of a sitting to transmit that the State has not received yet, in the order of the agenda.

    Whether a rejected proposal is transmitted is not established: it is not among them, its own page allows it.
    """
    rows = (
        Deliberation.objects.filter(sitting=sitting, item__is_transmissible=True, transmissions__isnull=True)
        .exclude(item__result__verdict=Verdict.REJECTED)
        .select_related("council", "sitting", "item")
        .order_by("item__order", "pk")
    )
    return [row for row in rows if row.number]


def act_of_number(council: Council, number: str) -> Deliberation | None:
    """The act of ``council`` that @CTES knows by that number; ``None`` when there is none, or several."""
    rows = Deliberation.objects.filter(council=council, actes_number__iexact=number)
    found = list(rows.select_related("council", "sitting", "item")[:2])
    return found[0] if len(found) == 1 else None
