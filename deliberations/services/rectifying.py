"""« J'ai trouvé une erreur »: what a new act does about an old one, and what is corrected in the text itself."""

import hashlib
import html
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Model

from councils.domain.days import council_day
from councils.domain.errors import Refusal
from councils.models import Council, User
from deliberations.documents.sitting.minutes import PUBLIC
from deliberations.domain.acts import ActLink, ClauseKind
from deliberations.domain.sittings import ItemKind
from deliberations.domain.texts import text_of
from deliberations.models import (
    AgendaItem,
    Annex,
    Deliberation,
    Link,
    Rectification,
    Sitting,
)
from deliberations.models.choices import CLAUSE_KINDS
from deliberations.richtext import (
    Word,
    hidden_words,
    passages_of,
    rewritten,
    runs_as_text,
    with_passage,
    without_private,
    words_of,
)
from deliberations.richtext.model import RunsMapper
from deliberations.services.changes import SittingChange, changing
from deliberations.services.hand_signing import drop_hand_signature
from deliberations.services.minutes_copies import issue_minutes, issued_minutes
from deliberations.services.public_copy import renew_public_copy
from deliberations.services.sitting_documents import freeze_again

FOLLOWED, RECTIFIED = "act.followed", "act.rectified"
LEADS = {
    ActLink.AMENDS: "Modification",
    ActLink.REPLACES: "Remplacement",
    ActLink.WITHDRAWS: "Retrait",
}
HIDDEN = "[occulté]"
OUTDATED = "Texte rectifié après la signature."
"""Why the signature on paper of an act that is rectified counts no more."""


def next_sitting(council: Council, *, at: datetime, after: Sitting | None = None) -> Sitting | None:
    """The first sitting to come that is not closed, other than ``after``; ``None`` when none is planned."""
    rows = Sitting.objects.filter(
        council=council, held_on__gte=council_day(council, at), finished_at__isnull=True, origin="LIVE"
    )
    if after is not None:
        rows = rows.exclude(pk=after.pk)
    return rows.order_by("held_on", "pk").first()


def follow_act(*, act: Deliberation, kind: ActLink, sitting: Sitting, by: User | None) -> Deliberation:
    """Put on the agenda of ``sitting`` a draft that amends, replaces or withdraws ``act``, linked to it by its number.

    The same asked again gives back the draft already there. Raises ``Refusal`` for an act without number or another
    council's sitting, ``SittingFinished``. Side effects: an item at the end of the agenda, the draft, its link;
    history ``act.followed``.
    """
    if not act.number:
        raise Refusal("act.unnumbered", "Cet acte n'a pas de numéro : corrigez simplement son texte.")
    if sitting.council_id != act.council_id:
        raise Refusal("sitting.elsewhere", "Cette séance est celle d'un autre conseil.")
    with changing(sitting, by=by, reason=FOLLOWED) as change:
        known = Deliberation.objects.filter(
            sitting=change.sitting, links__kind=kind, links__number=act.number
        ).first()
        if known is not None:
            return known
        item = change.writer.write(_item(act, kind, change.sitting), "")
        draft = Deliberation(
            council=change.sitting.council,
            sitting=change.sitting,
            item=item,
            title_html=item.title_html,
            is_individual=act.is_individual,
        )
        change.writer.write(draft, "")
        link = Link(deliberation=draft, kind=kind, number=act.number, adopted_on=act.sitting.held_on)
        change.writer.write(link, "")
        return draft


def _item(act: Deliberation, kind: ActLink, sitting: Sitting) -> AgendaItem:
    last = sitting.agenda.order_by("-order").values_list("order", flat=True).first()
    title = text_of(without_private(_titled(act).title_html))
    words = f"{LEADS[kind]} de la délibération n° {act.number} – {title}"
    return AgendaItem(
        sitting=sitting,
        order=(last or 0) + 1,
        title_html=html.escape(words[:480], quote=False),
        theme=act.item.theme,
        kind=ItemKind.DELIBERATION,
        matter_code=act.item.matter_code,
        is_transmissible=act.item.is_transmissible,
        subject=act.item.subject,
        financial_year=act.item.financial_year,
        added_in_sitting=False,
    )


