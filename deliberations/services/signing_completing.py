"""Making signed files last: those signed while a service was away, and those whose last timestamp is about to end.

The daily duties of ``tick``. Each file is completed on its own, outside any transaction, then written if it is still
the same; what fails is tried again, later each time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from councils.services.locking import lock
from deliberations.domain.signing_order import PaperState
from deliberations.domain.wording.agreement import counted
from deliberations.models import SignatureProofs, SigningPaper
from deliberations.received.signed_asking import require_readable
from deliberations.services.signing_changing import changing_paper
from deliberations.services.signing_engine import Services, services_here
from deliberations.services.signing_issue import issue_signed
from deliberations.services.storage import DamagedDocument, read_document, store_pdf
from deliberations.signing.completing import CompletedDocument, complete, renew
from deliberations.signing.ports import SigningFailed

COMPLETED = "signing.completed"
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=5), timedelta(hours=12)
RENEWED_BEFORE = timedelta(days=90)
AT_ONCE = 50
"""Files taken by one run: the next one takes the others."""


def complete_signatures(at: datetime) -> str:
    """Add what is missing to the files « signés, à compléter » that may be tried ``at`` (aware). In French."""
    services = services_here()
    if not services.can_last:
        return ""
    rows = SigningPaper.objects.filter(state=PaperState.TO_COMPLETE, issued_at__isnull=False)
    due = rows.filter(Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at)).order_by(
        "next_attempt_at"
    )
    done, failed = _run(due, complete, services, at)
    said = [counted(done, "document signé complété", "documents signés complétés")] if done else []
    said += (
        [counted(failed, "document à compléter plus tard", "documents à compléter plus tard")]
        if failed
        else []
    )
    return f"Signatures : {', '.join(said)}." if said else ""


def renew_timestamps(at: datetime) -> str:
    """A new timestamp for the files whose last one ends within 90 days of ``at`` (aware). In French."""
    services = services_here()
    if not services.can_last:
        return ""
    rows = SigningPaper.objects.filter(
        state=PaperState.SIGNED, issued_at__isnull=False, lasts_until__lte=at + RENEWED_BEFORE
    )
    due = rows.filter(Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at)).order_by("lasts_until")
    done, _ = _run(due, renew, services, at)
    return f"Horodatages renouvelés : {counted(done, 'document', 'documents')}." if done else ""


def _run(
    due: QuerySet[SigningPaper],
    work: Callable[..., CompletedDocument],
    services: Services,
    at: datetime,
) -> tuple[int, int]:
    """How many files were completed, and how many were not."""
    done = failed = 0
    for paper in due.select_related("council", "sitting", "decision", "volume")[:AT_ONCE]:
        try:
            content = read_document(paper)
            require_readable(content)
            made = work(
                content,
                trust=services.trust,
                timestamps=services.timestamps,
                network=services.network,
            )
        except (SigningFailed, DamagedDocument) as failure:
            _put_off(paper, failure, at)
            failed += 1
        else:
            done += _keep(paper, made, at)
    return done, failed


def _put_off(paper: SigningPaper, failure: Exception, at: datetime) -> None:
    """Five minutes, then twice as long each time, up to half a day."""
    wait = min(FIRST_RETRY * 2 ** min(paper.attempts, 10), LONGEST_RETRY)
    said = failure.message_fr if isinstance(failure, SigningFailed) else "Le fichier est manquant ou altéré."
    SigningPaper.objects.filter(pk=paper.pk, sha256=paper.sha256).update(
        attempts=paper.attempts + 1, next_attempt_at=at + wait, last_failure=said[:500]
    )


def _keep(paper: SigningPaper, made: CompletedDocument, at: datetime) -> bool:
    """Write the completed file and issue it as the next version, unless another one was written meanwhile."""
    with changing_paper(paper, by=None, reason=COMPLETED) as change:
        row = lock(SigningPaper).get(pk=paper.pk)
        if row.sha256 != made.sha256_before:
            return False
        stored = store_pdf(made.content)
        row.sha256, row.size, row.path = stored.sha256, stored.size, stored.path
        row.state, row.attempts, row.next_attempt_at, row.last_failure = PaperState.SIGNED, 0, None, ""
        row.lasts_until = made.state.ends_at
        issue_signed(change, row, by=None, at=at)
        change.writer.write(row, "")
        proofs = SignatureProofs(
            paper=row,
            sha256_before=made.sha256_before,
            sha256_after=made.sha256_after,
            level=made.level,
            lasts_until=made.state.ends_at,
            at=at,
        )
        change.writer.write(proofs, "")
    return True
