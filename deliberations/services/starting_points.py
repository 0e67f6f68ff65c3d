"""Starting a text from an earlier act of the council, or from a model it keeps."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from councils.domain.errors import Refusal
from councils.models import Council, User
from councils.queries import row_named
from councils.services.writing import Writer
from deliberations.domain.act_text import ActText
from deliberations.domain.renewal import Suggestion, accepted, suggestions
from deliberations.domain.text_versions import VersionKind, text_as_json, text_from_json
from deliberations.models import Deliberation, TextModel
from deliberations.queries.texts import text_stored
from deliberations.services.papers import annex_papers, papers_of
from deliberations.services.versions import Saving, save_typed_text

MODEL_KEPT = "text.model_kept"
MODEL_DROPPED = "text.model_dropped"


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """A text to start from: its ``name`` for the reader, and the day it was adopted on, unknown for a model."""

    name: str
    text: ActText
    adopted_on: date | None = None

    def suggested(self, held_on: date) -> tuple[Suggestion, ...]:
        """What probably has to change for a sitting held that day; a model says nothing of its year."""
        return suggestions(self.text, adopted_on=self.adopted_on or held_on, held_on=held_on)


def starting_point(council: Council, source: str) -> StartingPoint | None:
    """The text that an address names: « acte-12 » or « modele-3 », of ``council`` alone."""
    kind, _, key = source.partition("-")
    if kind == "acte":
        acts = Deliberation.objects.filter(council=council).select_related("sitting", "council")
        return _of_act(row_named(acts, key))
    if kind == "modele":
        model = row_named(TextModel.objects.filter(council=council), key)
        return (
            None
            if model is None
            else StartingPoint(f"le modèle « {model.name} »", text_from_json(model.content))
        )
    return None


def _of_act(row: Deliberation | None) -> StartingPoint | None:
    if row is None:
        return None
    named = f"la délibération n° {row.number}" if row.number else "un projet de délibération"
    return StartingPoint(f"{named} du {row.sitting.held_on:%d/%m/%Y}", text_stored(row), row.sitting.held_on)


def start_from(
    act: Deliberation,
    point: StartingPoint,
    choices: tuple[tuple[Suggestion, str], ...],
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Give ``act`` the text of ``point``, then the suggestions that were accepted; two versions keep both.

    The papers of its item stay its annexes; its earlier text stays in its versions. Raises ``SittingFinished``.
    """
    with transaction.atomic():
        label = f"Copie de {point.name}, telle quelle"
        replace_text(act, point.text, Saving(by=by, at=at, kind=VersionKind.STARTED, label=label))
        if choices:
            text = accepted(point.text, choices)
            replace_text(act, text, Saving(by=by, at=at, label="Mises à jour acceptées"))


def replace_text(act: Deliberation, text: ActText, saving: Saving) -> None:
    """Give ``act`` a text made elsewhere; the papers of its item stay its annexes. Raises as ``save_typed_text``."""
    with transaction.atomic():
        save_typed_text(act, text, saving)
        annex_papers(act, papers_of(act.item), saving.by)


def keep_as_model(act: Deliberation, name: str, *, by: User | None) -> TextModel:
    """Keep the text of ``act`` under ``name``; a model of that name takes the new text. Raises ``RowRefused``."""
    with transaction.atomic():
        model = TextModel.objects.filter(council=act.council, name=name).first()
        model = model or TextModel(council=act.council, name=name)
        model.content = text_as_json(text_stored(act))
        return Writer(by=by, reason=MODEL_KEPT).write(model, "")


def drop_model(council: Council, key: str, *, by: User | None) -> None:
    """Remove a model; the acts made from it stay. Raises ``Refusal`` when there is none."""
    model = row_named(TextModel.objects.filter(council=council), key)
    if model is None:
        raise Refusal("text.no_model", "Ce modèle n'existe plus.")
    with transaction.atomic():
        Writer(by=by, reason=MODEL_DROPPED).delete(model)
