"""Results of a search as the page shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from councils.models import Council
from deliberations.domain.acts import ActState
from deliberations.domain.majority import Verdict
from deliberations.domain.search import EntryKind
from deliberations.domain.wording.dates import long_date
from deliberations.models import SearchEntry
from deliberations.models.choices import ACT_STATES
from deliberations.models.search import ENTRY_KINDS, VERDICTS
from deliberations.queries.searching import Piece, excerpt, marked

_VERDICT_TONES = {
    Verdict.ADOPTED: "success",
    Verdict.REJECTED: "danger",
    Verdict.UNDETERMINED: "secondary",
}

ITEM_VERDICTS = {**VERDICTS, Verdict.ADOPTED: "Adopté", Verdict.REJECTED: "Rejeté"}
"""Of an item, which is masculine where the act is feminine."""


@dataclass(frozen=True, slots=True)
class Badge:
    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """``place`` says where it stands in the archive."""

    kind: str
    url: str
    title: tuple[Piece, ...]
    place: str
    excerpt: tuple[Piece, ...]
    badges: tuple[Badge, ...]


DRAFT = Badge("warning", "Projet")


def found_entry(
    entry: SearchEntry, council: Council, roots: frozenset[str], drafts: Mapping[str, Badge]
) -> Found:
    """One result; ``roots`` are those of the words to mark, ``drafts`` what is said of a draft, by uid."""
    return Found(
        kind=ENTRY_KINDS[EntryKind(entry.kind)],
        url=_url(entry, council),
        title=marked(_title(entry), roots),
        place=_place(entry),
        excerpt=excerpt(entry.body, roots),
        badges=badges_of(entry, drafts.get(entry.uid, DRAFT)),
    )


def badges_of(entry: SearchEntry, draft: Badge = DRAFT) -> tuple[Badge, ...]:
    """``draft`` for what is one, the verdict and what happened to the act since."""
    found = []
    if entry.is_draft:
        found.append(draft)
    if entry.verdict:
        verdict = Verdict(entry.verdict)
        labels = ITEM_VERDICTS if entry.kind == EntryKind.ITEM else VERDICTS
        found.append(Badge(_VERDICT_TONES[verdict], labels[verdict]))
    if entry.state and entry.state != ActState.IN_FORCE:
        found.append(Badge("danger", ACT_STATES[ActState(entry.state)]))
    return tuple(found)


def _title(entry: SearchEntry) -> str:
    return f"{entry.number} – {entry.title}" if entry.number else entry.title


def _place(entry: SearchEntry) -> str:
    parts = []
    if entry.kind in {EntryKind.ACT, EntryKind.ITEM} and entry.held_on:
        parts.append(f"Séance du {long_date(entry.held_on)}")
    if entry.kind == EntryKind.ITEM:
        parts.append(f"point {entry.order}")
    if entry.kind == EntryKind.DECISION and entry.held_on:
        parts.append(f"Décision du {long_date(entry.held_on)}")
    if entry.kind == EntryKind.MEMBER and entry.held_on:
        parts.append(f"depuis le {long_date(entry.held_on)}")
    parts += [entry.theme, f"matière {entry.matter_code}" if entry.matter_code else ""]
    return " · ".join(part for part in parts if part)


def entry_url(entry: SearchEntry, council: Council) -> str:
    """Where an act, a decision, an item or a sitting is read."""
    if entry.kind == EntryKind.DECISION:
        return reverse("decision", kwargs={"council": council.uid, "decision": entry.uid})
    place = {"council": council.uid, "sitting": entry.sitting_uid}
    if entry.kind == EntryKind.ACT:
        return reverse("act", kwargs={**place, "act": entry.uid})
    page = reverse("sitting", kwargs=place)
    return f"{page}#{entry.uid}" if entry.kind == EntryKind.ITEM else page


def _url(entry: SearchEntry, council: Council) -> str:
    """A member has no page of their own: the link leads to all that they chaired, reported, signed or attended."""
    if entry.kind != EntryKind.MEMBER:
        return entry_url(entry, council)
    search = reverse("search", kwargs={"council": council.uid})
    return f"{search}?{urlencode({'personne': entry.uid})}"
