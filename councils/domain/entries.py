"""One member as a form or a file tells them, before any row is written."""

from dataclasses import dataclass
from datetime import date

from councils.domain.people import Civility, College, Gender, Office, SeatKind


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """Who sits, and what is known of the seat. Whatever is not told stays empty.

    ``label`` is the office named where the person is not known. ``substitute_for`` is the uid of the titular
    mandate. ``email`` and ``phone`` go to the contact of the person, never to an act.
    """

    given_name: str = ""
    family_name: str = ""
    civility: Civility | None = None
    gender: Gender | None = None
    birth_date: date | None = None
    label: str = ""
    seat: SeatKind = SeatKind.TITULAR
    substitute_for: str | None = None
    since: date | None = None
    elected_on: date | None = None
    votes_obtained: int | None = None
    electoral_list: str = ""
    group: str = ""
    college: College | None = None
    represents: str = ""
    recorded_rank: int | None = None
    offices: tuple[Office, ...] = ()
    email: str = ""
    phone: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.label

    @property
    def starts_on(self) -> date | None:
        """First day told: of the mandate, else of the election."""
        return self.since or self.elected_on
