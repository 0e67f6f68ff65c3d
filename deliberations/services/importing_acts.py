"""Acts of earlier years accepted into the archive, ignored, or taken back; each all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.services.locking import lock, lock_council
from councils.services.writing import Writer
from deliberations.domain import acts, sittings, votes
from deliberations.domain.importing import ReviewState
from deliberations.domain.linter.folding import fold
from deliberations.domain.sittings import Confidence, Origin
from deliberations.models import (
    AgendaItem,
    Deliberation,
    ImportBatch,
    ImportedAct,
    OriginalDocument,
    Sitting,
    SourceStatement,
    StoredFile,
    Vote,
)
from deliberations.pastacts.draft import clauses_of, operative_of
from deliberations.pastacts.numbers import squeezed
from deliberations.richtext import sanitise_inline
from deliberations.richtext.light import from_typed
from deliberations.services.act_facts import write_act
from deliberations.services.changes import announce, changing
from deliberations.services.proof import resuming
from deliberations.services.proof_followed import prove_removals
from deliberations.services.sitting_facts import SittingWriter, open_sitting
from deliberations.services.vote_facts import write_vote

ACCEPTED = "past.accepted"
CORRECTED = "past.corrected"
IGNORED = "past.ignored"
UNDONE = "past.undone"
_COUNTS = {
    "in_office": "in_office",
    "present": "present",
    "represented": "represented",
    "absent": "absent",
    "excused": "excused",
    "voters": "voters",
}
_DATES = {"date.convocation": "convocation", "date.transmitted": "transmitted", "date.published": "published"}
_NAMES = {
    "names.present": "liste des présents",
    "names.absent": "liste des absents",
    "names.excused": "liste des excusés",
    "names.proxies": "liste des pouvoirs",
    "names.secretary": "secrétaire de séance",
    "authority": "assemblée",
}


class PastRefused(Refusal):
    """The act cannot be accepted as it is: the message says what is missing."""

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(f"past.{code}", message_fr)


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """How many acts were accepted, and why each other one was not."""

    accepted: int
    refused: tuple[str, ...]


def correct_act(*, act: ImportedAct, by: User | None, **facts: object) -> ImportedAct:
    """Keep what somebody corrected, before the act is accepted. Raises ``RowRefused`` or ``PastRefused``."""
    with transaction.atomic():
        row = _waiting(act)
        for name, value in facts.items():
            setattr(row, name, value)
        return Writer(by=by, reason=CORRECTED).write(row, "")


def ignore_act(*, act: ImportedAct, by: User | None) -> None:
    """Leave an act out of the archive; its file stays. It can be taken up again."""
    _decide(act, ReviewState.IGNORED, by)


def take_up_again(*, act: ImportedAct, by: User | None) -> None:
    """Put an ignored act back among those to review."""
    with transaction.atomic():
        row = lock(ImportedAct).get(pk=act.pk)
        if row.state == ReviewState.IGNORED:
            row.state = ReviewState.TO_REVIEW
            Writer(by=by, reason=CORRECTED).write(row, "")


def _decide(act: ImportedAct, state: ReviewState, by: User | None) -> None:
    with transaction.atomic():
        row = _waiting(act)
        row.state = state
        Writer(by=by, reason=IGNORED).write(row, "")


def _waiting(act: ImportedAct) -> ImportedAct:
    row = lock(ImportedAct).select_related("source__batch__council", "source__file").get(pk=act.pk)
    if row.state == ReviewState.ACCEPTED:
        raise PastRefused("accepted", "Cet acte est déjà repris : corrigez-le sur sa propre page.")
    if row.source.batch.undone_at is not None:
        raise PastRefused("undone", "Ce lot a été annulé : reprenez ses fichiers dans un nouveau lot.")
    return row


def same_acts(act: ImportedAct) -> list[Deliberation]:
    """The acts of the council that have the same number on the same day, or the same day and object."""
    if act.held_on is None:
        return []
    council = act.source.batch.council
    rows = Deliberation.objects.filter(council=council, sitting__held_on=act.held_on)
    number, title = squeezed(act.number), fold(act.title)
    return [
        row
        for row in rows.select_related("sitting", "item", "council").order_by("pk")[:400]
        if (number and squeezed(row.number) == number) or (not number and title and fold(row.title) == title)
    ]


def accept_act(*, act: ImportedAct, by: User | None, even_twice: bool = False) -> Deliberation:
    """Make an act read a deliberation of a RECORDED sitting of its day, with its paper as authentic document.

    All or nothing. The number stays as printed; what the paper says of the roll and of the dates becomes source
    statements, never facts. Raises ``PastRefused``: no day or no object, an act that exists already (unless
    ``even_twice``), a day on which a sitting was held with the product. A second call gives the same act.
    """
    with transaction.atomic():
        # Nobody else makes the sitting of that day, the same act, or takes the batch back meanwhile.
        lock(Council).get(batches__files__acts=act.pk)
        known = (
            ImportedAct.objects.filter(pk=act.pk, deliberation__isnull=False)
            .select_related("deliberation")
            .first()
        )
        if known is not None and known.deliberation is not None:
            return known.deliberation
        row = _waiting(act)
        day = _complete(row)
        if not even_twice and (twins := same_acts(row)):
            raise PastRefused(
                "twice",
                f"L'acte {twins[0]} du {day:%d/%m/%Y} existe déjà. Comparez-les, puis ignorez celui-ci.",
            )
        with resuming():
            made = _made(row, day, by)
        row.state, row.deliberation = ReviewState.ACCEPTED, made
        Writer(by=by, reason=ACCEPTED).write(row, "")
        return made


def _complete(row: ImportedAct) -> date:
    if row.held_on is None:
        raise PastRefused(
            "no_day", "La date de la séance manque : lisez-la sur le document, puis saisissez-la."
        )
    if not row.title.strip():
        raise PastRefused("no_title", "L'objet manque : lisez-le sur le document, puis saisissez-le.")
    return row.held_on


def _made(row: ImportedAct, day: date, by: User | None) -> Deliberation:
    writer = Writer(by=by, reason=ACCEPTED)
    sitting = _sitting_of(row.source.batch.council, day, writer)
    with changing(sitting, by=by, reason=ACCEPTED) as change:
        item = _item(row, change.sitting, change.writer)
        target = SittingWriter(change.writer, change.sitting, {}, {item.uid: item})
        vote = _vote(row, item.uid)
        if vote is not None:
            write_vote(target, vote, "")
        write_act(target, _act_facts(row, item.uid), "")
        made: Deliberation = Deliberation.objects.get(sitting=change.sitting, item=item)
        OriginalDocument.objects.filter(deliberation=made).update(file=row.source.file)
        for statement in _statements(row, change.sitting, item):
            change.writer.write(statement, "")
    return made


def _sitting_of(council: Council, day: date, writer: Writer) -> Sitting:
    """The RECORDED sitting of that day, made when there is none."""
    there = list(lock(Sitting).filter(council=council, held_on=day).order_by("pk"))
    found = next((row for row in there if row.origin == Origin.RECORDED), None)
    if found is not None:
        return found
    if there:
        raise PastRefused(
            "held_here",
            f"Une séance du {day:%d/%m/%Y} est tenue avec le logiciel : un acte ancien ne peut pas s'y ajouter. "
            "Vérifiez la date.",
        )
    facts = sittings.Sitting(
        uid=f"reprise-{day.isoformat()}", held_on=day, origin=Origin.RECORDED, attendance_recorded=False
    )
    if Sitting.objects.filter(council=council, uid=facts.uid).exists():
        facts = sittings.Sitting(
            uid=f"reprise-{day.isoformat()}-bis",
            held_on=day,
            origin=Origin.RECORDED,
            attendance_recorded=False,
        )
    return open_sitting(writer, council, facts, {}, "").sitting


def _item(row: ImportedAct, sitting: Sitting, writer: Writer) -> AgendaItem:
    last = sitting.agenda.order_by("-order").values_list("order", flat=True).first() or 0
    title = sanitise_inline(_escaped(" ".join(row.title.split())))
    return writer.write(
        AgendaItem(
            sitting=sitting,
            uid=f"acte-{row.uid}",
            order=last + 1,
            title_html=title,
            theme=row.theme,
            matter_code=row.matter_code,
        ),
        "",
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _vote(row: ImportedAct, item: str) -> votes.Vote | None:
    """What is told of the vote: a whole tally when « pour » is counted, else exceptions to « tous pour »."""
    counts = (row.in_favour, row.against, row.abstentions, row.not_voting)
    if not row.stated and all(count is None for count in counts):
        return None
    stated = votes.StatedResult(row.stated) if row.stated else None
    uid = f"vote-{row.uid}"
    if row.in_favour is not None:
        tally = votes.Tally(
            row.in_favour, row.against or 0, row.abstentions or 0, not_voting=row.not_voting or 0
        )
        return votes.Vote(uid, (item,), tally=tally, stated=stated)
    exceptions = (
        (votes.Choice.AGAINST, row.against),
        (votes.Choice.ABSTENTION, row.abstentions),
        (votes.Choice.NOT_VOTING, row.not_voting),
    )
    ballots = tuple(votes.Ballot(choice, count=count) for choice, count in exceptions if count)
    # Unanimity alone gives no count: « contre : 0 » would be ours, not the paper's.
    everyone = votes.Choice.FOR if ballots and stated is not votes.StatedResult.REJECTED else None
    return votes.Vote(uid, (item,), everyone=everyone, ballots=ballots if everyone else (), stated=stated)


def _act_facts(row: ImportedAct, item: str) -> acts.Deliberation:
    return acts.Deliberation(
        uid=row.uid,
        item=item,
        printed_number=row.number.strip(),
        title_html=sanitise_inline(_escaped(" ".join(row.title.split()))),
        statement_html=from_typed(_escaped_blocks(row.statement)),
        clauses=clauses_of(row.clauses),
        operative=operative_of(row.decisions),
        original=_original(row),
    )


def _escaped_blocks(text: str) -> str:
    """Typed text where nothing is a tag: a paper from outside never brings its own HTML."""
    return text.replace("<", "‹").replace(">", "›")


def _original(row: ImportedAct) -> acts.OriginalFile | None:
    file: StoredFile | None = row.source.file
    if file is None:
        return None
    first, last = row.reading.get("first", 0), row.reading.get("last", 0)
    several = row.source.acts.count() > 1
    place = f"lignes {first} à {last}" if several and first else ""
    return acts.OriginalFile(file.sha256, file.size, file.media_type, file.name, file.pages, place)


def _statements(row: ImportedAct, sitting: Sitting, item: AgendaItem) -> Iterable[SourceStatement]:
    """What the paper says beside the act: figures, names and dates, as text and never as facts."""
    facts = row.reading.get("facts", {})
    for names in (_COUNTS, _DATES, _NAMES):
        for key, about in names.items():
            told = facts.get(key)
            if told:
                yield SourceStatement(
                    sitting=sitting,
                    item=item,
                    about=about,
                    text=str(told["value"]),
                    number=told["value"] if key in _COUNTS else None,
                    place=_place(told, row),
                    confidence=told["confidence"],
                )
    if facts.get("vote", {}).get("value"):
        told = facts["vote"]
        yield SourceStatement(
            sitting=sitting,
            item=item,
            about="vote",
            text=told["value"],
            place=_place(told, row),
            confidence=told["confidence"],
        )


def _place(told: dict[str, object], row: ImportedAct) -> str:
    name = row.source.path.rpartition("/")[2][:300]
    return f"{name}, ligne {told['first']}" if told.get("first") else name


def accept_clear(*, batch: ImportBatch, by: User | None) -> BulkOutcome:
    """Accept every act of the batch that was read clearly and that nobody has decided yet, one by one."""
    rows = ImportedAct.objects.filter(
        source__batch=batch, state=ReviewState.TO_REVIEW, confidence=Confidence.CLEAR
    ).select_related("source__batch__council", "source__file")
    accepted, refused = 0, []
    for row in rows.order_by("held_on", "source__position", "position"):
        try:
            accept_act(act=row, by=by)
            accepted += 1
        except Refusal as refusal:
            refused.append(f"{row} : {refusal.message_fr}")
    return BulkOutcome(accepted, tuple(refused))


def undo_batch(*, batch: ImportBatch, by: User | None, at: datetime) -> None:
    """Take back all that a batch brought, while nothing was built on it; its files stay kept.

    Raises ``PastRefused`` naming the first act that was issued, published, signed or annexed since, or on which
    something else now rests, and writes nothing.
    """
    with transaction.atomic():
        lock_council(batch.council_id)
        locked = lock(ImportBatch).get(pk=batch.pk)
        if locked.undone_at is not None:
            return
        rows = list(
            ImportedAct.objects.filter(source__batch=locked, deliberation__isnull=False).select_related(
                "deliberation__sitting", "deliberation__item"
            )
        )
        touched = {row.deliberation.sitting_id: row.deliberation.sitting for row in rows if row.deliberation}
        # Whoever makes the entries of the search, or what is due, of these sittings has ended, or will find them gone.
        list(lock(Sitting, to_delete=True).filter(pk__in=touched).order_by("pk"))
        for row in rows:
            _refuse_built_on(row)
        writer = Writer(by=by, reason=UNDONE)
        for row in rows:
            _take_back(row, writer)
        for sitting in touched.values():
            _drop_if_empty(sitting, writer)
        prove_removals(locked.council, at=at)
        locked.undone_at = at
        locked.save(update_fields=["undone_at"])


def _refuse_built_on(row: ImportedAct) -> None:
    act = row.deliberation
    if act is None:
        return
    is_built_on = (
        act.issued.exists()
        or act.publications.exists()
        or act.transmissions.exists()
        or act.annexes.exists()
        or act.legality.exists()
        or act.sitting.finished_at is not None
    )
    if is_built_on:
        raise _built_on(act)


def _built_on(act: Deliberation) -> PastRefused:
    return PastRefused(
        "built_on",
        f"L'acte {act} a servi depuis (document émis, transmission, publication, annexe ou élection) : le lot ne peut "
        "plus être annulé en entier.",
    )


def _take_back(row: ImportedAct, writer: Writer) -> None:
    act = row.deliberation
    if act is None:
        return
    item = act.item
    row.deliberation, row.state = None, ReviewState.TO_REVIEW
    writer.write(row, "")
    try:
        writer.delete(act)
        for vote in Vote.objects.filter(item_rows__item=item):
            writer.delete(vote)
        for statement in SourceStatement.objects.filter(item=item):
            writer.delete(statement)
        writer.delete(item)
    except (ProtectedError, RestrictedError) as error:
        raise _built_on(act) from error


def _drop_if_empty(sitting: Sitting, writer: Writer) -> None:
    is_ours = sitting.uid.startswith("reprise-")
    if is_ours and not sitting.agenda.exists() and not sitting.statements.exists():
        writer.delete(sitting)
    else:
        announce(sitting)
