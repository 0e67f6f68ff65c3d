"""How an act may be made public today, and until when it must stay so."""

from datetime import date
from enum import StrEnum

from councils.domain.bodies import BodyType, Council, PublicationMode
from deliberations.domain.enforceability import add_months, mode_in_force


class Way(StrEnum):
    """OWN_PAGE is our public page, dated by our clock; the others are declared by the clerk, with their day."""

    OWN_PAGE = "OWN_PAGE"
    OTHER_SITE = "OTHER_SITE"
    POSTING = "POSTING"
    PAPER = "PAPER"
    NOTIFICATION = "NOTIFICATION"


CHANNELS = {
    Way.OWN_PAGE: "site Internet",
    Way.OTHER_SITE: "site Internet",
    Way.POSTING: "affichage",
    Way.PAPER: "papier",
    Way.NOTIFICATION: "notification",
}
"""The channel kept with the fact, which the certified copy prints."""
_OF_MODE = {PublicationMode.POSTING: Way.POSTING, PublicationMode.PAPER: Way.PAPER}
ONLINE_MONTHS = 2
"""An act put online stays there two months at least (CGCT art. R. 2131-1)."""


def has_public_pages(council: Council, chosen: bool | None) -> bool:
    """Whether the acts of a council may be read on our public pages.

    Closed for a CCAS unless somebody opened them: its sittings are not public, and an individual aid is never
    published (CASF art. L. 133-5).
    """
    return council.body_type is not BodyType.CCAS if chosen is None else chosen


def ways_open(*, is_individual: bool, has_pages: bool) -> tuple[Way, ...]:
    """The ways of making an act known: an individual decision is notified, and never put online by us.

    That it was posted, or put online elsewhere, is a fact that may be declared: see ``individual_warning``.
    """
    declared = (Way.OTHER_SITE, Way.POSTING, Way.PAPER)
    if is_individual:
        return (Way.NOTIFICATION, *declared)
    return ((Way.OWN_PAGE,) if has_pages else ()) + declared


def individual_warning(council: Council, way: Way) -> str:
    """What is said before an individual decision is told to be published otherwise than notified, or nothing.

    CGCT art. L. 2131-1; an individual aid of a CCAS is secret (CASF art. L. 133-5).
    """
    if way is Way.NOTIFICATION:
        return ""
    if council.body_type is BodyType.CCAS:
        secret = "Une décision d'aide individuelle est couverte par le secret (CASF art. L. 133-5)."
    else:
        secret = "Elle peut aussi révéler une donnée personnelle à tous."
    return (
        "Une décision individuelle se notifie à l'intéressé (CGCT art. L. 2131-1) : la publier ne la lui fait pas "
        f"connaître, et ne la rend pas exécutoire. {secret}"
    )


def usual_way(council: Council, on: date, ways: tuple[Way, ...]) -> Way:
    """The way of the mode in force that day (CGCT art. L. 2131-1), among those open."""
    mode = mode_in_force(council, on)
    wanted = _OF_MODE.get(mode) if mode else None
    return wanted if wanted in ways else ways[0]


def online_until(published_on: date) -> date:
    """Last day on which an act put online may not be taken off yet (CGCT art. R. 2131-1)."""
    return add_months(published_on, ONLINE_MONTHS)
