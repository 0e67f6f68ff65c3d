"""Transmission by hand of an act of either kind: the deposit declared, and the receipt that comes back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.domain.actes import (
    ANNEX_TYPES,
    DOCUMENT_TYPE,
    act_identifier,
    cut_object,
)
from deliberations.domain.actes import actes_number as written_number
from deliberations.domain.acts import Source
from deliberations.domain.majority import Verdict
from deliberations.domain.matters import matter_label
from deliberations.domain.receipts import Answer
from deliberations.models import Deliberation, MayorDecision, Sitting, StoredFile
from deliberations.services.act_desks import AnyAct, Desk, desk_of
from deliberations.services.actes_numbers import require_number

CHANNEL = "préfecture"
"""Printed: « Télétransmis en préfecture le … »."""
DEFAULT_ANNEX_TYPE = next(iter(ANNEX_TYPES))
NATURE_UNKNOWN = 0
_DELIBERATIONS = 1


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


def require_transmissible(act: AnyAct) -> None:
    """Raise ``Refusal`` for an act that is not to be transmitted, or not yet."""
    desk = desk_of(act)
    desk.require_numbered()
    if not desk.is_transmissible:
        raise Refusal(
            "act.not_transmissible", "Cet acte n'est pas à transmettre à l'État.", "CGCT art. L. 2131-3"
        )


def deposit_sheet(act: AnyAct, types: dict[int, str] | None = None) -> DepositSheet:
    """The sheet of ``act``, as its last deposit told it or as the facts propose it.

    ``types`` are the type codes chosen for its annexes, by key. ``nature`` is ``NATURE_UNKNOWN`` until somebody chose
    that of a decision of the mayor.
    """
    desk = desk_of(act)
    last = act.deposits.order_by("pk").last()
    number = act.actes_number or _proposed_number(act, desk)
    known = act.nature if isinstance(act, MayorDecision) else desk.usual_nature
    nature = (last.nature if last else known) or NATURE_UNKNOWN
    matter = last.matter_code if last else desk.matter_code
    identifier = nature and act_identifier(
        department=act.council.department_code,
        siren=act.council.siren,
        decided_on=desk.day,
        number=number,
        nature=nature,
    )
    return DepositSheet(
        number=number,
        subject=last.subject if last else cut_object(act.title),
        title=act.title,
        matter_code=matter,
        matter=matter_label(matter),
        nature=nature,
        decided_on=desk.day,
        identifier=identifier or "",
        files=tuple(_files(act, desk, identifier or "", number, nature, types or {})),
    )


def _proposed_number(act: AnyAct, desk: Desk) -> str:
    year, sequence = act.year or desk.day.year, act.sequence or act.pk
    return written_number(act.number, year=year, sequence=sequence) if act.number else ""


def _files(
    act: AnyAct, desk: Desk, identifier: str, number: str, nature: int, types: dict[int, str]
) -> Iterator[DepositFile]:
    """Names of the norm where the SIREN and the department are known, plain ones else."""
    stem = f"{identifier}-1-1" if identifier else number
    kind = DOCUMENT_TYPE if nature in (NATURE_UNKNOWN, _DELIBERATIONS) else DEFAULT_ANNEX_TYPE
    yield DepositFile(f"{kind}-{stem}_1.pdf", kind, desk.document)
    annexes: Iterable[Any] = act.annexes.select_related("file")
    for place, annex in enumerate(annexes, start=2):
        code = types.get(annex.pk, DEFAULT_ANNEX_TYPE)
        name = f"{code}-{stem}_{place}.{_extension(annex.file)}"
        yield DepositFile(name, code, annex.title, annex.pk, annex.file)


def _extension(file: StoredFile | None) -> str:
    name = file.name if file else ""
    extension = name.rpartition(".")[2].lower()
    return extension if extension.isalnum() and len(extension) <= 5 and "." in name else "pdf"


def declare_deposit(
    *,
    act: AnyAct,
    by: User | None,
    at: datetime,
    deposited_on: date,
    number: str,
    subject: str,
    matter_code: str,
    nature: int,
) -> Any:
    """Keep what was typed in the transmission service, and when. The same declared again is the same deposit.

    The receipt alone makes the act received. Raises ``Refusal`` (not to transmit, a number refused by the operators or
    borne by another act, a day that cannot be). Side effects: the act's @CTES number and matter, where they differ, and
    the nature of a decision of the mayor. The council is locked: two acts do not take the same number.
    """
    require_transmissible(act)
    desk = desk_of(act)
    desk.require_possible_day(deposited_on, at=at, topic="transmission")
    told = (deposited_on, number, subject, matter_code, nature)
    with desk.changing("deposited", by=by) as writer:
        last = act.deposits.order_by("pk").last()
        if last and told == (last.deposited_on, last.number, last.subject, last.matter_code, last.nature):
            return last
        require_number(act, number)
        row = desk.note_deposit(writer, number, matter_code, nature)
        deposit = act.deposits.model(
            **{desk.link: row},
            deposited_on=deposited_on,
            number=number,
            subject=subject,
            matter_code=matter_code,
            nature=nature,
            at=at,
            by=by,
        )
        return writer.write(deposit, "")


def mismatches(act: AnyAct, answer: Answer) -> tuple[str, ...]:
    """What a receipt tells that is not of ``act``, in sentences. Another writing of its case or spaces is none."""
    sheet, found = deposit_sheet(act), []
    if answer.number and answer.number.upper() != sheet.number.upper():
        found.append(
            f"L'accusé est celui de l'acte « {answer.number} » ; celui-ci porte le n° « {sheet.number} »."
        )
    if answer.identifier and sheet.identifier and not found:
        parts, ours = answer.identifier.split("-"), sheet.identifier.split("-")
        if parts[1] != ours[1]:
            found.append("L'accusé est celui d'une autre collectivité (son SIREN n'est pas le vôtre).")
        if parts[2] != ours[2]:
            found.append("L'accusé dit un acte d'une autre date que celui-ci.")
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
    act: AnyAct,
    by: User | None,
    at: datetime,
    received_on: date,
    reference: str = "",
    file: StoredFile | None = None,
) -> Any:
    """Record that the act reached the State that day, with its receipt when there is one. Twice the same is once.

    Raises ``Refusal`` when the act is not to be transmitted, or on an impossible day. History ``act.transmitted``, or
    ``decision.transmitted``. Side effects after the commit: those of ``Desk.follow``.
    """
    require_transmissible(act)
    desk = desk_of(act)
    desk.require_possible_day(received_on, at=at, topic="transmission")
    with desk.changing("transmitted", by=by) as writer:
        last = act.transmissions.order_by("pk").select_related("file").last()
        if last and _says_the_same(last, received_on, reference, file):
            return last
        row = act.transmissions.model(
            **{desk.link: act},
            effective_on=received_on,
            source=Source.DECLARED,
            channel=CHANNEL,
            reference=reference,
            recorded_at=at,
            declared_by=by,
            file=file,
        )
        desk.follow(by=by, at=at)
        return writer.write(row, "")


def _says_the_same(last: Any, received_on: date, reference: str, file: StoredFile | None) -> bool:
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
