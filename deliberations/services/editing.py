"""Two people edit the same row: what each changed is kept, and only what both changed is asked again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from councils.domain.errors import Refusal
from councils.models import User

Seen = Mapping[str, str]
"""Fingerprint of each value as the form showed it."""


@dataclass(frozen=True, slots=True)
class Merge:
    """``values`` to write. ``kept``: changed by somebody else only, and kept. ``conflicts``: changed by both."""

    values: Mapping[str, Any]
    kept: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class ChangedMeanwhile(Refusal):
    """Somebody changed the same values since the page was shown. Nothing is written.

    ``conflicts`` are names of fields, ``kept`` those that somebody else alone changed; ``current`` are the stored
    values, and ``seen`` their fingerprints.
    """

    def __init__(self, merge: Merge, current: Mapping[str, Any], by: User | None) -> None:
        who = f" par {by}" if by else ""
        super().__init__(
            "edit.changed_meanwhile",
            f"Cette page a été modifiée entre-temps{who}. Rien n'est perdu : comparez ci-dessous, gardez ou corrigez "
            "votre version, puis enregistrez à nouveau.",
        )
        self.conflicts, self.kept, self.by = merge.conflicts, merge.kept, by
        self.current = current
        self.seen = fingerprints(current)


@dataclass(frozen=True, slots=True)
class Saved:
    """``row`` as it is now stored; ``kept`` are the names of the fields somebody else had changed meanwhile."""

    row: Any
    kept: tuple[str, ...] = field(default=())


def fingerprints(values: Mapping[str, Any]) -> dict[str, str]:
    """Short digests: the page carries them, and a long note costs no more than a date."""
    return {name: _fingerprint(value) for name, value in values.items()}


def _fingerprint(value: Any) -> str:
    told = value.pk if isinstance(value, Model) else str(value) if isinstance(value, str) else value
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def merge(current: Mapping[str, Any], wanted: Mapping[str, Any], seen: Seen) -> Merge:
    """What to write when ``wanted`` was typed on a page that showed ``seen``, and ``current`` is now stored.

    A value that the page did not tell is taken as seen.
    """
    now, typed = fingerprints(current), fingerprints(wanted)
    moved = [name for name in wanted if seen.get(name, now[name]) != now[name] and typed[name] != now[name]]
    kept = tuple(name for name in moved if typed[name] == seen[name])
    conflicts = tuple(name for name in moved if name not in kept)
    return Merge({name: current[name] if name in kept else wanted[name] for name in wanted}, kept, conflicts)


def latest_author(row: Model) -> User | None:
    """Who last changed ``row``, by its history."""
    latest = row.history.select_related("history_user").first()  # type: ignore[attr-defined]
    author: User | None = latest.history_user if latest else None
    return author


def require_no_conflict(
    row: Model, current: Mapping[str, Any], wanted: Mapping[str, Any], seen: Seen
) -> Merge:
    """The merge of what was typed with what is stored. Raises ``ChangedMeanwhile``."""
    merged = merge(current, wanted, seen)
    if merged.conflicts:
        raise ChangedMeanwhile(merged, current, latest_author(row))
    return merged
