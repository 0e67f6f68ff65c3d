"""The few kinds of field our rows are made of, with their defaults and French refusals."""

import base64
import secrets
from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from councils.domain.identifiers import UID
from councils.domain.numbering import is_valid_pattern

LINE = 500
"""Characters of a one-line text. ``full_clean`` says so in French before any database does."""

UID_PATTERN = f"^{UID}$"
uid_validator = RegexValidator(
    UID_PATTERN,
    "Identifiant invalide : 1 à 64 lettres minuscules sans accent, chiffres ou tirets, sans tiret au début.",
)


def random_uid() -> str:
    """A fresh identifier: 16 lower-case base32 characters (80 random bits)."""
    return random_base32().lower()


def random_base32() -> str:
    """80 random bits as 16 characters of A-Z and 2-7."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii")


def validate_text(value: str) -> None:
    """Refuse what a database cannot store: the null character and lone surrogates."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValidationError("Ce texte contient un caractère qui ne peut pas être enregistré.")


def validate_time_zone(value: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(f"Fuseau horaire inconnu : « {value} ».") from error


def validate_number_pattern(value: str) -> None:
    """Refuse a pattern that uses anything but ``{year}`` and ``{sequence}``, or not the latter."""
    if not is_valid_pattern(value):
        raise ValidationError(
            "Un motif de numéro contient {sequence}, peut contenir {year}, et rien d'autre."
        )


def uid_field() -> "models.CharField[str, str]":
    """The immutable identifier used in addresses, dossiers and history."""
    return models.CharField(
        "identifiant", max_length=64, default=random_uid, editable=False, validators=[uid_validator]
    )


def line(label: str, *, blank: bool = True, **options: Any) -> "models.CharField[str, str]":
    """A text of one line; empty when the fact is not known."""
    validators = [validate_text, *options.pop("validators", [])]
    options = {"max_length": LINE, **({"default": ""} if blank else {}), **options}
    return models.CharField(label, blank=blank, validators=validators, **options)


def long_text(label: str, *, blank: bool = True, **options: Any) -> "models.TextField[str, str]":
    """A text of any length."""
    defaults = {"default": ""} if blank else {}
    return models.TextField(label, blank=blank, validators=[validate_text], **{**defaults, **options})


def choice(
    label: str, labels: Mapping[Any, str], *, default: StrEnum | None = None, blank: bool = False
) -> "models.CharField[str, str]":
    """A value of a domain enumeration; empty when ``blank`` and not known."""
    start: dict[str, Any] = {"default": ""} if blank else {}
    if default is not None:
        start = {"default": default.value}
    values = [(key.value, name) for key, name in labels.items()]
    return models.CharField(label, max_length=40, choices=values, blank=blank, **start)
