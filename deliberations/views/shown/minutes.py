"""The minutes as their page shows them: how far they have come, what they lack, item by item."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.minutes import CompletionKind, Minutes, MinutesStage, stages_reached
from deliberations.domain.minutes_completing import completed
from deliberations.domain.minutes_lacks import Lack, LackKind, minutes_lacks
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemOutcome, SittingPaper
from deliberations.domain.texts import text_of
from deliberations.domain.wording.minutes import signatories
from deliberations.models import Sitting
from deliberations.models.choices import ITEM_OUTCOMES
from deliberations.services.minutes_completing import may_complete
from deliberations.services.minutes_copies import PAPER
from deliberations.services.rendering import FileFormat

_STAGES = {
    MinutesStage.DRAFT: "Projet",
    MinutesStage.DISTRIBUTED: "Distribué",
    MinutesStage.SETTLED: "Arrêté",
    MinutesStage.SIGNED: "Signé",
    MinutesStage.PUBLISHED: "Publié",
}
_WHERE = {
    LackKind.HOUR: "sitting_sheet",
    LackKind.CHAIR: "sitting_sheet",
    LackKind.ROLL: "sitting_sheet",
    LackKind.SECRETARY: "sitting_sheet",
    LackKind.AGENDA: "sitting_agenda",
    LackKind.RESULT: "sitting_sheet",
    LackKind.NAMES: "sitting_sheet",
    LackKind.DECISION: "sitting",
    LackKind.REPORT: "sitting",
}
"""Page of the sitting where each thing is put right; what the minutes themselves hold is on the page of its item."""
COMPLETION_SLUGS = {
    CompletionKind.HOUR: "heure",
    CompletionKind.CHAIR: "president",
    CompletionKind.SECRETARY: "secretaire",
}
"""Missing fact → how its page is named in an address."""
_COMPLETED = {kind.value: slug for kind, slug in COMPLETION_SLUGS.items()}
_OF_ITEM = (LackKind.DEBATE, LackKind.REQUEST)
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class ReachedStage:
    label: str
    is_reached: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class MinutesLack:
    message: str
    article: str
    url: str


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """``excerpt`` is the beginning of the summary; ``state`` says that there is none, or that nobody spoke."""

    number: int
    title: str
    url: str
    excerpt: str
    state: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class MinutesPage:
    stages: tuple[ReachedStage, ...]
    lacks: tuple[MinutesLack, ...]
    remarks: tuple[MinutesLack, ...]
    items: tuple[MinutesItem, ...]
    untold: int
    next_label: str
    next_url: str


def minutes_page(row: Sitting, record: Record) -> MinutesPage:
    """All that the page tells of the minutes of ``row``, from the facts that its papers tell."""
    lacks = minutes_lacks(record)
    items = tuple(_items(row, record))
    has_left = any(lack.kind.value in _COMPLETED for lack in lacks) and may_complete(row)
    return MinutesPage(
        stages=tuple(_stages(record)),
        lacks=tuple(_lacks(row, [lack for lack in lacks if lack.blocks], record, has_left=has_left)),
        remarks=tuple(_lack(row, lack, has_left=has_left) for lack in lacks if not lack.blocks),
        items=items,
        untold=sum(not item.is_told for item in items),
        **dict(zip(("next_label", "next_url"), _next(row, record, items), strict=True)),
    )


def _next(row: Sitting, record: Record, items: tuple[MinutesItem, ...]) -> tuple[str, str]:
    """The one button of the top of the page: what comes next, and where."""
    place = {"council": row.council.uid, "sitting": row.uid}
    reached = reached_by(record)
    waiting = next((item for item in items if not item.is_told), None)
    if waiting is not None and MinutesStage.SETTLED not in reached:
        return f"Écrire la discussion du point {waiting.number}", waiting.url
    stages = [
        (MinutesStage.DISTRIBUTED, "Distribuer le projet", "minutes_send"),
        (MinutesStage.SETTLED, "Faire arrêter le procès-verbal", "minutes_settle"),
        (MinutesStage.SIGNED, "Noter les signatures", "minutes_sign"),
        (MinutesStage.PUBLISHED, "Publier le procès-verbal", ""),
    ]
    if MinutesStage.SETTLED in reached:
        stages = stages[2:]
    label, page = next(((told, page) for stage, told, page in stages if stage not in reached), ("", ""))
    return label, reverse(page, kwargs=place) if page else "#suite"


def _stages(record: Record) -> Iterator[ReachedStage]:
    reached = reached_by(record)
    waiting = next((stage for stage in MinutesStage if stage not in reached), None)
    for stage, label in _STAGES.items():
        yield ReachedStage(label, stage in reached, stage is waiting)


def reached_by(record: Record) -> frozenset[MinutesStage]:
    """The stages that the facts of the sitting show."""
    sitting = record.sitting
    return stages_reached(
        sitting.minutes,
        is_settled=bool(sitting.minutes_settled_in),
        is_published=any(p.paper is SittingPaper.MINUTES for p in sitting.publications),
        signatories=[member for member, _ in signatories(completed(record))],
    )


def _lacks(row: Sitting, lacks: Sequence[Lack], record: Record, *, has_left: bool) -> Iterator[MinutesLack]:
    """What blocks; the summaries still to be written are one line, as the list of the items shows each."""
    unwritten = [lack for lack in lacks if lack.kind is LackKind.DEBATE]
    if len(unwritten) > 1:
        numbers = ", ".join(str(record.item(lack.item).order) for lack in unwritten if lack.item)
        page = reverse("sitting_minutes", kwargs={"council": row.council.uid, "sitting": row.uid})
        told = f"La teneur des discussions n'est pas écrite pour {len(unwritten)} points : {numbers}."
        yield MinutesLack(told, unwritten[0].article, f"{page}#points")
        lacks = [lack for lack in lacks if lack.kind is not LackKind.DEBATE]
    for lack in lacks:
        yield _lack(row, lack, has_left=has_left)


def _lack(row: Sitting, lack: Lack, *, has_left: bool) -> MinutesLack:
    """Where it is put right; ``has_left`` when the sitting is opened no more, for an act of it has left."""
    place = {"council": row.council.uid, "sitting": row.uid}
    if lack.kind in _OF_ITEM and lack.item:
        url = reverse("minutes_debate", kwargs={**place, "item": lack.item})
    elif has_left and lack.kind.value in _COMPLETED:
        url = reverse("minutes_complete", kwargs={**place, "kind": _COMPLETED[lack.kind.value]})
    elif row.finished_at is not None:
        url = reverse("sitting_reopen", kwargs=place)
    else:
        url = reverse(_WHERE[lack.kind], kwargs=place)
    return MinutesLack(lack.message, lack.article, url)


def _items(row: Sitting, record: Record) -> Iterator[MinutesItem]:
    minutes = record.sitting.minutes
    for item in sorted(record.sitting.agenda, key=lambda each: each.examination_order):
        excerpt = " ".join(text_of(minutes.debate_on(item.uid).debate_html).split())
        yield MinutesItem(
            number=item.order,
            title=text_of(item.title_html) or "Point sans objet",
            url=reverse("minutes_debate", args=(row.council.uid, row.uid, item.uid)),
            excerpt=excerpt if len(excerpt) <= _LONGEST else f"{excerpt[:_LONGEST].rstrip()}…",
            state="" if excerpt else _state(minutes, item),
            is_told=minutes.debate_on(item.uid).is_told or item.outcome is not ItemOutcome.EXAMINED,
        )


def _state(minutes: Minutes, item: AgendaItem) -> str:
    if minutes.debate_on(item.uid).is_silent:
        return "Aucune observation"
    if item.outcome is not ItemOutcome.EXAMINED:
        return ITEM_OUTCOMES[item.outcome]
    return "À écrire"


_FILES = (
    (FileFormat.PDF, "", "PDF"),
    (FileFormat.DOCX, "", "Word"),
    (FileFormat.HTML, "", "Lire à l'écran"),
    (FileFormat.PDF, PUBLIC, "Version publique (PDF)"),
)


def minutes_public_file(row: Sitting) -> str:
    """Address of the public copy as PDF, before it is online."""
    place = {"council": row.council.uid, "sitting": row.uid, "paper": PAPER, "subject": PUBLIC}
    return reverse("sitting_document_of", kwargs={**place, "file_format": FileFormat.PDF})


def minutes_files(row: Sitting) -> tuple[tuple[str, str], ...]:
    """The minutes as the facts of today make them: (label, address)."""
    place = {"council": row.council.uid, "sitting": row.uid, "paper": PAPER}
    return tuple(
        (
            label,
            reverse(
                "sitting_document_of" if subject else "sitting_document",
                kwargs={**place, "file_format": file_format} | ({"subject": subject} if subject else {}),
            ),
        )
        for file_format, subject, label in _FILES
    )
