"""Keeping the search current: what changed is read again, the rest is left alone."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from councils.models import Council, Mandate, Office, Person
from councils.services.locking import lock, lock_council
from deliberations.domain.search import EntryKind
from deliberations.domain.sittings import Origin
from deliberations.models import MayorDecision, SearchEntry, Sitting
from deliberations.queries.decision_entries import entry_of_decision
from deliberations.queries.decisions import DECISION_FACTS, facts_of_decisions
from deliberations.queries.search_entries import entries_of_sitting, entry_of_member
from deliberations.queries.sittings import records_in_order
from deliberations.services.changes import sitting_changed
from deliberations.services.decision_changes import decision_changed

DERIVED = (
    "order",
    "title",
    "number",
    "number_key",
    "held_on",
    "theme",
    "matter_code",
    "state",
    "verdict",
    "people",
    "body",
    "title_stems",
    "stems",
    "is_draft",
    "is_stale",
)
"""Columns computed again; the others say which object an entry is."""


def index_sitting(sitting_id: int) -> None:
    """Make the entries of one sitting again. Nothing when it no longer exists: its entries went with it."""
    with transaction.atomic():
        row = lock(Sitting).select_related("council").filter(pk=sitting_id).first()
        if row is None:
            return
        ((_, record),) = records_in_order(row.council, Sitting.objects.filter(pk=row.pk))
        _replace(list(SearchEntry.objects.filter(sitting=row)), entries_of_sitting(row, record))


def index_members(council: Council) -> None:
    """Make the entries of the members of ``council`` again."""
    mandates = council.mandates.select_related("person").prefetch_related("offices")
    with transaction.atomic():
        lock_council(council.pk)
        stored = SearchEntry.objects.filter(council=council, kind=EntryKind.MEMBER)
        _replace(list(stored), [entry_of_member(mandate, council) for mandate in mandates])


def index_decisions(council: Council, uid: str | None = None) -> None:
    """Make the entries of the mayor's decisions of ``council`` again, or that of one of them."""
    rows = MayorDecision.objects.filter(council=council).prefetch_related(*DECISION_FACTS).order_by("pk")
    with transaction.atomic():
        lock_council(council.pk)
        wanted = list(rows if uid is None else rows.filter(uid=uid))
        facts = facts_of_decisions(council, wanted)
        stored = SearchEntry.objects.filter(council=council, kind=EntryKind.DECISION)
        kept = stored if uid is None else stored.filter(uid=uid)
        _replace(list(kept), [entry_of_decision(*each) for each in zip(wanted, facts, strict=True)])


def _on_decision_changed(*, council_id: int, uid: str, **_: Any) -> None:
    council = Council.objects.filter(pk=council_id).first()
    if council is not None:
        index_decisions(council, uid)


def rebuild_index(council: Council) -> int:
    """Make all the entries of ``council`` again, one sitting after the other; how many there are."""
    index_members(council)
    index_decisions(council)
    for sitting_id in list(Sitting.objects.filter(council=council).values_list("pk", flat=True)):
        index_sitting(sitting_id)
    return SearchEntry.objects.filter(council=council).count()


def _replace(stored: list[SearchEntry], wanted: list[SearchEntry]) -> None:
    known = {(entry.kind, entry.uid): entry for entry in stored}
    changed, new = [], []
    for entry in wanted:
        old = known.pop((entry.kind, entry.uid), None)
        if old is None:
            new.append(entry)
        elif _differs(old, entry):
            entry.pk = old.pk
            changed.append(entry)
    SearchEntry.objects.bulk_create(new, batch_size=200)
    SearchEntry.objects.bulk_update(changed, DERIVED, batch_size=20)
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in known.values()]).delete()


def _differs(old: SearchEntry, new: SearchEntry) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in DERIVED)


def connect_search() -> None:
    """Listen to the changes of sittings and of members. Called once, when the application starts."""
    sitting_changed.connect(_on_sitting_changed, dispatch_uid="search.sitting")
    decision_changed.connect(_on_decision_changed, dispatch_uid="search.decision")
    post_save.connect(_on_sitting_saved, sender=Sitting, dispatch_uid="search.new_sitting")
    post_save.connect(_on_person_saved, sender=Person, dispatch_uid="search.person")
    post_save.connect(_on_mandate_saved, sender=Mandate, dispatch_uid="search.mandate")
    post_save.connect(_on_office_changed, sender=Office, dispatch_uid="search.office")
    post_delete.connect(_on_office_changed, sender=Office, dispatch_uid="search.office_gone")
    post_delete.connect(_on_mandate_deleted, sender=Mandate, dispatch_uid="search.mandate_gone")


def _on_sitting_changed(*, sitting_id: int, **_: Any) -> None:
    """A sitting that is going on changes every minute and is seldom searched: it is only marked."""
    if _is_going_on(sitting_id):
        entry = SearchEntry.objects.filter(sitting=sitting_id, kind=EntryKind.SITTING)
        if entry.update(is_stale=True):
            return
    index_sitting(sitting_id)


def _is_going_on(sitting_id: int) -> bool:
    rows = Sitting.objects.filter(pk=sitting_id, origin=Origin.LIVE)
    return rows.filter(opened_at__isnull=False, finished_at__isnull=True).exists()


def refresh_index(council: Council) -> None:
    """Make again the entries that were only marked: one query when there is none. Called before a search."""
    stale = SearchEntry.objects.filter(council=council, is_stale=True)
    for sitting_id in stale.values_list("sitting_id", flat=True):
        if sitting_id is not None:
            index_sitting(sitting_id)


def _on_sitting_saved(*, instance: Sitting, created: bool, raw: bool, **_: Any) -> None:
    """A sitting just entered, by whatever way; later changes announce themselves."""
    if created and not raw:
        transaction.on_commit(partial(index_sitting, instance.pk))


def _on_person_saved(*, instance: Person, raw: bool, **_: Any) -> None:
    if not raw:
        transaction.on_commit(partial(_index_mandates, person_id=instance.pk))


def _on_mandate_saved(*, instance: Mandate, raw: bool, **_: Any) -> None:
    if not raw:
        transaction.on_commit(partial(_index_mandates, pk=instance.pk))


def _on_office_changed(*, instance: Office, raw: bool = False, **_: Any) -> None:
    if not raw:
        transaction.on_commit(partial(_index_mandates, pk=instance.mandate_id))


def _on_mandate_deleted(*, instance: Mandate, **_: Any) -> None:
    SearchEntry.objects.filter(
        council_id=instance.council_id, kind=EntryKind.MEMBER, uid=instance.uid
    ).delete()


def _index_mandates(**lookup: Any) -> None:
    """Make the entries of a few members again, each read once the council is locked."""
    rows = Mandate.objects.select_related("person", "council").prefetch_related("offices")
    for key, council_id in list(Mandate.objects.filter(**lookup).values_list("pk", "council_id")):
        with transaction.atomic():
            lock_council(council_id)
            row = rows.filter(pk=key).first()
            if row is not None:
                stored = SearchEntry.objects.filter(council=council_id, kind=EntryKind.MEMBER, uid=row.uid)
                _replace(list(stored), [entry_of_member(row, row.council)])
