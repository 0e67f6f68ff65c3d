"""The form of a subject that the council keeps for its agendas."""

from typing import Any

from django import forms

from councils.forms.layout import form_helper
from deliberations.domain.sittings import ItemKind, Subject
from deliberations.domain.wording.dates import MONTHS
from deliberations.forms.fields import MatterField, RichLineField, RichTextField, Stored
from deliberations.forms.layout import Folded, Group, Row
from deliberations.models import ItemModel
from deliberations.models.choices import ITEM_KINDS, NOMINATION_BASES, SUBJECTS
from deliberations.services.library import ModelFacts


class ModelForm(forms.Form):
    """A model; each field is named as the column of ``ItemModel`` it fills."""

    title_html = RichLineField(
        label="Objet",
        error_messages={"required": "Indiquez l'objet du modèle."},
        help_text="Entre crochets, ce qui change à chaque fois : « Subvention à [nom] ». Entre accolades, "
        "une année calculée : {année}, {année précédente}, {année suivante}, {année du budget}, {année scolaire}.",
    )
    kind = forms.ChoiceField(
        label="Nature",
        choices=[(key.value, label) for key, label in ITEM_KINDS.items()],
        error_messages={"required": "Choisissez la nature du point."},
    )
    theme = forms.CharField(label="Thème", required=False, max_length=500)
    months = forms.TypedMultipleChoiceField(
        label="Revient en",
        required=False,
        coerce=int,
        choices=[(str(number), name) for number, name in enumerate(MONTHS, start=1)],
        widget=forms.CheckboxSelectMultiple,
    )
    matter_code = MatterField(label="Matière (nomenclature de l'État)", required=False)
    is_transmissible = forms.BooleanField(label="Acte à transmettre au contrôle de légalité", required=False)
    subject = forms.ChoiceField(
        label="Sujet soumis à des règles propres",
        required=False,
        choices=[(key.value, label) for key, label in SUBJECTS.items()],
    )
    nomination_basis = forms.ChoiceField(
        label="Ce point désigne quelqu'un",
        required=False,
        choices=[
            ("", "Non"),
            *((key.value, f"Oui – {label.lower()}") for key, label in NOMINATION_BASES.items()),
        ],
    )
    note_html = RichTextField(label="Note explicative", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["matter_code"].initial = self.initial.get("matter_code")
        self.helper = form_helper(
            Group("Le point", "title_html", Row("kind", "theme", css_class="field-row"), "note_html"),
            Group("Quand il revient", "months", hint="Sans mois coché, il est proposé toute l'année."),
            Folded(
                "Classement, contrôle de légalité, désignation",
                "matter_code",
                "is_transmissible",
                "subject",
                "nomination_basis",
                is_open=True,
            ),
        )

    def facts(self) -> ModelFacts:
        """What was typed, once valid."""
        told = self.cleaned_data
        return ModelFacts(
            title_html=told["title_html"],
            theme=told["theme"],
            kind=ItemKind(told["kind"]).value,
            subject=told["subject"] or Subject.NONE.value,
            matter_code=told["matter_code"],
            months=tuple(sorted(set(told["months"]))),
            nomination_basis=told["nomination_basis"],
            is_transmissible=told["is_transmissible"],
            note_html=told["note_html"],
        )


def initial_of_model(model: ItemModel) -> dict[str, Any]:
    """The form's initial values from a model, stored or only proposed."""
    names = ("kind", "theme", "matter_code", "is_transmissible", "subject", "nomination_basis")
    return {
        **{name: getattr(model, name) for name in names},
        "title_html": Stored(model.title_html),
        "note_html": Stored(model.note_html),
        "months": [str(month) for month in model.months],
    }
