"""The menu of a council: one line for each place of work, shown to the roles that may open it."""

from collections.abc import Collection
from dataclasses import dataclass

from councils.domain.roles import ACCOUNT_MANAGERS, AUDITORS, MANAGERS, READERS, STAFF, RoleKind


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """``page`` is the name of an address that takes ``council``; ``roles`` are those that may open it.

    ``also`` names the other pages of the same place of work whose addresses are not below it.
    """

    page: str
    label: str
    roles: Collection[RoleKind]
    also: tuple[str, ...] = ()


MENU = (
    MenuEntry("council", "Séances", READERS),
    MenuEntry("act_list", "Délibérations", READERS),
    MenuEntry("council_to_sign", "À signer", STAFF),
    MenuEntry("members", "Membres", READERS),
    MenuEntry("statistics", "Statistiques", READERS),
    MenuEntry("settings", "Réglages", MANAGERS),
    MenuEntry("users", "Utilisateurs", ACCOUNT_MANAGERS),
    MenuEntry("backups", "Conserver", MANAGERS, also=("personal_data",)),
    MenuEntry("readings", "Lectures", AUDITORS),
)
