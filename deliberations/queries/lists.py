"""Lists of sittings and deliberations, scoped by council."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.text import slugify

from councils.models import Council, User
from councils.queries import visible_councils
from deliberations.domain.sittings import Origin
from deliberations.models import AgendaItem, Deliberation, Dispatch, Sitting


def sittings_of(council: Council) -> QuerySet[Sitting]:
    """The sittings of one council, the latest first."""
    return Sitting.objects.filter(council=council).select_related("council").order_by("-held_on", "-pk")


def last_acts(council: Council, how_many: int = 5) -> QuerySet[Deliberation]:
    """The latest numbered acts of one council: those of its latest sittings, so that the archive is not sorted."""
    numbered = Deliberation.objects.filter(council=council).exclude(slug="")
    sittings = Sitting.objects.filter(Exists(numbered.filter(sitting=OuterRef("pk"))), council=council)
    latest = list(sittings.order_by("-held_on", "-pk").values_list("pk", flat=True)[:how_many])
    rows = numbered.filter(sitting__in=latest).select_related("sitting", "item", "council")
    return rows.order_by("-sitting__held_on", "-sequence", "-pk")[:how_many]


def members_know_of(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Of these sittings, those that a member may read of: called, held, closed, or taken up from an old act."""
    called = Q(convocation_sent_on__isnull=False) | Exists(Dispatch.objects.filter(sitting=OuterRef("pk")))
    held = Q(opened_at__isnull=False) | Q(finished_at__isnull=False) | Q(origin=Origin.RECORDED)
    return rows.filter(called | held)


def with_counts(rows: Sequence[Sitting]) -> Sequence[Sitting]:
    """The same rows, each with its ``item_count`` and ``act_count``, read for these rows only.

    Counted while the whole list is sorted, they would cost what the archive weighs.
    """
    keys = [row.pk for row in rows]
    items, acts = _counts(AgendaItem, keys), _counts(Deliberation, keys)
    for row in rows:
        row.item_count, row.act_count = items.get(row.pk, 0), acts.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


def _counts(model: type[AgendaItem] | type[Deliberation], sittings: Sequence[int]) -> dict[int, int]:
    rows = model.objects.filter(sitting__in=sittings).order_by().values_list("sitting")
    return dict(rows.annotate(how_many=Count("pk")))


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
