"""The text of an act of either kind, passage by passage, as it reads now: what is corrected in it, or hidden."""

import hashlib
import html
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Model

from councils.domain.errors import Refusal
from councils.services.writing import Writer
from deliberations.domain.acts import ClauseKind
from deliberations.domain.texts import text_of
from deliberations.models import AgendaItem, Annex, DecisionAnnex, MayorDecision
from deliberations.models.choices import CLAUSE_KINDS
from deliberations.richtext import (
    Word,
    hidden_words,
    passages_of,
    runs_as_text,
    with_passage,
    words_of,
)
from deliberations.richtext.model import RunsMapper
from deliberations.services.act_desks import AnyAct

ANNEXES = (Annex, DecisionAnnex)


def titled(act: AnyAct) -> AnyAct | AgendaItem:
    """Where the title that ``act`` prints is written: without one of its own it prints that of its item."""
    if isinstance(act, MayorDecision) or text_of(act.title_html):
        return act
    return act.item


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
class Place:
    """A text of the act: the row and field that hold it, and what it is called."""

    row: Model
    name: str
    label: str

    @property
    def html(self) -> str:
        """The title of an annex is plain text."""
        text: str = getattr(self.row, self.name)
        return html.escape(text, quote=False) if isinstance(self.row, ANNEXES) else text

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.row, ANNEXES) and self.row.is_hidden

    def write(self, writer: Writer, number: int, edit: RunsMapper, text: str) -> None:
        """Change the passage of that ``number``; the title of an annex becomes ``text``, whole."""
        if isinstance(self.row, ANNEXES):
            self.row.title = " ".join(text.split())
        else:
            setattr(self.row, self.name, with_passage(self.html, number, edit))
        writer.write(self.row, "")

    def hide(self, writer: Writer, number: int, words: Collection[int]) -> None:
        """Hide words of the passage of that ``number``; the title of an annex is hidden whole."""
        if isinstance(self.row, ANNEXES):
            self.row.is_hidden = True
        else:
            setattr(
                self.row,
                self.name,
                with_passage(self.html, number, lambda runs: hidden_words(runs, words)),
            )
        writer.write(self.row, "")


def passages_of_act(act: AnyAct) -> tuple[Passage, ...]:
    """All that the text of an act says, passage by passage, in the order of the page."""
    return tuple(passage for passage, _, _ in _passages(act))


def _passages(act: AnyAct) -> Iterator[tuple[Passage, Place, int]]:
    for place in _places(act):
        for number, runs in enumerate(passages_of(place.html)):
            text = runs_as_text(runs)
            words = words_of(runs)
            if place.is_hidden:
                words = tuple(Word(word.text, is_private=True) for word in words)
            told = f"{place.row._meta.model_name}:{place.row.pk}:{place.name}:{number}:{text}:{words}"
            key = hashlib.sha256(told.encode()).hexdigest()[:24]
            is_annex = isinstance(place.row, ANNEXES)
            yield Passage(key, place.label, text, words, is_hidden_whole=is_annex), place, number


def _places(act: AnyAct) -> Iterator[Place]:
    yield Place(titled(act), "title_html", "Objet")
    yield Place(act, "statement_html", "Exposé")
    for clause in act.clauses.all():
        yield Place(clause, "text_html", CLAUSE_KINDS[ClauseKind(clause.kind)])
    for block in _blocks(act):
        yield Place(block, "text_html", "Décision")
    for number, annex in enumerate(act.annexes.all(), start=1):
        yield Place(annex, "title", f"Titre de l'annexe {number}")


def _blocks(act: AnyAct) -> Iterator[Model]:
    """What the act decides, article by article."""
    if isinstance(act, MayorDecision):
        yield from act.articles.all()
        return
    for part in act.operative.prefetch_related("blocks"):
        yield from part.blocks.all()


def chosen_passage(act: AnyAct, key: str) -> tuple[Passage, Place, int]:
    """The passage of that key, while it still reads so. Raises ``Refusal``."""
    for passage, place, number in _passages(act):
        if passage.key == key:
            return passage, place, number
    raise Refusal("rectification.passage", "Ce passage a changé entre-temps : choisissez-le de nouveau.")
