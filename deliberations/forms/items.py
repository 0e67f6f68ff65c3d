"""The form of an item of the agenda, and the small ones around it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from councils.forms.layout import form_helper
from councils.models import Mandate
from deliberations.domain.checks.interests import interests_spoken_of
from deliberations.domain.library import is_transmitted_by_kind
from deliberations.domain.record import Record
from deliberations.domain.sittings import BarGround, ItemKind, Subject
from deliberations.domain.wording.bodies import BodyWords
from deliberations.domain.wording.members import MemberWords
from deliberations.forms.fields import (
    MatterField,
    MergingForm,
    RichLineField,
    RichTextField,
    Stored,
    Suggestions,
    offer,
)
from deliberations.forms.layout import Folded, Group, Row
from deliberations.models.choices import BAR_GROUNDS, ITEM_KINDS, NOMINATION_BASES, SUBJECTS
from deliberations.services.agenda import ItemFacts

PROPOSED, YES, NO = "", "oui", "non"
_YES_NO = [(YES, "Oui"), (NO, "Non")]


def _options(labels: Any) -> list[tuple[str, str]]:
    return [(key.value, label) for key, label in labels.items()]


class ItemForm(MergingForm):
    """An item. Each field is named as the fact of ``ItemFacts`` it fills.

    ``record`` is the sitting; ``item`` the uid of the item edited, ``None`` for a new one; ``mandates`` are the
    council's rows; ``themes`` those already used.
    """

    title_html = RichLineField(
        label="Objet",
        error_messages={"required": "Indiquez l'objet du point : c'est le titre de la future délibération."},
        help_text="Le titre de la future délibération. Ce qui est entre crochets est à compléter.",
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=_options(ITEM_KINDS),
        initial=ItemKind.DELIBERATION,
        error_messages={"required": "Choisissez la nature du point."},
    )
    theme = forms.CharField(
        label="Thème", required=False, max_length=500, help_text="« Finances », « Écoles »…"
    )
    rapporteur = forms.ChoiceField(label="Rapporteur", required=False)
    note_html = RichTextField(
        label="Note explicative",
        required=False,
        help_text="Jointe à la convocation. Une ligne vide sépare deux paragraphes ; « - » en début de ligne fait "
        "une liste.",
    )
    matter_code = MatterField(
        label="Matière (nomenclature de l'État)",
        required=False,
        help_text="Tapez un mot ou un code, puis choisissez dans la liste.",
    )
    is_transmissible = forms.ChoiceField(
        label="Acte à transmettre au contrôle de légalité",
        required=False,
        choices=[(PROPOSED, "Selon la nature du point"), *_YES_NO],
    )
    subject = forms.ChoiceField(
        label="Sujet soumis à des règles propres", choices=_options(SUBJECTS), required=False
    )
    financial_year = forms.IntegerField(label="Exercice", required=False, min_value=1900, max_value=2200)
    treasurer_account_received = forms.ChoiceField(
        label="Compte de gestion du comptable reçu",
        required=False,
        choices=[(PROPOSED, "Non renseigné"), *_YES_NO],
    )
    nomination_basis = forms.ChoiceField(
        label="Ce point désigne quelqu'un",
        required=False,
        choices=[
            ("", "Non"),
            *((key, f"Oui – {label.lower()}") for key, label in _options(NOMINATION_BASES)),
        ],
    )
    bars = forms.MultipleChoiceField(
        label="Ne participent pas à ce point", required=False, widget=forms.CheckboxSelectMultiple
    )
    bar_member = forms.ChoiceField(label="Écarter aussi", required=False)
    bar_ground = forms.ChoiceField(
        label="Motif", required=False, choices=_options(BAR_GROUNDS), initial=BarGround.INTEREST
    )
    added_in_sitting = forms.BooleanField(
        label="Ajouté après l'envoi de la convocation",
        required=False,
        help_text="Seuls les points de la convocation peuvent être mis en délibération (CGCT art. L. 2121-10).",
    )

    def __init__(
        self,
        *args: Any,
        record: Record,
        mandates: Sequence[Mandate],
        item: str | None = None,
        themes: Sequence[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.record, self.item = record, item
        self.mandates = {mandate.uid: mandate for mandate in mandates}
        self.words = MemberWords(record, BodyWords(record.council))
        self.fields["theme"].widget = Suggestions(tuple(themes))
        self.fields["matter_code"].initial = self.initial.get("matter_code")
        if not self.initial.get("added_in_sitting"):
            del self.fields["added_in_sitting"]
        self._offer_members()
        self._lay_out()

    def _offer_members(self) -> None:
        chosen = self.initial.get("rapporteur") or ""
        away = [chosen] if chosen and chosen not in self.record.members else []
        members = [(uid, self.words.with_title(uid)) for uid in (*self.record.members, *away)]
        offer(self.fields["rapporteur"], [("", "Non renseigné"), *members])
        offer(self.fields["bar_member"], [("", "Personne d'autre"), *members])
        self.told_bars = self._bars()
        self.fields["bars"] = _Bars(self.told_bars, known={*self.mandates})
        if not self.told_bars:
            self.fields["bar_member"].label = "Écarter un membre de ce point"

    def _bars(self) -> list[tuple[str, str]]:
        """Those recorded, then those whose interest the item names."""
        recorded = [tuple(told.split("|", 1)) for told in self.initial.get("bars") or []]
        listed = {
            f"{m}|{g}": f"{self.words.name(m)} – {BAR_GROUNDS[BarGround(g)].lower()}" for m, g in recorded
        }
        if self.item is not None:
            for member, topic, represents in interests_spoken_of(self.record, self.record.item(self.item)):
                ground = BarGround.REPRESENTATIVE if represents else BarGround.INTEREST
                told = f"{self.words.name(member)} – a déclaré : « {topic} »"
                listed.setdefault(f"{member}|{ground}", told)
        return list(listed.items())

    def _lay_out(self) -> None:
        filing = (
            "matter_code",
            "is_transmissible",
            "subject",
            "financial_year",
            "treasurer_account_received",
        )
        people = ("nomination_basis", "bars", "bar_member", "bar_ground")
        bars = ("bars",) if self.told_bars else ()
        self.helper = form_helper(
            "seen",
            Group("Le point", "title_html", Row("kind", "theme", css_class="field-row"), "rapporteur"),
            Group("Pour les membres", "note_html"),
            Folded(
                "Classement, contrôle de légalité, exercice",
                "matter_code",
                "is_transmissible",
                "subject",
                Row("financial_year", "treasurer_account_received", css_class="field-row"),
                is_open=self._is_open(filing),
            ),
            Folded(
                "Désignation, membres qui ne participent pas",
                "nomination_basis",
                *bars,
                Row("bar_member", "bar_ground", css_class="field-row"),
                is_open=self._is_open(people) or bool(bars),
                hint="Un membre intéressé à l'affaire ne prend pas part à la délibération (CGCT art. L. 2131-11).",
            ),
            *(name for name in ("added_in_sitting",) if name in self.fields),
        )

    def _is_open(self, names: Iterable[str]) -> bool:
        """Whether something there is told, or wrong: what matters is not hidden."""
        usual = {"is_transmissible", "bar_ground"}
        told = any(self[n].value() not in (None, "", Subject.NONE.value, []) for n in names if n not in usual)
        return told or (self.is_bound and any(name in self.errors for name in names))

    def clean_matter_code(self) -> str:
        return self.cleaned_data["matter_code"]

    def facts(self) -> ItemFacts:
        """What was typed, once valid."""
        told = self.cleaned_data
        kind = ItemKind(told["kind"])
        transmitted = {YES: True, NO: False}.get(told["is_transmissible"], is_transmitted_by_kind(kind))
        return ItemFacts(
            title_html=told["title_html"],
            theme=told["theme"],
            kind=kind.value,
            subject=told["subject"] or Subject.NONE.value,
            matter_code=told["matter_code"],
            rapporteur=self.mandates.get(told["rapporteur"]),
            is_transmissible=transmitted,
            note_html=told["note_html"],
            financial_year=told["financial_year"],
            treasurer_account_received={YES: True, NO: False}.get(told["treasurer_account_received"]),
            nomination_basis=told["nomination_basis"],
            added_in_sitting=bool(told.get("added_in_sitting")),
            bars=self._told_bars(),
        )

    def _told_bars(self) -> frozenset[tuple[int, str]]:
        told = [bar.split("|", 1) for bar in self.cleaned_data["bars"]]
        if self.cleaned_data["bar_member"]:
            told.append(
                [self.cleaned_data["bar_member"], self.cleaned_data["bar_ground"] or BarGround.INTEREST.value]
            )
        return frozenset((self.mandates[member].pk, ground) for member, ground in told)


class _Bars(forms.MultipleChoiceField):
    """Members kept out, « uid|GROUND ». One that somebody else took away meanwhile is still understood."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, choices: list[tuple[str, str]], *, known: set[str]) -> None:
        super().__init__(choices=choices, label="Ne participent pas à ce point", required=False)
        self.known = known

    def valid_value(self, value: Any) -> bool:
        member, _, ground = str(value).partition("|")
        return member in self.known and ground in set(BarGround)


def initial_of_item(values: dict[str, Any], uids: dict[int, str]) -> dict[str, Any]:
    """The form's initial values from the facts stored (``item_values``); ``uids`` name the mandates by key."""
    told = {True: YES, False: NO, None: PROPOSED}
    rapporteur = values.get("rapporteur")
    return {
        **values,
        "title_html": Stored(values["title_html"]),
        "note_html": Stored(values["note_html"]),
        "rapporteur": rapporteur.uid if rapporteur else "",
        "is_transmissible": told[values["is_transmissible"]],
        "treasurer_account_received": told[values["treasurer_account_received"]],
        "bars": [f"{uids[member]}|{ground}" for member, ground in values["bars"]],
    }


class CarryForm(forms.Form):
    """To which sitting an item goes. ``sittings`` are those to come that are still open."""

    to = forms.ChoiceField(
        label="Séance qui l'examinera",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la séance qui examinera ce point."},
    )

    def __init__(self, *args: Any, sittings: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self.fields["to"], sittings)
        if len(sittings) == 1:
            self.fields["to"].initial = sittings[0][0]
        self.helper = form_helper("to")
