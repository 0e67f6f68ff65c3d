"""The documents of a sitting that wait too long for a signature, in the clock of the secretary."""

from collections.abc import Iterator
from datetime import date

from deliberations.domain.duties.agenda import CHASE_SIGNATURE
from deliberations.domain.signing_order import SignedKind, waiting_places
from deliberations.domain.wording.dates import long_date
from deliberations.models import DueRow, Sitting
from deliberations.models.signing import PAPER_OPEN
from deliberations.queries.signatures import papers_in_force, places_of, waits_since

TOLD_ELSEWHERE = (SignedKind.CERTIFIED, SignedKind.MINUTES, SignedKind.DECISION)
"""A step of their own waits for their signature, from the first day."""


def rows_of_papers(row: Sitting, today: date) -> Iterator[DueRow]:
    """One for each document put to signature more than five days ago, which says who is awaited."""
    papers = papers_in_force(row.council).filter(PAPER_OPEN, sitting=row).exclude(kind__in=TOLD_ELSEWHERE)
    for paper in papers.order_by("pk"):
        since = waits_since(paper, today)
        if since is None:
            continue
        awaited = ", ".join(place.name for place in waiting_places(places_of(paper)))
        yield DueRow(
            council=row.council,
            sitting=row,
            code=CHASE_SIGNATURE.code,
            title=CHASE_SIGNATURE.title,
            next_action=f"{paper.title} : à la signature depuis le {long_date(since)} ; on attend {awaited}.",
        )
