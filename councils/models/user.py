"""Users (login by e-mail) and what they may do in each council."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from councils.models.base import require_same_council
from councils.models.choices import ROLE_KINDS
from councils.models.council import Council
from councils.models.fields import choice, line
from councils.models.person import Person


def normalise_email(email: str) -> str:
    """The one stored form of an address: no outer space, lower case."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Creates users; an address is the same whatever its capitals."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may log in with ``password`` (unusable when ``None``). ``ValueError`` without e-mail."""
        if not email.strip():
            raise ValueError("Une adresse électronique est nécessaire.")
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user of the support staff with every right."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user of an address, whatever its capitals."""
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who logs in. What they may do in a council is in ``CouncilRole``, never here."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    email = models.EmailField("adresse électronique", unique=True, max_length=254)
    given_name = line("prénom")
    family_name = line("nom")
    is_staff = models.BooleanField("équipe d'assistance", default=False)
    is_active = models.BooleanField("compte actif", default=True)
    date_joined = models.DateTimeField("créé le", default=timezone.now, editable=False)

    objects = UserManager()

    class Meta:
        verbose_name = "utilisateur"
        verbose_name_plural = "utilisateurs"
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_any_case",
                violation_error_message="Un compte existe déjà avec cette adresse électronique.",
            ),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normalise_email(self.email)

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_short_name(self) -> str:
        return self.given_name or self.email


class CouncilRole(models.Model):
    """What one user may do in one council and, where they sit, who they are there."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name="utilisateur")
    council = models.ForeignKey(Council, models.CASCADE, related_name="roles", verbose_name="conseil")
    kind = choice("rôle", ROLE_KINDS)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="roles", verbose_name="personne"
    )
    history = HistoricalRecords(verbose_name="historique")

    class Meta:
        verbose_name = "rôle dans un conseil"
        verbose_name_plural = "rôles dans les conseils"
        ordering = ("council", "user", "kind")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "council", "kind"),
                name="role_once_per_council",
                violation_error_message="Cet utilisateur a déjà ce rôle dans ce conseil.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} – {self.get_kind_display()} – {self.council}"

    def clean(self) -> None:
        super().clean()
        require_same_council(self.council_id, person=self.person)
