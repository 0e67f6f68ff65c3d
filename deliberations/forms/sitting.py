"""The form of a sitting to come, or of an old one taken up again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from councils.forms.inputs import day, hour
from councils.forms.layout import form_helper
from councils.models import Mandate
from deliberations.domain.record import Record
from deliberations.domain.sittings import Convocation, Origin, Requester, Sitting
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.dates import long_date
from deliberations.domain.wording.members import MemberWords
from deliberations.forms.fields import MergingForm, Suggestions, offer
from deliberations.forms.layout import Folded, Group, Row
from deliberations.models.choices import REQUESTERS
from deliberations.services.preparation import SittingPlan

FIRST_YEAR, LAST_YEAR = 1800, 2200
PROPOSED, UNKNOWN = "", "inconnu"
SESSIONS = ("ordinaire", "extraordinaire")


class SittingForm(MergingForm):
    """Date, hour, place, chair and convocation. Each field is named as the column of ``Sitting`` it fills.

    ``record`` is the sitting read with its council, on the day first proposed; ``mandates`` are the council's rows.
    ``cleaned_data["chair"]`` is a row of them, or ``None``: the head in office that day when nothing is chosen.
    """

    held_on = day("Date de la séance", required=True)
    starts_at = hour()
    place = forms.CharField(
        label="Lieu",
        required=False,
        max_length=500,
        help_text="Tel qu'il sera imprimé : « à la mairie », « dans la salle du conseil »…",
    )
    session = forms.CharField(
        label="Session",
        required=False,
        max_length=500,
        widget=Suggestions(SESSIONS),
        help_text="Si l'acte la dit.",
    )
    is_public = forms.BooleanField(
        label="Séance publique",
        required=False,
        help_text="Le huis clos se décide en séance, par un vote du conseil (CGCT art. L. 2121-18).",
    )
    chair = forms.ChoiceField(label="Présidence", required=False)
    convocation_is_urgent = forms.BooleanField(label="Convoquer en urgence", required=False)
    convocation_urgency_reason = forms.CharField(
        label="Motif de l'urgence",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le maire en rend compte dès l'ouverture de la séance ; le conseil se prononce par un vote.",
    )
    convocation_second_of = forms.ChoiceField(
        label="Seconde convocation de",
        required=False,
        help_text="Quand une première séance n'a pas réuni le quorum : celle-ci délibère alors sans condition de "
        "quorum, sur le même ordre du jour.",
    )
    convocation_requested_by = forms.ChoiceField(
        label="Séance demandée par",
        required=False,
        choices=[(key.value, label) for key, label in REQUESTERS.items()],
    )
    convocation_requested_on = day("Demande reçue le")
    convocation_requesting_members = forms.IntegerField(
        label="Nombre de membres demandeurs", required=False, min_value=1, max_value=1000
    )
    origin = forms.ChoiceField(
        label="Cette séance",
        choices=[
            (Origin.LIVE.value, "est à tenir, ou tenue, avec le logiciel"),
            (Origin.RECORDED.value, "est la reprise d'un acte ancien"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si la séance est à tenir ou reprise d'un acte ancien."},
        help_text="Un acte ancien est enregistré tel qu'il est, même s'il comporte une erreur : rien n'est bloqué.",
    )
    convocation_sent_on = day(
        "Convocation envoyée le", help_text="Seulement pour un acte ancien, si l'acte le dit."
    )

    def __init__(self, *args: Any, record: Record, mandates: Sequence[Mandate], **options: Any) -> None:
        super().__init__(*args, **options)
        self.record, self.mandates = record, {mandate.uid: mandate for mandate in mandates}
        offer(self.fields["chair"], self._chairs())
        offer(self.fields["convocation_second_of"], self._firsts())
        self._lay_out()

    def _lay_out(self) -> None:
        told = [self.value_of(name) for name in ("convocation_is_urgent", "convocation_urgency_reason")]
        asked = [self.value_of(name) for name in ("convocation_second_of", "convocation_requested_on")]
        is_asked = self.value_of("convocation_requested_by") not in (None, "", Requester.NOBODY)
        is_recorded = self.value_of("origin") == Origin.RECORDED
        urgent = ("convocation_is_urgent", "convocation_urgency_reason")
        request = (
            "convocation_second_of",
            "convocation_requested_by",
            Row("convocation_requested_on", "convocation_requesting_members", css_class="field-row"),
        )
        recorded = ("origin", "convocation_sent_on")
        self.helper = form_helper(
            "seen",
            Group(
                "Quand et où",
                Row("held_on", "starts_at", css_class="field-row"),
                "place",
                "chair",
                "is_public",
            ),
            Folded("Urgence", *urgent, is_open=any(told) or self._has_errors(urgent)),
            Folded(
                "Seconde convocation, ou séance demandée",
                *request,
                is_open=any(asked)
                or is_asked
                or self._has_errors(("convocation_requesting_members", *request[:2])),
            ),
            Folded(
                "Reprise d'un acte ancien, session",
                *recorded,
                "session",
                is_open=is_recorded or self._has_errors(recorded),
            ),
        )

    def value_of(self, name: str) -> Any:
        """What the form shows for a field: what was typed, else what was proposed."""
        return self[name].value()

    def _has_errors(self, names: Sequence[Any]) -> bool:
        return self.is_bound and any(name in self.errors for name in names if isinstance(name, str))

    def _chairs(self) -> list[tuple[str, str]]:
        words = MemberWords(self.record, BodyWords(self.record.council))
        head = next(iter(self.record.heads), None)
        proposed = f"{words.with_title(head)} (en exercice ce jour-là)" if head else "Non renseigné"
        others = [uid for uid in self.record.mandates if uid not in self.record.members]
        listed = [(uid, words.with_title(uid)) for uid in self.record.members if uid != head]
        listed += [(uid, f"{words.name(uid)} (n'est pas en exercice ce jour-là)") for uid in others]
        unknown = [(UNKNOWN, "Non renseigné")] if head else []
        return [(PROPOSED, proposed), *([(head, words.with_title(head))] if head else []), *listed, *unknown]

    def _firsts(self) -> list[tuple[str, str]]:
        """The last sittings before this one, and the one already chosen, the latest first."""
        chosen = self.record.sitting.convocation.second_of
        before = [(s.uid, self._first(s)) for s in reversed(self.record.earlier)]
        unknown = [(chosen, "La séance déjà indiquée")] if chosen and chosen not in dict(before) else []
        return [("", "Non, c'est une première convocation"), *before, *unknown]

    def _first(self, first: Sitting) -> str:
        record = Record(self.record.council, first)
        quorums = [record.quorum(item.uid) for item in first.agenda]
        lacked = any(quorum is not None and quorum.in_office and not quorum.is_met for quorum in quorums)
        return f"Séance du {long_date(first.held_on)}{' (sans quorum)' if lacked else ''}"

    def clean_held_on(self) -> date:
        return _in_range(self.cleaned_data["held_on"])

    def clean_convocation_requested_on(self) -> date | None:
        return _in_range(self.cleaned_data["convocation_requested_on"])

    def clean_convocation_sent_on(self) -> date | None:
        return _in_range(self.cleaned_data["convocation_sent_on"])

    def clean_chair(self) -> str:
        return self.cleaned_data["chair"] or PROPOSED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_recorded = cleaned.get("origin") == Origin.RECORDED
        if cleaned.get("convocation_sent_on") and not is_recorded:
            self.add_error(
                "convocation_sent_on",
                "Pour une séance tenue avec le logiciel, l'envoi s'enregistre à l'étape de la convocation : effacez "
                "cette date, ou choisissez « reprise d'un acte ancien ».",
            )
        return cleaned

    def plan(self) -> SittingPlan:
        """What was typed, once valid."""
        told = {name: self.cleaned_data[name] for name in self.fields if name not in ("seen", "chair")}
        told["convocation_requested_by"] = told["convocation_requested_by"] or Requester.NOBODY.value
        return SittingPlan(**told, chair=self._chosen_chair())

    def _chosen_chair(self) -> Mandate | None:
        chosen = self.cleaned_data["chair"]
        if chosen == UNKNOWN:
            return None
        heads = Record(self.record.council, self.planned()).heads if not chosen else ()
        return self.mandates.get(chosen or next(iter(heads), ""))

    def planned(self) -> Sitting:
        """The sitting of the record as the valid fields change it: to compute the notice while one types."""
        told = self.cleaned_data
        before = self.record.sitting
        convocation = Convocation(
            sent_on=before.convocation.sent_on,
            dispatches=before.convocation.dispatches,
            is_urgent=bool(told.get("convocation_is_urgent")),
            second_of=told.get("convocation_second_of") or "",
        )
        return Sitting(
            uid=before.uid,
            held_on=told.get("held_on") or before.held_on,
            origin=Origin(told.get("origin") or before.origin),
            convocation=convocation,
            agenda=before.agenda,
        )


def _in_range(told: date | None) -> Any:
    if told is not None and not FIRST_YEAR <= told.year <= LAST_YEAR:
        raise forms.ValidationError(f"Vérifiez l'année : {told.year} n'est pas plausible.", code="year")
    return told


def initial_of_plan(values: dict[str, Any], head: str | None) -> dict[str, Any]:
    """The form's initial values from those stored, by column of ``Sitting``."""
    chair = values.get("chair")
    uid = chair.uid if chair else UNKNOWN
    if chair is None and head is None:
        uid = PROPOSED
    return {**values, "chair": PROPOSED if uid == head else uid}
