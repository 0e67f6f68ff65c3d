"""Identity of a council and the rules that follow from it."""

import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from crispy_forms.layout import Fieldset
from django import forms

from councils.domain.bodies import BodyType, PublicationMode, Territory
from councils.domain.departments import departments
from councils.domain.identifiers import INSEE_CODE, SIREN, has_sound_key
from councils.domain.membership import number_at
from councils.domain.numbering import format_number, is_valid_pattern
from councils.forms.inputs import LONG, choose, day, side_by_side, whole, words
from councils.forms.layout import form_helper
from councils.models import Council
from councils.models.choices import BODY_TYPES, PUBLICATION_MODES, TERRITORIES
from councils.queries import council_facts
from councils.services.start import Identity, Rules, proposed_seats

OWN = "autre"
PATTERNS = (
    "{year}-{sequence}",
    "{year}-{sequence:03d}",
    "{sequence}-{year}",
    "{year}/{sequence}",
    "D{year}{sequence:03d}",
)
EXAMPLE_SEQUENCE = 7
NAMED = frozenset({BodyType.OTHER, BodyType.OPEN_SYNDICATE})
"""Bodies whose full name the profile does not give."""


def example_of(pattern: str, year: int) -> str:
    """How the seventh act of the year would be numbered; empty when the pattern is not one."""
    return format_number(pattern, year=year, sequence=EXAMPLE_SEQUENCE) if is_valid_pattern(pattern) else ""


