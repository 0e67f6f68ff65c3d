"""The agenda of a sitting: its items, their order, and what becomes of them before the vote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import ProtectedError, RestrictedError

from councils.domain.errors import Refusal
from councils.models import Mandate, User
from deliberations.domain.act_text import text_of_act
from deliberations.domain.sittings import ItemKind, ItemOutcome, Subject
from deliberations.models import AgendaItem, Annex, Bar, Deliberation, ItemPaper, Sitting
from deliberations.queries import record_of
from deliberations.services.changes import SittingChange, changing
from deliberations.services.editing import Saved, Seen, require_no_conflict
from deliberations.services.texts import open_act, save_text

ITEM_ADDED = "agenda.item_added"
ITEM_CHANGED = "agenda.item_changed"
ITEM_REMOVED = "agenda.item_removed"
ITEM_MOVED = "agenda.item_moved"
ITEM_OUTCOME = "agenda.item_outcome"
ITEM_CARRIED = "agenda.item_carried"


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is decided of an item before the sitting; each field is that of ``AgendaItem``.

    ``bars`` are the members kept out, each with the ground, in any order.
    """

    title_html: str
    theme: str = ""
    kind: str = ItemKind.DELIBERATION
    subject: str = Subject.NONE
    matter_code: str = ""
    rapporteur: Mandate | None = None
    is_transmissible: bool = True
    note_html: str = ""
    financial_year: int | None = None
    treasurer_account_received: bool | None = None
    nomination_basis: str = ""
    added_in_sitting: bool = False
    bars: frozenset[tuple[int, str]] = frozenset()

    def values(self) -> dict[str, Any]:
        """Name of each fact → its value; the bars are sorted, so that two equal sets are told alike."""
        told = {name: getattr(self, name) for name in ITEM_NAMES}
        return {**told, "bars": sorted(self.bars)}


ITEM_NAMES = tuple(each.name for each in fields(ItemFacts))


class ItemKept(Refusal):
    """The item cannot be removed: something has been recorded on it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            "item.kept",
            f"Ce point ne peut pas être supprimé : {' ; '.join(reasons)}. Indiquez plutôt qu'il est retiré ou ajourné.",
        )
        self.reasons = tuple(reasons)


class ItemGone(Refusal):
    """The item named no longer stands on the agenda."""

    def __init__(self) -> None:
        super().__init__(
            "item.gone",
            "Ce point n'est plus à l'ordre du jour : quelqu'un l'a supprimé entre-temps. Voici l'ordre du jour à jour.",
        )


def items_in_order(sitting: Sitting) -> list[AgendaItem]:
    """The items of ``sitting`` as the agenda lists them."""
    return list(AgendaItem.objects.filter(sitting=sitting).order_by("order", "pk"))


def item_values(item: AgendaItem) -> dict[str, Any]:
    """What is stored of an item, by the names of ``ItemFacts``."""
    names = [name for name in ITEM_NAMES if name != "bars"]
    bars = sorted(item.bars.values_list("member_id", "ground")) if item.pk else []
    return {**{name: getattr(item, name) for name in names}, "bars": bars}


def add_item(sitting: Sitting, facts: ItemFacts, *, by: User | None) -> AgendaItem:
    """Put an item at the end of the agenda. Raises ``SittingFinished`` or ``RowRefused``."""
    with changing(sitting, by=by, reason=ITEM_ADDED) as change:
        last = items_in_order(change.sitting)
        item = AgendaItem(sitting=change.sitting, order=len(last) + 1)
        _renumber(change, last)
        return _write(change, item, facts.values())


def change_item(item: AgendaItem, facts: ItemFacts, *, seen: Seen, by: User | None) -> Saved:
    """Write what changed in ``facts``. What somebody else changed meanwhile, and this form did not, is kept.

    Raises ``SittingFinished``, ``ItemGone``, ``RowRefused``, or ``ChangedMeanwhile`` when both changed the same
    thing: nothing is written then.
    """
    with changing(item.sitting, by=by, reason=ITEM_CHANGED) as change:
        row = _locked(change, item)
        merged = require_no_conflict(row, item_values(row), facts.values(), seen)
        return Saved(_write(change, row, dict(merged.values)), merged.kept)


def _locked(change: SittingChange, item: AgendaItem) -> AgendaItem:
    row = AgendaItem.objects.filter(pk=item.pk, sitting=change.sitting).select_related("sitting").first()
    if row is None:
        raise ItemGone
    return row


def _write(change: SittingChange, item: AgendaItem, values: dict[str, Any]) -> AgendaItem:
    bars = values.pop("bars")
    for name, value in values.items():
        setattr(item, name, value)
    change.writer.write(item, "")
    _write_bars(change, item, {(member, ground) for member, ground in bars})
    return item


def _write_bars(change: SittingChange, item: AgendaItem, wanted: set[tuple[int, str]]) -> None:
    for bar in item.bars.all():
        if (bar.member_id, bar.ground) in wanted:
            wanted.discard((bar.member_id, bar.ground))
        else:
            change.writer.delete(bar)
    for member, ground in sorted(wanted):
        change.writer.write(Bar(item=item, member_id=member, ground=ground), "")


def _renumber(change: SittingChange, items: Sequence[AgendaItem]) -> None:
    """Orders 1, 2, 3… : only the rows that move are written."""
    for order, item in enumerate(items, start=1):
        if item.order != order:
            item.order = order
            change.writer.write(item, "")


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an item now stands: its place, from 1, among ``count``."""

    item: AgendaItem
    place: int
    count: int


