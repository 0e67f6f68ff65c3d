"""Lists of sittings and deliberations, scoped by council."""

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from councils.models import Council, User
from councils.queries import visible_councils
from deliberations.models import Deliberation, Sitting


def sittings_of(council: Council) -> QuerySet[Sitting]:
    """The sittings of one council, the latest first."""
    return Sitting.objects.filter(council=council).select_related("council").order_by("-held_on", "-pk")


def last_acts(council: Council, how_many: int = 5) -> QuerySet[Deliberation]:
    """The latest numbered acts of one council."""
    rows = (
        Deliberation.objects.filter(council=council)
        .exclude(slug="")
        .select_related("sitting", "item", "council")
    )
    return rows.order_by("-sitting__held_on", "-sequence", "-pk")[:how_many]


def visible_sittings(user: User) -> QuerySet[Sitting]:
    """The sittings of every council that ``user`` may see."""
    return Sitting.objects.filter(council__in=visible_councils(user)).select_related("council")


def visible_deliberations(user: User) -> QuerySet[Deliberation]:
    """The deliberations of every council that ``user`` may see."""
    rows = Deliberation.objects.filter(council__in=visible_councils(user))
    return rows.select_related("council", "sitting", "item")


def deliberations_numbered(number: str, *, council_uid: str = "") -> list[Deliberation]:
    """Acts whose number (as printed, or by the council's pattern) or whose address, is ``number``."""
    slug = slug_of(number)
    rows = Deliberation.objects.filter(
        Q(printed_number=number) | Q(slug=slug) | Q(slug__startswith=f"{slug}-")
    )
    if council_uid:
        rows = rows.filter(council__uid=council_uid)
    found = rows.exclude(slug="").select_related("council", "sitting__council").order_by("council_id", "pk")
    return [row for row in found if number in {row.number, row.slug}]


def slug_of(number: str) -> str:
    """« 2022-12-09/01 » → « 2022-12-09-01 », at most 70 characters so that a figure may follow."""
    return slugify(number.replace("/", "-"))[:70].strip("-")
