"""The files of ours that begin with given bytes: what was made to be signed, and each state that was recorded since."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from deliberations.models import IssuedDocument, Signature, SigningPaper
from deliberations.queries.known_files import KnownFile

RowT = TypeVar("RowT", bound=Model)
MOST = 5
"""Files looked at: the same facts make one master, so that several are a restoration or a mistake."""


def files_begun(digests: Collection[str]) -> Iterator[tuple[KnownFile, SigningPaper | IssuedDocument]]:
    """Each document of which a state has one of ``digests`` (SHA-256), and the row that keeps its last file."""
    papers = SigningPaper.objects.filter(master_sha256__in=digests)
    for paper in _first(
        papers, "deliberation__council", "deliberation__sitting", "decision__council", "sitting__council"
    ):
        of = paper.deliberation or paper.decision or paper.sitting
        yield KnownFile(of, paper.get_kind_display(), paper.kind, paper.subject, is_latest=False), paper
    signed = Signature.objects.filter(Q(sha256_before__in=digests) | Q(sha256_after__in=digests))
    for row in _first(signed, "document__deliberation__council", "document__deliberation__sitting"):
        kept = row.document
        yield KnownFile(kept.deliberation, kept.get_kind_display(), kept.kind, is_latest=False), kept


def _first(rows: QuerySet[RowT], *related: str) -> Iterable[RowT]:
    """The first of ``rows``, each with ``related``. Their keys are asked before: mostly, there are none."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    return rows.model._default_manager.filter(pk__in=keys).select_related(*related) if keys else ()
