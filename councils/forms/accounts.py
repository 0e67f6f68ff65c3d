"""Forms of the accounts of a council: invite, give a role, say who an account is, open one's account."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from councils.domain.roles import NEEDS_PERSON, RoleKind
from councils.forms.account import PASSWORD_HELP
from councils.forms.layout import form_helper
from councils.models import Contact, Council, Invitation, Person, User
from councils.models.choices import ROLE_KINDS
from councils.models.fields import validate_text
from councils.models.user import normalise_email

MAY_DO = {
    RoleKind.SECRETARY: "prépare et saisit les séances, écrit les actes",
    RoleKind.MAYOR: "relit et signe",
    RoleKind.DEPUTY: "signe ce qui lui est délégué",
    RoleKind.CLERK: "publie et suit les envois",
    RoleKind.MEMBER: "reçoit et lit ses dossiers de séance",
    RoleKind.AUDITOR: "lit tout, ne change rien",
    RoleKind.ADMINISTRATOR: "invite, donne et retire les rôles",
}
KINDS = [(kind.value, f"{ROLE_KINDS[kind]} : {MAY_DO[kind]}") for kind in RoleKind]


def persons_of(council: Council) -> "QuerySet[Person]":
    return Person.objects.filter(council=council).order_by("family_name", "given_name", "pk")


class PersonField(forms.ModelChoiceField):
    """A member of the council, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Person.objects.none(),
            required=False,
            label="Fiche de l'élu",
            empty_label="Aucune",
            help_text="Obligatoire pour un maire, un adjoint ou un membre du conseil : le compte est relié à sa fiche.",
            **options,
        )


class RoleForm(forms.Form):
    """A role and, for an elected person, who they are."""

    kind = forms.ChoiceField(
        label="Rôle",
        choices=KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rôle."},
    )
    person = PersonField()

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons_of(council)  # type: ignore[attr-defined]
        self.helper = form_helper(*self.fields)

    def clean_kind(self) -> RoleKind:
        return RoleKind(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") in NEEDS_PERSON and not cleaned.get("person") and "person" not in self.errors:
            self.add_error("person", "Ce rôle est celui d'un élu : choisissez sa fiche dans la liste.")
        return cleaned


class InviteForm(RoleForm):
    """Whom to write to, and which role to offer."""

    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        required=False,
        help_text="La personne y reçoit un lien, valable quatorze jours. Laissez vide pour un élu dont l'adresse "
        "est déjà notée : elle vous est proposée.",
        error_messages={
            "invalid": "Cette adresse n'est pas complète : elle ressemble à « claire.petit@exemple.fr ».",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "kind", "person")

    def clean_email(self) -> str:
        return normalise_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """The address left empty is that noted for the member, shown before anything is sent there.

        Whoever may write on the card of a member could otherwise have that member's role sent to herself.
        """
        cleaned = super().clean() or {}
        if "email" in self.errors or cleaned.get("email"):
            return cleaned
        contact = Contact.objects.filter(person=cleaned.get("person")).first()
        known = normalise_email(contact.email) if contact else ""
        if known:
            self.data = {**self.data, self.add_prefix("email"): known}
        told = "Adresse notée sur la fiche : vérifiez-la, puis envoyez."
        self.add_error("email", told if known else "Indiquez l'adresse électronique de la personne.")
        return cleaned


class GiveRoleForm(RoleForm):
    """One more role for somebody who has one already."""

    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Compte",
        empty_label="Choisir un compte",
        error_messages={"required": "Choisissez un compte."},
    )
    field_order = ("user", "kind", "person")

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, council=council, **kwargs)
        accounts = User.objects.filter(roles__council=council, is_active=True).distinct()
        self.fields["user"].queryset = accounts.order_by("email")  # type: ignore[attr-defined]


class LinkPersonForm(forms.Form):
    """Which member an account is."""

    person = PersonField()

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = persons_of(council)  # type: ignore[attr-defined]
        self.fields["person"].help_text = ""
        self.helper = form_helper("person")


class OpenAccountForm(forms.Form):
    """Name and password of who was invited."""

    given_name = forms.CharField(label="Prénom", max_length=200, validators=[validate_text])
    family_name = forms.CharField(label="Nom", max_length=200, validators=[validate_text])
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=4096,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Mot de passe, une seconde fois",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["given_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["family_name"].widget.attrs["autocomplete"] = "family-name"
        self.helper = form_helper(*self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes : tapez-les de nouveau.")
        elif password:
            self._check_strength(cleaned)
        return cleaned

    def _check_strength(self, cleaned: dict[str, Any]) -> None:
        someone = User(
            email=self.invitation.email,
            given_name=cleaned.get("given_name", ""),
            family_name=cleaned.get("family_name", ""),
        )
        try:
            password_validation.validate_password(cleaned["password"], someone)
        except ValidationError as error:
            self.add_error("password", error)
