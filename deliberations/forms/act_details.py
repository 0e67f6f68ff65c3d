"""The forms of what an act says beside its text."""

from typing import Any

from django import forms
from django.db.models import Q

from councils.domain.errors import Refusal
from councils.forms.inputs import day
from councils.forms.layout import form_helper
from councils.models import Mandate
from councils.queries import row_named
from deliberations.domain.acts import ActLink
from deliberations.domain.papers import AnnexJoining
from deliberations.domain.sittings import Origin
from deliberations.models import Annex, DecisionAnnex, Deliberation, MayorDecision
from deliberations.models.choices import ACT_LINKS, ANNEX_JOININGS
from deliberations.services.act_details import ActDetails
from deliberations.services.annexing import require_joinable

MOST_IDENTIFIERS = 10


class ActDetailsForm(forms.Form):
    """Signatory, capacity, individual or not, and one line for each other number: « Registre : 12 ».

    The number itself is asked only for a recorded act: its paper bears one already.
    """

    number = forms.CharField(
        label="Numéro de la délibération",
        max_length=200,
        required=False,
        help_text="Tel que l'acte ancien le porte. Vide s'il n'en a pas.",
    )
    signatory = forms.ModelChoiceField(
        label="Signataire",
        queryset=Mandate.objects.none(),
        required=False,
        empty_label="La personne qui présidait (cas ordinaire)",
        help_text="À choisir seulement si une autre personne signe, par exemple un adjoint par délégation.",
    )
    capacity = forms.CharField(
        label="Qualité du signataire",
        max_length=200,
        required=False,
        help_text="Telle qu'elle est imprimée, par exemple « Pour le maire, l'adjointe déléguée ».",
    )
    is_individual = forms.BooleanField(
        label="C'est une décision individuelle",
        required=False,
        help_text="Elle vise une personne nommée : elle lui est notifiée (art. L. 2131-2 du CGCT).",
    )
    identifiers = forms.CharField(
        label="Autres numéros",
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un par ligne, sous la forme « Registre : 12 ».",
    )

    def __init__(self, act: Deliberation, data: Any = None) -> None:
        numbers = "\n".join(f"{each.kind} : {each.value}" for each in act.identifiers.all())
        super().__init__(
            data,
            initial={
                "number": act.number,
                "signatory": act.signatory_member_id,
                "capacity": act.signatory_capacity,
                "is_individual": act.is_individual,
                "identifiers": numbers,
            },
        )
        held_on = act.sitting.held_on
        in_office = Mandate.objects.filter(council=act.council).filter(
            Q(since__isnull=True) | Q(since__lte=held_on), Q(until__isnull=True) | Q(until__gte=held_on)
        )
        field = self.fields["signatory"]
        field.queryset = in_office.select_related("person").order_by("pk")  # type: ignore[attr-defined]
        if act.sitting.origin != Origin.RECORDED:
            del self.fields["number"]
        self.helper = form_helper(*self.fields)

    def clean_identifiers(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a kind and a value; a line without « : » is refused with its own words."""
        lines = [line.strip() for line in self.cleaned_data["identifiers"].splitlines() if line.strip()]
        if len(lines) > MOST_IDENTIFIERS:
            raise forms.ValidationError(f"{MOST_IDENTIFIERS} numéros au plus.")
        pairs = [tuple(part.strip() for part in line.partition(":")[::2]) for line in lines]
        for line, (kind, value) in zip(lines, pairs, strict=True):
            if not kind or not value or len(kind) > 200 or len(value) > 200:
                raise forms.ValidationError(
                    f"« {line[:80]} » : écrivez le genre, deux-points, puis le numéro."
                )
        return tuple((kind, value) for kind, value in pairs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("capacity") and not cleaned.get("signatory") and "signatory" not in self.errors:
            self.add_error("signatory", "Choisissez qui signe en cette qualité, ou videz la qualité.")
        return cleaned

    @property
    def details(self) -> ActDetails:
        given = self.cleaned_data
        return ActDetails(
            given["signatory"],
            given["capacity"],
            given["is_individual"],
            given["identifiers"],
            given.get("number"),
        )


class AnnexesForm(forms.Form):
    """How each annex goes with the PDF of the act: one list for each, in their order.

    ``without_file`` says how to give its file to an annex that has none.
    """

    without_file = "Sans fichier : déposez-le parmi les pièces du point pour le joindre au PDF."

    def __init__(self, act: Deliberation | MayorDecision, data: Any = None) -> None:
        super().__init__(data)
        self.annexes: list[Annex | DecisionAnnex] = list(act.annexes.select_related("file"))  # type: ignore[arg-type]
        choices = [(key.value, label) for key, label in ANNEX_JOININGS.items()]
        for number, annex in enumerate(self.annexes, start=1):
            self.fields[f"annex_{annex.pk}"] = forms.ChoiceField(
                label=f"Annexe n° {number} : {annex.title}",
                choices=choices,
                initial=annex.joining,
                required=False,
                help_text=self._file_told(annex),
                error_messages={"invalid_choice": "Choisissez dans la liste la place de l'annexe."},
            )
        self.helper = form_helper(*self.fields)

    @property
    def chosen(self) -> dict[int, AnnexJoining]:
        """By key of the annex; one that was not on the page is left as it is."""
        given = {annex.pk: self.cleaned_data[f"annex_{annex.pk}"] for annex in self.annexes}
        return {key: AnnexJoining(value) for key, value in given.items() if value}

    def clean(self) -> dict[str, Any]:
        """Each choice is tried at once: a file that cannot follow the act is told beside its list."""
        cleaned = super().clean() or {}
        for annex in self.annexes:
            name = f"annex_{annex.pk}"
            if cleaned.get(name) and cleaned[name] != annex.joining:
                try:
                    require_joinable(annex.file, annex.title, AnnexJoining(cleaned[name]))
                except Refusal as refusal:
                    self.add_error(name, refusal.message_fr)
        return cleaned

    def _file_told(self, annex: Annex | DecisionAnnex) -> str:
        if annex.file is None:
            return self.without_file
        pages = f", {annex.file.pages} page{'s' if annex.file.pages > 1 else ''}" if annex.file.pages else ""
        return f"Fichier : {annex.file.name}{pages}."


class LinkForm(forms.Form):
    """Which act is amended, replaced or withdrawn: one that was found, or an older one by its number."""

    kind = forms.ChoiceField(label="Cette délibération", choices=[(k.value, v) for k, v in ACT_LINKS.items()])
    other = forms.CharField(required=False, max_length=64)
    number = forms.CharField(label="Numéro imprimé", required=False, max_length=100)
    adopted_on = day("Date de la séance")

    def __init__(self, act: Deliberation, data: Any = None) -> None:
        super().__init__(data)
        self.act = act

    def clean(self) -> dict[str, Any]:
        """Give ``target``, the act found, or ``None`` for an older one."""
        cleaned = super().clean() or {}
        acts = Deliberation.objects.filter(council=self.act.council)
        cleaned["target"] = row_named(acts, cleaned.get("other", ""))
        if cleaned["target"] is None and not cleaned.get("number"):
            raise forms.ValidationError(
                "Choisissez la délibération dans la liste, ou donnez le numéro d'un acte plus ancien."
            )
        return cleaned

    @property
    def link_kind(self) -> ActLink:
        return ActLink(self.cleaned_data["kind"])
