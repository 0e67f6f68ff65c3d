"""Filters of the long lists: what is offered is what the council has, and an unknown value is said, not ignored."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from councils.models import Council
from deliberations.domain.search import EntryKind
from deliberations.models import SearchEntry, Sitting
from deliberations.models.choices import ACT_STATES, ORIGINS
from deliberations.models.search import ENTRY_KINDS, VERDICTS
from deliberations.queries.search_words import number_key
from deliberations.queries.searching import members_of, values_of, years_of

Choices = list[tuple[str, str]]


def labelled(labels: dict[Any, str]) -> Choices:
    return [(key.value, label) for key, label in labels.items()]


def same(values: Iterable[object]) -> Choices:
    return [(str(value), str(value)) for value in values]


class CouncilFilter(django_filters.FilterSet):
    """A filter whose lists depend on the council. ``OFFERED`` names those that ``offer`` fills."""

    def __init__(self, *args: Any, council: Council, with_drafts: bool, **kwargs: Any) -> None:
        self.council, self.with_drafts = council, with_drafts
        super().__init__(*args, **kwargs)
        for name, choices in self.offer().items():
            self.filters[name].extra["choices"] = choices

    def offer(self) -> dict[str, Choices]:
        """Choices by name of filter."""
        return {}

    @property
    def is_used(self) -> bool:
        """Whether a filter keeps rows out."""
        return any(self.data.get(name) for name in self.filters)

    def of_year(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Between two days rather than by the year of each row: an index is then of use."""
        return rows.filter(held_on__range=(f"{value}-01-01", f"{value}-12-31"))


def _choice(label: str, choices: Choices | None = None, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, empty_label="Tous", choices=choices or [], **options)


class SearchFilter(CouncilFilter):
    """Filters of the search: nature, year, theme, matter, state, person."""

    nature = _choice("Nature", labelled(ENTRY_KINDS), field_name="kind")
    annee = _choice("Année", method="of_year")
    theme = _choice("Thème", field_name="theme")
    matiere = _choice("Matière", field_name="matter_code")
    etat = _choice("État de l'acte", labelled(ACT_STATES), field_name="state")
    personne = _choice("Personne", method="of_person")

    class Meta:
        model = SearchEntry
        fields: list[str] = []

    def offer(self) -> dict[str, Choices]:
        return {
            "annee": same(years_of(self.council)),
            "theme": same(values_of(self.council, "theme", with_drafts=self.with_drafts)),
            "matiere": same(values_of(self.council, "matter_code", with_drafts=self.with_drafts)),
            "personne": members_of(self.council),
        }

    def of_person(self, rows: QuerySet[SearchEntry], name: str, value: str) -> QuerySet[SearchEntry]:
        """What the person chaired, reported, signed or attended, and their own sheet."""
        return rows.filter(people__contains=f" {value} ")


class ActFilter(CouncilFilter):
    """Filters of the list of acts."""

    numero = django_filters.CharFilter(label="Numéro", method="of_number", max_length=60)
    annee = _choice("Année", method="of_year")
    theme = _choice("Thème", field_name="theme")
    matiere = _choice("Matière", field_name="matter_code")
    resultat = _choice("Résultat", labelled(VERDICTS), field_name="verdict")
    etat = _choice("État", labelled(ACT_STATES), field_name="state")

    class Meta:
        model = SearchEntry
        fields: list[str] = []

    def offer(self) -> dict[str, Choices]:
        return {
            "annee": same(years_of(self.council)),
            "theme": same(values_of(self.council, "theme", with_drafts=self.with_drafts)),
            "matiere": same(values_of(self.council, "matter_code", with_drafts=self.with_drafts)),
        }

    def of_number(self, rows: QuerySet[SearchEntry], name: str, value: str) -> QuerySet[SearchEntry]:
        """The start of a number, whatever its punctuation."""
        key = number_key(value)
        return rows.filter(number_key__startswith=key) if key else rows.none()


class SittingFilter(CouncilFilter):
    """Filters of the list of sittings."""

    annee = _choice("Année", method="of_year")
    origine = _choice("Origine", labelled(ORIGINS), field_name="origin")
    publicite = django_filters.ChoiceFilter(
        label="Publicité",
        empty_label="Toutes",
        field_name="is_public",
        choices=[("True", "Publique"), ("False", "À huis clos")],
    )

    class Meta:
        model = Sitting
        fields: list[str] = []

    def offer(self) -> dict[str, Choices]:
        return {"annee": same(years_of(self.council))}


class SearchForm(forms.Form):
    """The question itself."""

    q = forms.CharField(
        label="Numéro, mots, personne ou date",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text="Par exemple : 2023-57, cantine, Dupont, mars 2023, 19/12/2023.",
    )


__all__ = ["ActFilter", "EntryKind", "SearchFilter", "SearchForm", "SittingFilter"]
