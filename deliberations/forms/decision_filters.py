"""Filters of the list of the mayor's decisions."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from deliberations.domain.delegated_powers import shown_power
from deliberations.forms.filters import Choices, CouncilFilter, labelled, same
from deliberations.models import MayorDecision
from deliberations.models.choices import ACT_STATES
from deliberations.queries.lists import slug_of

UNSIGNED = [("projet", "Projet"), ("a-signer", "À signer"), ("abandonnee", "Numéro abandonné")]
"""Where a decision stands before its signature: the staff alone sees these."""


class DecisionFilter(CouncilFilter):
    """Filters of the list of decisions."""

    numero = django_filters.CharFilter(label="Numéro ou mots", method="of_words", max_length=80)
    annee = django_filters.ChoiceFilter(label="Année", empty_label="Toutes", method="of_decided", choices=[])
    matiere = django_filters.ChoiceFilter(
        label="Matière déléguée", empty_label="Toutes", field_name="paragraph", choices=[]
    )
    compte_rendu = django_filters.ChoiceFilter(
        label="Compte rendu",
        empty_label="Tous",
        method="of_report",
        choices=[("fait", "Fait au conseil"), ("attend", "À faire")],
    )
    etat = django_filters.ChoiceFilter(label="État", empty_label="Tous", method="of_state", choices=[])

    class Meta:
        model = MayorDecision
        fields: list[str] = []

    def offer(self) -> dict[str, Choices]:
        rows = MayorDecision.objects.filter(council=self.council)
        days = rows.filter(decided_on__isnull=False).order_by().dates("decided_on", "year", order="DESC")
        used = rows.filter(paragraph__isnull=False).order_by("paragraph").values_list("paragraph", flat=True)
        return {
            "etat": [*(UNSIGNED if self.with_drafts else ()), *labelled(ACT_STATES)],
            "annee": same(moment.year for moment in days),
            "matiere": [(str(number), shown_power(number)) for number in used.distinct() if number],
        }

    def of_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        unsigned = rows.filter(signed_at__isnull=True)
        if value == "abandonnee":
            return unsigned.exclude(given_up="")
        if value in dict(UNSIGNED):
            return unsigned.filter(given_up="", numbered_at__isnull=value == "projet")
        return rows.filter(signed_at__isnull=False, state=value)

    def of_decided(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(decided_on__range=(f"{value}-01-01", f"{value}-12-31"))

    def of_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The start of a number, whatever its punctuation, or words of the object."""
        slug = slug_of(value)
        found = Q(title_html__icontains=value)
        return rows.filter(found | Q(slug__startswith=slug) if slug else found)

    def of_report(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(report__isnull=value != "fait", signed_at__isnull=False)
