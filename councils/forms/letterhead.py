"""The look of a council: arms, colour, addresses, house style and publication mode."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms

from councils.coat_of_arms import LIMIT, arms_fault
from councils.domain.bodies import AppealWording, HouseStyle
from councils.domain.display import Colour
from councils.domain.numbering import is_valid_pattern
from councils.forms.inputs import LONG, choose, side_by_side, words
from councils.forms.layout import form_helper
from councils.forms.start import OWN, PATTERNS, pattern_choices
from councils.models import Council
from councils.models.choices import APPEAL_WORDINGS, COLOURS
from councils.queries import preferences_of
from councils.services.letterhead import Arms, Display

SAME = "meme"
_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
STYLE_NAMES = ("accented_capitals", "title_case", "capital_place_names")
DISPLAY_NAMES = ("colour", "contact_email", "contact_phone", "postal_address", "website")


def media_type_of(content: bytes) -> str:
    """What the bytes are: a PNG, a JPEG, else taken for an SVG drawing, which is then read as such."""
    return next((kind for start, kind in _TYPES.items() if content.startswith(start)), "image/svg+xml")


class LetterheadForm(forms.Form):
    """``arms`` is ``None`` after validation when the picture there is stays."""

    picture = forms.FileField(
        label="Blason ou logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg,image/png,image/jpeg,image/svg+xml"}),
        help_text=f"PNG, JPEG ou SVG, {LIMIT // 1024} Ko au plus.",
    )
    picture_description = words(
        "Description du blason",
        longest=LONG,
        help_text="Lue aux personnes qui ne voient pas l'image : « Blason de Gruson ».",
    )
    remove_picture = forms.BooleanField(label="Retirer le blason actuel", required=False)

    colour = choose(
        "Couleur du bandeau", COLOURS, radio=True, help_text="Elle distingue vos conseils à l'écran."
    )
    contact_email = forms.EmailField(label="Courriel de la mairie", required=False, max_length=254)
    contact_phone = words("Téléphone de la mairie", longest=40)
    postal_address = forms.CharField(
        label="Adresse postale",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.URLField(
        label="Site Internet de la commune", required=False, max_length=LONG, assume_scheme="https"
    )

    accented_capitals = forms.BooleanField(
        label="Capitales accentuées : « DÉCIDE », « ÉLUS »", required=False
    )
    title_case = forms.BooleanField(
        label="Majuscules aux mots des titres : « Conseil Municipal »", required=False
    )
    capital_place_names = forms.BooleanField(
        label="Nom de la commune en capitales : « GRUSON »", required=False
    )
    printed_choice = forms.ChoiceField(label="Numéro imprimé en tête de l'acte", widget=forms.RadioSelect)
    printed_number = words(
        "Autre forme du numéro imprimé", longest=60, help_text="{year} et {sequence}.", strip=False
    )
    appeal = choose("Délai de recours", APPEAL_WORDINGS, radio=True)

    def __init__(self, *args: Any, today: date, has_arms: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(SAME, "Le numéro lui-même"), *pattern_choices(today.year)]
        self.fields["printed_choice"].choices = choices  # type: ignore[attr-defined]
        if not has_arms:
            del self.fields["remove_picture"]
        self.arms: Arms | None = None
        self._lay_out(has_arms=has_arms)

    def _lay_out(self, *, has_arms: bool) -> None:
        removal = ["remove_picture"] if has_arms else []
        self.helper = form_helper(
            Fieldset("Blason", "picture", "picture_description", *removal),
            Fieldset("À l'écran", "colour"),
            Fieldset(
                "Coordonnées de la mairie",
                side_by_side("contact_email", "contact_phone"),
                "postal_address",
                "website",
            ),
            Fieldset("Style des documents", *STYLE_NAMES, "printed_choice", "printed_number", "appeal"),
        )

    def clean_picture(self) -> bytes | None:
        upload = self.cleaned_data["picture"]
        if upload is None:
            return None
        content: bytes = upload.read(LIMIT + 1)
        fault = arms_fault(content, media_type_of(content))
        if fault:
            raise forms.ValidationError(f"Cette image ne convient pas : {fault}.")
        return content

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("printed_choice") == OWN and not is_valid_pattern(cleaned.get("printed_number", "")):
            self.add_error(
                "printed_number", "Cette forme contient {sequence}, peut contenir {year}, et rien d'autre."
            )
        self.arms = self._arms(cleaned)
        return cleaned

    def _arms(self, cleaned: dict[str, Any]) -> Arms | None:
        content = cleaned.get("picture")
        if content:
            return Arms(content, media_type_of(content))
        return Arms() if cleaned.get("remove_picture") else None

    @property
    def style(self) -> HouseStyle:
        """The house style chosen, once valid."""
        chosen = self.cleaned_data["printed_choice"]
        printed = {SAME: "", OWN: self.cleaned_data["printed_number"]}.get(chosen, chosen)
        flags = {name: self.cleaned_data[name] for name in STYLE_NAMES}
        return HouseStyle(**flags, printed_number=printed, appeal=AppealWording(self.cleaned_data["appeal"]))

    @property
    def display(self) -> Display:
        """Colour and addresses, once valid."""
        told = {name: self.cleaned_data[name] for name in DISPLAY_NAMES}
        return Display(**{**told, "colour": Colour(told["colour"])})

    @staticmethod
    def initial_of(council: Council) -> dict[str, Any]:
        """What is recorded, as the form shows it."""
        preferences = preferences_of(council)
        printed = council.style_printed_number
        choice = SAME if not printed else printed if printed in PATTERNS else OWN
        return {
            **{name: getattr(preferences, name) for name in DISPLAY_NAMES},
            **{name: getattr(council, f"style_{name}") for name in STYLE_NAMES},
            "appeal": council.style_appeal,
            "printed_choice": choice,
            "printed_number": printed if choice == OWN else "",
            "picture_description": council.coat_of_arms_description,
        }
