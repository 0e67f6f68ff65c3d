"""Forms of what the council delegated to its mayor, and of how the numbers of his decisions are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

from councils.forms.inputs import day, words
from councils.forms.layout import form_helper
from councils.models.fields import validate_number_pattern, validate_text
from deliberations.domain.delegated import Power
from deliberations.domain.delegated_powers import POWERS, shown_power
from deliberations.forms.fields import EurosField
from deliberations.forms.layout import Row
from deliberations.models import MayorDelegation
from deliberations.services.decision_delegations import DelegationTold


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One line of the table of the powers."""

    label: str
    chosen: forms.BoundField
    limit: forms.BoundField
    amount: forms.BoundField


class MayorDelegationForm(forms.Form):
    """What the council delegated: the deliberation, its dates, the paragraphs with their limits. Cleaned: ``told``."""

    number = words("Numéro de la délibération", longest=100)
    decided_on = day("Délibération du")
    since = day("Vaut depuis le", help_text="Vide : le jour de la délibération.")
    until = day("Jusqu'au", help_text="Vide : jusqu'à la fin du mandat du maire.")
    allows_signature = forms.BooleanField(
        label="Le maire peut faire signer un adjoint ou un conseiller délégué",
        required=False,
        help_text="Décochez si la délibération s'y oppose (art. L. 2122-23).",
    )
    allows_replacement = forms.BooleanField(
        label="Si le maire est empêché, son remplaçant peut décider",
        required=False,
        help_text="Cochez si la délibération le dit ; sinon, c'est le conseil qui décide (art. L. 2122-23).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, label in POWERS.items():
            self.fields[f"power_{number}"] = forms.BooleanField(label=shown_power(number), required=False)
            self.fields[f"limit_{number}"] = forms.CharField(
                label=f"Limite, {label}", required=False, max_length=400, validators=[validate_text]
            )
            self.fields[f"amount_{number}"] = EurosField(label=f"Montant maximal, {label}")
        self.helper = form_helper(
            Row("number", "decided_on"), Row("since", "until"), "allows_signature", "allows_replacement"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since") or cleaned.get("decided_on"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "Cette fin est antérieure au début : vérifiez les deux dates.")
        return cleaned

    @property
    def rows(self) -> Iterator[PowerRow]:
        """The lines of the table, in the order of the article."""
        for number in POWERS:
            yield PowerRow(
                shown_power(number),
                self[f"power_{number}"],
                self[f"limit_{number}"],
                self[f"amount_{number}"],
            )

    @property
    def told(self) -> DelegationTold:
        """What was typed, once the form is valid. A limit told without its box counts."""
        cleaned = self.cleaned_data
        powers = tuple(
            Power(number, cleaned[f"limit_{number}"].strip(), cleaned[f"amount_{number}"])
            for number in POWERS
            if cleaned[f"power_{number}"]
            or cleaned[f"limit_{number}"].strip()
            or cleaned[f"amount_{number}"] is not None
        )
        return DelegationTold(
            number=cleaned["number"].strip(),
            decided_on=cleaned["decided_on"],
            since=cleaned["since"],
            until=cleaned["until"],
            allows_signature=cleaned["allows_signature"],
            allows_replacement=cleaned["allows_replacement"],
            powers=powers,
        )


def initial_of_delegation(row: MayorDelegation | None) -> dict[str, Any]:
    """What the form shows of a delegation; a new one allows the mayor to pass on his signature."""
    if row is None:
        return {"allows_signature": True}
    told: dict[str, Any] = {
        "number": row.number,
        "decided_on": row.decided_on,
        "since": row.since,
        "until": row.until,
        "allows_signature": row.allows_signature,
        "allows_replacement": row.allows_replacement,
    }
    for power in row.powers.all():
        told |= {
            f"power_{power.paragraph}": True,
            f"limit_{power.paragraph}": power.limit,
            f"amount_{power.paragraph}": power.limit_cents,
        }
    return told


class NumberingForm(forms.Form):
    """How the numbers of decisions are written."""

    pattern = words(
        "Motif des numéros",
        required=True,
        longest=60,
        help_text="Écrivez {year} là où vient l'année et {sequence} là où vient le numéro d'ordre ({sequence:02d} : "
        "sur deux chiffres). Ainsi, DEC{year}-{sequence:02d} donne DEC2026-07.",
        validators=[validate_number_pattern],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("pattern")
