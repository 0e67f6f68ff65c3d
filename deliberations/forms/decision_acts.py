"""Forms of what is done with a mayor's decision: its signature, its annexes, its state, its report, its deposit."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import QueryDict

from councils.forms.inputs import choose, day, whole, words
from councils.forms.layout import form_helper
from councils.models import Mandate
from deliberations.domain.actes import NATURES
from deliberations.domain.acts import ActState
from deliberations.domain.papers import AnnexJoining
from deliberations.forms.act_details import AnnexesForm
from deliberations.forms.decisions import member_choice
from deliberations.forms.finish import DepositForm
from deliberations.forms.layout import Folded
from deliberations.forms.papers import joining_field, require_drawable
from deliberations.forms.uploads import checked
from deliberations.models import Sitting
from deliberations.models.choices import ACT_STATES
from deliberations.services.decision_numbering import NumberTold
from deliberations.services.uploads import DOCUMENTS, SCANS, CheckedFile


class NumberDecisionForm(forms.Form):
    """The day of the decision and who signs it, somebody who may that day. Cleaned: ``told``, and ``scan``.

    ``scan`` is that of a decision already signed and numbered on paper; ``first`` is asked when no number of the year
    is known yet, and no number at all for a decision that has kept its own.
    """

    signed_on = day("Date de la décision", required=True, help_text="Le jour où elle sera signée.")
    signatory = member_choice(
        "Signataire",
        required=True,
        help_text="Ceux qui peuvent signer ce jour-là ; leur qualité est écrite pour vous.",
    )
    scan = forms.FileField(
        label="Décision signée, numérisée",
        required=False,
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )
    printed_number = words(
        "Numéro déjà donné sur papier",
        longest=100,
        help_text="À remplir seulement si la décision a déjà été numérotée ailleurs : il est gardé tel quel.",
    )
    first = whole(
        "Premier numéro à donner",
        least=1,
        most=9_999,
        help_text="À remplir seulement si des décisions de cette année ont déjà été numérotées ailleurs.",
    )
    consent = forms.BooleanField(
        label="J'ai vérifié la décision : je lui donne son numéro et je fige son texte.",
        error_messages={"required": "Cochez la case pour confirmer."},
    )

    def __init__(
        self,
        *args: Any,
        members: Sequence[Mandate],
        signers: Sequence[tuple[str, str]],
        can_choose_first: bool,
        is_numbered: bool,
        **kwargs: Any,
    ) -> None:
        """``signers`` are those offered: uid and label. The service refuses any other of ``members``, and says why."""
        super().__init__(*args, **kwargs)
        self.members = {row.uid: row for row in members}
        told = self.data.get(self.add_prefix("signatory"), "") if self.is_bound else ""
        is_other = told in self.members and told not in dict(signers)
        others = [(told, str(self.members[told]))] if is_other else []
        self.fields["signatory"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir un membre"),
            *signers,
            *others,
        ]
        self.fields["scan"].help_text = f"Facultatif. {SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        if not can_choose_first or is_numbered:
            del self.fields["first"]
        if is_numbered:
            del self.fields["printed_number"]
        folded = [name for name in ("printed_number", "first") if name in self.fields]
        self.helper = form_helper(
            "signed_on",
            "signatory",
            Folded("Déjà signée ou numérotée sur papier", "scan", *folded),
            "consent",
        )

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None

    @property
    def told(self) -> NumberTold:
        """What was typed, once the form is valid."""
        cleaned = self.cleaned_data
        return NumberTold(
            signed_on=cleaned["signed_on"],
            signatory=self.members[cleaned["signatory"]],
            printed_number=cleaned.get("printed_number", ""),
            first=cleaned.get("first"),
        )


class SignedPaperForm(forms.Form):
    """The decision once it is signed by hand, scanned: at once if one wishes, or later. Cleaned: ``scan``, ``paper``.

    ``paper`` tells which paper the page showed: its text may have been taken up since.
    """

    scan = forms.FileField(
        label="Décision signée, numérisée",
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={
            "empty": "Ce fichier est vide.",
            "required": "Choisissez le fichier de la décision signée.",
        },
    )
    paper = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = f"{SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        self.fields["scan"].required = is_required
        self.fields["scan"].help_text = told if is_required else f"Facultatif, et possible plus tard. {told}"
        self.helper = form_helper("scan", "paper")

    def show_as_seen(self, paper: str) -> None:
        """The new paper has been told: sent again, the form notes its signature."""
        told = cast("QueryDict", self.data).copy()
        told["paper"] = paper
        self.data = told

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None


class AnnexForm(forms.Form):
    """A document annexed to a decision."""

    title = words("Titre de l'annexe", required=True, longest=400)
    file = forms.FileField(
        label="Fichier",
        required=False,
        widget=forms.FileInput(attrs={"accept": DOCUMENTS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )
    joining = joining_field()
    is_hidden = forms.BooleanField(label="Ne pas montrer ce titre au public", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"Facultatif. {DOCUMENTS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        self.helper = form_helper("title", "file", "joining", "is_hidden")

    def clean_file(self) -> CheckedFile | None:
        upload = self.cleaned_data["file"]
        return checked(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["joining"] = AnnexJoining(cleaned.get("joining") or AnnexJoining.SEPARATE)
        file = cleaned.get("file")
        require_drawable(self, cleaned["joining"], [file] if file else ())
        return cleaned


class DecisionAnnexesForm(AnnexesForm):
    """How each annex of a decision goes with its PDF."""

    without_file = (
        "Sans fichier : pour le joindre au PDF, retirez l'annexe, puis ajoutez-la avec son fichier."
    )


class StateForm(forms.Form):
    """What the prefect or a judge made of a decision."""

    state = choose("État", ACT_STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper("state")

    @property
    def chosen(self) -> ActState:
        return ActState(self.cleaned_data["state"])


class ReportForm(forms.Form):
    """The sitting that heard of a decision, where its closing could not note it."""

    sitting = forms.ChoiceField(
        label="Séance",
        error_messages={
            "required": "Choisissez la séance.",
            "invalid_choice": "Choisissez une séance de la liste.",
        },
    )

    def __init__(self, *args: Any, sittings: Sequence[Sitting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sittings = {row.uid: row for row in sittings}
        self.fields["sitting"].choices = [  # type: ignore[attr-defined]
            ("", "Choisir une séance"),
            *((uid, f"Séance du {row.held_on:%d/%m/%Y}") for uid, row in self.sittings.items()),
        ]
        self.helper = form_helper("sitting")

    @property
    def chosen(self) -> Sitting:
        return self.sittings[self.cleaned_data["sitting"]]


class DecisionDepositForm(DepositForm):
    """What is typed in the transmission service. The nature of a decision is asked: none is proposed."""

    nature = forms.TypedChoiceField(
        label="Nature",
        coerce=int,
        choices=[("", "À choisir"), *((code, f"{code} – {label}") for code, (_, label) in NATURES.items())],
        help_text="La nature d'une décision du maire n'est pas établie ici : suivez l'usage de votre préfecture.",
        error_messages={"required": "Choisissez la nature."},
    )