def move_item(item: AgendaItem, *, by: User | None, step: int = 0, after: str | None = None) -> Moved:
    """Move an item ``step`` places (-1 is up), or just after the item of uid ``after`` (empty: to the top).

    The place is relative to the agenda as it is now stored, whoever reordered it meanwhile. At an end, nothing moves.
    Raises ``SittingFinished`` or ``ItemGone``.
    """
    with changing(item.sitting, by=by, reason=ITEM_MOVED) as change:
        items = items_in_order(change.sitting)
        here = next((place for place, row in enumerate(items) if row.pk == item.pk), None)
        if here is None:
            raise ItemGone
        row = items.pop(here)
        there = max(0, min(len(items), here + step)) if after is None else _place_after(items, after)
        items.insert(there, row)
        _renumber(change, items)
        return Moved(row, there + 1, len(items))


def _place_after(others: Sequence[AgendaItem], after: str) -> int:
    if not after:
        return 0
    found = next((place for place, other in enumerate(others) if other.uid == after), None)
    if found is None:
        raise ItemGone
    return found + 1


def what_hangs_on(item: AgendaItem) -> tuple[str, ...]:
    """What would go with the item: « 2 pièces jointes », « un projet de délibération »…; empty for a bare one."""
    papers, acts = item.papers.count(), item.deliberations.count()
    found = [
        (papers, "1 pièce jointe" if papers == 1 else f"{papers} pièces jointes"),
        (acts, "1 projet de délibération" if acts == 1 else f"{acts} projets de délibération"),
        (len(item.note_html), "sa note explicative"),
        (item.bars.count(), "les membres écartés de ce point"),
    ]
    return tuple(words for count, words in found if count)


def reasons_to_keep_item(item: AgendaItem) -> tuple[str, ...]:
    """Why the item cannot be removed, each as the end of a sentence."""
    return tuple(_reasons_to_keep(item))


def _reasons_to_keep(item: AgendaItem) -> Iterator[str]:
    if item.vote_rows.exists() or item.elections.exists():
        yield "un vote y est enregistré"
    if item.sitting.movements.filter(moment_item=item).exists() or (
        item.sitting.movements.filter(until_item=item).exists()
    ):
        yield "une présence s'y rapporte"
    if item.sitting.suspensions.filter(moment_item=item).exists():
        yield "une suspension s'y rapporte"
    acts = Deliberation.objects.filter(item=item).select_related("council")
    if any(act.number for act in acts) or acts.filter(issued__isnull=False).exists():
        yield "sa délibération porte un numéro ou a été émise"


