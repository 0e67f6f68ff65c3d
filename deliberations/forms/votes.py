"""One vote of an item, as it is told: « tous pour », then the exceptions; or totals alone for a secret ballot."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms

from deliberations.domain.gestures import GestureKind, Target, vote_target
from deliberations.domain.nominations import (
    forms_offered,
    kind_of_nomination,
    may_waive_secrecy,
    nomination_on,
    secrecy_article,
)
from deliberations.domain.record import Record
from deliberations.domain.sittings import Origin
from deliberations.domain.votes import (
    Ballot,
    Choice,
    MajorityRule,
    Nomination,
    Tally,
    Vote,
    VoteMethod,
    VotePurpose,
)
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.forms.gesture_base import GestureForm, UidField
from deliberations.forms.vote_start import (
    EXCEPTIONS,
    NAMED,
    SHORT,
    TOTALS,
    initial_of_vote,
    other_items,
    voting_room,
)
from deliberations.models.choices import CHOICES, MAJORITY_RULES, VOTE_METHODS, VOTE_PURPOSES
from deliberations.services import voting
from deliberations.services.floor import Floor
from deliberations.services.gestures import Asked
from deliberations.services.voting import AskedVote

_YES_NO = [("", "Non renseigné"), ("yes", "Oui"), ("no", "Non")]
_KNOWN = {"yes": True, "no": False}
_MOST = 9_999
_FEW = 35


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=_MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Ce nombre ne peut pas être négatif.",
        },
    )


class VoteForm(GestureForm):
    """The vote on one item of a record: a new one, or the ``vote`` to correct.

    Choices by name are offered for the members who have a voice; no choice of anybody is read of a secret ballot.
    """

    kind = GestureKind.VOTE

    method = forms.ChoiceField(label="Mode de scrutin", widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label="Le vote porte", choices=[(k.value, v) for k, v in VOTE_PURPOSES.items()], required=False
    )
    majority = forms.ChoiceField(
        label="Majorité requise",
        choices=[
            (k.value, "Celle que fixe la loi" if k is MajorityRule.SIMPLE else v)
            for k, v in MAJORITY_RULES.items()
        ],
        required=False,
    )
    requested = _number("Nombre de présents qui ont demandé ce mode de scrutin")
    quick = forms.ChoiceField(
        choices=[("", ""), ("FOR", "Tous pour"), ("AGAINST", "Tous contre")], required=False
    )
    vote = UidField(required=False)
    also = forms.MultipleChoiceField(
        label="Voter en même temps", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        record: Record,
        item: str,
        *,
        vote: Vote | None = None,
        data: Any = None,
        prefix: str | None = None,
    ) -> None:
        self.record, self.item, self.corrected = record, record.item(item), vote
        self.room = voting_room(record, item, vote)
        super().__init__(data, prefix=prefix, initial=initial_of_vote(record, self.item, vote))
        self._offer_methods()
        self.fields["also"].choices = list(other_items(record, item, vote))  # type: ignore[attr-defined]
        self._add_choices()
        self._add_nomination()

    def _offer_methods(self) -> None:
        """A show of hands is not offered where a text imposes secrecy, save on what an old paper says."""
        offered = forms_offered(self.record, self.item)
        kept = {self.corrected.method} if self.corrected else set()
        if self.record.sitting.origin is Origin.RECORDED:
            kept = set(VoteMethod)
        methods = [method for method in VoteMethod if method in offered | kept]
        self.fields["method"].choices = [(m.value, VOTE_METHODS[m]) for m in methods]  # type: ignore[attr-defined]
        if len(methods) == 1:
            self.initial["method"] = methods[0].value

    def _add_choices(self) -> None:
        words = MemberWords(self.record, BodyWords(self.record.council))
        self.voters = [seat.member for seat in self.room.voiced] if self.room.is_known else []
        named = self.corrected.ballots if self.corrected else ()
        extra = [b.member for b in named if b.member and b.member not in self.voters]
        for uid in dict.fromkeys([*self.voters, *extra]):
            self.fields[f"c-{uid}"] = forms.ChoiceField(
                label=words.name(uid),
                choices=[(c.value, SHORT[c]) for c in NAMED],
                required=False,
                widget=forms.RadioSelect,
            )
            self.initial.setdefault(f"c-{uid}", Choice.FOR.value)
        self.groups = list(
            dict.fromkeys(self.record.groups[m] for m in self.voters if m in self.record.groups)
        )
        for number, group in enumerate(self.groups):
            self.fields[f"g-{number}"] = forms.ChoiceField(
                label=group,
                choices=[("", "Chacun le sien"), *[(c, CHOICES[c]) for c in NAMED]],
                required=False,
            )
        for choice in EXCEPTIONS:
            self.fields[f"n-{choice}"] = _number(CHOICES[choice])
        for name, label in TOTALS.items():
            self.fields[f"t-{name}"] = _number(label)

    def _add_nomination(self) -> None:
        self.nomination = nomination_on(self.record, self.item)
        if self.nomination is None:
            return
        if self.offers_waiver:
            self.fields["waiver"] = forms.ChoiceField(
                label="Le conseil a décidé à l'unanimité de ne pas voter au scrutin secret",
                choices=_YES_NO,
                required=False,
            )
        self.fields["single"] = forms.ChoiceField(
            label="Une seule candidature (ou une seule liste) a été déposée", choices=_YES_NO, required=False
        )

    @property
    def offers_waiver(self) -> bool:
        """Whether the council may drop the secrecy; what an old paper says of it is recorded all the same."""
        if self.nomination is None:
            return False
        return may_waive_secrecy(self.nomination) or self.record.sitting.origin is Origin.RECORDED

    @property
    def secrecy_article(self) -> str:
        """The text that imposes the secret ballot on the item; empty where the council may drop it."""
        if self.nomination is None or may_waive_secrecy(self.nomination):
            return ""
        return secrecy_article(self.record, kind_of_nomination(self.record, self.item))

    @property
    def offers_hands(self) -> bool:
        """Whether a show of hands, or a public ballot, may be recorded on the item."""
        return [value for value, _ in self.fields["method"].choices] != [VoteMethod.SECRET]  # type: ignore[attr-defined]

    @property
    def is_secret(self) -> bool:
        return self["method"].value() == VoteMethod.SECRET

    @property
    def is_small(self) -> bool:
        """Whether the names fit under the eye without being unfolded."""
        return len(self.voters) <= _FEW

    @property
    def members(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.fields if name.startswith("c-"))

    @property
    def group_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("g-")]

    @property
    def count_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("n-")]

    @property
    def total_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("t-")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("quick"):
            self._refuse_quick_secret(data)
        elif data.get("method") == VoteMethod.SECRET and not any(data.get(f"t-{name}") for name in TOTALS):
            self.add_error(
                "t-in_favour", "Écrivez les totaux du dépouillement : nul ne saura qui a voté quoi."
            )
        return data

    def _refuse_quick_secret(self, data: Mapping[str, Any]) -> None:
        if data.get("method") == VoteMethod.SECRET:
            self.add_error(
                "method", "Un scrutin secret s'enregistre par ses totaux : écrivez-les ci-dessous."
            )

    def target(self) -> Target:
        return vote_target(self.item.uid)

    def asked(self) -> Asked:
        """A vote sent twice, each with its own key, would be two votes: the second is shown as a conflict."""
        return replace(super().asked(), is_new_each_time=not self.cleaned_data.get("vote"))

    def act(self) -> Callable[[Floor], str]:
        asked = AskedVote(self.facts(), self.cleaned_data.get("vote") or "", self._nomination())
        return partial(voting.record_vote, asked=asked)

    def facts(self) -> Vote:
        """The vote that was typed, as a fact without uid: what is secret has totals alone."""
        data = self.cleaned_data
        method = VoteMethod(data["method"])
        purpose = VotePurpose(data.get("purpose") or VotePurpose.WHOLE)
        requested = data.get("requested")
        common: dict[str, Any] = {
            "uid": "",
            "items": (self.item.uid, *data.get("also", [])),
            "purpose": purpose,
            "decides": purpose is VotePurpose.WHOLE,
            "method": method,
            "majority": MajorityRule(data.get("majority") or MajorityRule.SIMPLE),
            "requested_by_present": requested,
        }
        if method is VoteMethod.SECRET:
            return Vote(**common, tally=Tally(**{name: data.get(f"t-{name}") or 0 for name in TOTALS}))
        if data.get("quick"):
            return Vote(**common, everyone=Choice(data["quick"]))
        return Vote(**common, everyone=Choice.FOR, ballots=tuple(self._ballots()))

    def _ballots(self) -> Iterator[Ballot]:
        data = self.cleaned_data
        groups = {group: data.get(f"g-{number}") for number, group in enumerate(self.groups)}
        for name in [name for name in self.fields if name.startswith("c-")]:
            member = name.removeprefix("c-")
            in_group = groups.get(self.record.groups.get(member, ""))
            # Within a group, whoever is left on « pour » votes with it.
            if data.get(name) not in (None, "", Choice.FOR, in_group):
                yield Ballot(Choice(data[name]), member=member)
        for group, choice in groups.items():
            if choice:
                yield Ballot(Choice(choice), group=group)
        for each in EXCEPTIONS:
            if data.get(f"n-{each}"):
                yield Ballot(each, count=data[f"n-{each}"])

    def _nomination(self) -> Nomination | None:
        if self.nomination is None:
            return None
        known = self.item.nomination.unanimous_waiver if self.item.nomination else None
        waiver = _KNOWN.get(self.cleaned_data["waiver"]) if self.offers_waiver else known
        single = _KNOWN.get(self.cleaned_data.get("single", ""))
        if self.item.nomination is None and waiver is None and single is None:
            return None
        return Nomination(self.nomination.basis, waiver, single)
