"""The council's own subjects: kept from an item, corrected, hidden, shown again."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction

from councils.models import Council, User
from councils.services.writing import Writer
from deliberations.domain.library import ItemProposal, built_in_subjects, is_transmitted_by_kind
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.models import AgendaItem, ItemModel
from deliberations.services.agenda import ItemFacts

MODEL_KEPT = "item_model.kept"
MODEL_CHANGED = "item_model.changed"
MODEL_HIDDEN = "item_model.hidden"
MODEL_SHOWN = "item_model.shown"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What a model proposes; each field is that of ``ItemModel``."""

    title_html: str
    theme: str = ""
    kind: str = ItemKind.DELIBERATION
    subject: str = Subject.NONE
    matter_code: str = ""
    months: tuple[int, ...] = ()
    nomination_basis: str = ""
    is_transmissible: bool = True
    note_html: str = ""

    def values(self) -> dict[str, Any]:
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**told, "months": list(self.months)}


def facts_from(proposal: ItemProposal) -> ItemFacts:
    """The item that a proposal makes."""
    told = proposal.is_transmissible
    return ItemFacts(
        title_html=proposal.title_html,
        theme=proposal.theme,
        kind=proposal.kind.value,
        subject=proposal.subject.value,
        matter_code=proposal.matter_code,
        is_transmissible=is_transmitted_by_kind(proposal.kind) if told is None else told,
        note_html=proposal.note_html,
        financial_year=proposal.financial_year,
        nomination_basis=proposal.nomination.value if proposal.nomination else "",
    )


def keep_as_model(item: AgendaItem, *, by: User | None) -> ItemModel:
    """Keep an item as a model of its council; a second click finds the one of the same title, shown again.

    Raises ``RowRefused``.
    """
    council = item.sitting.council
    with transaction.atomic():
        found = ItemModel.objects.filter(council=council, title_html=item.title_html).order_by("pk").first()
        model = found or ItemModel(council=council, months=[item.sitting.held_on.month])
        for name in (
            "title_html",
            "theme",
            "kind",
            "subject",
            "matter_code",
            "is_transmissible",
            "note_html",
        ):
            setattr(model, name, getattr(item, name))
        model.nomination_basis, model.is_hidden = item.nomination_basis, False
        return Writer(by=by, reason=MODEL_KEPT).write(model, "")


def save_model(model: ItemModel, facts: ModelFacts, *, by: User | None) -> ItemModel:
    """Write a new or an existing model. Raises ``RowRefused``."""
    with transaction.atomic():
        for name, value in facts.values().items():
            setattr(model, name, value)
        return Writer(by=by, reason=MODEL_CHANGED).write(model, "")


def model_for(council: Council, key: str) -> ItemModel | None:
    """The council's own row for a built-in subject, or a new one that says the same; ``None`` for an unknown key."""
    subject = next((subject for subject in built_in_subjects() if subject.key == key), None)
    if subject is None:
        return None
    found = ItemModel.objects.filter(council=council, based_on=key).first()
    facts = facts_from(subject)
    return found or ItemModel(
        council=council,
        based_on=key,
        title_html=facts.title_html,
        theme=facts.theme,
        kind=facts.kind,
        subject=facts.subject,
        matter_code=facts.matter_code,
        months=list(subject.months),
        nomination_basis=facts.nomination_basis,
        is_transmissible=facts.is_transmissible,
    )


def set_hidden(model: ItemModel, *, hidden: bool, by: User | None) -> ItemModel:
    """Propose a subject no more, or again."""
    with transaction.atomic():
        model.is_hidden = hidden
        return Writer(by=by, reason=MODEL_HIDDEN if hidden else MODEL_SHOWN).write(model, "")
