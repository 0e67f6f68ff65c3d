"""The items of the sheet: how each one went, and its vote, alone or together with the item before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from deliberations.domain.nominations import nomination_on
from deliberations.domain.record import Record
from deliberations.domain.sheets import NotFound, SheetItem, find_members, is_plain_vote
from deliberations.domain.sittings import DECIDING, AgendaItem, ItemKind, ItemOutcome
from deliberations.domain.texts import text_of
from deliberations.domain.votes import Ballot, Choice, Nomination, Tally, Vote, VoteMethod
from deliberations.forms.sheet_fields import choice_field, not_found, text_field
from deliberations.forms.vote_start import EXCEPTIONS, TOTALS
from deliberations.models.choices import CHOICES, ITEM_OUTCOMES

TOGETHER = "TOGETHER"
"""The item was voted by the same vote as the item before it on the sheet."""
_FORMS = {
    "": "Pas de vote",
    VoteMethod.ORDINARY: "Tous pour, sauf…",
    VoteMethod.PUBLIC: "Scrutin public : tous pour, sauf…",
    VoteMethod.SECRET: "Scrutin secret : totaux",
}
_YES_NO = [("", "Non renseigné"), ("yes", "Oui"), ("no", "Non")]
_KNOWN = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item; ``votes_alone`` when its votes do not fit on a sheet, and are only shown."""

    uid: str
    order: int
    title: str
    outcome: forms.BoundField
    votes_alone: bool
    is_election: bool
    form: forms.BoundField | None
    exceptions: tuple[forms.BoundField, ...]
    totals: tuple[forms.BoundField, ...]
    waiver: forms.BoundField | None


