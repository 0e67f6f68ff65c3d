"""Batches of earlier years as their pages show them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from councils.models import Council
from deliberations.domain.importing import ReviewState
from deliberations.domain.sittings import Confidence
from deliberations.models import ImportBatch, ImportedAct

_TO_REVIEW = Q(files__acts__state=ReviewState.TO_REVIEW)


def batches_of(council: Council) -> QuerySet[ImportBatch]:
    """The batches of ``council``, the latest first, each with how many files and acts it has."""
    return (
        ImportBatch.objects.filter(council=council)
        .select_related("created_by")
        .annotate(
            file_count=Count("files", distinct=True),
            act_count=Count("files__acts", distinct=True),
            left_count=Count("files__acts", filter=_TO_REVIEW, distinct=True),
        )
        .order_by("-created_at", "-pk")
    )


def acts_of(batch: ImportBatch, state: str = "") -> QuerySet[ImportedAct]:
    """The acts of ``batch`` in the order of its files; ``state`` is a choice of the page's filter."""
    rows = ImportedAct.objects.filter(source__batch=batch).select_related(
        "source__batch__council", "source__file", "deliberation__sitting"
    )
    if state == "verifier":
        rows = rows.filter(state=ReviewState.TO_REVIEW).exclude(confidence=Confidence.CLEAR)
    elif state == "clairs":
        rows = rows.filter(state=ReviewState.TO_REVIEW, confidence=Confidence.CLEAR)
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("source__position", "position")


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do of a batch: acts read clearly, others (``first_doubtful`` is the first one), acts accepted."""

    clear: int
    doubtful: int
    accepted: int
    first_doubtful: str


def left_of(batch: ImportBatch) -> Left:
    """How many acts of ``batch`` wait for somebody, and how many are in the archive."""
    clear = Q(state=ReviewState.TO_REVIEW, confidence=Confidence.CLEAR)
    counts = ImportedAct.objects.filter(source__batch=batch).aggregate(
        clear=Count("pk", filter=clear),
        doubtful=Count("pk", filter=Q(state=ReviewState.TO_REVIEW) & ~clear),
        accepted=Count("pk", filter=Q(state=ReviewState.ACCEPTED)),
    )
    first = acts_of(batch, "verifier").values_list("uid", flat=True).first() if counts["doubtful"] else ""
    return Left(**counts, first_doubtful=str(first or ""))


def next_to_review(act: ImportedAct) -> ImportedAct | None:
    """The act to review after this one, in the order of the batch, then from its beginning."""
    left = acts_of(act.source.batch).filter(state=ReviewState.TO_REVIEW).exclude(pk=act.pk)
    after = Q(source__position__gt=act.source.position) | Q(
        source__position=act.source.position, position__gt=act.position
    )
    return left.filter(after).first() or left.first()
