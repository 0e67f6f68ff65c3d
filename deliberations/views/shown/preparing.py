"""The agenda as it is prepared, and the library beside it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deliberations.domain.checks.interests import interests_spoken_of
from deliberations.domain.library import ItemProposal, without_years
from deliberations.domain.matters import matter_of
from deliberations.domain.record import Record
from deliberations.domain.sittings import AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.texts import PLACEHOLDER, text_of
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.domain.wording.names import join_list
from deliberations.models.choices import ITEM_KINDS, ITEM_OUTCOMES


@dataclass(frozen=True, slots=True)
class PreparedItem:
    """One line of the agenda. ``remarks`` are what remains to do or to look at; ``outcome`` is empty when examined."""

    uid: str
    order: int
    title: str
    details: tuple[str, ...]
    outcome: str
    remarks: tuple[str, ...]
    papers: int
    has_note: bool


def prepared_items(record: Record, papers: Mapping[str, int]) -> tuple[PreparedItem, ...]:
    """The items in order; ``papers`` counts the files of each, by uid."""
    words = MemberWords(record, BodyWords(record.council))
    return tuple(
        PreparedItem(
            uid=item.uid,
            order=item.order,
            title=text_of(item.title_html) or "Sans objet",
            details=tuple(_details(words, item)),
            outcome="" if item.outcome is ItemOutcome.EXAMINED else ITEM_OUTCOMES[item.outcome],
            remarks=tuple(_remarks(record, words, item)),
            papers=papers.get(item.uid, 0),
            has_note=bool(item.note_html.strip()),
        )
        for item in sorted(record.sitting.agenda, key=lambda each: each.order)
    )


def _details(words: MemberWords, item: AgendaItem) -> Iterator[str]:
    yield ITEM_KINDS[item.kind]
    if item.theme:
        yield item.theme
    if item.rapporteur:
        yield f"rapporteur : {words.name(item.rapporteur)}"


def _remarks(record: Record, words: MemberWords, item: AgendaItem) -> Iterator[str]:
    if PLACEHOLDER.search(text_of(item.title_html)):
        yield "Le titre reste à compléter."
    if item.added_in_sitting:
        yield "Ajouté après l'envoi de la convocation."
    told = dict.fromkeys(member for member, _, _ in interests_spoken_of(record, item))
    if told:
        yield f"Intérêt déclaré : {join_list([words.name(member) for member in told])}."


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """``is_there``: the agenda holds the same title already."""

    key: str
    title: str
    details: tuple[str, ...]
    is_there: bool
    is_own: bool


def shown_proposals(proposals: Sequence[ItemProposal], there: Collection[str]) -> tuple[ShownProposal, ...]:
    """Proposals as the library lists them; ``there`` are the titles of the agenda, without their years."""
    return tuple(
        ShownProposal(
            key=each.key,
            title=text_of(each.title_html),
            details=tuple(_proposal_details(each)),
            is_there=without_years(text_of(each.title_html)) in there,
            is_own=each.key.startswith("modele:"),
        )
        for each in proposals
    )


def _proposal_details(each: ItemProposal) -> Iterator[str]:
    if each.kind is not ItemKind.DELIBERATION:
        yield ITEM_KINDS[each.kind]
    if each.theme:
        yield each.theme
    matter = matter_of(each.matter_code) if each.matter_code else None
    if matter:
        yield f"{each.matter_code} {matter.label}"