class IdentityForm(forms.Form):
    """Who the body is. ``warnings`` tells, after validation, what is doubtful without being refused."""

    body_type = choose("Assemblée", BODY_TYPES)
    place_name = words(
        "Commune ou nom court",
        required=True,
        longest=LONG,
        help_text="Comme il est imprimé : « Gruson », « Val de Marque ».",
    )
    authority_name = words(
        "Nom complet de l'organisme",
        longest=LONG,
        help_text="Inutile pour une commune. Exemple : « syndicat mixte du bassin de la Marque ».",
    )
    assembly_name = words(
        "Nom de l'assemblée", longest=LONG, help_text="Seulement s'il n'est pas celui que la loi donne."
    )
    insee_code = words(
        "Code INSEE de la commune",
        longest=5,
        help_text="Cinq caractères (59275), différent du code postal. Il donne le département et le tribunal.",
    )
    siren = words("SIREN", longest=14, help_text="Neuf chiffres.")
    population = whole(
        "Population municipale",
        most=5_000_000,
        help_text="Chiffre de l'INSEE en vigueur aux dernières élections. Elle donne le nombre de sièges.",
    )
    population_since = day("En vigueur depuis le", help_text="Facultatif.")

    def __init__(self, *args: Any, with_population: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        figures = [side_by_side("population", "population_since")] if with_population else []
        if not with_population:
            del self.fields["population"], self.fields["population_since"]
        self.helper = form_helper(
            "body_type",
            "place_name",
            side_by_side("insee_code", "siren"),
            *figures,
            Fieldset("Autre assemblée qu'un conseil municipal", "authority_name", "assembly_name"),
        )

    def clean_insee_code(self) -> str:
        code = "".join(self.cleaned_data["insee_code"].split()).upper()
        if code and not re.fullmatch(INSEE_CODE, code):
            raise forms.ValidationError("Un code INSEE compte cinq caractères : 59275, 2A004.")
        return code

    def clean_siren(self) -> str:
        siren = "".join(self.cleaned_data["siren"].split())
        if siren and not re.fullmatch(SIREN, siren):
            raise forms.ValidationError("Un SIREN compte neuf chiffres.")
        if siren and not has_sound_key(siren):
            self.warnings.append(
                f"La clé du SIREN {siren} ne correspond pas : un chiffre est sans doute à vérifier. "
                "Il est enregistré tel quel."
            )
        return siren

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("body_type") in NAMED and not cleaned.get("authority_name"):
            self.add_error(
                "authority_name", "Écrivez le nom complet de l'organisme : il est imprimé sur les actes."
            )
        return cleaned

    @property
    def identity(self) -> Identity:
        """What was typed, once valid."""
        told = {**self.cleaned_data, "body_type": BodyType(self.cleaned_data["body_type"])}
        return Identity(**told)

    @staticmethod
    def initial_of(council: Council) -> dict[str, Any]:
        """What is recorded, as the form shows it: the latest population told."""
        names = ("body_type", "place_name", "authority_name", "assembly_name", "insee_code", "siren")
        latest = council.populations.order_by("since", "pk").last()
        figures = {"population": latest.value, "population_since": latest.since} if latest else {}
        return {**{name: getattr(council, name) for name in names}, **figures}


def pattern_choices(year: int) -> list[tuple[str, str]]:
    """The usual patterns, each shown by its example, and the choice of another."""
    return [*((pattern, example_of(pattern, year)) for pattern in PATTERNS), (OWN, "Une autre forme")]


class RulesForm(forms.Form):
    """What was proposed from the identity, to be confirmed or corrected."""

    department_code = forms.ChoiceField(label="Département", required=False)
    territory = choose("Droit applicable", TERRITORIES, help_text="Proposé d'après le département.")
    tribunal = words(
        "Tribunal administratif de",
        longest=LONG,
        help_text="Comme il suit « tribunal administratif de » : « Lille », « la Guadeloupe ».",
    )
    time_zone = forms.ChoiceField(
        label="Heure légale", help_text="Celle dans laquelle sont lues les heures des séances."
    )
    usual_place = words(
        "Lieu habituel des séances",
        longest=LONG,
        help_text="Facultatif. Comme il est imprimé : « à la mairie », « salle du conseil ».",
    )
    seats = whole("Nombre de sièges", least=1, most=500)
    seats_since = day("Depuis l'élection du", help_text="Facultatif.")
    number_choice = forms.ChoiceField(label="Numéros des délibérations", widget=forms.RadioSelect)
    number_pattern = words(
        "Autre forme",
        longest=60,
        help_text="Écrivez {year} pour l'année et {sequence} pour le rang ; {sequence:03d} l'écrit sur trois chiffres.",
    )

    def __init__(self, *args: Any, today: date, with_seats: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_seats:
            del self.fields["seats"], self.fields["seats_since"]
        known = [(d.code, f"{d.code} – {d.name}") for d in departments()]
        self._set_choices("department_code", [("", "Non précisé"), *known])
        zones = dict.fromkeys(["Europe/Paris", *(d.time_zone for d in departments())])
        self._set_choices("time_zone", [(zone, _zone_label(zone)) for zone in zones])
        self._set_choices("number_choice", pattern_choices(today.year))
        self._lay_out()

    def _set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        current = self.initial.get(name)
        if current and current not in dict(choices):
            choices = [*choices, (current, current)]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _lay_out(self) -> None:
        attrs = {
            "hx-get": "/commencer/exemple-de-numero/",
            "hx-trigger": "input changed delay:300ms",
            "hx-target": "#exemple-de-numero",
        }
        self.fields["number_pattern"].widget.attrs.update(attrs)
        self.helper = form_helper(
            Fieldset(
                "D'après le code INSEE",
                side_by_side("department_code", "territory"),
                side_by_side("tribunal", "time_zone"),
            ),
            *self._seats(),
            Fieldset(
                "Vos habitudes",
                "usual_place",
                "number_choice",
                "number_pattern",
            ),
        )

    def _seats(self) -> list[Fieldset]:
        if "seats" not in self.fields:
            return []
        return [Fieldset("D'après la population", side_by_side("seats", "seats_since"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("number_choice")
        if chosen == OWN and not is_valid_pattern(cleaned.get("number_pattern", "")):
            self.add_error(
                "number_pattern",
                "Cette forme ne convient pas : elle contient {sequence}, peut contenir {year}, et rien d'autre entre "
                "accolades.",
            )
        elif chosen and chosen != OWN:
            cleaned["number_pattern"] = chosen
        if cleaned.get("time_zone") and cleaned["time_zone"] not in available_timezones():
            self.add_error("time_zone", "Cette heure légale n'existe pas.")
        return cleaned

    @property
    def rules(self) -> Rules:
        """What was confirmed, once valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "number_choice"}
        return Rules(**{**told, "territory": Territory(told["territory"])})

    @staticmethod
    def initial_of(council: Council, today: date) -> dict[str, Any]:
        """What is recorded; the number of seats proposed from the population where none is."""
        names = ("department_code", "territory", "tribunal", "time_zone", "usual_place", "number_pattern")
        told = {name: getattr(council, name) for name in names}
        facts = council_facts(council)
        row = council.seats.order_by("since", "pk").last()
        proposed = proposed_seats(council, number_at(facts.populations, today))
        pattern = council.number_pattern
        return {
            **told,
            "number_choice": pattern if pattern in PATTERNS else OWN,
            "number_pattern": "" if pattern in PATTERNS else pattern,
            "seats": row.value if row else proposed,
            "seats_since": row.since if row else None,
        }


def _zone_label(zone: str) -> str:
    return "Heure de Paris" if zone == "Europe/Paris" else zone.rpartition("/")[2].replace("_", " ")


class FigureForm(forms.Form):
    """A number of inhabitants or of seats, from a day."""

    value = whole("Nombre", required=True, most=5_000_000)
    since = day("À compter du")
    corrects = forms.BooleanField(
        label="Je corrige une erreur de saisie : cette valeur remplace celle du même jour",
        required=False,
    )

    def __init__(self, *args: Any, label: str, has_values: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label = label
        self.fields["since"].required = has_values
        self.fields["since"].error_messages["required"] = (
            "Une valeur existe déjà : dites à partir de quel jour celle-ci s'applique."
        )
        names = ["value", "since", *(["corrects"] if has_values else [])]
        if not has_values:
            del self.fields["corrects"]
        self.helper = form_helper(*names)


class PublicationForm(forms.Form):
    """How acts are made public from a day, and the deliberation that chose it (CGCT art. L. 2131-1)."""

    mode = choose("Les actes sont publiés", PUBLICATION_MODES, radio=True)
    decided_by = words("Numéro de la délibération qui l'a choisi", longest=LONG, help_text="Facultatif.")
    since = day("À compter du")
    corrects = FigureForm.base_fields["corrects"]

    def __init__(self, *args: Any, has_values: bool = False, optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"].required = has_values
        self.fields["mode"].required = not optional
        if not has_values:
            del self.fields["corrects"]
        self.helper = form_helper(*self.fields)

    @property
    def chosen(self) -> PublicationMode | None:
        """The mode chosen, ``None`` when the question was left open."""
        chosen = self.cleaned_data.get("mode")
        return PublicationMode(chosen) if chosen else None
