"""The very first account of an installation: there is no default password."""

import getpass
import secrets
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from councils.models import User

LENGTH = 18
"""Random bytes of a password made for its owner: 24 characters."""


class Command(BaseCommand):
    """Create the first account and print what to do next. Refused as soon as there is any account."""

    help = "Crée le premier compte d'une installation neuve et dit par où commencer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="adresse électronique de la personne qui commence")
        parser.add_argument("--base-url", default="http://localhost:8000", help="adresse du site")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError(
                "Cette installation a déjà des comptes. Un administrateur de la commune invite les autres personnes."
            )
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"Adresse électronique invalide : {options['email']}") from error
        password, is_made = self._password()
        user = User.objects.create_user(options["email"], password)
        self.stdout.write(f"Compte créé : {user.email}")
        if is_made:
            self.stdout.write(f"Mot de passe, affiché cette seule fois : {password}")
        self.stdout.write(
            f"Connectez-vous puis créez votre conseil : {options['base_url']}{reverse('start')}"
        )

    def _password(self) -> tuple[str, bool]:
        """The password asked for on a terminal; elsewhere one that is made at random."""
        if not sys.stdin.isatty():
            return secrets.token_urlsafe(LENGTH), True
        password = getpass.getpass("Mot de passe : ")
        if password != getpass.getpass("Encore une fois : "):
            raise CommandError("Les deux mots de passe diffèrent. Recommencez.")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password, False
