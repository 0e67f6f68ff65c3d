"""Forms of the signing desk: what is noted at a place, what is put to signature, the means kept."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from councils.forms.inputs import day
from councils.forms.layout import form_helper
from councils.models import Mandate
from councils.models.fields import validate_text
from deliberations.domain.signing_order import PlaceEventKind, SignedKind, SignerRole
from deliberations.forms.certificates import clean_pkcs12
from deliberations.forms.reasons import REASON_LENGTH
from deliberations.forms.uploads import checked
from deliberations.models import SigningPlace
from deliberations.models.choices import SIGNED_KINDS
from deliberations.services.uploads import SCANS, CheckedFile

NO_SEAL_FILE = "Choisissez le fichier du cachet."


class PlaceNoteForm(forms.Form):
    """What happened at a place. Cleaned: ``kind``, ``on``, ``reason``, ``scan``."""

    kind = forms.ChoiceField(
        label="Ce qui s'est passé",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que vous notez."},
    )
    on = day("Signé le", help_text="Pour une signature à la main.")
    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=REASON_LENGTH,
        validators=[validate_text],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire sauf pour une signature à la main. Il est conservé et montré.",
    )
    scan = forms.FileField(
        label="Document signé, numérisé",
        required=False,
        widget=forms.FileInput(attrs={"accept": SCANS.attribute}),
        error_messages={"empty": "Ce fichier est vide."},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["scan"].help_text = f"Facultatif. {SCANS.told}, {settings.UPLOAD_MAX_MB} Mo au plus."
        if all(key != PlaceEventKind.HAND for key, _ in choices):
            del self.fields["on"], self.fields["scan"]
        self.helper = form_helper(*self.fields)

    def clean_scan(self) -> CheckedFile | None:
        upload = self.cleaned_data["scan"]
        return checked(upload, SCANS) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == PlaceEventKind.HAND:
            if "on" in self.fields and not cleaned.get("on") and "on" not in self.errors:
                self.add_error("on", "Indiquez la date.")
        elif cleaned.get("kind") and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Dites pourquoi : le motif est conservé et montré.")
        return cleaned


def notes_offered(
    place: SigningPlace, *, is_own: bool, can_note: bool, is_waiting: bool
) -> list[tuple[str, str]]:
    """What may be noted at ``place`` by this user, as (kind, label). Nothing at that of the seal, which is nobody's."""
    if place.role == SignerRole.SEAL:
        return []
    if not is_waiting:
        return [(PlaceEventKind.TAKEN_BACK.value, "Reprendre ce qui est noté")] if is_own or can_note else []
    offered = []
    if can_note:
        offered.append((PlaceEventKind.HAND.value, "Signé à la main"))
    if is_own or can_note:
        offered.append((PlaceEventKind.REFUSED.value, "Signature refusée"))
    if can_note and place.role == SignerRole.SECRETARY:
        offered.append((PlaceEventKind.IMPEDED.value, "Secrétaire de séance empêché"))
    return offered


PREPARED_KINDS = (SignedKind.REGISTER_ACT, SignedKind.MINUTES, SignedKind.EXTRACT, SignedKind.CERTIFIED)


