"""What anybody may read: the acts put online on our own public pages, and nothing else of a council."""

from django.db.models import Exists, OuterRef, QuerySet

from councils.models import Council
from deliberations.domain.acts import ActLink, Source
from deliberations.models import Deliberation, Link, Publication, PublicPages, Unpublication
from deliberations.queries.lists import slug_of

PREFIX = "/public/"
"""Every publication that we made ourselves refers to an address that begins so."""


def pages_choice(council: Council) -> bool | None:
    """Whether somebody opened or closed the public pages of ``council``; ``None`` where nobody did."""
    row = PublicPages.objects.filter(council=council).first()
    return None if row is None else row.is_open


def put_online(council: Council) -> QuerySet[Deliberation]:
    """Every act that was ever put online on our pages, whether it was taken off or withdrawn since."""
    ours = Publication.objects.filter(
        deliberation=OuterRef("pk"), source=Source.MACHINE, reference__startswith=PREFIX
    )
    rows = Deliberation.objects.filter(council=council, is_individual=False).exclude(slug="")
    return rows.filter(Exists(ours)).select_related("council", "sitting", "item")


def published_acts(council: Council) -> QuerySet[Deliberation]:
    """The acts that anybody may read today, the latest first."""
    gone = Unpublication.objects.filter(deliberation=OuterRef("pk"))
    withdrawn = [row.pk for row in withdrawn_acts(council)]
    rows = put_online(council).exclude(Exists(gone)).exclude(pk__in=withdrawn)
    return rows.order_by("-sitting__held_on", "-year", "-sequence", "pk")


def withdrawn_acts(council: Council) -> list[Deliberation]:
    """The acts that were put online and that a later act, itself put online, withdrew."""
    numbers = dict(_withdrawals(council))
    return [row for row in put_online(council).filter(slug__in=_slugs(numbers)) if row.number in numbers]


def withdrawn_by(act: Deliberation) -> Deliberation | None:
    """The published act that withdrew ``act``, or ``None``."""
    return dict(_withdrawals(act.council)).get(act.number)


def _withdrawals(council: Council) -> list[tuple[str, Deliberation]]:
    links = Link.objects.filter(
        kind=ActLink.WITHDRAWS, deliberation__in=put_online(council).values("pk")
    ).select_related("deliberation__council")
    return [(link.number, link.deliberation) for link in links]


def _slugs(numbers: dict[str, Deliberation]) -> list[str]:
    return [slug_of(number) for number in numbers]


def is_unpublished(act: Deliberation) -> bool:
    """Whether ``act`` was taken off our pages."""
    return Unpublication.objects.filter(deliberation=act).exists()
