"""The papers that the members of a sitting may read, by their personal link as well as by their account."""

from dataclasses import dataclass

from django.db.models import Prefetch

from deliberations.models import AgendaItem, ItemPaper, Sitting, StoredFile


@dataclass(frozen=True, slots=True)
class ItemPapers:
    """One item with its note (restricted HTML, may be empty) and the files joined for the members."""

    item: AgendaItem
    note_html: str
    files: tuple[StoredFile, ...] = ()


def papers_for_members(sitting: Sitting) -> tuple[ItemPapers, ...]:
    """Every item announced, in the order of the agenda, with what its members are given to read.

    The one place where it is decided: what is not here is not served by a personal link.
    """
    given = ItemPaper.objects.filter(is_for_members=True).select_related("file")
    items = (
        AgendaItem.objects.filter(sitting=sitting, added_in_sitting=False)
        .select_related("rapporteur__person")
        .prefetch_related(Prefetch("papers", queryset=given))
        .order_by("order", "pk")
    )
    return tuple(
        ItemPapers(item, item.note_html, tuple(paper.file for paper in item.papers.all())) for item in items
    )
