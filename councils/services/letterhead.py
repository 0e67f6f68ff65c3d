"""How a council's documents and pages look: its arms, its colour, its addresses, its house style."""

from dataclasses import dataclass

from django.db import transaction

from councils.domain.bodies import HouseStyle
from councils.domain.display import Colour
from councils.models import Council, User
from councils.queries import preferences_of
from councils.services.facts import STYLE_FIELDS
from councils.services.locking import lock_council
from councils.services.writing import Writer

LETTERHEAD = "council.letterhead"


@dataclass(frozen=True, slots=True)
class Arms:
    """A coat of arms already checked; without ``content``, none."""

    content: bytes = b""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """Colour of the band and addresses: never printed on an act."""

    colour: Colour = Colour.NAVY
    contact_email: str = ""
    contact_phone: str = ""
    postal_address: str = ""
    website: str = ""


@transaction.atomic
def save_letterhead(
    *,
    council: Council,
    style: HouseStyle,
    display: Display,
    by: User,
    arms: Arms | None = None,
    description: str = "",
) -> Council:
    """Write the whole; ``arms`` left out keeps the picture there is, ``description`` is its text.

    Raises ``RowRefused`` and writes nothing.
    """
    writer = Writer(by=by, reason=LETTERHEAD)
    row = lock_council(council.pk)
    for name in STYLE_FIELDS:
        setattr(row, f"style_{name}", getattr(style, name))
    if arms is not None:
        row.coat_of_arms = arms.content or None
        row.coat_of_arms_media_type = arms.media_type if arms.content else ""
    row.coat_of_arms_description = description if row.coat_of_arms else ""
    writer.write(row, "")
    preferences = preferences_of(row)
    for name in ("colour", "contact_email", "contact_phone", "postal_address", "website"):
        setattr(preferences, name, getattr(display, name))
    writer.write(preferences, "")
    return row
