"""The mayor's decisions as the register takes them: the same register as the deliberations (CGCT art. R. 2122-7-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from councils.models import Council
from deliberations.domain.issued import DocumentKind
from deliberations.models import DecisionCopy, MayorDecision
from deliberations.services.decision_documents import issue_register_sheet, latest_copy
from deliberations.services.storage import read_document


@dataclass(frozen=True, slots=True)
class RegisterDecision:
    """One decision for the register: what its tables by date and by subject say, and where its sheet is."""

    decided_on: date
    number: str
    title: str
    matter_code: str
    theme: str
    copy: DecisionCopy

    def read(self) -> bytes:
        """The sheet (PDF/A-3a). Raises ``DamagedDocument`` when its bytes are no longer those issued."""
        return read_document(self.copy)


def register_decisions(
    council: Council, *, since: date, until: date, at: datetime
) -> Iterator[RegisterDecision]:
    """The signed decisions of the period, both days included, in the order of their days and numbers.

    Side effect: the sheet of a decision that has none yet is issued, once.
    """
    rows = MayorDecision.objects.filter(
        council=council, signed_at__isnull=False, decided_on__range=(since, until)
    )
    for row in rows.select_related("council").order_by("decided_on", "year", "sequence", "pk"):
        copy = latest_copy(row, DocumentKind.REGISTER) or issue_register_sheet(row=row, by=None, at=at)
        yield RegisterDecision(
            decided_on=row.decided_on or since,
            number=row.number,
            title=row.title,
            matter_code=row.matter_code,
            theme=row.theme,
            copy=copy,
        )
