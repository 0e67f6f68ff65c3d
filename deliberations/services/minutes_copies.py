"""The file of the minutes as it was issued: the town hall's copy, and the one that anybody reads."""

from datetime import datetime
from functools import partial

from django.db import transaction

from councils.models import User
from deliberations.documents.sitting import BY_KIND
from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.sitting_documents import SittingDocumentKind
from deliberations.models import Sitting, SittingDocument
from deliberations.services.sitting_documents import freeze_sitting, issue_paper, last_issued, told_record

PAPER = BY_KIND[SittingDocumentKind.MINUTES]


def issue_minutes(*, sitting: Sitting, by: User | None, at: datetime, subject: str = "") -> SittingDocument:
    """Keep the minutes as they stand; their facts are frozen first, so that the file can be told again."""
    freeze_sitting(sitting, told_record(sitting), at=at)
    return issue_paper(sitting=sitting, paper=PAPER, by=by, at=at, edited_on=sitting.held_on, subject=subject)


def issued_minutes(sitting: Sitting, subject: str = "") -> SittingDocument | None:
    """The minutes in force among those issued; ``None`` when none was."""
    return last_issued(sitting, PAPER, subject)


def renew_public_minutes(sitting: Sitting, *, by: User | None, at: datetime) -> None:
    """After the commit: issue anew the public copy of minutes that tell a text, so that the last one hides it."""
    if sitting.finished_at is not None and issued_minutes(sitting, PUBLIC) is not None:
        renew = partial(issue_minutes, sitting=sitting, by=by, at=at, subject=PUBLIC)
        transaction.on_commit(renew, robust=True)
