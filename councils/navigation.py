"""The menu of a council: few places of work, each with its pages, shown to the roles that may open them."""

from collections.abc import Collection
from dataclasses import dataclass

from councils.domain.roles import (
    ACCOUNT_MANAGERS,
    AUDITORS,
    CONTROLLERS,
    MANAGERS,
    READERS,
    STAFF,
    WRITERS,
    RoleKind,
)


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """``page`` is the name of an address that takes ``council``; ``roles`` are those that may open it."""

    page: str
    label: str
    roles: Collection[RoleKind]


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """One place of work: its first page that a reader may open stands in the menu, the others below it."""

    label: str
    entries: tuple[MenuEntry, ...]


MENU = (
    MenuGroup("Séances", (MenuEntry("council", "Séances", READERS),)),
    MenuGroup(
        "Délibérations",
        (
            MenuEntry("act_list", "Toutes les délibérations", READERS),
            MenuEntry("mayor_decisions", "Décisions du maire", READERS),
            MenuEntry("council_to_sign", "À signer", READERS),
            MenuEntry("register", "Registre", STAFF),
            MenuEntry("statistics", "Statistiques", READERS),
            MenuEntry("past", "Actes anciens", WRITERS),
        ),
    ),
    MenuGroup(
        "Membres",
        (
            MenuEntry("members", "Membres", READERS),
            MenuEntry("council_table", "Tableau à imprimer", READERS),
        ),
    ),
    MenuGroup(
        "Réglages",
        (
            MenuEntry("settings", "Conseil et en-tête", MANAGERS),
            MenuEntry("settings_signing", "Signature et cachet", MANAGERS),
            MenuEntry("users", "Utilisateurs", ACCOUNT_MANAGERS),
            MenuEntry("backups", "Sauvegardes", MANAGERS),
            MenuEntry("personal_data", "Données personnelles", MANAGERS),
            MenuEntry("proof_register", "Registre de preuve", CONTROLLERS),
            MenuEntry("readings", "Journal des lectures", AUDITORS),
        ),
    ),
)