class PrepareForm(forms.Form):
    """Which documents of a sitting are put to signature, and who signs in the place of the mayor, if anybody."""

    kinds = forms.MultipleChoiceField(
        label="Documents",
        choices=[(kind.value, SIGNED_KINDS[kind]) for kind in PREPARED_KINDS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un document."},
    )
    member = forms.ChoiceField(
        label="Signataire",
        required=False,
        help_text="À choisir seulement si un autre signe à sa place. Un délégataire signe « par délégation », avec les "
        "dates de l'arrêté enregistré sur sa fiche.",
        error_messages={"invalid_choice": "Choisissez un membre de la liste."},
    )
    replaces = forms.CharField(
        label="Motif de l'empêchement du maire ou du président",
        required=False,
        max_length=200,
        validators=[validate_text],
        help_text="À remplir seulement si celui qui le remplace signe sans délégation : le premier adjoint, sinon le "
        "suivant dans l'ordre du tableau (CGCT, art. L. 2122-17). Le motif est imprimé à côté de sa signature.",
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {mandate.uid: mandate for mandate in members}
        people = [(uid, str(mandate)) for uid, mandate in self.members.items()]
        self.fields["member"].choices = [("", "Celui que le document nomme"), *people]  # type: ignore[attr-defined]
        self.helper = form_helper(*self.fields)

    def clean_kinds(self) -> list[SignedKind]:
        return [SignedKind(kind) for kind in self.cleaned_data["kinds"]]

    def clean_member(self) -> Mandate | None:
        return self.members.get(self.cleaned_data["member"])


class SealForm(forms.Form):
    """The council's seal: a certificate file and its passphrase, or a device of the server and its PIN."""

    label = forms.CharField(
        label="Nom",
        max_length=100,
        initial="Cachet de la commune",
        validators=[validate_text],
        error_messages={"required": "Donnez un nom au cachet."},
    )
    slot = forms.ChoiceField(label="Où est la clé", required=False)
    certificate = forms.FileField(
        label="Fichier du cachet (.p12 ou .pfx)",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
        help_text="100 Ko au plus. Il est conservé chiffré ; personne ne peut le relire ici.",
        error_messages={"required": NO_SEAL_FILE},
    )
    secret = forms.CharField(
        label="Mot de passe du fichier, ou code du boîtier",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Conservé chiffré : le cachet s'appose sans vous.",
        error_messages={"required": "Saisissez le mot de passe ou le code."},
    )

    def __init__(self, *args: Any, slots: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slots:
            choices = [("", "Dans un fichier"), *((name, f"Boîtier « {name} »") for name in slots)]
            self.fields["slot"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["slot"]
            self.fields["certificate"].required = True
        self.helper = form_helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("slot"):
            return cleaned
        upload = cleaned.get("certificate")
        if upload is None and "certificate" not in self.errors:
            self.add_error("certificate", NO_SEAL_FILE)
        elif upload is not None:
            try:
                cleaned["pkcs12"] = clean_pkcs12(upload)
            except forms.ValidationError as error:
                self.add_error("certificate", error)
        return cleaned


class RemoteAccountForm(forms.Form):
    """The account of a signatory at a remote signature service (CSC API)."""

    member = forms.ChoiceField(
        label="Signataire",
        error_messages={
            "required": "Choisissez le signataire.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    label = forms.CharField(
        label="Nom du service",
        max_length=100,
        validators=[validate_text],
        error_messages={"required": "Donnez un nom au service."},
    )
    endpoint = forms.URLField(
        label="Adresse du service",
        assume_scheme="https",
        help_text="Donnée par votre prestataire (interface « CSC », version 1) : ce qui précède « /csc/v1 ».",
        error_messages={"required": "Indiquez l'adresse.", "invalid": "Écrivez une adresse https://…"},
    )
    credential_id = forms.CharField(
        label="Identifiant de la clé",
        max_length=200,
        validators=[validate_text],
        help_text="Donné par votre prestataire (« credential ID »).",
        error_messages={"required": "Indiquez l'identifiant de la clé."},
    )
    token = forms.CharField(
        label="Jeton d'accès au service",
        strip=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Donné par votre prestataire (« access token »), conservé chiffré. Le code PIN et le code à usage "
        "unique restent au signataire : ils ne s'enregistrent pas ici.",
        error_messages={"required": "Saisissez le jeton d'accès."},
    )

    def __init__(self, *args: Any, members: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {mandate.uid: mandate for mandate in members if mandate.person_id}
        people = [(uid, str(mandate)) for uid, mandate in self.members.items()]
        self.fields["member"].choices = [("", "Choisir un membre"), *people]  # type: ignore[attr-defined]
        self.helper = form_helper(*self.fields)

    def clean_member(self) -> Mandate:
        return self.members[self.cleaned_data["member"]]