class SheetItems:
    """The part of a form that holds the items of ``record``; ``names`` are those of the members in office."""

    def __init__(self, record: Record, names: Mapping[str, str]) -> None:
        self.record = record
        self.names = names
        self.items = sorted(record.sitting.agenda, key=lambda item: item.order)

    # --- fields

    def fields(self) -> Iterator[tuple[str, forms.Field]]:
        """Each field by its name, in the order of the page."""
        for place, item in enumerate(self.items):
            uid, point = item.uid, f"Point {item.order}"
            yield f"i-{uid}-outcome", choice_field(f"{point} : issue", ITEM_OUTCOMES)
            if self._has_vote(item):
                yield from self._vote_fields(item, point, place)

    def _vote_fields(self, item: AgendaItem, point: str, place: int) -> Iterator[tuple[str, forms.Field]]:
        uid = item.uid
        together = {TOGETHER: "En bloc, avec le point précédent"} if self._may_join(place) else {}
        yield f"i-{uid}-form", choice_field(f"{point} : vote", {**_FORMS, **together})
        for choice in EXCEPTIONS:
            yield f"i-{uid}-{choice}", text_field(f"{point} : {CHOICES[choice].lower()}")
        for name, label in TOTALS.items():
            yield (
                f"i-{uid}-t-{name}",
                forms.IntegerField(
                    label=f"{point} : {label.lower()}",
                    required=False,
                    min_value=0,
                    max_value=9_999,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                ),
            )
        if nomination_on(self.record, item) is not None:
            yield (
                f"i-{uid}-waiver",
                forms.ChoiceField(
                    label=f"{point} : renonciation unanime au scrutin secret", choices=_YES_NO, required=False
                ),
            )

    def _has_vote(self, item: AgendaItem) -> bool:
        return item.kind is not ItemKind.ELECTION and self._is_plain(item)

    def _is_plain(self, item: AgendaItem) -> bool:
        votes = self.record.votes_on(item.uid)
        return is_plain_vote(votes) and all(self._follow_each_other(vote) for vote in votes)

    def _follow_each_other(self, vote: Vote) -> bool:
        """Whether the items of a vote stand one after the other, and have no other vote."""
        places = [n for n, item in enumerate(self.items) if item.uid in vote.items]
        ordered = [self.items[n].uid for n in places]
        are_neighbours = places == list(range(places[0], places[0] + len(places)))
        are_alone = all(self.record.votes_on(uid) == (vote,) for uid in ordered)
        may_join = all(self._may_join(place) for place in places[1:])
        return list(vote.items) == ordered and are_neighbours and are_alone and may_join

    def _may_join(self, place: int) -> bool:
        """Whether that item may be voted with the one before it: both decide, and neither names anybody."""
        return place > 0 and all(self._may_share(item) for item in self.items[place - 1 : place + 1])

    def _may_share(self, item: AgendaItem) -> bool:
        return item.kind in DECIDING and nomination_on(self.record, item) is None

    # --- what is already noted

    def start(self) -> Iterator[tuple[str, Any]]:
        """The value of each field, from the record."""
        for item in self.items:
            yield f"i-{item.uid}-outcome", item.outcome.value
            waiver = item.nomination.unanimous_waiver if item.nomination else None
            yield f"i-{item.uid}-waiver", {True: "yes", False: "no", None: ""}[waiver]
            votes = self.record.votes_on(item.uid)
            if votes and self._has_vote(item):
                yield from self._start_vote(item.uid, votes[0])

    def _start_vote(self, item: str, vote: Vote) -> Iterator[tuple[str, Any]]:
        if vote.items[0] != item:
            yield f"i-{item}-form", TOGETHER
            return
        yield f"i-{item}-form", vote.method.value
        for choice in EXCEPTIONS:
            named = [
                self.names.get(b.member or "") or b.group or str(b.count)
                for b in vote.ballots
                if b.choice is choice
            ]
            yield f"i-{item}-{choice}", ", ".join(named)
        if vote.tally is not None:
            for name in TOTALS:
                yield f"i-{item}-t-{name}", getattr(vote.tally, name)

    # --- lines of the page

    def lines(self, form: forms.Form) -> list[ItemLine]:
        return [self._line(form, item) for item in self.items]

    def _line(self, form: forms.Form, item: AgendaItem) -> ItemLine:
        key = f"i-{item.uid}"
        has_vote = f"{key}-form" in form.fields
        return ItemLine(
            uid=item.uid,
            order=item.order,
            title=text_of(item.title_html) or "Sans objet",
            outcome=form[f"{key}-outcome"],
            votes_alone=not self._is_plain(item),
            is_election=item.kind is ItemKind.ELECTION,
            form=form[f"{key}-form"] if has_vote else None,
            exceptions=tuple(form[f"{key}-{choice}"] for choice in EXCEPTIONS) if has_vote else (),
            totals=tuple(form[f"{key}-t-{name}"] for name in TOTALS) if has_vote else (),
            waiver=form[f"{key}-waiver"] if f"{key}-waiver" in form.fields else None,
        )

    # --- what was typed

    def clean(self, form: forms.Form) -> tuple[SheetItem, ...]:
        """The items as typed; errors go to ``form``."""
        blocs = self._blocs(form)
        return tuple(self._clean_item(form, item, blocs.get(item.uid, ())) for item in self.items)

    def _blocs(self, form: forms.Form) -> dict[str, tuple[str, ...]]:
        """The items of each vote by the first of them; an item that joins nothing is refused."""
        found: dict[str, tuple[str, ...]] = {}
        first = ""
        for item in self.items:
            method = form.cleaned_data.get(f"i-{item.uid}-form", "")
            if method != TOGETHER:
                first = item.uid if method else ""
                found[item.uid] = (item.uid,)
            elif first:
                found[first] = (*found[first], item.uid)
                self._refuse_own_exceptions(form, item)
            else:
                form.add_error(
                    f"i-{item.uid}-form", "Le point précédent n'a pas de vote : choisissez-en un d'abord."
                )
        return found

    def _refuse_own_exceptions(self, form: forms.Form, item: AgendaItem) -> None:
        for choice in EXCEPTIONS:
            if (form.cleaned_data.get(f"i-{item.uid}-{choice}") or "").strip():
                message = (
                    "Un vote en bloc n'a qu'un décompte : notez cette exception au premier de ses points."
                )
                form.add_error(f"i-{item.uid}-{choice}", message)

    def _clean_item(self, form: forms.Form, item: AgendaItem, bloc: Sequence[str]) -> SheetItem:
        key = f"i-{item.uid}"
        outcome = ItemOutcome(form.cleaned_data.get(f"{key}-outcome") or item.outcome)
        if f"{key}-form" not in form.fields:
            return SheetItem(item.uid, outcome, leaves_votes_alone=True)
        method = form.cleaned_data.get(f"{key}-form") if bloc else None
        vote = self._clean_vote(form, tuple(bloc), VoteMethod(method)) if method else None
        return SheetItem(item.uid, outcome, vote, nomination=self._clean_nomination(form, item))

    def _clean_vote(self, form: forms.Form, items: tuple[str, ...], method: VoteMethod) -> Vote:
        item = items[0]
        if method is VoteMethod.SECRET:
            totals = {name: form.cleaned_data.get(f"i-{item}-t-{name}") or 0 for name in TOTALS}
            if not any(totals.values()):
                form.add_error(f"i-{item}-t-in_favour", "Écrivez les totaux du dépouillement.")
            return Vote("", items, method=method, tally=Tally(**totals))
        ballots = tuple(
            ballot for choice in EXCEPTIONS for ballot in self._clean_exception(form, item, choice)
        )
        self._refuse_twice(form, item, ballots)
        return Vote("", items, method=method, everyone=Choice.FOR, ballots=ballots)

    def _clean_exception(self, form: forms.Form, item: str, choice: Choice) -> Iterator[Ballot]:
        field = f"i-{item}-{choice}"
        text = (form.cleaned_data.get(field) or "").strip()
        if text.isdecimal():
            if int(text):
                yield Ballot(choice, count=min(int(text), 9_999))
        elif text in self.record.groups.values():
            yield Ballot(choice, group=text)
        elif text:
            try:
                yield from (Ballot(choice, member=uid) for uid in find_members(text, self.names))
            except NotFound as unknown:
                form.add_error(field, not_found(unknown))

    def _refuse_twice(self, form: forms.Form, item: str, ballots: tuple[Ballot, ...]) -> None:
        seen: set[str] = set()
        for ballot in ballots:
            if ballot.member in seen:
                form.add_error(
                    f"i-{item}-{ballot.choice}",
                    f"{self.names[ballot.member or '']} a déjà un autre choix sur ce point.",
                )
            seen.add(ballot.member or "")

    def _clean_nomination(self, form: forms.Form, item: AgendaItem) -> Nomination | None:
        if f"i-{item.uid}-waiver" not in form.fields:
            return None
        waiver = _KNOWN.get(form.cleaned_data.get(f"i-{item.uid}-waiver", ""))
        known = nomination_on(self.record, item) or Nomination()
        if item.nomination is None and waiver is None:
            return None
        single = item.nomination.single_candidacy if item.nomination else None
        return Nomination(item.nomination.basis if item.nomination else known.basis, waiver, single)
