"""What becomes of an act that no row of its own tells: a later act withdraws or replaces it, a court suspends it.

An act is withdrawn or replaced the day the later one is made public: the fact enters then, by itself, under the act
that is gone. What the prefect or the court makes of an act enters as its state.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from councils.models import Council, User
from councils.services.locking import lock_council
from deliberations import models
from deliberations.domain.acts import ActLink, ActState
from deliberations.domain.proof_kinds import ProofKind
from deliberations.models import ProofEntry, ProofFact
from deliberations.queries.lists import slug_of
from deliberations.services.proof import (
    PROVED,
    prove,
    prove_row,
    proved_rows,
    resuming_kind,
    rows_without_proof,
)

PUBLICATIONS: Mapping[type[Model], type[Model]] = {
    models.Link: models.Publication,
    models.DecisionLink: models.DecisionPublication,
}
"""The links between acts, and what makes the later act public."""
STATES: tuple[type[Model], ...] = (models.Deliberation, models.MayorDecision)
FOLLOWED: tuple[type[Model], ...] = (*PUBLICATIONS, *STATES)
ENDING = (ActLink.WITHDRAWS, ActLink.REPLACES)
"""The links that put an end to the other act."""


# --- withdrawn or replaced by another act


def ending_links(model: type[Model], council: Council) -> QuerySet[Any]:
    """The links by which an act made public put an end to another."""
    public = PUBLICATIONS[model]._base_manager.filter(
        **{_act_name(model): OuterRef(f"{_act_name(model)}_id")}
    )
    rows = proved_rows(model, council).filter(Exists(public), kind__in=ENDING)
    return rows.select_related(f"{_act_name(model)}__council")


def _act_name(model: type[Model]) -> str:
    return "deliberation" if model is models.Link else "decision"


def prove_ending(link: Any, kind: ProofKind | None = None, *, at: datetime | None = None) -> ProofEntry:
    """Enter that the act of ``link`` put an end to the one it names. ``at`` is aware, now by default."""
    later = getattr(link, _act_name(type(link)))
    earlier = _ended(later, link.number)
    return prove(
        later.council,
        kind or resuming_kind(ProofKind.REPEALED),
        told_of_ending(link) | {"act": earlier.uid if earlier is not None else None},
        at or timezone.now(),
        row=link,
        subject=earlier.uid if earlier is not None else later.uid,
    )


def told_of_ending(link: Any) -> dict[str, Any]:
    """What the link says, whatever is renumbered since."""
    adopted_on = link.adopted_on
    return {
        "table": link._meta.label_lower,
        "by_act": getattr(link, _act_name(type(link))).uid,
        "kind": str(link.kind),
        "number": link.number,
        "adopted_on": None if adopted_on is None else str(adopted_on),
    }


def _ended(later: Any, number: str) -> Any:
    """The act of that number, of the same council and the same kind; ``None`` for one that is not here."""
    rows = type(later)._base_manager.filter(council_id=later.council_id, slug__startswith=slug_of(number))
    return next((row for row in rows.select_related("council").order_by("pk") if row.number == number), None)


def links_without_proof(model: type[Model], council: Council) -> QuerySet[Any]:
    """The links that put an end to an act, and that no entry tells."""
    known = ProofFact.objects.filter(entry__council=council, table=model._meta.label_lower)
    return ending_links(model, council).exclude(pk__in=known.exclude(row=None).values("row"))


# --- referred, suspended, annulled


def prove_state(
    row: Any, *, by: User | None, kind: ProofKind | None = None, at: datetime | None = None
) -> ProofEntry:
    """Enter the state of an act; ``at`` is aware, now by default. The council is locked."""
    told = told_of_state(row) | {"by": str(by or "")}
    kind = kind or resuming_kind(ProofKind.WITHDRAWN)
    return prove(row.council, kind, told, at or timezone.now(), row=row, subject=row.uid)


def told_of_state(row: Any) -> dict[str, Any]:
    return {"table": row._meta.label_lower, _act_key(type(row)): row.uid, "state": str(row.state)}


def state_told(row: Any) -> str:
    """The last state of ``row`` that was entered; in force for one of which nothing was told."""
    facts = ProofFact.objects.filter(table=row._meta.label_lower, row=row.pk)
    last = facts.exclude(entry__kind=ProofKind.REMOVED).order_by("-entry__seq").first()
    return ActState.IN_FORCE if last is None else str(last.told.get("state", ""))


def _act_key(model: type[Model]) -> str:
    return "deliberation" if model is models.Deliberation else "decision"


def states_without_proof(model: type[Model], council: Council) -> Iterator[Any]:
    """The acts that are not in force, and that no entry tells."""
    known = ProofFact.objects.filter(entry__council=council, table=model._meta.label_lower)
    rows = proved_rows(model, council).exclude(state=ActState.IN_FORCE).select_related("council")
    yield from rows.exclude(pk__in=known.exclude(row=None).values("row"))


# --- entering by itself


def connect_followed() -> None:
    """Have the end of an act enter with what makes it, within the same transaction."""
    for link, publication in PUBLICATIONS.items():
        post_save.connect(_on_link, sender=link, dispatch_uid=f"proof.{link._meta.label_lower}")
        post_delete.connect(_on_link_gone, sender=link, dispatch_uid=f"proof.gone.{link._meta.label_lower}")
        label = publication._meta.label_lower
        post_save.connect(_on_publication, sender=publication, dispatch_uid=f"proof.ends.{label}")
    for model in STATES:
        post_save.connect(_on_act, sender=model, dispatch_uid=f"proof.state.{model._meta.label_lower}")


def _on_publication(instance: Any, *, created: bool, raw: bool, **_: Any) -> None:
    model = models.Link if isinstance(instance, models.Publication) else models.DecisionLink
    act = getattr(instance, _act_name(model))
    if created and not raw:
        _prove_new(links_without_proof(model, act.council).filter(**{_act_name(model): act}))


def _on_link(instance: Any, *, created: bool, raw: bool, **_: Any) -> None:
    """A link added to an act that is public already."""
    if created and not raw and instance.kind in ENDING:
        council = getattr(instance, _act_name(type(instance))).council
        _prove_new(links_without_proof(type(instance), council).filter(pk=instance.pk))


def _prove_new(links: Iterable[Any]) -> None:
    for link in links:
        prove_ending(link)


def _on_link_gone(instance: Any, **_: Any) -> None:
    """A link entered by mistake and taken away: what it had told is said to be no more."""
    council_id = getattr(instance, _act_name(type(instance))).council_id
    facts = ProofFact.objects.filter(
        entry__council=council_id, table=instance._meta.label_lower, row=instance.pk
    )
    for fact in _not_removed(facts, removed_entries(council_id)):
        _prove_removal(fact, timezone.now())


def _on_act(instance: Any, *, raw: bool, update_fields: Any = None, created: bool, **_: Any) -> None:
    """An act whose state is no longer the one that was told, whoever noted it."""
    if raw or (update_fields is not None and "state" not in update_fields):
        return
    if instance.state != (ActState.IN_FORCE if created else state_told(instance)):
        prove_state(instance, by=getattr(instance, "_history_user", None))


# --- what was there before, and what is gone


def adopt(council: Council, *, at: datetime) -> int:
    """Enter as « adopted » each fact of ``council`` that no entry tells; how many. Twice is once. ``at`` is aware."""
    entered = 0
    with transaction.atomic():
        lock_council(council.pk)
        for model in PROVED:
            for row in rows_without_proof(model, council).iterator(chunk_size=500):
                prove_row(row, ProofKind.ADOPTED, at=at)
                entered += 1
        for link_model in PUBLICATIONS:
            for link in links_without_proof(link_model, council).iterator(chunk_size=500):
                prove_ending(link, ProofKind.ADOPTED, at=at)
                entered += 1
        for act_model in STATES:
            for act in states_without_proof(act_model, council):
                prove_state(act, by=None, kind=ProofKind.ADOPTED, at=at)
                entered += 1
    return entered


def prove_removals(council: Council, *, at: datetime) -> int:
    """Enter as « removed » each fact whose row is gone and was not told so yet; how many.

    Called within what takes rows back (an import undone or replaced), the council locked. ``at`` is aware.
    """
    gone = list(facts_of_rows_gone(council))
    for fact in gone:
        _prove_removal(fact, at)
    return len(gone)


def _prove_removal(fact: ProofFact, at: datetime) -> None:
    told = {"table": fact.table, "entry": fact.entry.seq, "hash": fact.entry.hash}
    entry = prove(fact.entry.council, ProofKind.REMOVED, told, at, subject=fact.subject)
    ProofFact.objects.filter(entry=entry).update(table=fact.table, row=fact.row)


def removed_entries(council_id: int) -> frozenset[int]:
    """The numbers of the entries that a later one says to be no more, as those committed to it."""
    facts = ProofFact.objects.filter(entry__council=council_id, entry__kind=ProofKind.REMOVED)
    return frozenset(seq for fact in facts if isinstance(seq := fact.told.get("entry"), int))


def facts_of_rows_gone(council: Council) -> Iterable[ProofFact]:
    """The facts of ``council`` whose row is no longer there, those already told as removed left out."""
    removed = removed_entries(council.pk)
    for model in (*PROVED, *FOLLOWED):
        facts = ProofFact.objects.filter(entry__council=council, table=model._meta.label_lower)
        there = proved_rows(model, council).order_by().values("pk")
        yield from _not_removed(facts.exclude(row__in=there), removed)


def _not_removed(facts: QuerySet[ProofFact], removed: frozenset[int]) -> Iterator[ProofFact]:
    rows = (
        facts.exclude(entry__kind=ProofKind.REMOVED).select_related("entry__council").order_by("entry__seq")
    )
    yield from (fact for fact in rows if fact.entry.seq not in removed)