def remove_item(item: AgendaItem, *, by: User | None) -> None:
    """Take an item, its papers and its draft off the agenda. One already gone is calmly taken as removed.

    Raises ``SittingFinished`` or ``ItemKept``.
    """
    with changing(item.sitting, by=by, reason=ITEM_REMOVED) as change:
        items = items_in_order(change.sitting)
        row = next((row for row in items if row.pk == item.pk), None)
        if row is None:
            return
        reasons = reasons_to_keep_item(row)
        if reasons:
            raise ItemKept(reasons)
        _delete(change, row)
        _renumber(change, [other for other in items if other is not row])


def _delete(change: SittingChange, item: AgendaItem) -> None:
    try:
        for act in Deliberation.objects.filter(item=item):
            change.writer.delete(act)
        change.writer.delete(item)
    except (ProtectedError, RestrictedError) as error:
        raise ItemKept(("des faits déjà enregistrés en dépendent",)) from error


def set_outcome(item: AgendaItem, outcome: ItemOutcome, *, by: User | None) -> AgendaItem:
    """Say that an item is adjourned, withdrawn, or after all examined. Raises ``SittingFinished``, ``ItemGone``."""
    with changing(item.sitting, by=by, reason=ITEM_OUTCOME) as change:
        row = _locked(change, item)
        if row.outcome != outcome:
            row.outcome = outcome
            change.writer.write(row, "")
        return row


def carry_item(item: AgendaItem, to: Sitting, *, by: User | None) -> AgendaItem:
    """Put the item on the agenda of ``to`` too, with its text and its papers, and mark it adjourned here.

    A second click finds the copy of the same title that the first one made. Raises ``SittingFinished`` (of either).
    """
    if to.council_id != item.sitting.council_id:
        raise Refusal("item.other_council", "Ce point ne peut être reporté qu'à une séance du même conseil.")
    with changing(to, by=by, reason=ITEM_CARRIED) as change:
        found = AgendaItem.objects.filter(sitting=to, title_html=item.title_html).order_by("pk").first()
        copy = found or _copy(change, item)
        if item.outcome == ItemOutcome.EXAMINED and not item.vote_rows.exists():
            set_outcome(item, ItemOutcome.ADJOURNED, by=by)
        return copy


def _copy(change: SittingChange, item: AgendaItem) -> AgendaItem:
    items = items_in_order(change.sitting)
    values = {**item_values(item), "added_in_sitting": False}
    copy = _write(change, AgendaItem(sitting=change.sitting, order=len(items) + 1), values)
    for paper in item.papers.all():
        change.writer.write(_copy_of_paper(paper, copy), "")
    _copy_text(change, item, copy)
    return copy


def _copy_of_paper(paper: ItemPaper, item: AgendaItem) -> ItemPaper:
    names = ("position", "kind", "title", "file", "is_for_members", "joining", "remarks")
    return ItemPaper(item=item, **{name: getattr(paper, name) for name in names})


def _copy_text(change: SittingChange, item: AgendaItem, copy: AgendaItem) -> None:
    """The draft of the act, with the files of its annexes; nothing of its numbers, dates or signatures."""
    draft = Deliberation.objects.filter(item=item).order_by("pk").first()
    if draft is None:
        return
    act = open_act(copy, by=change.writer.by)
    save_text(act, text_of_act(record_of(item.sitting).act(draft.uid)), by=change.writer.by)
    files = {row.title: (row.file, row.joining) for row in draft.annexes.all() if row.file_id}
    for annex in Annex.objects.filter(deliberation=act, title__in=files):
        annex.file, annex.joining = files[annex.title]
        change.writer.write(annex, "")
