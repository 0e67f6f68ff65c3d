"""Forms of the register: a new volume, what is printed and how."""

from collections.abc import Sequence
from typing import Any

from django import forms

from councils.forms.inputs import choose, day, side_by_side, whole
from councils.forms.layout import form_helper
from deliberations.assembly import Recto
from deliberations.assembly.printing import MOST_MM
from deliberations.models.choices import BINDINGS, RECTOS, SHEET_RULES

SIDES = {"2": "Recto verso", "1": "Recto seul"}
MOST_SHEETS = 1_000_000


class VolumeForm(forms.Form):
    """A new volume. ``is_first``: the number of its first sheet is asked for, to follow the paper register."""

    since = day("Premier jour", required=True)
    until = day("Dernier jour", required=True)
    binding = choose(
        "Reliure",
        BINDINGS,
        help_text="Les feuillets sont reliés chaque année, ou tous les cinq ans sous 1 000 habitants (art. R. 2121-9).",
    )
    rule = choose(
        "Numérotation",
        SHEET_RULES,
        radio=True,
        help_text="Le texte dit « feuillets » sans préciser : gardez l'usage de votre registre papier. Ce choix vaut "
        "pour tout le volume.",
    )
    first_sheet = whole(
        "Premier feuillet",
        required=True,
        least=1,
        most=MOST_SHEETS,
        help_text="Le numéro qui suit le dernier feuillet de votre registre papier ; 1 si vous commencez.",
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_first:
            del self.fields["first_sheet"]
        shown = [side_by_side("since", "until"), "binding", "rule"]
        self.helper = form_helper(*shown, *(["first_sheet"] if is_first else []))


class CloseVolumeForm(forms.Form):
    """Closing a volume, which nothing undoes."""

    is_sure = forms.BooleanField(
        label="Je clos ce volume : rien n'y entrera plus",
        error_messages={"required": "Cochez la case pour clore le volume."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("is_sure")


class EnterForm(forms.Form):
    """Entering acts, which nothing undoes. ``entering``: what is ready now, as ``seen`` told it when it was shown."""

    source = forms.CharField(required=False, widget=forms.HiddenInput)
    uid = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    is_sure = forms.BooleanField(
        label="J'inscris : ces feuillets ne changeront plus et la séance ne se rouvre plus",
        error_messages={"required": "Cochez la case pour inscrire au registre."},
    )

    def __init__(self, *args: Any, entering: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entering = entering
        self.helper = form_helper("source", "uid", "is_sure")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.entering:
            self.add_error(None, "Ce qui est prêt a changé : relisez la liste, puis cochez de nouveau.")
        return cleaned


class PackForm(forms.Form):
    """How a pack lies on paper."""

    sides = choose("Impression", SIDES, radio=True, initial="2")
    binding_mm = whole(
        "Marge de reliure, en millimètres",
        required=True,
        most=MOST_MM,
        initial=5,
        help_text=f"De 0 à {MOST_MM} : chaque page s'écarte du bord relié, à droite au recto, à gauche au verso.",
    )
    recto = choose("Pages blanches", RECTOS, initial=Recto.EACH.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("sides", "binding_mm", "recto")
        self.helper.disable_csrf = True


class RegisterPrintForm(PackForm):
    """Which sheets of a volume are printed, and how."""

    what = forms.ChoiceField(
        label="Feuillets",
        error_messages={
            "required": "Choisissez les feuillets.",
            "invalid_choice": "Ces feuillets n'existent pas.",
        },
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]
        self.helper = form_helper("what", "sides", "binding_mm", "recto")
        self.helper.disable_csrf = True
