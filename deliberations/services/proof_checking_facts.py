"""What the entries of the proof register tell, against the rows as they are today."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet

from councils.models import Council, User
from deliberations import models
from deliberations.domain.acts import ActState
from deliberations.domain.proof_kinds import ProofKind
from deliberations.domain.proofs import commitment_of
from deliberations.models import ProofEntry, ProofFact
from deliberations.services.proof import (
    PROVED,
    columns_of_people,
    proved_rows,
    rows_without_proof,
    subject_of,
    told_of,
    told_of_erasure,
)
from deliberations.services.proof_followed import (
    PUBLICATIONS,
    STATES,
    links_without_proof,
    removed_entries,
    told_of_ending,
    told_of_state,
)
from deliberations.services.proof_found import Checked

AT_ONCE = 500
FROZEN = (models.Snapshot, models.SittingSnapshot, models.DecisionSnapshot)
"""Frozen facts that documents are made from: their digest is in what is proved."""


def _facts(council: Council) -> QuerySet[ProofFact]:
    return ProofFact.objects.filter(entry__council=council).select_related("entry").order_by("entry__seq")


# --- the facts themselves


def check_facts(council: Council, found: Checked) -> None:
    """Each fact opens the commitment of its entry, or was erased by the rule; it names the row that it tells."""
    erasures = {
        fact.told.get("entry"): fact.told for fact in _facts(council).filter(entry__kind=ProofKind.ERASED)
    }
    told_twice: set[tuple[str, int]] = set()
    removed = removed_entries(council.pk)
    for fact in _facts(council).iterator(AT_ONCE):
        seq = fact.entry.seq
        if fact.is_erased:
            _check_erased(fact, erasures.get(seq), found)
        elif commitment_of(bytes(fact.salt), fact.canonical_json).hex() != fact.entry.commitment:
            found.fault("fact", f"Les faits de l'inscription n° {seq} ne sont pas ceux qui ont été inscrits.")
        elif not _names_its_row(fact, seq in removed):
            found.fault("link", f"L'inscription n° {seq} ne désigne plus la fiche qu'elle dit.")
        if (
            fact.table in _ONCE
            and fact.row is not None
            and seq not in removed
            and fact.entry.kind != ProofKind.REMOVED
        ):
            if (key := (fact.table, fact.row)) in told_twice:
                found.fault(
                    "twice", f"L'inscription n° {seq} dit une fiche qu'une autre inscription dit déjà."
                )
            told_twice.add(key)
    entries = ProofEntry.objects.filter(council=council, fact=None).order_by("seq")
    for seq in entries.values_list("seq", flat=True):
        found.fault("no_fact", f"Les faits de l'inscription n° {seq} manquent.")


_ONCE = frozenset(model._meta.label_lower for model in (*PROVED, *PUBLICATIONS))
"""Tables whose rows are told once each."""


def _names_its_row(fact: ProofFact, is_removed: bool) -> bool:
    """Whether the table and the row beside the facts are those of the facts: they are in no hash."""
    told = fact.told.get("table")
    if told is None:
        return fact.table == "" or fact.table in _STATE_TABLES
    return bool(fact.table == told) and (
        fact.row is not None or is_removed or fact.entry.kind == ProofKind.REMOVED
    )


_STATE_TABLES = frozenset(model._meta.label_lower for model in STATES)


def _check_erased(fact: ProofFact, told: dict[str, Any] | None, found: Checked) -> None:
    seq = fact.entry.seq
    if told is None or fact.canonical_json or bytes(fact.salt):
        found.fault(
            "erased",
            f"Les faits de l'inscription n° {seq} sont effacés sans que le registre le dise.",
        )
        return
    now = told_of_erasure(fact)
    if any(now[key] != value for key, value in told.items() if key in now):
        found.fault(
            "erasure", f"Ce qui est noté de l'effacement des faits de l'inscription n° {seq} a été modifié."
        )
        return
    found.remark(
        "erased",
        f"Inscription n° {seq} ({fact.entry.get_kind_display().lower()}) : faits effacés le "
        f"{fact.erased_at:%d/%m/%Y}, motif : {fact.erased_why}",
    )


# --- rows


def check_rows(council: Council, found: Checked) -> None:
    """Each row that an entry tells, against what it tells; and those that none does."""
    removed = removed_entries(council.pk)
    users = frozenset(str(user) for user in User.objects.all())
    for model in PROVED:
        facts = _facts(council).filter(table=model._meta.label_lower).exclude(entry__kind=ProofKind.REMOVED)
        told = [fact for fact in facts if fact.entry.seq not in removed]
        for start in range(0, len(told), AT_ONCE):
            _compare_rows(model, council, told[start : start + AT_ONCE], users, found)
        for row in rows_without_proof(model, council):
            _tell_unproved(row, model, found)


def _tell_unproved(row: Model, model: type[Model], found: Checked) -> None:
    found.fault("unproved", f"« {row} » ({model._meta.verbose_name}) ne figure pas au registre de preuve.")


def _compare_rows(
    model: type[Model],
    council: Council,
    facts: Sequence[ProofFact],
    users: frozenset[str],
    found: Checked,
) -> None:
    links = [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    keys = [fact.row for fact in facts]
    rows = {row.pk: row for row in proved_rows(model, council).filter(pk__in=keys).select_related(*links)}
    for fact in facts:
        row = rows.get(fact.row)
        if row is None:
            _tell_gone(fact, model, found)
            continue
        changed = [] if fact.is_erased else _differences(row, fact.told, users)
        if subject_of(row) != fact.subject:
            changed.append("objet")
        _tell_changed(fact, model, changed, found)


def _tell_gone(fact: ProofFact, model: type[Model], found: Checked) -> None:
    name = model._meta.verbose_name
    found.fault("gone", f"La fiche ({name}) que dit l'inscription n° {fact.entry.seq} a disparu.")


def _tell_changed(fact: ProofFact, model: type[Model], changed: Sequence[str], found: Checked) -> None:
    if changed:
        found.fault(
            "row",
            f"La fiche ({model._meta.verbose_name}) que dit l'inscription n° {fact.entry.seq} a été modifiée : "
            f"{', '.join(changed)}.",
        )


def _differences(row: Model, told: dict[str, Any], users: frozenset[str]) -> list[str]:
    """The French names of the columns that no longer say what was entered; a column added since says nothing.

    A user may have another name since: what is seen is that a fact is now put down to somebody else, or to nobody.
    """
    now = told_of(row)
    renamed = {
        key
        for key in columns_of_people(type(row))
        if now[key] is not None and told.get(key) is not None and told[key] not in users
    }
    return _changed(type(row), {key: now[key] for key in now if key not in renamed}, told)


def _changed(model: type[Model], now: dict[str, Any], told: dict[str, Any]) -> list[str]:
    names = {column.name: str(column.verbose_name) for column in model._meta.concrete_fields}
    return [names[key] for key, value in told.items() if key in names and key in now and now[key] != value]


# --- what becomes of an act


def check_followed(council: Council, found: Checked) -> None:
    """Acts withdrawn or replaced by another, and the state of each act, against what the entries tell."""
    removed = removed_entries(council.pk)
    for model in PUBLICATIONS:
        _check_endings(model, council, removed, found)
    for model in STATES:
        _check_states(model, council, removed, found)


def _check_endings(model: type[Model], council: Council, removed: frozenset[int], found: Checked) -> None:
    rows = {row.pk: row for row in proved_rows(model, council)}
    for fact in _facts(council).filter(table=model._meta.label_lower).exclude(entry__kind=ProofKind.REMOVED):
        if fact.entry.seq in removed:
            continue
        row = rows.get(fact.row)
        if row is None:
            _tell_gone(fact, model, found)
        elif not fact.is_erased:
            _tell_changed(fact, model, _changed(model, told_of_ending(row), fact.told), found)
    for row in links_without_proof(model, council):
        _tell_unproved(row, model, found)


def _check_states(model: type[Model], council: Council, removed: frozenset[int], found: Checked) -> None:
    """The last state that was told is that of the act; in force for one of which nothing was told."""
    last: dict[int | None, ProofFact] = {}
    for fact in _facts(council).filter(table=model._meta.label_lower).exclude(entry__kind=ProofKind.REMOVED):
        if fact.entry.seq not in removed:
            last[fact.row] = fact
    rows = {row.pk: row for row in proved_rows(model, council).filter(pk__in=last.keys() - {None})}
    for key, fact in last.items():
        row = None if key is None else rows.get(key)
        if row is None:
            _tell_gone(fact, model, found)
        elif not fact.is_erased and told_of_state(row)["state"] != fact.told.get("state"):
            found.fault(
                "state", f"« {row} » n'est plus dans l'état que dit l'inscription n° {fact.entry.seq}."
            )
    for row in (
        proved_rows(model, council).exclude(state=ActState.IN_FORCE).exclude(pk__in=last.keys() - {None})
    ):
        _tell_unproved(row, model, found)


# --- frozen facts


def check_frozen(council: Council, found: Checked) -> None:
    """The frozen facts that documents are made from are those of their digest, which is proved with the documents."""
    for model in FROZEN:
        for row in proved_rows(model, council).iterator(AT_ONCE):
            if hashlib.sha256(row.canonical_json.encode()).hexdigest() != row.sha256:
                name = model._meta.verbose_name
                found.fault("frozen", f"Des faits figés ({name}, « {row} ») ont été modifiés.")