def _titled(act: Deliberation) -> Deliberation | AgendaItem:
    """Where the title that ``act`` prints is written: without one of its own it prints that of its item."""
    return act if text_of(act.title_html) else act.item


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of an act, as it reads now. ``key`` names it while it reads so, and only then.

    The title of an annex ``is_hidden_whole``, whatever word of it is chosen.
    """

    key: str
    label: str
    text: str
    words: tuple[Word, ...]
    is_hidden_whole: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """A text of the act: the row and field that hold it, and what it is called."""

    row: Model
    name: str
    label: str

    @property
    def html(self) -> str:
        """The title of an annex is plain text."""
        text: str = getattr(self.row, self.name)
        return html.escape(text, quote=False) if isinstance(self.row, Annex) else text

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.row, Annex) and self.row.is_hidden


def passages_of_act(act: Deliberation) -> tuple[Passage, ...]:
    """All that the text of an act says, passage by passage, in the order of the page."""
    return tuple(passage for passage, _, _ in _passages(act))


def _passages(act: Deliberation) -> Iterator[tuple[Passage, _Place, int]]:
    for place in _places(act):
        for number, runs in enumerate(passages_of(place.html)):
            text = runs_as_text(runs)
            words = words_of(runs)
            if place.is_hidden:
                words = tuple(Word(word.text, is_private=True) for word in words)
            told = f"{place.row._meta.model_name}:{place.row.pk}:{place.name}:{number}:{text}:{words}"
            key = hashlib.sha256(told.encode()).hexdigest()[:24]
            is_annex = isinstance(place.row, Annex)
            yield Passage(key, place.label, text, words, is_hidden_whole=is_annex), place, number


def _places(act: Deliberation) -> Iterator[_Place]:
    yield _Place(_titled(act), "title_html", "Objet")
    yield _Place(act, "statement_html", "Exposé")
    for clause in act.clauses.all():
        yield _Place(clause, "text_html", CLAUSE_KINDS[ClauseKind(clause.kind)])
    for part in act.operative.prefetch_related("blocks"):
        for block in part.blocks.all():
            yield _Place(block, "text_html", "Décision")
    for number, annex in enumerate(act.annexes.all(), start=1):
        yield _Place(annex, "title", f"Titre de l'annexe {number}")


def rectify_act(
    *, act: Deliberation, passage: str, text: str, reason: str, by: User | None, at: datetime
) -> Rectification:
    """Correct a material error: the passage of that key reads ``text`` from now on. The vote is untouched.

    The old words, the new ones and the reason are kept; a signed copy is then out of date and a new version names
    it; a signature noted on paper counts no more. Raises ``Refusal`` when nothing changes, or when the passage
    does not read so any more. History ``act.rectified``. Side effect after the commit: the public file is made again.
    """
    told = " ".join(text.split(" ")).strip()
    if not told:
        raise Refusal("rectification.text", "Écrivez le texte exact.")
    with changing(act.sitting, by=by, reason=RECTIFIED, even_finished=True) as change:
        found, place, number = _chosen(act, passage)
        if told == found.text:
            raise Refusal("rectification.text", "Le texte n'a pas changé : corrigez-le.")
        if isinstance(place.row, Annex):
            place.row.title = " ".join(told.split())
        else:
            _write(place, number, lambda runs: rewritten(runs, told))
        change.writer.write(place.row, "")
        drop_hand_signature(change, act, OUTDATED, at)
        before, after = _around_the_change(found.text, told)
        return _keep(change, act, before, after, reason, at)


def hide_words(
    *, act: Deliberation, passage: str, words: Collection[int], reason: str, by: User | None, at: datetime
) -> Rectification:
    """Hide words of a passage from the public: they stay in the act, and no public page or copy shows them any more.

    ``words`` are numbers in the passage, from 0. The title of an annex is hidden whole. The public page changes at once
    (personal data put online by mistake). Raises and writes as ``rectify_act``.
    """
    with changing(act.sitting, by=by, reason=RECTIFIED, even_finished=True) as change:
        found, place, number = _chosen(act, passage)
        told = [word.text for n, word in enumerate(found.words) if n in words]
        if not told:
            raise Refusal("rectification.words", "Cochez au moins un mot à occulter.")
        if isinstance(place.row, Annex):
            place.row.is_hidden, told = True, [found.text]
        else:
            _write(place, number, lambda runs: hidden_words(runs, words))
        change.writer.write(place.row, "")
        return _keep(change, act, " ".join(told), HIDDEN, reason, at)


def _chosen(act: Deliberation, key: str) -> tuple[Passage, _Place, int]:
    for passage, place, number in _passages(act):
        if passage.key == key:
            return passage, place, number
    raise Refusal("rectification.passage", "Ce passage a changé entre-temps : choisissez-le de nouveau.")


def _write(place: _Place, number: int, edit: RunsMapper) -> None:
    setattr(place.row, place.name, with_passage(place.html, number, edit))


def _around_the_change(old: str, new: str) -> tuple[str, str]:
    """What differs between two texts, with a word on each side: enough to know where it was."""
    before, after = old.split(), new.split()
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    first = max(0, start - 1)
    return (
        " ".join(before[first : len(before) - max(0, end - 1)]),
        " ".join(after[first : len(after) - max(0, end - 1)]),
    )


def _common(first: list[str], second: list[str]) -> int:
    """How many words two texts begin with together."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(first), len(second)))


def _keep(
    change: SittingChange, act: Deliberation, before: str, after: str, reason: str, at: datetime
) -> Rectification:
    if not reason.strip():
        raise Refusal("rectification.reason", "Dites d'où vient l'erreur : le motif est conservé.")
    renew_public_copy(act)
    entry = Rectification(
        deliberation=act, before=before, after=after, reason=reason.strip(), at=at, by=change.writer.by
    )
    kept = change.writer.write(entry, "")
    freeze_again(change.sitting, at=at)
    _renew_public_minutes(change, at)
    return kept


def _renew_public_minutes(change: SittingChange, at: datetime) -> None:
    """After the commit: issue anew the public copy of minutes that tell this text, so that the last one hides it."""
    sitting = change.sitting
    if sitting.finished_at is not None and issued_minutes(sitting, PUBLIC) is not None:
        renew = partial(issue_minutes, sitting=sitting, by=change.writer.by, at=at, subject=PUBLIC)
        transaction.on_commit(renew, robust=True)
