"""Subjects proposed for an agenda: the council's own, the built-in ones, and those of a year earlier."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from councils.models import Council
from deliberations.domain.library import (
    ItemProposal,
    built_in_subjects,
    one_year_later,
    proposed_for,
    under_single_statement,
    without_years,
)
from deliberations.domain.sittings import ItemKind, ItemOutcome, Subject
from deliberations.domain.texts import text_of
from deliberations.domain.votes import NominationBasis
from deliberations.models import AgendaItem, ItemModel, Sitting

_AROUND = timedelta(days=45)
"""How far from the same day a sitting of the year before is « at the same time »."""


def library_of(council: Council, held_on: date) -> tuple[ItemProposal, ...]:
    """Every subject proposed to ``council``, its own first; those it hid are left out. One query."""
    models = list(ItemModel.objects.filter(council=council))
    replaced = {model.based_on for model in models}
    own = [proposal_of(model) for model in models if not model.is_hidden]
    built_in = [subject for subject in built_in_subjects() if subject.key not in replaced]
    return under_single_statement(
        (proposed_for(proposal, held_on) for proposal in (*own, *built_in)), held_on
    )


def proposal_of(model: ItemModel) -> ItemProposal:
    """A model as a proposal; its key is « modele: » and its uid."""
    origin = next((subject for subject in built_in_subjects() if subject.key == model.based_on), None)
    return ItemProposal(
        key=f"modele:{model.uid}",
        title_html=model.title_html,
        theme=model.theme,
        kind=ItemKind(model.kind),
        subject=Subject(model.subject),
        matter_code=model.matter_code,
        months=tuple(model.months),
        nomination=NominationBasis(model.nomination_basis) if model.nomination_basis else None,
        bears_on=origin.bears_on if origin else "",
        is_transmissible=model.is_transmissible,
        note_html=model.note_html,
        words=origin.words if origin else "",
    )


def year_before(council: Council, held_on: date) -> tuple[Sitting | None, tuple[ItemProposal, ...]]:
    """The sitting nearest to the same day one year earlier, and its items as proposals for this year.

    Their years move by one. Items withdrawn, and those that come back at each sitting, are left out. Two queries.
    """
    target = held_on - timedelta(days=365)
    near = Sitting.objects.filter(council=council, held_on__range=(target - _AROUND, target + _AROUND))
    sitting = min(near, key=lambda row: (abs(row.held_on - target), row.pk), default=None)
    return (None, ()) if sitting is None else (sitting, under_single_statement(_items_of(sitting), held_on))


def _items_of(sitting: Sitting) -> Iterator[ItemProposal]:
    constant = {Subject.MINUTES, Subject.DELEGATED_DECISIONS}
    rows = AgendaItem.objects.filter(sitting=sitting).exclude(outcome=ItemOutcome.WITHDRAWN)
    for row in rows.exclude(subject__in=constant).exclude(kind=ItemKind.QUESTION).order_by("order", "pk"):
        yield replace(proposal_from(row), key=f"point:{sitting.uid}:{row.uid}")


def proposal_from(item: AgendaItem) -> ItemProposal:
    """An earlier item as a proposal one year later; no member, no paper, no note goes with it."""
    return ItemProposal(
        key="",
        title_html=one_year_later(item.title_html),
        theme=item.theme,
        kind=ItemKind(item.kind),
        subject=Subject(item.subject),
        matter_code=item.matter_code,
        nomination=NominationBasis(item.nomination_basis) if item.nomination_basis else None,
        financial_year=item.financial_year + 1 if item.financial_year else None,
        is_transmissible=item.is_transmissible,
    )


def proposal_named(sitting: Sitting, key: str) -> ItemProposal | None:
    """The proposal of that key, for the day of ``sitting``; ``None`` when the council has no such one."""
    _, earlier = year_before(sitting.council, sitting.held_on) if key.startswith("point:") else (None, ())
    every = (*earlier, *library_of(sitting.council, sitting.held_on))
    return next((proposal for proposal in every if proposal.key == key), None)


def titles_on(sitting: Sitting) -> frozenset[str]:
    """The items there already are, told without their years."""
    titles = AgendaItem.objects.filter(sitting=sitting).values_list("title_html", flat=True)
    return frozenset(without_years(text_of(title)) for title in titles)
